"""The words that a spec may choose from, each with what it means."""

from __future__ import annotations

from enum import StrEnum


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
