"""What happened, in order: every change of every resource, and what clients were shown."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from statebook.mock.request import Answer, Request
from statebook.mock.resource import Moment

KEPT = 50_000
"""Changes, and looks, of which the latest are kept."""

KEPT_CALLS = 1_000
"""Calls, of which the latest are kept with their headers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what a resource was at a moment of virtual time. A look may be later than the change."""

    at: int
    moment: Moment


@dataclass(frozen=True, slots=True)
class Call:
    """What a client asked and was answered, at a moment of virtual time."""

    at: int
    request: Request
    answer: Answer


@dataclass(slots=True)
class History:
    """The latest changes, looks and calls; older ones are forgotten, from the front."""

    changes: deque[Line] = field(default_factory=lambda: deque(maxlen=KEPT))
    looks: deque[Line] = field(default_factory=lambda: deque(maxlen=KEPT))
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))

    def changed(self, moment: Moment) -> None:
        """A resource has entered a state."""
        self.changes.append(Line(moment.entered, moment))

    def looked(self, at: int, moment: Moment) -> None:
        """A client was shown a resource. What was entered later than the clock says was seen then."""
        self.looks.append(Line(max(at, moment.entered), moment))

    def lines(self, machine: str = "", *, looks: bool = False) -> Iterator[Line]:
        """The lines of one machine, or of all."""
        chosen = self.looks if looks else self.changes
        return (one for one in tuple(chosen) if not machine or one.moment.life.machine.id == machine)
