"""Machines of any shape with ids that nobody would choose, drawn by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from statebook.export.format import Subject, subject
from statebook.model import Action, Event, Group, Initial, Kind, Machine, Mover, Outcome, State, Transition
from statebook.pointer import Pointer
from statebook.source.resolve.names import folded

AT = Pointer("spec/odd.yaml")

NASTY = (
    "__proto__", "constructor", "toString", "*", "a.b", "a_b", "a b", "#x", "#", ".", "..", "\\", "a\\.b", "]]>", "<!--", "-->",
    "&amp;", "&", '"', "'", "<b>", "|", ":", ";", "{", "}", "[*]", "--", "%%", "xstate.init", "error", "done", "Error", "States",
    "StartAt", "Next", "Default", "0", "1", "1e3", "-", "_", "é", "状態", "🙂", "\u202egnp", "\u200b", "\u2028", "x" * 200, "🙂" * 90,
    "start", "created", "After start", "Start", "state", "group_start", "odd", "end", "note", "leads to", "${a}", "xml", "id",
)  # fmt: skip
"""What grammars, programs and the formats' own names trip over."""

ids = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(str.strip),
)
words = st.sampled_from(("", "If it | may.", "]]> & <b>\"'", "Line one\nline two\tand \u202e more", "leads to"))


def several(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Ids that a spec may hold beside each other."""
    return st.lists(ids, min_size=least, max_size=most, unique_by=folded)


class Odd:
    """A drawn machine, which shows itself in few words when a test fails."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.subject: Subject = subject({machine.id: machine}, machine)

    def __repr__(self) -> str:
        ways = [(one.source, one.trigger, one.target) for one in self.machine.transitions]
        return f"Odd({list(self.machine.states)}, {ways}, {[one.state for one in self.machine.initial]})"[:1500]


@st.composite
def odd_machines(draw: st.DrawFn) -> Odd:
    """A machine with groups, several starts, triggers that lead to several states, and self-transitions, or without."""
    names = draw(several(2, 7))
    triggers = draw(several(1, 4))
    at = st.sampled_from(names)
    ways = draw(st.lists(st.tuples(at, at, st.sampled_from(triggers)), max_size=12))
    starts = draw(st.lists(st.tuples(at, st.sampled_from(("", *triggers))), max_size=3, unique=True))
    members = draw(st.lists(at, max_size=4, unique=True))
    group = draw(ids)
    cut = draw(st.integers(0, len(triggers)))
    actions = {one: Action(id=one, title="One way", pointer=AT / one) for one in triggers[:cut]}
    events = {one: Event(id=one, title="Another", by=Mover.TIMER, pointer=AT / one) for one in triggers[cut:]}
    left = {source for source, _, _ in ways}
    said: dict[str, Any] = {
        "initial": tuple(Initial(state=one, trigger=trigger, pointer=AT / "initial") for one, trigger in starts),
        "actions": actions,
        "events": events,
        "groups": {group: Group(id=group, title="Some", states=tuple(members), pointer=AT / group)} if members else {},
        "states": {
            one: State(
                id=one,
                value=one,
                kind=Kind.RESTING if one in left else Kind.FINAL,
                outcome=draw(st.sampled_from((None, *Outcome))),
                group=group if one in members else "",
                description=draw(words),
                pointer=AT / one,
            )
            for one in names
        },
        "transitions": tuple(
            Transition(
                source=source,
                target=target,
                trigger=trigger,
                by=Mover.CLIENT if trigger in actions else Mover.TIMER,
                guard=draw(words),
                effect=draw(words),
                description=draw(words),
                entry=number,
                pointer=AT / "transitions" / number,
            )
            for number, (source, target, trigger) in enumerate(ways)
        ),
    }
    return Odd(
        Machine(
            id=draw(st.sampled_from(("odd", "odd.one"))),
            title="Odd",
            noun="odd",
            state_attribute="s",
            pointer=AT,
            **said,
        )
    )
