"""Fingerprints: the same after edits elsewhere, and all different."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.identity import identities

FLAW = Diagnostic("spec/x.yaml", 7, 3, "unknown-key", "unknown key 'a'", "did you mean", source_line="  a: 1")
FINDING = replace(FLAW, fingerprint="ab" * 16)


@pytest.mark.parametrize(
    "edit",
    [
        {"line": 8},
        {"column": 9},
        {"message": "reworded"},
        {"hint": ""},
        {"severity": Severity.INFO},
        {"source_line": "a: 1"},
    ],
)
def test_it_outlives_moving_rewording_and_indenting(edit: dict[str, object]) -> None:
    for one in (FLAW, FINDING):
        assert identities([replace(one, **edit)]) == identities([one])


@pytest.mark.parametrize("edit", [{"file": "spec/y.yaml"}, {"rule": "other"}, {"source_line": "b: 1"}])
def test_another_flaw_is_another_one(edit: dict[str, str]) -> None:
    assert identities([replace(FLAW, **edit)]) != identities([FLAW])


def test_that_of_the_finder_is_kept() -> None:
    assert identities([replace(FINDING, file="moved.yaml")]) == ["ab" * 16]


def test_equal_ones_are_told_apart_by_their_order() -> None:
    found = [replace(FINDING, line=line) for line in (1, 2, 3)]
    first = identities(found)
    assert first[0] == "ab" * 16
    assert len(set(first)) == 3
    assert identities(found[:2]) == first[:2], "what comes later changes nothing"
    assert identities([]) == []


def test_two_that_differ_in_it_alone_are_one_diagnostic() -> None:
    assert FLAW == FINDING
    assert len({FLAW, FINDING}) == 1
