"""Cases in which a rule of thumb goes wrong: groups, wildcards, self-transitions, hidden states, guards, nesting."""

from __future__ import annotations

from pathlib import Path

import pytest
from lint_text import judged

HEAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
actions: {press: {method: PUT}, delete: {method: DELETE}, look: {method: GET}}
events: {ended: {by: completion}, late: {by: timer}, fused: {by: peer}}
"""


def named(folder: Path, rule: str, body: str) -> list[str]:
    """The subjects of the findings of one rule, without the machine."""
    return [one.subject.partition("/")[2] for one in judged(folder, HEAD + body) if one.rule.name == rule]


# Rule, body, and the subjects of exactly these findings.
CASES: dict[str, tuple[str, str, list[str]]] = {
    "a wildcard leaves final states too": (
        "final-state-left",
        'initial: on\nstates: {on: {}, burnt: {kind: final}}\ntransitions:\n  - {from: "*", to: on, trigger: press}\n',
        ["transitions/burnt on press"],
    ),
    "a wildcard that excepts them does not": (
        "final-state-left",
        'initial: on\nstates: {on: {}, off: {}, burnt: {kind: final}}\ntransitions:\n  - {from: "*", except: burnt, to: [on, off, burnt], trigger: press}\n',
        [],
    ),
    "a final state may stay in itself and be deleted": (
        "final-state-left",
        "initial: burnt\nstates: {burnt: {kind: final}, away: {kind: final, visibility: gone}}\ntransitions:\n  - {from: burnt, to: [burnt, away], trigger: press}\n",
        [],
    ),
    "a group of final states that a transition leaves": (
        "final-state-left",
        "initial: on\nstates: {on: {}, a: {kind: final}, b: {kind: final}}\ngroups: {ends: {states: [a, b]}}\ntransitions:\n  - {from: on, to: [a, b], trigger: press}\n  - {from: ends, to: on, trigger: delete}\n",
        ["transitions/a on delete"],
    ),
    "a self-transition is no way out": (
        "dead-end-state",
        "initial: on\nstates: {on: {}}\ntransitions:\n  - {from: on, to: on, trigger: press}\n",
        ["states/on"],
    ),
    "a wildcard to one state is a way out of all others": (
        "dead-end-state",
        'initial: on\nstates: {on: {}, off: {}, dim: {}}\ntransitions:\n  - {from: "*", to: on, trigger: press}\n  - {from: on, to: [off, dim], trigger: late}\n',
        [],
    ),
    "what is gone, reserved, or deprecated and never met needs no way out": (
        "dead-end-state",
        ("initial: on\nstates: {on: {kind: final}, away: {kind: resting, visibility: gone}, soon: {kind: resting, visibility: reserved}, old: {kind: resting, deprecated: {since: 2020-01-01}}, odd: {kind: resting, visibility: undocumented}}\n"
        "transitions:\n  - {from: on, to: [away, odd], trigger: press}\n"),
        ["states/odd"],
    ),
    "a deprecated state that is still met needs one": (
        "dead-end-state",
        "initial: on\nstates: {on: {kind: final}, old: {kind: resting, deprecated: {since: 2020-01-01}}}\ntransitions:\n  - {from: on, to: old, trigger: press}\n",
        ["states/old"],
    ),
    "a second initial state reaches what the first does not": (
        "unreachable-state",
        "initial: [on, sold]\nstates: {on: {}, off: {}, sold: {}, shipped: {}}\ntransitions:\n  - {from: on, to: off, trigger: press}\n  - {from: sold, to: shipped, trigger: press}\n",
        [],
    ),
    "an island with a way to the mainland is still one": (
        "unreachable-state",
        "initial: on\nstates: {on: {}, a: {}, b: {}}\ntransitions:\n  - {from: a, to: [b, on], trigger: press}\n  - {from: b, to: a, trigger: press}\n",
        ["states/a", "states/b"],
    ),
    "an initial state that nothing leads to is reachable, and a wildcard reaches from it": (
        "unreachable-state",
        'initial: on\nstates: {on: {}, off: {}}\ntransitions:\n  - {from: "*", to: off, trigger: press}\n',
        [],
    ),
    "a guard does not close a way": (
        "unreachable-state",
        "initial: on\nstates: {on: {}, off: {}}\ntransitions:\n  - {from: on, to: off, trigger: press, guard: Never.}\n",
        [],
    ),
    "a deprecated state may have lost its way in, and so may what it alone leads to not": (
        "unreachable-state",
        "initial: on\nstates: {on: {}, old: {deprecated: {since: 2020-01-01}}, older: {}}\ntransitions:\n  - {from: old, to: older, trigger: press}\n",
        ["states/older"],
    ),
    "work that only waits for other work never ends": (
        "no-path-to-rest",
        ("initial: a\nstates: {a: {kind: transient}, b: {kind: transient}, c: {kind: transient}, on: {}}\ntransitions:\n"
        "  - {from: a, to: b, trigger: ended}\n  - {from: b, to: [c, b], trigger: ended}\n  - {from: c, to: a, trigger: late}\n  - {from: on, to: a, trigger: press}\n"),
        ["states/a", "states/b", "states/c"],
    ),
    "a resource that is gone is an end": (
        "no-path-to-rest",
        "initial: a\nstates: {a: {kind: transient}, b: {kind: transient}, away: {kind: final, visibility: gone}}\ntransitions:\n  - {from: a, to: b, trigger: ended}\n  - {from: b, to: [a, away], trigger: ended}\n",
        [],
    ),
    "a peer or a timer ends work as well as the system": (
        "transient-needs-system-exit",
        ("initial: a\nstates: {a: {kind: transient}, b: {kind: transient}, c: {kind: transient}, on: {}}\ntransitions:\n"
        "  - {from: a, to: on, trigger: fused}\n  - {from: b, to: on, trigger: late}\n  - {from: c, to: on, trigger: press}\n  - {from: c, to: c, trigger: late}\n"),
        ["states/c"],
    ),
    "the last of three ways is compared with the others": (
        "ambiguous-transition",
        "initial: on\nstates: {on: {}, a: {}, b: {}, c: {}}\ntransitions:\n  - {from: on, to: a, trigger: press, guard: One.}\n  - {from: on, to: b, trigger: press, guard: Two.}\n  - {from: on, to: c, trigger: press, guard: one}\n",
        ["transitions/on c press"],
    ),
    "one event with several ends and no condition is ambiguous once": (
        "ambiguous-transition",
        "initial: on\nstates: {on: {}, a: {}, b: {}, c: {}}\ntransitions:\n  - {from: on, to: [a, b, c], trigger: ended}\n",
        ["transitions/on b ended"],
    ),
    "a wildcard meets a way of its own": (
        "ambiguous-transition",
        'initial: on\nstates: {on: {}, a: {}, b: {}}\ntransitions:\n  - {from: on, to: a, trigger: press}\n  - {from: "*", to: b, trigger: press}\n',
        ["transitions/on b press"],
    ),
    "the same ways from different states, or by different triggers, are not": (
        "ambiguous-transition",
        "initial: on\nstates: {on: {}, a: {}, b: {}}\ntransitions:\n  - {from: on, to: a, trigger: press}\n  - {from: on, to: b, trigger: delete}\n  - {from: a, to: b, trigger: press}\n",
        [],
    ),
    "a self-transition beside a way out is a second target": (
        "ambiguous-transition",
        "initial: on\nstates: {on: {}, a: {}}\ntransitions:\n  - {from: on, to: on, trigger: press}\n  - {from: on, to: a, trigger: press}\n",
        ["transitions/on a press"],
    ),
    "a group repeats what a state of it says": (
        "duplicate-transition",
        "initial: on\nstates: {on: {}, a: {}, b: {}}\ngroups: {both: {states: [a, b]}}\ntransitions:\n  - {from: a, to: on, trigger: press, guard: It is dark.}\n  - {from: both, to: on, trigger: press, guard: it is  dark}\n",
        ["transitions/a on press"],
    ),
    "different conditions to the same end are two ways": (
        "duplicate-transition",
        "initial: on\nstates: {on: {}, a: {}}\ntransitions:\n  - {from: on, to: a, trigger: press, guard: One.}\n  - {from: on, to: a, trigger: press, guard: Two.}\n  - {from: on, to: a, trigger: [delete, late]}\n",
        [],
    ),
    "a condition behind a wildcard without one": (
        "shadowed-transition",
        'initial: on\nstates: {on: {}, a: {}, b: {}}\ntransitions:\n  - {from: "*", to: a, trigger: press}\n  - {from: on, to: b, trigger: press, guard: It is dark.}\n',
        ["transitions/on b press"],
    ),
    "a condition before the rest is in order": (
        "shadowed-transition",
        "initial: on\nstates: {on: {}, a: {}, b: {}}\ntransitions:\n  - {from: on, to: b, trigger: press, guard: It is dark.}\n  - {from: on, to: a, trigger: press}\n",
        [],
    ),
    "reading may leave a state as it is": (
        "transition-action-reads",
        "initial: on\nstates: {on: {}, a: {}}\ntransitions:\n  - {from: on, to: on, trigger: look}\n  - {from: on, to: a, trigger: [press, look]}\n",
        ["transitions/on a look/trigger"],
    ),
    "clearing up after a cancellation cannot fail": (
        "transient-never-fails",
        ("initial: on\nstates: {on: {kind: transient}, stopping: {kind: transient}, stopped: {kind: final}, done: {kind: final, outcome: success}, failed: {kind: final, outcome: failure}}\n"
        "transitions:\n  - {from: on, to: [done, failed], trigger: ended}\n  - {from: on, to: stopping, trigger: press}\n  - {from: stopping, to: stopped, trigger: ended}\n"),
        [],
    ),
    "work that can succeed alone is told": (
        "transient-never-fails",
        ("initial: on\nstates: {on: {kind: transient}, more: {kind: transient}, done: {kind: final, outcome: success}, failed: {kind: final, outcome: failure}}\n"
        "transitions:\n  - {from: on, to: failed, trigger: ended}\n  - {from: on, to: more, trigger: late}\n  - {from: more, to: done, trigger: ended}\n"),
        ["states/more"],
    ),
    "an object inside of an object that something carries is used": (
        "unused-object",
        "initial: on\nobjects: {a: {attributes: {b: {type: array<map<b>>}}}, b: {attributes: {c: {type: 'c | null'}}}, c: {attributes: {a: {type: a}}}, d: {attributes: {d: {type: d}}}}\nattributes: {a: {type: a}}\nstates: {on: {}}\n",
        ["objects/d"],
    ),
    "an attribute of a kind that no state has": (
        "unused-attribute",
        "initial: on\nattributes: {why: {type: string, present_in: final}, all: {type: string}, none: {type: string, except: [on]}}\nstates: {on: {kind: resting}}\n",
        ["attributes/why", "attributes/none"],
    ),
    "words that differ are no slips": (
        "near-duplicate-id",
        "initial: on\nstates: {on: {}, rcv ACK of SYN: {}, rcv ACK of FIN: {}, set_published: {}, set_unpublished: {}, wait-1: {}, wait-2: {}, authorised: {}, authorized: {}}\n",
        ["states/authorized"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_exactly_what_is_wrong(name: str, tmp_path: Path) -> None:
    rule, body, subjects = CASES[name]
    assert named(tmp_path, rule, body) == subjects
