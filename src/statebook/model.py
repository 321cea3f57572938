"""The machine as data: frozen, typed, complete, and free of YAML.

Everything here is resolved: lists, groups and wildcards of the spec are expanded, every reference
names something that exists, and every object carries the `Pointer` to where the author wrote it.
Text is kept as the author wrote it; escaping is for those who print it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from statebook.pointer import Pointer
from statebook.types import Type

Json = Any
"""A JSON value: None, bool, int, float, str, list of these, or dict of text to these."""


class Missing:
    """The type of `MISSING`: no value given, which is not the same as null."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __copy__(self) -> Missing:
        return self

    def __deepcopy__(self, _: object) -> Missing:
        return self


MISSING = Missing()


class Kind(StrEnum):
    """How a state ends."""

    RESTING = "resting"
    """It stays until somebody acts."""
    TRANSIENT = "transient"
    """It leaves by itself: poll."""
    FINAL = "final"
    """It is never left."""


class Outcome(StrEnum):
    """What being in a state says of the work that led there."""

    SUCCESS = "success"
    FAILURE = "failure"
    PARTIAL = "partial"


class Visibility(StrEnum):
    """How a state shows itself to a client."""

    SHOWN = "shown"
    """Its value is answered."""
    GONE = "gone"
    """The resource is no longer found (HTTP: 404 or 410)."""
    RESERVED = "reserved"
    """Declared, not yet answered."""
    UNDOCUMENTED = "undocumented"
    """Answered, but not promised."""


class Level(StrEnum):
    """How well a fact is known, best first."""

    STATED = "stated"
    """A source says it about that very thing."""
    DERIVED = "derived"
    """A source says it about something wider, and it is carried over."""
    INFERRED = "inferred"
    """Concluded; the note gives the reasoning."""
    DRAFT = "draft"
    """Asked for, not confirmed."""
    UNKNOWN = "unknown"
    """Nobody knows yet."""


class Mover(StrEnum):
    """Who moves a resource along a transition."""

    CLIENT = "client"
    """An API call."""
    SYSTEM = "system"
    COMPLETION = "completion"
    """The end of the work that the state stands for."""
    TIMER = "timer"
    SCHEDULE = "schedule"
    PEER = "peer"
    """The other side of a protocol, or another party."""


class Holds(StrEnum):
    """Which state an attribute of type `state` names."""

    CURRENT = "current_state"
    PREVIOUS = "previous_state"
    NEXT = "next_state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that facts are taken from: a page, a commit, an answer that was recorded."""

    id: str
    title: str
    url: str = ""
    description: str = ""
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in a source. `source` is empty where the text names no declared source."""

    source: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How well a fact is known and where it comes from."""

    level: Level
    citations: tuple[Citation, ...] = ()
    note: str = ""
    disputed: bool = False
    """Sources contradict each other; the note says how."""
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """Since when something is deprecated, when it goes, and what replaces it."""

    since: str = ""
    sunset: str = ""
    replacement: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """A lint rule that is to be silent about an element and what stands below it, and why.

    `until` is the last day on which it holds, YYYY-MM-DD, or empty.
    """

    rule: str
    reason: str = ""
    until: str = ""
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumValue:
    """One value that an attribute may have."""

    value: Json
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A JSON property, as it is in one state or in one object type.

    `required` and `nullable` are independent: a required attribute may be null, an optional one
    may be never null. For an expandable attribute `type` is the collapsed type as it comes by
    default and `expanded` the type after `expand`; a collapsed object type is the object with its
    identifier alone unless `collapsed_to_value`.
    """

    name: str
    type: Type
    expanded: Type | None = None
    collapsed_to_value: bool = False
    title: str = ""
    description: str = ""
    when: str = ""
    """The condition, in words, under which an optional attribute is there."""
    required: bool = True
    nullable: bool = False
    common: bool = False
    """Every state carries it."""
    refined: bool = False
    """This state says something of its own about a common attribute."""
    enum: tuple[EnumValue, ...] = ()
    enum_open: bool = False
    pattern: str = ""
    default: Json = MISSING
    example: Json = MISSING
    holds: Holds | None = None
    read_only: bool = False
    immutable: bool = False
    sensitive: bool = False
    evidence: Evidence | None = None
    deprecation: Deprecation | None = None
    formerly: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer

    @property
    def expandable(self) -> bool:
        """True when a request can ask for the fuller form with `expand`."""
        return self.expanded is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectType:
    """A named JSON object. `identifier` names the attribute that a collapsed reference keeps."""

    id: str
    title: str
    description: str = ""
    identifier: str = ""
    attributes: tuple[Attribute, ...] = ()
    evidence: Evidence | None = None
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One way from one state to one state by one trigger.

    `entry` is the index of the entry in the spec's `transitions`: rows of one entry share guard,
    effect, description and evidence. `trigger` is the id of an action or an event.
    """

    source: str
    target: str
    trigger: str
    by: Mover
    guard: str = ""
    effect: str = ""
    description: str = ""
    evidence: Evidence | None = None
    deprecation: Deprecation | None = None
    tags: tuple[str, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    entry: int
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Initial:
    """A state in which a new resource starts, and by what."""

    state: str
    trigger: str = ""
    description: str = ""
    evidence: Evidence | None = None
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """Whether the list of states is complete (`closed`) or clients need a default branch (`open`)."""

    is_open: bool
    description: str = ""
    evidence: Evidence | None = None
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """Where and how the actions are called. `variables` fill `{NAME}` in examples."""

    base: str = ""
    auth: str = "none"
    variables: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    samples: tuple[str, ...] = ("shell",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A resource's lifecycle: its states and transitions, and what they refer to.

    Mappings keep the order of the spec, so everything made from them does.
    """

    id: str
    title: str
    noun: str
    summary: str = ""
    state_attribute: str = ""
    """Dotted path to the state, such as `name` or `Stacks[0].StackStatus`; empty when derived."""
    state_derivation: str = ""
    since_attribute: str = ""
    identifier: str = ""
    initial: tuple[Initial, ...] = ()
    openness: Openness | None = None
    api: Api = field(default_factory=Api)
    sources: dict[str, Source] = field(default_factory=dict)
    objects: dict[str, ObjectType] = field(default_factory=dict)
    errors: dict[str, ErrorType] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    """As declared for the whole machine: the rows of the table of attributes."""
    attribute_states: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Which states carry each attribute, machine-wide or their own, in the order of the states."""
    groups: dict[str, Group] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    transitions: tuple[Transition, ...] = ()
    deprecation: Deprecation | None = None
    evidence: Evidence | None = None
    formerly: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer
