"""One structural difference between two machines, before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass

from statebook.model import Json
from statebook.pointer import Pointer

Name = tuple[str, ...]
"""What an element is called, from the outside in: `("idle",)`, `("idle", "queued", "publish")`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What differs, on both sides.

    `kind` is the name of a row of the table; `sort` is the sort of the element (`state`, `transition`,
    …). A name is empty on the side where the element is not. `base` and `head` are the values that
    differ: JSON, lists sorted where their order means nothing. Where an element is not, its pointer
    leads to what would hold it. `implied_by` names the added or removed element that the fact comes
    with, such as the state at an end of a transition.
    """

    kind: str
    sort: str
    base_name: Name = ()
    head_name: Name = ()
    base: Json = None
    head: Json = None
    base_machine: str = ""
    head_machine: str = ""
    base_pointer: Pointer | None = None
    head_pointer: Pointer | None = None
    implied_by: str = ""

    @property
    def name(self) -> Name:
        """What the element is called now, or was."""
        return self.head_name or self.base_name

    @property
    def machine(self) -> str:
        """The id of the machine now, or as it was."""
        return self.head_machine or self.base_machine

    @property
    def subject(self) -> str:
        """The element in one line: `state idle`, `transition idle → queued by publish`."""
        return subject(self.sort, self.name)


def subject(sort: str, name: Name) -> str:
    """An element in one line."""
    if sort == "transition":
        return f"transition {name[0]} → {name[1]} by {name[2]}"
    return f"{sort} {(', ' if sort == 'state' else '.').join(name)}" if name else sort
