"""The classic defects of hand-written lifecycle pages: each is caught, by its rule and at its place."""

from __future__ import annotations

import json

import pytest

from linting import HEAD, REST
from project_folder import Folder

# Each classic defect: the rule that catches it, where (line and column), and the file behind the head.
DEFECTS = {
    "an undefined target": (
        "unknown-reference",
        (14, 9),
        "initial: open\n"
        + REST
        + "states: {open: {}}\ntransitions:\n  - from: open\n    to: clsoed\n    trigger: close\n",
    ),
    "an orphan state": (
        "unreachable-state",
        (13, 3),
        "initial: open\n" + REST + "states:\n  open: {}\n  lost: {}\n",
    ),
    "an island that refers to itself": (
        "unreachable-state",
        (13, 3),
        "initial: open\n"
        + REST
        + "states:\n  open: {}\n  lost: {}\ntransitions:\n  - {from: lost, to: lost, trigger: close}\n",
    ),
    "a trap": (
        "dead-end-state",
        (13, 3),
        "initial: open\n"
        + REST
        + "states:\n  open: {}\n  stuck: {kind: resting}\ntransitions:\n  - {from: open, to: stuck, trigger: close}\n",
    ),
    "no path to a resting or final state": (
        "no-path-to-rest",
        (12, 3),
        "initial: one\n" + REST + "states:\n  one: {kind: transient}\n  two: {kind: transient}\n"
        "transitions:\n  - {from: one, to: two, trigger: ended}\n  - {from: two, to: one, trigger: ended}\n",
    ),
    "a non-deterministic pair": (
        "ambiguous-transition",
        (14, 5),
        "initial: open\n" + REST + "states: {open: {}, paid: {}, closed: {}}\ntransitions:\n"
        "  - {from: open, to: paid, trigger: pay}\n  - {from: open, to: closed, trigger: pay}\n",
    ),
    "an unguarded transition before a guarded one": (
        "shadowed-transition",
        (14, 5),
        "initial: open\n" + REST + "states: {open: {}, paid: {}, closed: {}}\ntransitions:\n"
        "  - {from: open, to: paid, trigger: pay}\n  - {from: open, to: closed, trigger: pay, guard: Late.}\n",
    ),
    "a duplicate transition": (
        "duplicate-transition",
        (14, 5),
        "initial: open\n" + REST + "states: {open: {}, paid: {}}\ntransitions:\n"
        "  - {from: open, to: paid, trigger: pay}\n  - {from: open, to: paid, trigger: pay}\n",
    ),
    "a way out of a final state": (
        "final-state-left",
        (14, 5),
        "initial: open\n" + REST + "states: {open: {}, closed: {kind: final}}\ntransitions:\n"
        "  - {from: open, to: closed, trigger: close}\n  - {from: closed, to: open, trigger: pay}\n",
    ),
    "a missing initial state": ("initial-state-missing", (1, 1), REST + "states: {open: {}}\n"),
    "a misspelt key": (
        "unknown-key",
        (13, 5),
        "initial: open\n" + REST + "states:\n  open:\n    descripton: Open.\n",
    ),
    "a malformed reference in a guard": (
        "broken-link",
        (16, 12),
        "initial: open\n" + REST + "states: {open: {}, paid: {}}\ntransitions:\n"
        "  - from: open\n    to: paid\n    trigger: pay\n    guard: It is [`open` and not [`payed`].\n",
    ),
    "an unknown trigger": (
        "unknown-reference",
        (15, 14),
        "initial: open\n"
        + REST
        + "states: {open: {}, paid: {}}\ntransitions:\n  - from: open\n    to: paid\n    trigger: pya\n",
    ),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_classic_defect_is_caught_at_its_place(folder: Folder, name: str) -> None:
    rule, place, text = DEFECTS[name]
    folder.write("spec/order.yaml", HEAD + text)
    assert folder.run("lint", "-f", "json", "--fail-on", "info") in (1, 2), folder.said
    found = [(one["rule"], (one["line"], one["column"])) for one in json.loads(folder.shown)["diagnostics"]]
    assert (rule, place) in found
    folder.run("lint", "--fail-on", "info")
    assert f"spec/order.yaml:{place[0]}:{place[1]}: " in folder.said


def test_there_are_thirteen_of_them() -> None:
    assert len(DEFECTS) == 13
