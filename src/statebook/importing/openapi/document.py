"""An OpenAPI document as a tree: places by JSON Pointer, references inside the file, and every schema that lists values.

References to other files or addresses are never followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statebook.audit.page.jsontree import Node
from statebook.model import Json

MOST_REFERENCES = 20
"""References behind each other that are followed."""
MOST_NODES = 400_000
_SEVERAL = ("oneOf", "anyOf")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A schema that lists values: its pointer, and the property that it is, if it is one, of the schema around it."""

    pointer: str
    node: Node
    name: str
    parent: Node | None
    parent_pointer: str

    def values(self) -> list[Json]:
        """The values, null left out."""
        return [value for value, _ in listed(self.node)]


def listed(schema: Node) -> list[tuple[Json, Node | None]]:
    """The values that a schema lists, each with the schema that describes it alone, where there is one."""
    enum = schema.members.get("enum")
    if enum is not None and enum.items:
        return [(one.value, None) for one in enum.items if _is_value(one.value)]
    for key in _SEVERAL:
        several = schema.members.get(key)
        if several is not None and several.items:
            found: list[tuple[Json, Node | None]] = []
            for one in several.items:
                const = one.members.get("const")
                if const is not None and _is_value(const.value):
                    found.append((const.value, one))
                else:
                    inner = one.members.get("enum")
                    found += [(each.value, None) for each in (inner.items if inner else []) if _is_value(each.value)]
            return found
    return []


def _is_value(value: Json) -> bool:
    return isinstance(value, str | int | float) and value != ""


class Document:
    """One document, read once."""

    def __init__(self, root: Node) -> None:
        self.root = root

    def at(self, pointer: str) -> Node | None:
        """What a JSON Pointer (RFC 6901), with or without `#`, leads to."""
        here: Node | None = self.root
        for step in pointer.removeprefix("#").split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if here is None:
                return None
            if here.items:
                here = (
                    here.items[int(name)] if name.isascii() and name.isdigit() and int(name) < len(here.items) else None
                )
            else:
                here = here.members.get(name)
        return here

    def followed(self, node: Node) -> Node | None:
        """The schema that a node stands for: itself, or what its reference leads to; None for one that leads out."""
        here: Node | None = node
        for _ in range(MOST_REFERENCES):
            reference = here.members.get("$ref") if here is not None else None
            if reference is None or not isinstance(reference.value, str):
                return here
            if not reference.value.startswith("#"):
                return None
            here = self.at(reference.value)
        return None

    def candidates(self) -> Iterator[Candidate]:
        """Every schema that lists two values or more, in the order of the document."""
        for pointer, node, name, parent, around in self.walk():
            if len(listed(node)) > 1:
                yield Candidate(pointer, node, name, parent, around)

    def walk(self) -> Iterator[tuple[str, Node, str, Node | None, str]]:
        """Every object: its pointer, itself, and for a property its name, the schema around it and its pointer."""
        waiting: list[tuple[str, Node, str, Node | None, str]] = [("", self.root, "", None, "")]
        count = 0
        while waiting and count < MOST_NODES:
            pointer, node, name, parent, around = waiting.pop()
            count += 1
            if isinstance(node.value, dict):
                yield pointer, node, name, parent, around
            below: list[tuple[str, Node, str, Node | None, str]] = []
            for key, one in node.members.items():
                if key in ("example", "examples", "default", "enum"):
                    continue
                inner = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
                if key == "properties" and isinstance(one.value, dict):
                    below += [
                        (f"{inner}/{each.replace('~', '~0').replace('/', '~1')}", each_node, each, node, pointer)
                        for each, each_node in one.members.items()
                    ]
                else:
                    below.append((inner, one, "", None, ""))
            below += [(f"{pointer}/{index}", one, "", None, "") for index, one in enumerate(node.items)]
            waiting.extend(reversed(below))

    def uses(self, pointer: str) -> Iterator[tuple[str, Node | None, str]]:
        """The properties that refer to a schema: name, the schema around each, and its pointer."""
        for _, node, name, parent, around in self.walk():
            reference = node.members.get("$ref")
            if name and reference is not None and reference.value == f"#{pointer}":
                yield name, parent, around
