"""Bundles of transitions → the boxes and lines of a picture.

What all kinds of diagram share: how a state's box is labelled, where its links lead, which class a
line has, and how joints are drawn. Which states are drawn, and on which level, is decided by the
callers; nothing here knows DOT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from statebook.anchors import Anchors
from statebook.diagram import look
from statebook.diagram.bundle import Bundle, End, Fan, Frame, Merge, Place, Trigger, Way
from statebook.diagram.label import NODE_LINE, TRIGGER_LINE, visible, width, wrapped
from statebook.diagram.picture import Border, Box, Joint, Label, Line, Picture
from statebook.machine import Graph
from statebook.model import Mover

LeavingAnchor = Callable[[str], str]
"""The anchor of the part of a state's section that lists the transitions out of it, without `#`."""

MAXIMUM_TRIGGER_LINES = 24


def state_label(graph: Graph, state: str) -> Label:
    """The lines of a state's box: the sign of its outcome, then its id."""
    outcome = graph.machine.states[state].outcome
    sign = look.SIGNS.get(outcome.value, "") if outcome is not None else ""
    lines = wrapped(state, NODE_LINE)
    return (f"{sign} {lines[0]}", *lines[1:]) if sign else lines


def box_width(label: Label) -> float:
    """Points that a box with this label takes in its row, with the gap beside it."""
    return max(width(line, look.NODE_SIZE) for line in label) + 30


def state_classes(graph: Graph, state: str) -> tuple[str, ...]:
    """The classes of a state's box."""
    found = graph.machine.states[state]
    return look.state_classes(found.kind.value, found.outcome.value if found.outcome is not None else "")


def trigger_lines(triggers: Sequence[Trigger]) -> Label:
    """The triggers, one or more lines each; beyond `MAXIMUM_TRIGGER_LINES` the rest is counted."""
    lines: list[str] = []
    for index, trigger in enumerate(dict.fromkeys(one.id for one in triggers)):
        more = wrapped(trigger, TRIGGER_LINE)
        if lines and len(lines) + len(more) > MAXIMUM_TRIGGER_LINES:
            return (*lines, f"(+ {len(triggers) - index} more)")
        lines.extend((more[0], *(f"  {line}" for line in more[1:])))
    return tuple(lines)


class Drawing:
    """A picture in the making: ends become boxes and borders, bundles become lines."""

    def __init__(
        self, graph: Graph, anchors: Anchors, leaving: LeavingAnchor | None, *, across: bool, labelled: bool = True
    ) -> None:
        self.graph = graph
        self.anchors = anchors
        self.leaving = leaving or anchors.state
        self.labelled = labelled
        self.picture = Picture(across=across)
        self._names: dict[End, str] = {}
        self._levels: dict[End, int] = {}
        self._frames: dict[End, Frame] = {}

    def box(self, end: End, level: int | None, extra: tuple[str, ...] = (), below: Label = ()) -> None:
        """Draw a state. `below` are further lines of its label."""
        classes = (*state_classes(self.graph, end.id), *extra)
        state = self.graph.machine.states[end.id]
        tooltip = f"{end.id}: {state.title}" if state.title and state.title != end.id else end.id
        self.add_box(
            end, (*state_label(self.graph, end.id), *below), classes, tooltip, self.anchors.state(end.id), level
        )

    def add_box(
        self, end: End, label: Label, classes: tuple[str, ...], tooltip: str, href: str, level: int | None
    ) -> None:
        """Draw a box with any label."""
        name = f"n{len(self.picture.boxes)}"
        self._names[end] = name
        if level is not None:
            self._levels[end] = level
        self.picture.boxes.append(Box(name, label, classes, tooltip, href, level))

    def border(self, frame: Frame, title: str) -> None:
        """Draw the frame around boxes that are there already; its title keeps off a start's line."""
        name = f"g{len(self.picture.borders)}"
        self._names[frame.end] = name
        self._frames[frame.end] = frame
        starts = {one.state for one in self.graph.machine.initial}
        half = len(frame.members) // 2
        right = not self.picture.across and any(one.id in starts for one in frame.members[:half])
        boxes = tuple(self._names[one] for one in frame.members)
        self.picture.borders.append(Border(name, title, boxes, title_right=right))

    def start(self, states: Iterable[tuple[End, str]], level: int | None = None) -> None:
        """Draw the dot from which new resources come, with a line to each state and its trigger."""
        name = self._joint(is_start=True, tooltip="start", level=level)
        for end, trigger in states:
            label = wrapped(trigger, TRIGGER_LINE) if trigger and self.labelled else ()
            classes = ("transition", "initial-transition", "line-system")
            targets = self._boxes((end,))
            self.picture.lines.append(Line(name, self._names[end], label, classes, tooltip=trigger, targets=targets))

    def bundles(self, found: Iterable[Bundle]) -> None:
        """Draw lines and joints."""
        for bundle in found:
            match bundle:
                case Way():
                    self._way(bundle)
                case Merge():
                    self._merge(bundle)
                case Fan():
                    self._fan(bundle)

    def _joint(self, *, is_start: bool = False, tooltip: str = "", level: int | None = None) -> str:
        name = f"j{len(self.picture.joints)}"
        self.picture.joints.append(Joint(name, is_start, tooltip, level))
        return name

    def _way(self, way: Way) -> None:
        label = self._label(way.triggers, way.source, way.target)
        classes = self._classes(way.triggers, [way.target])
        self._line(way.source, way.target, label, classes, way.triggers, between=((way.source,), (way.target,)))

    def _merge(self, merge: Merge) -> None:
        highest = min(self._top(target) for target, _ in merge.targets)
        if not any(self._bottom(source) < highest for source in merge.sources):
            for source in merge.sources:
                for target, triggers in merge.targets:
                    self._way(Way(source, target, triggers))
            return
        joint = self._joint()
        every = [self._classes(triggers, [target]) for target, triggers in merge.targets]
        all_targets = [target for target, _ in merge.targets]
        classes = every[0] if len(set(every)) == 1 else self._mixed(every)
        for source in merge.sources:
            leads = self._bottom(source) < highest
            label = self._label((), source, None)
            own_ends = ((source,), all_targets)
            self._line(source, joint, label, classes, merge.targets[0][1], between=own_ends, leads=leads)
        for (target, triggers), own in zip(merge.targets, every, strict=True):
            label = self._label(triggers, None, target)
            between = (merge.sources, (target,))
            link = merge.sources[0]
            self._line(joint, target, label, own, triggers, between=between, link=link, leads=True, trunk=True)

    def _fan(self, fan: Fan) -> None:
        own = self._bottom(fan.source)
        if not any(own < self._top(target) for target in fan.targets):
            for target in fan.targets:
                self._way(Way(fan.source, target, fan.triggers))
            return
        joint = self._joint()
        classes = self._classes(fan.triggers, fan.targets)
        label = self._label(fan.triggers, fan.source, None)
        between = ((fan.source,), fan.targets)
        self._line(fan.source, joint, label, classes, fan.triggers, between=between, trunk=True)
        for target in fan.targets:
            leads = own < self._top(target)
            label = self._label((), None, target)
            between = ((fan.source,), (target,))
            self._line(joint, target, label, classes, fan.triggers, between=between, link=fan.source, leads=leads)

    def _line(
        self,
        tail: End | str,
        head: End | str,
        label: Label,
        classes: tuple[str, ...],
        triggers: Sequence[Trigger],
        *,
        between: tuple[Iterable[End], Iterable[End]],
        link: End | None = None,
        leads: bool | None = None,
        trunk: bool = False,
    ) -> None:
        source = tail if isinstance(tail, End) else link
        forward = leads
        if forward is None:
            forward = not (isinstance(tail, End) and isinstance(head, End)) or self._leads(tail, head)
        self.picture.lines.append(
            Line(
                self._nearest(tail, bottom=True),
                self._nearest(head, bottom=False),
                label,
                classes,
                href=self._leaving(source) if source is not None and label else "",
                tooltip=", ".join(visible(one.id) for one in triggers),
                tail_border=self._border_name(tail),
                head_border=self._border_name(head),
                arrow=isinstance(head, End),
                leads=forward,
                trunk=trunk,
                heavy=bool(self._border_name(tail) or self._border_name(head)),
                sources=self._boxes(between[0]),
                targets=self._boxes(between[1]),
            )
        )

    def _boxes(self, ends: Iterable[End]) -> tuple[str, ...]:
        """The names of the boxes that ends stand for, each once."""
        members = (one for end in ends for one in (self._frames[end].members if end.is_group else (end,)))
        return tuple(dict.fromkeys(self._names[one] for one in members))

    def _leads(self, tail: End, head: End) -> bool:
        if tail == head:
            return True
        top = self._top(head)
        return self._bottom(tail) < top or (top == self._bottom(tail) == 0 and head not in self._levels)

    def _border_name(self, end: End | str) -> str:
        return self._names[end] if isinstance(end, End) and end.is_group else ""

    def _leaving(self, end: End) -> str:
        """Where a label links to; nowhere from a box that stands for several states."""
        state = self._some_state(end)
        return self.leaving(state) if state in self.graph.machine.states else ""

    def _some_state(self, end: End) -> str:
        return self._frames[end].members[0].id if end.is_group else end.id

    def _nearest(self, end: End | str, *, bottom: bool) -> str:
        """The box at which a line is tied: for a frame the middle one of its last or first row."""
        if isinstance(end, str):
            return end
        if not end.is_group:
            return self._names[end]
        members = self._frames[end].members
        edge = self._bottom(end) if bottom else self._top(end)
        row = [one for one in members if self._levels.get(one, 0) == edge]
        return self._names[row[len(row) // 2]]

    def _bottom(self, end: End) -> int:
        members = self._frames[end].members if end.is_group else (end,)
        return max(self._levels.get(one, 0) for one in members)

    def _top(self, end: End) -> int:
        members = self._frames[end].members if end.is_group else (end,)
        return min(self._levels.get(one, 0) for one in members)

    def _label(self, triggers: Sequence[Trigger], source: End | None, target: End | None) -> Label:
        notes = []
        if source is not None and source.is_group:
            notes.append(f"all {len(self._frames[source].members)}")
        if target is not None and target.is_group:
            notes.append(f"any of {len(self._frames[target].members)}")
        lines = trigger_lines(triggers) if self.labelled else ()
        if not notes:
            return lines
        note = f"({', '.join(notes)})"
        if len(lines) == 1 and len(lines[0]) + len(note) < TRIGGER_LINE:
            return (f"{lines[0]} {note}",)
        return (*lines, note)

    def _classes(self, triggers: Sequence[Trigger], targets: Iterable[End]) -> tuple[str, ...]:
        """The movers of a line, then its colour: a client's blue, else the outcome it leads to."""
        movers = tuple(dict.fromkeys(one.by for one in triggers))
        client = Mover.CLIENT in movers
        states = self.graph.machine.states
        reached = (states.get(self._some_state(one)) for one in targets)
        outcomes = {one.outcome if one is not None else None for one in reached}
        outcome = outcomes.pop() if len(outcomes) == 1 else None
        colour = "client" if client else outcome.value if outcome is not None else "system"
        return (
            "transition",
            *(f"by-{mover.value}" for mover in movers),
            *(() if client else ("by-event",)),
            f"line-{colour}",
        )

    @staticmethod
    def _mixed(every: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """The classes of a line that several triggers of several colours share."""
        movers = tuple(dict.fromkeys(name for classes in every for name in classes if name.startswith("by-")))
        all_event = all("by-event" in classes for classes in every)
        return (
            "transition",
            *(name for name in movers if name != "by-event"),
            *(("by-event",) if all_event else ()),
            "line-system",
        )


def here(state: str) -> End:
    """A state's own box."""
    return End(state, Place.HERE)
