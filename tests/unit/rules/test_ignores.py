"""Ignores beside elements: what they cover, for how long, and that they are judged themselves."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from lint_text import judged

from statebook.pointer import Pointer
from statebook.rules.ignores import Ignore, _written

HEAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
"""


def found(folder: Path, body: str, rule: str) -> list[tuple[str, bool]]:
    """The subjects of a rule's findings, and whether each is ignored."""
    return [(one.subject, one.ignored is not None) for one in judged(folder, HEAD + body) if one.rule.name == rule]


def test_an_ignore_covers_its_element_and_what_is_below_it(tmp_path: Path) -> None:
    body = """\
states:
  dark:
    ignore: {rule: description-missing, reason: Known.}
    attributes: {watts: {type: integer}}
  bright: {}
"""
    assert found(tmp_path, body, "description-missing") == [
        ("lamp/summary", False),
        ("lamp/states/dark", True),
        ("lamp/states/dark/attributes/watts", True),
        ("lamp/states/bright", False),
    ]


def test_an_ignore_speaks_of_one_rule(tmp_path: Path) -> None:
    body = "states: {dark: {kind: resting, ignore: [{rule: description-missing, reason: Known.}]}}\n"
    assert found(tmp_path, body, "dead-end-state") == [("lamp/states/dark", False)]


def test_the_nearest_ignore_counts_and_the_other_is_unused(tmp_path: Path) -> None:
    body = """\
ignore: {rule: dead-end-state, reason: All of them.}
states:
  dark: {kind: resting, ignore: {rule: dead-end-state, reason: This one.}}
"""
    reasons = [one.ignored.reason for one in judged(tmp_path, HEAD + body) if one.ignored is not None]
    assert reasons == ["This one."]
    assert found(tmp_path, body, "ignore-unused") == [("lamp/ignore", False)]


def test_an_ignore_holds_through_its_last_day(tmp_path: Path) -> None:
    # The tests' today is 2026-06-01.
    for until, holds in (("2026-06-01", True), ("2026-05-31", False)):
        body = f"states: {{dark: {{kind: resting, ignore: {{rule: dead-end-state, reason: Soon., until: {until}}}}}}}\n"
        assert found(tmp_path, body, "dead-end-state") == [("lamp/states/dark", holds)]
        assert bool(found(tmp_path, body, "ignore-expired")) is not holds
        assert found(tmp_path, body, "ignore-unused") == []


def test_ignores_cannot_be_ignored(tmp_path: Path) -> None:
    body = "ignore: [{rule: ignore-unused, reason: No.}, {rule: unsafe-link, reason: None here.}]\nstates: {dark: {}}\n"
    assert found(tmp_path, body, "ignore-unused") == [("lamp/ignore", False), ("lamp/ignore", False)]


def test_an_ignore_of_a_rule_that_is_off_is_left_alone(tmp_path: Path) -> None:
    body = "states: {dark: {kind: final, ignore: {rule: dead-end-state, reason: Soon.}}}\n"
    on = [one.rule.name for one in judged(tmp_path, HEAD + body)]
    off = [one.rule.name for one in judged(tmp_path, HEAD + body, levels={"dead-end-state": None})]
    assert "ignore-unused" in on
    assert "ignore-unused" not in off


def test_transitions_actions_events_groups_and_objects_take_ignores(tmp_path: Path) -> None:
    body = """\
objects: {bulb: {ignore: {rule: unused-object, reason: Later.}}}
actions: {press: {method: PUT, ignore: {rule: action-accepted-nowhere, reason: Later.}}}
events: {fall: {by: system, ignore: {rule: unused-event, reason: Later.}}, burn: {by: system}}
groups: {all: {states: [dark], ignore: {rule: description-missing, reason: Later.}}}
states: {dark: {}, over: {kind: final}}
transitions:
  - {from: dark, to: over, trigger: burn}
  - {from: dark, to: over, trigger: burn, ignore: {rule: duplicate-transition, reason: Later.}}
"""
    ignored = {one.rule.name for one in judged(tmp_path, HEAD + body) if one.ignored is not None}
    wanted = {"unused-object", "action-accepted-nowhere", "unused-event", "description-missing", "duplicate-transition"}
    assert ignored == wanted
    assert found(tmp_path, body, "ignore-unused") == []


def test_ignores_of_the_model_are_taken_as_they_are() -> None:
    state, place = Pointer("spec/x.yaml", ("states", "dark")), Pointer("spec/x.yaml", ("states", "dark", "ignore", 0))
    written = SimpleNamespace(rule="dead-end-state", reason="Known.", until="2027-01-31", pointer=place)
    element = SimpleNamespace(ignores=(written,), pointer=state)
    assert list(_written(element)) == [Ignore("dead-end-state", "Known.", "2027-01-31", state, place)]
