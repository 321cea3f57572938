"""The one pass over a log: rows as narrow as they can be, each beside the one before it, counted.

Beside the steps of the program stand two that only the engine knows: rows of a few numbers, sorted by
resource, and their pairing. Resources are told apart by a hash of 64 bits: of ten million identifiers two
share one with a probability of some millionths, and numbers sort twice as fast as texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from statebook.conform.problems import BROKEN, FINAL, ILLEGAL, NO_ID
from statebook.conform.program import Program, Steps
from statebook.conform.verdict import Stay, StepFault, Traffic
from statebook.conform.ways import Ways

PLACE_BITS = 40
"""A place is the number of a log and of a line in one number: 8 million logs of a trillion lines."""

_SUSPECT, _OPEN = 8, 16
"""Added to the problem of a row, which is less, where one of its values is wrong, or needs a closer look."""


def place_number(file: int, line: int) -> int:
    """The place of a row."""
    return (file << PLACE_BITS) + line


def place_text(file: str = "file", line: str = "line") -> str:
    """The place of a row as an expression."""
    return f"((CAST({file} AS BIGINT) << {PLACE_BITS}) + {line})"


def walk_query(program: Program, finals: tuple[int, ...], kept: int) -> str:
    """The query. Its rows are of two kinds, told by `is_length`.

    Counts: how many rows have this state, this state before, this flaw and this fault, with the
    places of the first steps that cannot be. Lengths: how many stays in a state lasted so many microseconds, to
    three digits: exact enough, in the memory of some thousand counts. A stay is measured where two
    observations one transition apart say when each state was entered.
    """
    spent = "CASE WHEN wrong = 0 AND transitions = 1 AND since_us > before_since_us THEN since_us - before_since_us END"
    # The logarithm that says how many digits there are would cost more than all the counting.
    units = " ".join(f"WHEN spent < {10 ** (digits + 3)} THEN {10**digits}" for digits in range(1, 15))
    rounded = "(spent + unit // 2) // unit * unit"
    final = (
        "SELECT GROUPING(wrong) AS is_length, before_state, state, wrong, is_first, has_moved, flaw, lasted, count(*), "
        f"arg_min({{'place': line, 'before': before_line}}, line, {kept}) FILTER (WHERE wrong <> 0) FROM (\n"
        f"SELECT *, {rounded} AS lasted FROM (SELECT *, CASE WHEN spent < 1000 THEN 1 {units} ELSE {10**15} END AS unit FROM (\n"
        f"SELECT *, {spent} AS spent, before_line IS NULL AND problem NOT IN ({BROKEN}, {NO_ID}) AS is_first, "
        "before_line IS NOT NULL AND (before_state <> state OR since_us <> before_since_us) AS has_moved FROM stepped)))\n"
        "GROUP BY GROUPING SETS ((before_state, state, wrong, is_first, has_moved, flaw), (before_state, lasted))"
    )
    return program.statement(final, "stepped", _steps(program, finals))


def _steps(program: Program, finals: tuple[int, ...]) -> Mapping[str, Steps]:
    """What stands instead of the program's own steps."""
    narrow = (
        f"SELECT {place_text()} AS line, CASE WHEN problem IN ({BROKEN}, {NO_ID}) THEN {place_text()} ELSE hash(id) END AS resource, "
        f"at_us, since_us, CAST(state AS INTEGER) AS state, CAST(problem + {_SUSPECT} * is_suspect + {_OPEN} * is_open AS TINYINT) AS flaw FROM proved"
    )
    lags = ", ".join(
        f"LAG({one}) OVER before_it AS before_{one}" for one in ("line", "state", "flaw", "at_us", "since_us")
    )
    sorted_rows = f"SELECT *, {lags} FROM narrow WINDOW before_it AS (PARTITION BY resource ORDER BY line)"
    is_final = f"CASE WHEN before_state IN ({', '.join(map(str, finals))}) THEN 1 ELSE 0 END" if finals else "0"
    paired = (
        f"SELECT line, at_us, since_us, state, flaw, flaw & {_SUSPECT - 1} AS problem, before_line, before_state, "
        f"before_flaw & {_SUSPECT - 1} AS before_problem, {is_final} AS before_is_final, before_at_us, before_since_us FROM sorted_rows"
    )
    return {
        "coded": (("proved", program.proved),),
        "summed": (),
        "judged": (),
        "paired": (("narrow", narrow), ("sorted_rows", sorted_rows), ("paired", paired)),
    }


@dataclass(slots=True)
class Walk:
    """What the pass told. Where `is_suspect`, there are rows that cannot be judged or hold wrong values.

    Where `is_open`, some hold values that need a closer look.
    """

    observations: int = 0
    resources: int = 0
    faults: int = 0
    is_suspect: bool = False
    is_open: bool = False
    seen: dict[int, int] = field(default_factory=dict)
    steps: list[StepFault] = field(default_factory=list)
    traffic: list[Traffic] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


_MOVES = {0, FINAL, ILLEGAL}
"""Steps that happened, allowed or not; of the others the clock makes nobody sure."""


class _Reader:
    """Adds up the rows of the query. Whether a longer way is legal is asked here, once for each pair that was seen."""

    def __init__(self, states: Sequence[str], ways: Ways, kept: int) -> None:
        self.states = states
        self.ways = ways
        self.kept = kept
        self.walk = Walk()
        self.traffic: dict[tuple[int, int, int | None], int] = {}
        self.steps: dict[tuple[int, ...], list[StepFault]] = {}

    def count(self, row: tuple[Any, ...]) -> None:
        """One row of counts."""
        before, state, wrong, is_first, has_moved, flaw, count, kept = row
        walk = self.walk
        walk.observations += count
        walk.resources += count if is_first else 0
        if state is not None:
            walk.seen[state] = walk.seen.get(state, 0) + count
        walk.is_suspect = walk.is_suspect or flaw & (_OPEN - 1) != 0
        walk.is_open = walk.is_open or flaw & _OPEN != 0
        length = 1 if wrong == 0 else None
        if wrong == ILLEGAL or (has_moved and wrong == 0 and before is not None and state is not None):
            way = self.ways.way(self.states[before], self.states[state])
            length = way.length if way else None
            wrong = 0 if way else wrong
        if wrong:
            walk.faults += count
            found = self.steps.setdefault((before is None, before or 0, state is None, state or 0, wrong), [])
            found += (_step(one, before, state, wrong) for one in kept or ())
        if before is not None and state is not None and wrong in _MOVES and (has_moved or wrong):
            key = (before, state, length)
            self.traffic[key] = self.traffic.get(key, 0) + count

    def end(self) -> Walk:
        """All of it, of each kind the first."""
        walk = self.walk
        for steps in self.steps.values():
            walk.steps += sorted(steps, key=lambda one: (one.file, one.line))[: self.kept]
        walk.steps.sort(key=lambda one: (one.file, one.line, one.wrong))
        walk.traffic += (Traffic(*key, count) for key, count in self.traffic.items())
        walk.traffic.sort(key=lambda one: (one.source, one.target, one.transitions or 0))
        return walk


def _step(kept: Mapping[str, int | None], before: int | None, state: int | None, wrong: int) -> StepFault:
    file, line = place_of(kept["place"] or 0)
    earlier = kept["before"]
    before_file, before_line = (None, None) if earlier is None else place_of(earlier)
    return StepFault(file, line, before_file, before_line, "", before, state, wrong)


def place_of(number: int) -> tuple[int, int]:
    """Log and line of a place."""
    return number >> PLACE_BITS, number & ((1 << PLACE_BITS) - 1)


def walk_of(found: Sequence[tuple[Any, ...]], states: Sequence[str], ways: Ways, kept: int) -> Walk:
    """The rows of `walk_query`, added up. Of each kind of fault the first `kept` are remembered."""
    reader = _Reader(states, ways, kept)
    lengths: dict[int, list[tuple[float, int]]] = {}
    for is_length, before, state, wrong, is_first, has_moved, flaw, lasted, count, places in found:
        if not is_length:
            reader.count((before, state, wrong, is_first, has_moved, flaw, count, places))
        elif lasted is not None:
            lengths.setdefault(before, []).append((float(lasted) / 1e6, count))
    walk = reader.end()
    walk.stays += (
        Stay(state, sum(count for _, count in counts), _quantile(counts, 0.5), _quantile(counts, 0.95))
        for state, counts in ((state, sorted(counts)) for state, counts in sorted(lengths.items()))
    )
    return walk


def _quantile(counts: Sequence[tuple[float, int]], share: float) -> float:
    """The least length that at least this share of all stays does not exceed; `counts` are sorted by length."""
    total = sum(count for _, count in counts)
    passed = 0
    for length, count in counts:
        passed += count
        if passed >= share * total:
            return length
    return counts[-1][0]
