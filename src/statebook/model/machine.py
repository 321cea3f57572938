"""The whole lifecycle: states, the transitions between them, and all that these refer to."""

from __future__ import annotations

from dataclasses import dataclass, field

from statebook.model.attribute import Attribute, ObjectType
from statebook.model.call import Action, Api, ErrorType, Event
from statebook.model.remarks import Deprecation, Evidence, Ignore, Source
from statebook.model.state import Group, State
from statebook.model.value import Json
from statebook.model.words import Mover
from statebook.pointer import Pointer


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

    @property
    def has_object(self) -> bool:
        """Whether there is an object at all: the state of a connection, say, is nowhere in any JSON."""
        return bool(self.state_attribute or self.attributes or any(one.attributes for one in self.states.values()))

    @property
    def whole(self) -> str:
        """What the section about the machine as a whole is called."""
        return f"The {self.noun} object" if self.has_object else f"The {self.noun}"
