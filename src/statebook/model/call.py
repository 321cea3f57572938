"""What moves a resource: the calls of clients, with what they take and answer, and events."""

from __future__ import annotations

from dataclasses import dataclass, field

from statebook.model.remarks import Deprecation, Evidence, Ignore
from statebook.model.value import MISSING, Json
from statebook.model.words import Mover
from statebook.pointer import Pointer
from statebook.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """Where and how the actions are called. `variables` fill `{NAME}` in examples."""

    base: str = ""
    auth: str = "none"
    variables: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    samples: tuple[str, ...] = ("shell",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an action. `place` is path, query, header or body."""

    name: str
    place: str
    type: Type
    required: bool = False
    description: str = ""
    example: Json = MISSING
    evidence: Evidence | None = None
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """What an action answers. `type` is None for an empty body, `StateValue` for the state object."""

    type: Type | None = None
    returns_state: bool = False
    status: str = ""
    description: str = ""
    example: Json = MISSING
    evidence: Evidence | None = None
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorType:
    """An error that an action may answer.

    `state_refused` marks the one that is answered when the current state does not accept the
    action. In the text of its `example`, `${state}`, `${accepted_states}` and `${action}` stand
    for the values of the request.
    """

    id: str
    title: str = ""
    status: str = ""
    type: Type | None = None
    description: str = ""
    state_refused: bool = False
    example: Json = MISSING
    evidence: Evidence | None = None
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A client's API call: an OpenAPI operation, or any other call that a method and a path name.

    `accepted_in` is what the spec says besides the transitions: states that take the call without
    moving; None when it says nothing. `accepted_in_unknown` marks that nobody knows.
    """

    id: str
    title: str
    description: str = ""
    by: Mover = Mover.CLIENT
    method: str = ""
    path: str = ""
    parameters: tuple[Parameter, ...] = ()
    accepted_in: tuple[str, ...] | None = None
    accepted_in_unknown: bool = False
    returns: Returns | None = None
    errors: tuple[str, ...] = ()
    starts: str = ""
    """The id of the machine (a job) that the call starts."""
    deprecation: Deprecation | None = None
    formerly: tuple[str, ...] = ()
    evidence: Evidence | None = None
    tags: tuple[str, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that moves the resource and is not a client's call."""

    id: str
    title: str
    by: Mover
    description: str = ""
    evidence: Evidence | None = None
    deprecation: Deprecation | None = None
    formerly: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer
