"""Types as text in which the order of a union's options means nothing."""

from __future__ import annotations

from statebook.types import ArrayOf, MapOf, Type, Union


def type_text(kind: Type) -> str:
    """The type, with the options of every union sorted."""
    match kind:
        case ArrayOf(item):
            return f"array<{type_text(item)}>"
        case MapOf(value):
            return f"map<{type_text(value)}>"
        case Union(options):
            return " | ".join(sorted(type_text(one) for one in options))
        case _:
            return str(kind)


def options(text: str) -> frozenset[str]:
    """The options of a type's text at its top level."""
    found: list[str] = [""]
    depth = 0
    for character in text:
        depth += {"<": 1, ">": -1}.get(character, 0)
        if character == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return frozenset(one.strip() for one in found)
