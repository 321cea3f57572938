"""YAML nodes with positions, and scalars that stay text until a type says what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from statebook.pointer import Step


@dataclass(slots=True)
class ScalarNode:
    """One scalar. `plain` is True when it stood without quotes and not in a block."""

    line: int
    column: int
    text: str
    plain: bool


@dataclass(slots=True)
class SequenceNode:
    """A list of nodes."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MappingNode:
    """Keys, which are text, with the node of the key and of the value."""

    line: int
    column: int
    pairs: dict[str, tuple[ScalarNode, Node]] = field(default_factory=dict)


Node = ScalarNode | SequenceNode | MappingNode


class Scalar(str):
    """The text of a scalar that remembers whether it was written plain."""

    __slots__ = ("plain",)
    plain: bool

    @classmethod
    def of(cls, text: str, *, plain: bool) -> Scalar:
        """Make one; `str.__new__` takes no keyword of ours."""
        made = cls(text)
        made.plain = plain
        return made


def to_plain(node: Node) -> Any:
    """A node as dicts, lists and `Scalar`s, keys too: what the document types validate.

    Depth is bounded by compose, so recursion is safe; shared nodes (aliases) are repeated.
    """
    if isinstance(node, ScalarNode):
        return Scalar.of(node.text, plain=node.plain)
    if isinstance(node, SequenceNode):
        return [to_plain(item) for item in node.items]
    return {Scalar.of(key, plain=written.plain): to_plain(value) for key, (written, value) in node.pairs.items()}


def locate(root: Node, steps: tuple[Step, ...], *, key: bool = False) -> tuple[int, int]:
    """Line and column, from 1, of what the steps lead to.

    With `key`, the last step's key is meant instead of its value. A step that leads nowhere (a
    missing key, a short form that stands for a mapping) ends the walk at what holds it, so a missing
    key points at its parent's key.
    """
    node = root
    place = (root.line, root.column)
    for index, step in enumerate(steps):
        if isinstance(step, int) and not isinstance(node, SequenceNode):
            if step:
                break
            continue  # one item stands for a list of one
        if isinstance(node, MappingNode) and step in node.pairs:
            key_node, value = node.pairs[step]
            last = index == len(steps) - 1
            nested = not isinstance(value, ScalarNode)
            place = (key_node.line, key_node.column) if (key and last) or nested else (value.line, value.column)
            if isinstance(value, ScalarNode) and value.plain and not value.text:
                place = (key_node.line, key_node.column)
            node = value
        elif isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
            place = (node.line, node.column)
        else:
            break
    return place


_NULL = re.compile(r"(?:null|Null|NULL|~|)\Z")
_TRUE = re.compile(r"(?:true|True|TRUE)\Z")
_FALSE = re.compile(r"(?:false|False|FALSE)\Z")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_JSON = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")
_NUMBERS = (_INTEGER, _OCTAL, _HEXADECIMAL, _FLOAT)
MAXIMUM_DIGITS = 300


class NotJson(ValueError):
    """A scalar that YAML can say and JSON cannot; `at` leads to it from the value that holds it."""

    def __init__(self, message: str, at: tuple[Step, ...] = ()) -> None:
        super().__init__(message)
        self.at = at


def json_scalar(text: str, *, plain: bool) -> bool | int | float | str | None:
    """What a scalar means by the YAML 1.2 core schema (section 10.3 of the YAML 1.2.2 specification).

    Raises `NotJson` for infinities, not-a-number and numbers of more than `MAXIMUM_DIGITS` digits.
    """
    if not plain:
        return text
    if _NULL.match(text):
        return None
    if _TRUE.match(text):
        return True
    if _FALSE.match(text):
        return False
    if _NOT_JSON.match(text):
        raise NotJson(f"{text} is no JSON value")
    number = _number(text)
    return text if number is None else number


def _number(text: str) -> int | float | None:
    if not (text[0] in "+-." or text[0].isdigit()):
        return None
    if len(text) > MAXIMUM_DIGITS and any(form.match(text) for form in _NUMBERS):
        raise NotJson(f"a number of {len(text)} digits is too long")
    if _INTEGER.match(text):
        return int(text)
    if _OCTAL.match(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.match(text):
        return int(text[2:], 16)
    if _FLOAT.match(text):
        number = float(text)
        if number in (float("inf"), float("-inf")):
            raise NotJson(f"{text} is too large for a JSON number")
        return number
    return None


def to_json(value: Any) -> Any:
    """A plain tree (see `to_plain`) as JSON values. Raises `NotJson`."""
    if isinstance(value, Scalar):
        return json_scalar(str(value), plain=value.plain)
    if isinstance(value, list):
        return [_inner(index, item) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {str(key): _inner(str(key), item) for key, item in value.items()}
    return value


def _inner(step: Step, value: Any) -> Any:
    try:
        return to_json(value)
    except NotJson as problem:
        raise NotJson(str(problem), (step, *problem.at)) from None
