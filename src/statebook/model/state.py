"""The states that a resource can be in, and how to wait in one."""

from __future__ import annotations

from dataclasses import dataclass, field

from statebook.model.attribute import Attribute
from statebook.model.remarks import Deprecation, Evidence, Ignore
from statebook.model.value import Json
from statebook.model.words import Kind, Outcome, Visibility
from statebook.pointer import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """How to wait in a transient state: call `action` every `every` until one of `until`."""

    action: str = ""
    every: str = ""
    until: tuple[str, ...] = ()
    description: str = ""
    evidence: Evidence | None = None
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example object that the author wrote by hand instead of the generated ones."""

    title: str
    body: Json
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One value of the state attribute. `value` is what stands in the JSON; mostly the id."""

    id: str
    value: Json
    title: str = ""
    kind: Kind
    outcome: Outcome | None = None
    visibility: Visibility = Visibility.SHOWN
    description: str = ""
    next_step: str = ""
    poll: Poll | None = None
    attributes: tuple[Attribute, ...] = ()
    """Everything the object carries in this state: common attributes first, then its own."""
    examples: tuple[Example, ...] = ()
    group: str = ""
    evidence: Evidence | None = None
    kind_evidence: Evidence | None = None
    deprecation: Deprecation | None = None
    formerly: tuple[str, ...] = ()
    merged_from: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Several states that readers may treat as one."""

    id: str
    title: str
    states: tuple[str, ...]
    description: str = ""
    evidence: Evidence | None = None
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer
