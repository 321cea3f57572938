"""The name of a state has the voice of another kind.

## Why

A name tells the kind when all names do it alike: `-ing` for what goes on (`publishing`), a past
participle or an adjective for what stays (`published`, `idle`). A transient state that is called
`started` invites a client to stop waiting; a group whose members differ has no common voice.

Names are taken as English. Those without a word of three Latin letters, such as `p01` and `42`, are left alone.

## How to repair

Rename the state while the API is young, and keep the old name in `formerly:`.

## How to silence

Switch the rule off where the names are given by an API that cannot be changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Group, Kind, State
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "naming-voice"
SEVERITY = Severity.INFO

BAD = """\
statebook: 1
id: page
title: Page
state_attribute: status
initial: drafting
groups:
  work: {states: [publishing, withdrawn]}  # error: [naming-voice]
states:
  drafting: {kind: resting}  # error: [naming-voice]
  publishing: {kind: transient}
  withdrawn: {kind: transient}
  started: {kind: transient}  # error: [naming-voice]
  archived: {kind: final}
"""

GOOD = """\
statebook: 1
id: page
title: Page
state_attribute: status
initial: draft
groups:
  work: {states: [publishing, withdrawal_in_progress, paused]}
states:
  draft: {kind: resting}
  missing: {kind: resting}
  paused: {kind: resting}
  publishing: {kind: transient}
  withdrawal_in_progress: {kind: transient}
  "42": {kind: transient}
  p01: {kind: transient}
  archived: {kind: final}
"""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NO_VERBS = frozenset(
    (
        "missing",
        "existing",
        "outstanding",
        "remaining",
        "nothing",
        "something",
        "string",
        "thing",
        "spring",
        "during",
        "billing",
    )
)
SHORTEST = 5
"""Letters of the shortest word whose `-ing` is an ending."""
SHORTEST_WORD = 3
"""Letters of the shortest word that has a voice."""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each group whose members of one kind differ, and for each state outside of these."""
    spoken: set[str] = set()
    for group in context.machine.groups.values():
        mixed = _mixed(context, group)
        if mixed:
            spoken.update(group.states)
            going, other = mixed
            message = f"in the group {group.id!r}, {going!r} and {other!r} are of one kind and differ in voice"
            yield Finding(group.pointer, message, "name all of them alike", (going, other))
    for state in context.machine.states.values():
        if state.id in spoken or not _is_word(state.id):
            continue
        if state.kind is Kind.TRANSIENT and not _goes_on(state):
            message = f"state {state.id!r} is transient, and its name sounds as if it stayed"
            yield Finding(state.pointer, message, "name what goes on, in `-ing`")
        elif state.kind is not Kind.TRANSIENT and _goes_on(state):
            message = f"state {state.id!r} is {state.kind.value}, and its name sounds as if it passed"
            yield Finding(state.pointer, message, "name what it is, such as a past participle")


def _mixed(context: MachineContext, group: Group) -> tuple[str, str] | None:
    """The first member of a kind in `-ing` and the first of that kind without."""
    for kind in Kind:
        members = [context.machine.states[one] for one in group.states]
        members = [one for one in members if one.kind is kind and _is_word(one.id)]
        going = [one.id for one in members if _goes_on(one)]
        other = [one.id for one in members if not _goes_on(one)]
        if going and other:
            return going[0], other[0]
    return None


def _is_word(name: str) -> bool:
    """Whether a name says anything: `p01` is a number with a letter before it."""
    return any(len(one) >= SHORTEST_WORD for one in _WORD.findall(name))


def _goes_on(state: State) -> bool:
    words = [one.lower() for one in _WORD.findall(state.id)]
    progress = "progress" in words
    return progress or any(one.endswith("ing") and len(one) >= SHORTEST and one not in _NO_VERBS for one in words)
