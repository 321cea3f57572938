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

Written = TypeVar("Written", bound=BaseModel)


def decode(source: SourceText, root: Node, document: type[Written]) -> tuple[Written | None, list[Diagnostic]]:
    """The document of a file, or None with all its structural flaws."""
    try:
        return document.model_validate(to_plain(root)), []
    except ValidationError as invalid:
        found = invalid.errors(include_url=False)
    schema: dict[str, Any] = {}
    diagnostics = []
    for one in found:
        if one["type"] == "extra_forbidden" and not schema:
            schema = document.model_json_schema(by_alias=True)
        diagnostics.append(_diagnostic(source, root, one, schema))
    return None, _without_echoes(diagnostics)


def _without_echoes(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """A misspelt key is one flaw, not also a missing one."""
    meant = {(one.line, one.hint) for one in diagnostics if one.rule == "unknown-key"}
    return [
        one
        for one in diagnostics
        if one.rule != "missing-key"
        or not any(hint == f"did you mean {one.message.rsplit(' ', 1)[1]}?" and line >= one.line for line, hint in meant)
    ]


def suggestion(wanted: str, known: list[str] | tuple[str, ...]) -> str:
    """`did you mean …?`, the known names when they are few, or nothing."""
    close = get_close_matches(wanted, known, n=1, cutoff=0.6)
    if not close:
        folded = {one.casefold().replace("-", "_").strip(): one for one in known}
        match = folded.get(wanted.casefold().replace("-", "_").strip())
        close = [match] if match else []
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known here: {', '.join(known)}" if 0 < len(known) <= 30 else ""


def _diagnostic(source: SourceText, root: Node, found: ErrorDetails, schema: dict[str, Any]) -> Diagnostic:
    context = found.get("ctx", {})
    steps: tuple[Step, ...] = tuple(step for step in found["loc"] if step not in ("[key]", EXTENSION))
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
    if kind == "extra_forbidden":
        name = str(steps[-1])
        known = keys_at(schema, steps[:-1])
        hint = suggestion(name, known) or "keys of your own begin with `x-`"
        return source.diagnostic(*locate(root, steps, key=True), "unknown-key", f"unknown key {name!r}", hint)
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
            suggestion(str(value), options) if isinstance(value, str) and get_close_matches(value, options, 1) else _CHOOSE
        )
    wanted, hint = _SHAPES.get(kind, ("something else", "see the description of the key in the schema"))
    return f"expected {wanted}, found {describe(value)}", hint


_CHOOSE = "write one of them"
_SHAPES = {
    "dict_type": ("a mapping", "write `name:` and what belongs to it, one below the other"),
    "list_type": ("a list", "begin each item with `- `"),
}
