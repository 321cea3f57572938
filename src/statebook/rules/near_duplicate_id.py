"""Two ids of one section are one or two letters apart.

## Why

`cancelled` and `canceled` side by side are most likely one thing, spelt twice; and if they are two,
every client will mix them up.

Only ids with the same first letter are compared, and only where the difference can be a slip: one
letter (or two that changed places) from five letters on, two letters from nine on. Each word of the
two has to be as near: `ack_of_fin` is no slip for `ack_of_syn`. Digits do not count, so `step_1` and
`step_2` are different, and neither do single letters between separators. Sections of more than 300
different ids, and ids of more than 32 letters, are searched for slips of one letter only.

## How to repair

Keep one of them. If both exist, rename one where the API allows it.

## How to silence

Ignore it beside the second of the two when the API has both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from statebook.diagnostic import Severity
from statebook.pointer import Pointer
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "near-duplicate-id"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
events:
  paid: {by: peer}
states:
  open: {}
  canceled: {}
  cancelled: {}  # error: [near-duplicate-id]
  processing_order: {}
  procesing_ordre: {}  # error: [near-duplicate-id]
  shipped: {}
  shippde: {}  # error: [near-duplicate-id]
"""

GOOD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions:
  publish: {}
  unpublish: {}
states:
  open: {}
  step_1: {}
  step_2: {}
  on: {}
  no: {}
  phase_a: {}
  phase_b: {}
  sending: {}
  pending: {}
  ack_of_fin: {}
  ack_of_syn: {}
"""

ONE_FROM, TWO_FROM = 5, 9
MANY = 300
LONG = 32
"""Letters of an id beyond which only slips of one letter are looked for."""
_WORDS = re.compile(r"[^\W_]+")
_NOT_COMPARED = re.compile(r"[0-9]+|(?<![^\W_])[^\W_](?![^\W_])")


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for the later id of each pair."""
    machine = context.machine
    sections: tuple[Iterable[tuple[str, Pointer]], ...] = (
        [(one.id, one.pointer) for one in machine.objects.values()],
        [(one.id, one.pointer) for one in machine.errors.values()],
        [(one.id, one.pointer) for one in machine.actions.values()],
        [(one.id, one.pointer) for one in machine.events.values()],
        [(one.name, one.pointer) for one in machine.attributes.values()],
        [(one.id, one.pointer) for one in machine.groups.values()],
        [(one.id, one.pointer) for one in machine.states.values()],
    )
    for section in sections:
        yield from _section(section)


def _section(section: Iterable[tuple[str, Pointer]]) -> Iterator[Finding]:
    # Ids that differ in what is not compared have one form; the first of them stands for all.
    forms: dict[str, tuple[str, Pointer]] = {}
    for name, pointer in section:
        forms.setdefault(_NOT_COMPARED.sub("", name.casefold()), (name, pointer))
    deepest = 2 if len(forms) <= MANY else 1
    variants: dict[str, list[str]] = {}
    for form, (name, pointer) in forms.items():
        candidates: dict[str, None] = {}
        for variant in _variants(form, deepest):
            known = variants.setdefault(variant, [])
            candidates.update(dict.fromkeys(known))
            known.append(form)
        near = next((one for one in candidates if _is_slip(one, form)), None)
        if near is not None:
            other = forms[near][0]
            yield Finding(pointer, f"{name!r} and {other!r} are easily mixed up", "keep one, or rename one", (other,))


def _variants(form: str, deepest: int) -> set[str]:
    """The form with up to `deepest` letters behind the first left out; forms that near share one."""
    longest = len(form)
    depth = 0 if longest < ONE_FROM else 1 if longest < TWO_FROM or longest > LONG else deepest
    found = {form}
    for count in range(1, depth + 1):
        for places in combinations(range(1, longest), count):
            rest, start = "", 0
            for place in places:
                rest += form[start:place]
                start = place + 1
            found.add(rest + form[start:])
    return found


def _is_slip(one: str, other: str) -> bool:
    """Whether two forms are near enough, and so is every word of them: `ACK of FIN` is no slip for `ACK of SYN`."""
    words = _WORDS.findall(one), _WORDS.findall(other)
    pairs = list(zip(*words, strict=False)) if len(words[0]) == len(words[1]) else []
    return _are_near(one, other) and all(mine == its or _are_near(mine, its) for mine, its in pairs)


def _are_near(one: str, other: str) -> bool:
    """Whether two texts begin alike and are near enough for their length."""
    if one[:1] != other[:1] or abs(len(one) - len(other)) > 2:
        return False
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < ONE_FROM else 1 if shorter < TWO_FROM else 2
    return 0 < _distance(one, other) <= allowed


def _distance(one: str, other: str) -> int:
    """Letters to change, add, drop or swap with the neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for place, wanted in enumerate(other, 1):
            best = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                best = min(best, last[place - 2] + 1)
            row.append(best)
    return row[-1]
