"""Tables in Python code that name members of an enum on both sides: which state may follow which."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from statebook.importing.draft import Draft


def read_ways(tree: ast.Module, enum: str, states: Mapping[str, str], draft: Draft) -> None:
    """Add the transitions of every dictionary whose keys are members."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and node.keys and all(_member(key, enum, states) for key in node.keys):
            _table(node, enum, states, draft)


def _table(node: ast.Dict, enum: str, states: Mapping[str, str], draft: Draft) -> None:
    rows = [(_member(key, enum, states), value) for key, value in zip(node.keys, node.values, strict=True)]
    named = [(source, value, list(_targets(value, enum, states))) for source, value in rows]
    if not any(targets for _, _, targets in named):
        return  # a table of something else, such as labels
    for source, value, targets in named:
        by: dict[str, list[str]] = {}
        for target, trigger in targets:
            by.setdefault(trigger, []).append(target)
        for trigger, reached in by.items():
            draft.transition(source, reached, trigger, line=value.lineno)
        if not targets and not _is_empty(value):
            draft.leave(value.lineno, f"what may follow {source!r}", "it is worked out by code, which is not run")


def _targets(value: ast.expr, enum: str, states: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The states that a value names, each with its trigger: nothing, or the key of an inner table."""
    if isinstance(value, ast.Dict):
        for key, inner in zip(value.keys, value.values, strict=True):
            trigger = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            yield from ((target, trigger) for target, _ in _targets(inner, enum, states))
        return
    if isinstance(value, ast.Call) and len(value.args) == 1:
        value = value.args[0]
    items = value.elts if isinstance(value, ast.List | ast.Tuple | ast.Set) else [value]
    for one in items:
        name = _member(one, enum, states)
        if name:
            yield name, ""


def _is_empty(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return not value.args or _is_empty(value.args[0])
    if isinstance(value, ast.Dict):
        return not value.keys
    return isinstance(value, ast.List | ast.Tuple | ast.Set) and not value.elts


def _member(node: ast.expr | None, enum: str, states: Mapping[str, str]) -> str:
    """The state that `Status.OPEN`, `models.Status.OPEN` or, in the class itself, `OPEN` names; else nothing."""
    if isinstance(node, ast.Attribute) and node.attr == "value":
        node = node.value
    if isinstance(node, ast.Attribute):
        owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        return states.get(node.attr, "") if owner in (enum, "cls", "self") else ""
    return states.get(node.id, "") if isinstance(node, ast.Name) else ""
