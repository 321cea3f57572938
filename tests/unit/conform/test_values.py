"""What one observation has to hold, state by state."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conform_case import PRINTER, Case, seen, without

IDLE = seen("idle", 0)
PRINTING = seen("printing", 0)


def test_a_good_object_of_each_state_says_nothing(case: Case) -> None:
    log = [seen(state, 0, resource=state) for state in ("idle", "warming", "printing", "scrapped")]
    assert case.conform(log) == []
    assert case.said == "4 observations of 4 resources in 1 log judged\nNo problems in 1 file.\n"


@pytest.mark.parametrize(
    ("observation", "finding"),
    [
        (without(IDLE, "since"), "missing-attribute /status/since in state 'idle': expected datetime, seen nothing"),
        (without(IDLE, "tray"), 'missing-attribute /status/tray in state \'idle\': expected one of "upper", "lower" or null, seen nothing'),
        (without(IDLE, "name"), "missing-attribute /status/name: expected a state, seen nothing"),
        (seen("idle", 0, ink="full"), "wrong-type /status/ink in state 'idle': expected integer, seen 'full'"),
        (seen("idle", 0, ink=1.5), "wrong-type /status/ink in state 'idle': expected integer, seen 1.5"),
        (seen("idle", 0, ink=True), "wrong-type /status/ink in state 'idle': expected integer, seen true"),
        (seen("printing", 0, colour=1), "wrong-type /status/colour in state 'printing': expected boolean, seen 1"),
        (seen("printing", 0, sheet="s1"), "wrong-type /status/sheet in state 'printing': expected object, seen 's1'"),
        (seen("printing", 0, sheet={}), "missing-attribute /status/sheet/sheet_id in state 'printing': expected string, seen nothing"),
        (seen("printing", 0, sheet=None), "null-not-allowed /status/sheet in state 'printing': expected object, seen null"),
        (seen("idle", 0, ink=None), "null-not-allowed /status/ink in state 'idle': expected integer, seen null"),
        (seen("idle", 0, tray="uper"), 'value-not-in-enum /status/tray in state \'idle\': expected one of "upper", "lower" or null, seen \'uper\''),
        ({**IDLE, "status": {**IDLE["status"], "since": "yesterday"}}, "wrong-type /status/since in state 'idle': expected datetime, seen 'yesterday'"),
        ({**IDLE, "status": {**IDLE["status"], "since": "2026-01-01T00:00:00"}}, "wrong-type /status/since in state 'idle': expected datetime, seen '2026-01-01T00:00:00'"),
        ({**IDLE, "status": {**IDLE["status"], "since": 0}}, "wrong-type /status/since in state 'idle': expected datetime, seen 0"),
        ({**IDLE, "at": "soon"}, "wrong-type /at: expected a moment, seen 'soon'"),
        ({**IDLE, "at": None}, "missing-attribute /at: expected a moment, seen nothing"),
        ({"id": 1, "status": IDLE["status"]}, "missing-attribute /at: expected a moment, seen nothing"),
        ({**IDLE, "id": None}, "broken-line /id: expected an identifier, seen nothing"),
        ({**IDLE, "status": "idle"}, "missing-attribute /status/name: expected a state, seen nothing"),
        (seen("idel", 0), "unknown-state /status/name: expected a documented state, seen 'idel'"),
        (seen(7, 0), "unknown-state /status/name: expected a documented state, seen 7"),
        (seen("testing", 0), "unknown-state /status/name: expected a state that is answered, seen 'testing', which the spec reserves"),
    ],
)  # fmt: skip
def test_one_flaw_is_one_finding(case: Case, observation: object, finding: str) -> None:
    assert case.conform([observation]) == [f"1 {finding}"]


@pytest.mark.parametrize(
    "observation",
    [
        without(IDLE, "ink"),
        seen("idle", 0, ink=3),
        seen("idle", 0, ink=3.0),
        seen("idle", 0, tray=None),
        seen("printing", 0, sheet={"sheet_id": "s", "pages": 2}),
        seen("idle", 0, extra={"any": ["thing"]}),
        seen("idle", 0, sheet=None),
        {**IDLE, "at": 1767225600},
        {**IDLE, "at": "2026-01-01T02:00:00+02:00"},
        {**IDLE, "id": 12},
    ],
)
def test_what_the_spec_allows_is_no_finding(case: Case, observation: object) -> None:
    assert case.conform([observation]) == []


@pytest.mark.parametrize("number", ["1e400", "-1e400", "99999999999999999999", "1e18", "9223372036854", "253402300800"])
def test_a_number_that_is_no_moment_is_a_finding_and_the_rest_is_judged(case: Case, number: str) -> None:
    observation = json.dumps({**IDLE, "at": 0}).replace('"at": 0', f'"at": {number}')
    log = [observation, seen("jammed", 1)]
    assert case.told(log) == ["1 wrong-type", "2 unknown-state"]
    both = json.dumps(IDLE).replace(json.dumps(IDLE["at"]), number)
    assert both.count(number) == 2
    assert case.told([both, seen("jammed", 1)]) == ["1 wrong-type", "1 wrong-type", "2 unknown-state"]


def test_a_misspelt_value_is_told_with_the_nearest(case: Case) -> None:
    case.conform([seen("idel", 0), seen("idle", 1, tray="uper")])
    assert "did you mean 'idle'?" in case.said
    assert 'did you mean "upper"?' in case.said


def test_an_unknown_state_warns_where_the_list_is_open(tmp_path: Path) -> None:
    case = Case(tmp_path, PRINTER.replace("openness: closed", "openness: open"))
    assert case.told([seen("jammed", 0)]) == ["1 unknown-state"]
    assert case.code == 0
    assert "warning[unknown-state]" in case.said


def test_strict_asks_for_attributes_that_the_state_does_not_have(case: Case) -> None:
    log = [
        seen("idle", 0, resource=1, extra=1),
        seen("warming", 0, resource=2, sheet={"sheet_id": "s"}),
        seen("printing", 0, resource=3, sheet={"sheet_id": "s", "weight": 80}),
        seen("idle", 0, resource=4, nothing=None),
        seen("printing", 0, resource=5),
    ]
    assert case.conform(log) == []
    assert case.conform(log, "--strict") == [
        "1 undocumented-attribute /status/extra in state 'idle': expected no such attribute, seen 'extra'",
        "2 undocumented-attribute /status/sheet in state 'warming': expected no such attribute, seen 'sheet'",
        "3 undocumented-attribute /status/sheet/weight in state 'printing': expected no such attribute, seen 'weight'",
    ]
    assert "the spec has it in 'printing'" in case.said


BOOLEAN = """
statebook: 1
id: operation
title: Operation
state_attribute: Data.done
openness: closed
initial: running
events: {ended: {by: completion}, again: {by: system}}
states: {running: {value: false, kind: transient}, finished: {value: true, kind: final}}
transitions: [{from: running, to: finished, trigger: ended}]
"""


def test_a_state_can_be_a_truth_value_at_a_path(tmp_path: Path) -> None:
    case = Case(tmp_path, BOOLEAN)
    log = [
        {"id": 1, "at": at, "status": {"Data": {"done": done}}}
        for at, done in enumerate([False, True, False, "false", 0])
    ]
    assert case.told(log) == ["3 final-state-left", "4 unknown-state", "5 unknown-state"]


def test_a_state_can_be_a_number(tmp_path: Path) -> None:
    case = Case(tmp_path, BOOLEAN.replace("value: false", "value: 16").replace("value: true", "value: 48"))
    log = [{"id": 1, "at": at, "status": {"Data": {"done": code}}} for at, code in enumerate([16, 16.0, 48, "48", 80])]
    assert case.told(log) == ["4 unknown-state", "5 unknown-state"]


def test_a_state_can_stand_in_a_list(tmp_path: Path) -> None:
    spec = (
        BOOLEAN.replace("Data.done", "Stacks[0].StackStatus").replace("value: false, ", "").replace("value: true, ", "")
    )
    case = Case(tmp_path, spec)
    log = [
        {"id": 1, "at": at, "status": {"Stacks": [{"StackStatus": name}]}}
        for at, name in enumerate(["running", "finished", "running"])
    ]
    assert case.conform([*log, {"id": 1, "at": 4, "status": {"Stacks": []}}]) == [
        ("3 final-state-left resource 1 since line 2: 'finished' to 'running', "
        "/status/Stacks/0/StackStatus: expected 'finished', seen 'running', and 'finished' is final"),
        "4 missing-attribute /status/Stacks/0/StackStatus: expected a state, seen nothing",
    ]  # fmt: skip


EXPANDABLE = BOOLEAN.replace("Data.done", "state").replace("value: false, ", "").replace("value: true, ", "").replace(
    "states:", "objects: {owner: {title: Owner, identifier: owner_id, attributes: {owner_id: {type: string}, name: {type: string}}}}\n"
    "attributes:\n  count: {type: integer, expands_to: 'array<owner>'}\n  owner: {type: owner, expandable: true}\n"
    "  code: {type: string | integer, required: false}\n  level: {type: string, required: false, enum: [low, null]}\n"
    "  mode: {type: string, required: false, enum: [a], enum_open: true}\nstates:"
)  # fmt: skip


@pytest.mark.parametrize("count", [3, [{"owner_id": "o", "name": "n"}]])
@pytest.mark.parametrize("owner", [{"owner_id": "o"}, {"owner_id": "o", "name": "n"}])
def test_an_expandable_attribute_has_two_forms(tmp_path: Path, count: object, owner: object) -> None:
    case = Case(tmp_path, EXPANDABLE)
    good = {"state": "running", "count": count, "owner": owner, "code": 5, "level": None, "mode": "z"}
    assert case.conform([{"id": 1, "at": 1, "status": good}]) == []
    bad = {**good, "count": "three", "owner": [1], "code": True, "level": "high"}
    assert case.told([{"id": 1, "at": 1, "status": bad}]) == [
        "1 value-not-in-enum",
        "1 wrong-type",
        "1 wrong-type",
        "1 wrong-type",
    ]


def test_a_state_that_is_answered_but_not_promised_is_known(tmp_path: Path) -> None:
    case = Case(tmp_path, PRINTER.replace("visibility: reserved", "visibility: undocumented"))
    assert case.conform([seen("testing", 0)]) == []
