"""The tables that every form of the coverage for people shows: titles, headings, rows of plain text."""

from __future__ import annotations

from dataclasses import dataclass

from statebook.coverage.content import Coverage, StateSeen, StepSeen, span_of

SHOWN_TRIGGERS = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The columns from `numbers` on hold numbers."""

    title: str
    lead: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


def summary(content: Coverage) -> str:
    """One sentence of counts."""
    shown = [one for one in content.states if one.can_be_seen]
    states = sum(1 for one in shown if one.count)
    steps = sum(1 for one in content.steps if one.count)
    return (
        f"{_counted(content.observations, 'observation')} of {_counted(content.resources, 'resource')}. "
        f"Of what is documented, {states} of {_counted(len(shown), 'state')} and {steps} of "
        f"{_counted(len(content.steps), 'step')} were seen. Not documented: "
        f"{_counted(len(content.unknown), 'state')}, {_counted(len(content.undocumented), 'step')}."
    )


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def grids(content: Coverage) -> list[Grid]:
    """Every table that has rows."""
    hints = [(one.id, one.hint) for one in content.states if one.hint]
    found = [
        Grid(
            "States",
            "How often each state was observed, how long resources stayed in it, and how often the spec says to look.",
            ("State", "Kind", "Observations", "Stays", "Median", "95 %", "Poll every"),
            tuple(map(_state, content.states)),
            (2, 3, 4, 5),
        ),
        Grid("Advice to poll that is far off", "", ("State", "What was seen"), tuple(hints)),
        Grid(
            "Steps that were seen",
            "As one step, or perhaps passed between two polls on the shortest way.",
            ("From", "To", "Trigger", "Seen", "Perhaps between"),
            tuple(_step(one) for one in content.steps if one.count),
            (3, 4),
        ),
        Grid(
            "States that were never seen",
            "",
            ("State", "Kind"),
            tuple((one.id, one.kind) for one in content.states_never_seen()),
        ),
        Grid(
            "Steps that were never seen",
            "",
            ("From", "To", "Trigger", "Perhaps between"),
            tuple((one.source, one.target, _triggers(one), str(one.between)) for one in content.steps_never_seen()),
            (3,),
        ),
        Grid(
            "States that are not documented",
            "As JSON, with how many observations have them.",
            ("State", "Observations"),
            tuple((text, str(count)) for text, count in content.unknown.items()),
            (1,),
        ),
        Grid(
            "Steps that are not documented",
            "",
            ("From", "To", "Seen"),
            tuple((one.source, one.target, str(one.count)) for one in content.undocumented),
            (2,),
        ),
    ]
    return [grid for grid in found if grid.rows]


def _state(one: StateSeen) -> tuple[str, ...]:
    stayed = one.stayed
    lengths = ("", "", "") if stayed is None else (str(stayed.count), span_of(stayed.median), span_of(stayed.p95))
    return (one.id, one.kind, str(one.count), *lengths, one.every)


def _step(one: StepSeen) -> tuple[str, ...]:
    return (one.source, one.target, _triggers(one), str(one.count), str(one.between))


def _triggers(one: StepSeen) -> str:
    shown = one.triggers[:SHOWN_TRIGGERS]
    more = len(one.triggers) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
