"""Nodes to documents: every structural flaw at its key or value, in an author's words."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from statebook.diagnostic import Diagnostic
from statebook.pointer import Step
from statebook.source.document.machine import LANGUAGE_VERSION
from statebook.source.document.parts import EXTENSION
from statebook.source.document.scalars import describe
from statebook.source.nodes import Node, locate, to_plain
from statebook.source.schema import keys_at
from statebook.source.text import SourceText

SUGGESTED_AT_MOST = 100
COMPARED_AT_MOST = 1000
"""To find what was meant costs time: a file of many thousand flaws, or names, must not take minutes."""

CHECK_SPELLING = "check the spelling"
LISTED_AT_MOST = 30
"""More names than these help nobody."""

Written = TypeVar("Written", bound=BaseModel)


def decode(source: SourceText, root: Node, document: type[Written]) -> tuple[Written | None, list[Diagnostic]]:
    """The document of a file, or None with all its structural flaws."""
    try:
        return document.model_validate(to_plain(root)), []
    except ValidationError as invalid:
        found = invalid.errors(include_url=False)
    schema = document.model_json_schema(by_alias=True) if any(one["type"] == "extra_forbidden" for one in found) else {}
    meant: set[tuple[tuple[int | str, ...], str]] = set()
    diagnostics = []
    for one in found:
        if one["type"] == "extra_forbidden":
            known = keys_at(schema, _steps(one)[:-1]) if len(meant) < SUGGESTED_AT_MOST else ()
            hint = suggestion(str(one["loc"][-1]), known) if known else "keys of your own begin with `x-`"
            if " " in str(one["loc"][-1]) and not one["input"]:
                hint = "the rest of a text with a comma? Between braces such a text needs quotes"
            meant.add((one["loc"][:-1], hint))
            diagnostics.append(_unknown_key(source, root, one, hint))
    for one in found:
        # A misspelt key is one flaw, not also a missing one.
        echo = one["type"] == "missing" and (one["loc"][:-1], f"did you mean {one['loc'][-1]!r}?") in meant
        if one["type"] != "extra_forbidden" and not echo:
            diagnostics.append(_diagnostic(source, root, one))
    return None, diagnostics


def _steps(found: ErrorDetails) -> tuple[Step, ...]:
    return tuple(step for step in found["loc"] if step not in ("[key]", EXTENSION))


def _unknown_key(source: SourceText, root: Node, found: ErrorDetails, hint: str) -> Diagnostic:
    steps = _steps(found)
    return source.diagnostic(*locate(root, steps, key=True), "unknown-key", f"unknown key {str(steps[-1])!r}", hint)


def suggestion(wanted: str, known: list[str] | tuple[str, ...]) -> str:
    """`did you mean …?`, the known names when they are few, or nothing."""
    if len(known) > COMPARED_AT_MOST:
        return CHECK_SPELLING
    close = get_close_matches(wanted, known, n=1, cutoff=0.6)
    if not close:
        folded = {one.casefold().replace("-", "_").strip(): one for one in known}
        match = folded.get(wanted.casefold().replace("-", "_").strip())
        close = [match] if match else []
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known here: {', '.join(known)}" if 0 < len(known) <= LISTED_AT_MOST else CHECK_SPELLING


def _diagnostic(source: SourceText, root: Node, found: ErrorDetails) -> Diagnostic:
    context = found.get("ctx", {})
    steps = _steps(found)
    kind = found["type"]
    if kind == "statebook":
        steps = (*steps, *context["at"])
        on_key = found["loc"][-1:] == ("[key]",)
        return source.diagnostic(*locate(root, steps, key=on_key), context["rule"], context["message"], context["hint"])
    if kind == "missing":
        name = str(steps[-1])
        place = locate(root, steps[:-1], key=True)
        hint = f"add `{name}: {LANGUAGE_VERSION}`" if steps == ("statebook",) else f"add `{name}:`"
        return source.diagnostic(*place, "missing-key", f"{_where(steps[:-1])} has no {name!r}", hint)
    message, hint = _words(kind, found["input"], context)
    return source.diagnostic(*locate(root, steps), "wrong-type", message, hint)


def _where(steps: tuple[Step, ...]) -> str:
    return "the spec" if not steps else "/".join(str(step) for step in steps)


def _words(kind: str, value: Any, context: dict[str, Any]) -> tuple[str, str]:
    """Pydantic's own findings, said plainly."""
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
        options = [option.strip() for option in expected.split(",") if option.strip()]
        return f"expected one of {', '.join(options)}; found {describe(value)}", (
            suggestion(str(value), options)
            if isinstance(value, str) and get_close_matches(value, options, 1)
            else _CHOOSE
        )
    wanted, hint = _SHAPES.get(kind, ("something else", "see the description of the key in the schema"))
    return f"expected {wanted}, found {describe(value)}", hint


_CHOOSE = "write one of them"
_SHAPES = {
    "dict_type": ("a mapping", "write `name:` and what belongs to it, one below the other"),
    "list_type": ("a list", "begin each item with `- `"),
}
