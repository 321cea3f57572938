"""Which steps are possible, in both readings, and what the clocks say."""

from __future__ import annotations

from pathlib import Path

import pytest

from conform_case import PRINTER, Case, lines, seen, without
from statebook.report.content import Report


def walk(*states: str) -> list[object]:
    """One observation a second of each state, which begins there."""
    return [seen(state, second) for second, state in enumerate(states)]


def test_documented_steps_are_legal_in_both_readings(case: Case) -> None:
    log = walk("idle", "warming", "printing", "idle", "scrapped")
    assert case.conform(log) == []
    assert case.conform(log, "--mode", "events") == []


def test_a_poller_can_miss_states_that_leave_by_themselves(case: Case) -> None:
    log = walk("idle", "printing", "idle")
    assert case.conform(log) == []
    assert case.conform(log, "--mode", "events") == [
        (
            "2 illegal-transition resource 'p1' since line 1: 'idle' to 'printing', "
            "/status/name: expected 'warming' or 'scrapped', seen 'printing'"
        )
    ]
    assert "the spec has only 'idle', then 'warming', then 'printing'" in case.said


def test_a_poller_does_not_miss_a_resting_state_unless_told_so(case: Case) -> None:
    log = walk("printing", "warming")
    assert case.conform(log) == [
        (
            "2 illegal-transition resource 'p1' since line 1: 'printing' to 'warming', "
            "/status/name: expected 'idle', seen 'warming'"
        )
    ]
    assert (
        "legal only by 'printing', then 'idle', then 'warming', if somebody acted in 'idle' between the two: --may-miss any"
        in case.said
    )
    assert case.conform(log, "--may-miss", "any") == []


def test_a_step_that_no_way_leads_to_is_illegal(tmp_path: Path) -> None:
    case = Case(tmp_path, PRINTER.replace("  - {from: printing, to: idle, trigger: done}\n", ""))
    assert case.told(walk("printing", "idle")) == ["2 illegal-transition"]
    assert "add the transition to the spec, if it is real" in case.said


@pytest.mark.parametrize("mode", ["polls", "events"])
def test_a_final_state_is_never_left(case: Case, mode: str) -> None:
    assert case.conform(walk("scrapped", "idle"), "--mode", mode) == [
        (
            "2 final-state-left resource 'p1' since line 1: 'scrapped' to 'idle', "
            "/status/name: expected 'scrapped', seen 'idle', and 'scrapped' is final"
        )
    ]


def test_a_poller_may_see_a_state_again(case: Case) -> None:
    log = [seen("idle", second, 0) for second in range(3)]
    assert case.conform(log) == []
    assert case.conform(log, "--mode", "events") == []


def test_a_way_round_explains_a_state_entered_again(case: Case) -> None:
    assert case.conform(walk("idle", "idle")) == []
    assert case.told(walk("idle", "idle"), "--mode", "events") == ["2 illegal-transition"]
    assert case.told(walk("scrapped", "scrapped")) == ["2 final-state-left"]


def test_a_transition_to_itself_is_an_event(tmp_path: Path) -> None:
    case = Case(
        tmp_path, PRINTER.replace("transitions:\n", "transitions:\n  - {from: idle, to: idle, trigger: print}\n")
    )
    assert case.conform(walk("idle", "idle"), "--mode", "events") == []


def test_without_since_a_repeat_is_legal_for_polls_and_a_step_for_events(tmp_path: Path) -> None:
    spec = PRINTER.replace("since_attribute: since\n", "").replace(
        "attributes:\n  since: {type: datetime}\nstates", "states"
    )
    case = Case(tmp_path, spec)
    log = [without(one, "since") for one in walk("idle", "idle", "warming", "warming")]
    assert case.conform(log) == []
    assert case.told(log, "--mode", "events") == ["2 illegal-transition", "4 illegal-transition"]


@pytest.mark.parametrize(
    ("log", "finding"),
    [
        ([seen("idle", 100, 90), seen("warming", 101, 80)], "'idle' to 'warming', /status/since: expected no earlier moment than before, seen an earlier one"),
        ([seen("idle", 100, 90), seen("warming", 101, 90)], "'idle' to 'warming', /status/since: expected another moment, as the state changed, seen the same"),
        ([seen("idle", 100, 10), seen("warming", 101, 20)], "'idle' to 'warming', /status/since: expected a moment after the observation before, seen one before it"),
        ([seen("idle", 100, 10), seen("idle", 101, 20)], "'idle' to 'idle', /status/since: expected a moment after the observation before, seen one before it"),
    ],
)  # fmt: skip
def test_since_that_contradicts_what_was_seen(case: Case, log: list[object], finding: str) -> None:
    assert case.conform(log) == [f"2 since-inconsistent resource 'p1' since line 1: {finding}"]


def test_since_after_the_observation_is_one_clock_too_many(case: Case) -> None:
    log = [seen("idle", 0, 61)]
    assert case.conform(log) == [
        "1 since-inconsistent resource 'p1': '?' to 'idle', /status/since: expected a moment before the observation, seen one after it"
    ]
    assert case.conform([seen("idle", 0, 60)]) == []
    assert case.conform(log, "--skew", "61") == []


def test_clocks_may_differ_by_the_skew(case: Case) -> None:
    log = [seen("idle", 100, 10), seen("warming", 101, 40)]
    assert case.conform(log) == []
    assert case.told(log, "--skew", "59") == ["2 since-inconsistent"]


def test_time_does_not_go_back(case: Case) -> None:
    log = [seen("idle", 5, 1), seen("idle", 5, 1), seen("idle", 4, 1)]
    assert case.conform(log) == [
        "3 time-backwards resource 'p1' since line 2: /at: expected a later time, seen an earlier one"
    ]


def test_times_are_instants_and_no_texts(case: Case) -> None:
    first, second = seen("idle", 0, 0), seen("idle", 0, 0)
    first["at"], second["at"] = "2026-01-01T10:00:00+02:00", "2026-01-01T09:00:00Z"
    assert case.conform([first, second]) == []
    assert case.told([second, first]) == ["2 time-backwards"]


def test_a_log_without_times_is_judged_by_its_order(case: Case) -> None:
    log = [{"id": "p1", "status": one["status"]} for one in walk("idle", "scrapped", "idle")]  # type: ignore[index]
    assert case.told(log, "--at", "") == ["3 final-state-left"]


def test_resources_do_not_meet(case: Case) -> None:
    log = [seen("idle", 0, resource="a"), seen("scrapped", 1, resource="b"), seen("warming", 2, resource="a"), seen("scrapped", 3, 1, resource="b"), seen("idle", 4, resource=1), seen("idle", 5, resource="1")]  # fmt: skip
    assert case.conform(log) == []
    assert "6 observations of 4 resources" in case.said


def test_a_line_with_a_bad_state_is_one_finding_and_hides_its_steps(case: Case) -> None:
    log = [
        seen("scrapped", 0),
        seen("melted", 1, ink="x"),
        seen("idle", 2),
        seen("printing", 3),
        "{broken",
        seen("warming", 5),
    ]
    assert case.told(log) == ["2 unknown-state", "5 broken-line", "6 illegal-transition"]


def test_several_files_are_one_log(case: Case) -> None:
    first = str(case.write("a.jsonl", lines([seen("idle", 0), seen("scrapped", 1)])))
    second = str(case.write("b.jsonl", lines([seen("idle", 2)])))
    assert case.findings(first, second) == [
        (
            f"1 final-state-left resource 'p1' since {first} line 2: 'scrapped' to 'idle', "
            "/status/name: expected 'scrapped', seen 'idle', and 'scrapped' is final"
        )
    ]
    assert case.said.startswith(f"{second}:1:1: error")
    assert [one.split()[1] for one in case.findings(second, first)] == ["time-backwards"]


def test_a_fault_has_one_fingerprint_wherever_it_is(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def fingerprints(log: list[object]) -> list[str]:
        published: list[Report] = []
        monkeypatch.setattr("statebook.commands.conform.publish", lambda _, content: published.append(content))
        case.run("conform", str(case.write("log.jsonl", lines(log))))
        return [one.fingerprint for one in published[0].diagnostics]

    (left,) = fingerprints(walk("scrapped", "idle"))
    (again,) = fingerprints(
        [seen("warming", 0, resource="b"), seen("scrapped", 1, 1, resource="a"), seen("idle", 3, 2, resource="a")]
    )
    (other,) = fingerprints(walk("scrapped", "warming"))
    assert left == again != other
    assert fingerprints([seen("a", 0)]) != fingerprints([seen("b", 0)])
    assert fingerprints([seen("idle", 0, ink="1")]) == fingerprints([seen("idle", 0, ink="2")])
