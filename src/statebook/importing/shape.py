"""JSON of a stranger, asked for what is wanted: whatever has another shape is refused at its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statebook.audit.page.jsontree import Node
from statebook.importing.original import BadInput
from statebook.model import Json


def kind_of(value: Json) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "an array",
        dict: "an object",
    }
    return names[type(value)]


def refusal(node: Node, message: str, hint: str = "") -> BadInput:
    """What to raise about a value."""
    return BadInput(message, node.line + 1, node.column + 1, hint)


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of the original. `what` is what it stands for, in messages: "the machine", "a state"."""

    node: Node
    what: str

    @classmethod
    def of(cls, node: Node, what: str) -> Shape:
        """The object that a node must be."""
        if not isinstance(node.value, dict):
            raise refusal(node, f"{what} is an object, and here stands {kind_of(node.value)}")
        return cls(node, what)

    @property
    def line(self) -> int:
        """The line of the object, from 1."""
        return self.node.line + 1

    def line_of(self, key: str) -> int:
        """The line of a key, from 1; of the object where it has none."""
        return self.node.keys[key][0] + 1 if key in self.node.keys else self.line

    def __contains__(self, key: str) -> bool:
        member = self.node.members.get(key)
        return member is not None and member.value is not None

    def value(self, key: str) -> Json:
        """The value of a key, whatever it is; None where there is none."""
        member = self.node.members.get(key)
        return member.value if member is not None else None

    def text(self, key: str, *, needed: bool = False) -> str:
        """The text of a key; empty where there is none, unless it is needed."""
        if key not in self:
            if needed:
                raise refusal(self.node, f"{self.what} has no {key!r}")
            return ""
        found = self.node.members[key]
        if not isinstance(found.value, str):
            raise refusal(found, f"{key!r} of {self.what} is text, and here stands {kind_of(found.value)}")
        return found.value

    def flag(self, key: str, *, otherwise: bool = False) -> bool:
        """The truth of a key."""
        if key not in self:
            return otherwise
        found = self.node.members[key]
        if not isinstance(found.value, bool):
            raise refusal(found, f"{key!r} of {self.what} is true or false, and here stands {kind_of(found.value)}")
        return found.value

    def items(self, key: str) -> list[Node]:
        """The items of an array; none where there is no such key."""
        if key not in self:
            return []
        found = self.node.members[key]
        if not isinstance(found.value, list):
            raise refusal(found, f"{key!r} of {self.what} is an array, and here stands {kind_of(found.value)}")
        return found.items

    def texts(self, key: str) -> list[str]:
        """The texts of an array."""
        found = self.items(key)
        for one in found:
            if not isinstance(one.value, str):
                raise refusal(one, f"{key!r} of {self.what} holds texts, and here stands {kind_of(one.value)}")
        return [one.value for one in found]

    def objects(self, key: str, what: str) -> Iterator[Shape]:
        """The objects of an array."""
        return (Shape.of(one, what) for one in self.items(key))

    def inner(self, key: str, what: str) -> Shape | None:
        """The object of a key, or None where there is none."""
        return Shape.of(self.node.members[key], what) if key in self else None
