"""Which state stands in which row: the way forward goes down, whatever returns is marked.

Rows come from distances and longest paths, never from coordinates, so the same machine always
gives the same rows. Nothing here knows labels or DOT; widths are handed in as numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from statebook.diagram.circle import circles
from statebook.machine import Graph
from statebook.model import Kind, Outcome

Block = tuple[str, ...]
"""States that stay together: the members of a group, resting states alike, or one state alone."""

ROW_WIDTH = 600.0
"""Points that a row may be wide before its groups are drawn as columns."""

STAGGERED_WIDTH = 1000.0
"""Points that a row may be wide before its single states are spread over several rows.

More than `ROW_WIDTH`, because lines that squeeze past boxes cost more legibility than a wide row.
"""


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of each block (0 is the top), the blocks in order, and what returns.

    `returns` are pairs of states; `ends` are the blocks that belong to the last row, and `busy` those whose
    own states lead to each other.
    """

    blocks: tuple[Block, ...]
    level: dict[Block, int]
    returns: frozenset[tuple[str, str]]
    ends: tuple[Block, ...]
    busy: frozenset[Block] = frozenset()


def blocks_of(graph: Graph) -> tuple[Block, ...]:
    """The groups, resting states that all wait for the same, and the other states, in spec order."""
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for resting in graph.of_kind(Kind.RESTING):
        leaving = tuple(sorted({(one.target, one.trigger) for one in graph.leaving(resting.id)}))
        if leaving and graph.group_of(resting.id) is None:
            alike.setdefault(leaving, []).append(resting.id)
    together = {state: tuple(states) for states in alike.values() for state in states}
    found: dict[Block, None] = {}
    for state in graph.machine.states:
        group = graph.group_of(state)
        found[group.states if group is not None else together.get(state, (state,))] = None
    return tuple(found)


def levels(graph: Graph) -> Levels:
    """Blocks on levels: the longest path along the transitions that lead away from the start."""
    blocks = blocks_of(graph)
    block_of = {state: block for block in blocks for state in block}
    pairs = dict.fromkeys(
        (block_of[one.source], block_of[one.target])
        for one in graph.machine.transitions
        if block_of[one.source] != block_of[one.target]
    )
    after: dict[Block, list[Block]] = {block: [] for block in blocks}
    entered: set[Block] = set()
    for source, target in pairs:
        after[source].append(target)
        entered.add(target)
    starts = [block_of[one.state] for one in graph.machine.initial]
    distance = _distances(starts, (*(block for block in blocks if block not in entered), *blocks), after)
    forward = _forward(blocks, after, distance, circles(after))
    level = _longest(blocks, forward)
    ends = tuple(block for block in blocks if not forward[block] and level[block] > 0 and _is_end(graph, block))
    leads_on = {(source, target) for source, targets in forward.items() for target in targets}
    returns: set[tuple[str, str]] = set()
    for one in graph.machine.transitions:
        source, target = block_of[one.source], block_of[one.target]
        if source != target and (source, target) not in leads_on and not _beside(source, target, distance):
            returns.add((one.source, one.target))
    busy = {
        block_of[one.source]
        for one in graph.machine.transitions
        if one.source != one.target and block_of[one.source] == block_of[one.target]
    }
    return Levels(blocks, level, frozenset(returns), ends, frozenset(busy))


def _is_end(graph: Graph, block: Block) -> bool:
    states = [graph.machine.states[one] for one in block]
    return len(states) == 1 and (states[0].kind is Kind.FINAL or states[0].outcome is Outcome.FAILURE)


def _distances(starts: Sequence[Block], others: Iterable[Block], after: dict[Block, list[Block]]) -> dict[Block, int]:
    """Steps from the nearest start; each of the others that nothing reached before begins anew."""
    distance: dict[Block, int] = {}
    for seeds in (starts, *((other,) for other in others)):
        waiting = deque(dict.fromkeys(seed for seed in seeds if seed not in distance))
        distance.update(dict.fromkeys(waiting, 0))
        while waiting:
            block = waiting.popleft()
            for target in after[block]:
                if target not in distance:
                    distance[target] = distance[block] + 1
                    waiting.append(target)
    return distance


def _beside(source: Block, target: Block, distance: dict[Block, int]) -> bool:
    """Two groups equally far from the start stand beside each other, with level lines between."""
    return len(source) > 1 and len(target) > 1 and distance[source] == distance[target]


def _forward(
    blocks: Sequence[Block],
    after: dict[Block, list[Block]],
    distance: dict[Block, int],
    circle: dict[Block, int],
) -> dict[Block, list[Block]]:
    """The pairs that lead on: out of a circle, farther from the start, or without closing a circle."""
    forward: dict[Block, list[Block]] = {}
    level: dict[Block, list[Block]] = {}
    for block in blocks:
        forward[block], level[block] = [], []
        for one in after[block]:
            if _beside(block, one, distance):
                continue
            if circle[one] != circle[block] or distance[one] > distance[block]:
                forward[block].append(one)
            elif distance[one] == distance[block]:
                level[block].append(one)
    finished: set[Block] = set()
    for start in blocks:
        path = [] if start in finished else [(start, iter(level[start]))]
        on_path = {start}
        while path:
            block, rest = path[-1]
            target = next(rest, None)
            if target is None:
                path.pop()
                on_path.discard(block)
                finished.add(block)
            elif target not in on_path:
                forward[block].append(target)
                if target not in finished:
                    on_path.add(target)
                    path.append((target, iter(level[target])))
    return forward


def _longest(blocks: Sequence[Block], forward: dict[Block, list[Block]]) -> dict[Block, int]:
    """The most pairs that one can follow to each block."""
    missing = dict.fromkeys(blocks, 0)
    for targets in forward.values():
        for target in targets:
            missing[target] += 1
    level = dict.fromkeys(blocks, 0)
    waiting = deque(block for block in blocks if not missing[block])
    while waiting:
        block = waiting.popleft()
        for target in forward[block]:
            level[target] = max(level[target], level[block] + 1)
            missing[target] -= 1
            if not missing[target]:
                waiting.append(target)
    return level


def rows(found: Levels, width: Callable[[str], float]) -> tuple[dict[str, int], int]:
    """The row of each state, and the last row, where copies and ends stand.

    Groups whose states lead to each other are stacked: a line within a row leaves no place for its label.
    A level too wide is folded: first its other groups are stacked, the widest first, then its single
    states are staggered over several rows. `width` gives the points a box takes.
    """
    row: dict[str, int] = {}
    first = 0
    by_level: dict[int, list[Block]] = {}
    for block in found.blocks:
        if block not in found.ends:
            by_level.setdefault(found.level[block], []).append(block)
    for number in sorted(by_level):
        height = 1
        members = by_level[number]
        stacked = _stacked(members, found.busy, width)
        for block in stacked:
            height = max(height, len(block))
            row.update((state, first + index) for index, state in enumerate(block))
        flat = [state for block in members if block not in stacked for state in block]
        free = STAGGERED_WIDTH - sum(max(map(width, block)) for block in stacked)
        count = min(len(flat), ceil(sum(map(width, flat)) / max(free, ROW_WIDTH / 2)))
        groups = {state: block for block in members if len(block) > 1 for state in block}
        for index, state in enumerate(flat):
            row[state] = first + (0 if state in groups else index % count)
        first += max(height, count)
    row.update((state, first) for block in found.ends for state in block)
    return row, first


def _stacked(members: Sequence[Block], busy: Container[Block], width: Callable[[str], float]) -> list[Block]:
    """The groups of a level that are drawn as columns: busy ones, and others until the level fits."""
    total = sum(width(state) for block in members for state in block)
    stacked: list[Block] = []
    widest = sorted((block for block in members if len(block) > 1), key=lambda block: -sum(map(width, block)))
    for block in sorted(widest, key=lambda block: block not in busy):
        if total <= ROW_WIDTH and block not in busy:
            break
        stacked.append(block)
        total -= sum(map(width, block)) - max(map(width, block))
    return stacked
