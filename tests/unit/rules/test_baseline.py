"""Fingerprints and baselines: the same flaw after an edit elsewhere, another flaw after one of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lint_text import judged

from statebook.baseline import NoBaseline, beyond, read_baseline, written_baseline
from statebook.rules.baseline import fingerprint_of, known_of

SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions: {close: {method: PUT}, cancel: {method: PUT}}
states: {open: {}, closed: {}, lost: {}}
transitions:
  - {from: open, to: closed, trigger: close}
  - {from: open, to: closed, trigger: close}
  - {from: closed, to: open, trigger: cancel, description: "See [`opne`]."}
"""


def prints(folder: Path, text: str) -> dict[str, set[str]]:
    """The fingerprints by rule."""
    found: dict[str, set[str]] = {}
    for one in judged(folder, text):
        found.setdefault(one.rule.name, set()).add(fingerprint_of(one))
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("statebook: 1\n", "# A comment.\n\nstatebook: 1\n"),
        ("title: Order", "title: The order"),
        ("  - {from: open, to: closed, trigger: close}\n  - {f", "  - {from: open, to: open, trigger: cancel}\n  - {from: open, to: closed, trigger: close}\n  - {f"),
        ("states: {open: {}, closed: {}, lost: {}}", "states: {lost: {}, open: {}, closed: {}}"),
    ],
    ids=["lines", "wording", "an entry before it", "order"],
)  # fmt: skip
def test_an_edit_elsewhere_keeps_fingerprints(tmp_path: Path, old: str, new: str) -> None:
    assert old in SPEC
    before, after = prints(tmp_path, SPEC), prints(tmp_path, SPEC.replace(old, new, 1))
    for rule in ("unreachable-state", "duplicate-transition", "broken-link", "description-missing"):
        assert before[rule] == after[rule], rule


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("lost: {}", "found: {}", "unreachable-state"),
        ("opne", "cloesd", "broken-link"),
        ("id: order", "id: purchase", "unreachable-state"),
    ],
)
def test_another_flaw_has_another_fingerprint(tmp_path: Path, old: str, new: str, rule: str) -> None:
    before, after = prints(tmp_path, SPEC)[rule], prints(tmp_path, SPEC.replace(old, new))[rule]
    assert not before & after


def test_no_two_findings_share_a_fingerprint(tmp_path: Path) -> None:
    found = judged(tmp_path, SPEC)
    assert len({fingerprint_of(one) for one in found}) == len(found) > 10


def test_a_baseline_accepts_what_it_was_written_from(tmp_path: Path) -> None:
    found = judged(tmp_path, SPEC)
    text = written_baseline(map(known_of, found))
    assert text == written_baseline(map(known_of, reversed(found)))
    assert beyond(found, read_baseline(text), fingerprint_of) == ([], found)
    assert all(entry["rule"] and entry["subject"].startswith("order") for entry in json.loads(text)["findings"])


def test_a_fingerprint_counts_as_often_as_it_stands_there(tmp_path: Path) -> None:
    found = judged(tmp_path, SPEC)[:1]
    twice = read_baseline(written_baseline(map(known_of, found * 2)))
    assert beyond(found * 3, twice, fingerprint_of) == (found, found * 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": "statebook-baseline"}',
        '{"format": "statebook-baseline", "version": 2, "findings": []}',
        '{"format": "statebook-baseline", "version": 1, "findings": {}}',
        '{"format": "statebook-baseline", "version": 1, "findings": [{"rule": "a"}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(NoBaseline):
        read_baseline(text)


def test_an_ignore_written_before_another_does_not_change_its_findings(tmp_path: Path) -> None:
    one = "ignore: [{rule: unsafe-link, reason: None here.}]\n"
    two = one.replace("[{", "[{rule: unreachable-state, reason: Known.}, {")
    before, after = prints(tmp_path, SPEC + one), prints(tmp_path, SPEC + two)
    assert before["ignore-unused"] == after["ignore-unused"] != set()
