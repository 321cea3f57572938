"""The table of transitions: what a CSV reader gets back, and what a spreadsheet must not calculate."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from every_machine import every_machine
from statebook.export.format import Subject
from statebook.export.formats.csv import COLUMNS, export


def rows(subject: Subject) -> list[dict[str, str]]:
    text = export(subject).text
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", every_machine())
def test_a_reader_gets_every_transition_back(name: str) -> None:
    subject = replace(every_machine()[name], options={"formulas": "keep"})
    machine = subject.machine
    found = rows(subject)
    begun = [one for one in found if not one["from"]]
    assert [one["to"] for one in begun] == [one.state for one in machine.initial]
    told = lambda text: text.replace("\0", "\ufffd")  # noqa: E731
    moved = [(one["from"], one["to"], one["trigger"], one["guard"], one["effect"]) for one in found if one["from"]]
    assert moved == [
        (one.source, one.target, one.trigger, told(one.guard), told(one.effect)) for one in machine.transitions
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_a_formula_becomes_text_unless_it_is_to_be_kept(start: str) -> None:
    subject = every_machine()["real/dataset-status"]
    first, *others = subject.machine.transitions
    guard = f'{start}HYPERLINK("http://x","y")'
    machine = replace(subject.machine, transitions=(replace(first, guard=guard), *others))
    changed = replace(subject, machine=machine)
    at = len(machine.initial)
    assert rows(changed)[at]["guard"] == f"'{guard}"
    assert rows(replace(changed, options={"formulas": "keep"}))[at]["guard"] == guard


def test_the_first_row_names_the_columns() -> None:
    assert export(every_machine()["real/job"]).text.split("\r\n")[0] == ",".join(COLUMNS)


def test_half_characters_and_nul_are_replaced() -> None:
    subject = every_machine()["real/dataset-status"]
    first, *others = subject.machine.transitions
    machine = replace(subject.machine, transitions=(replace(first, guard="a\0b\ud800c"), *others))
    text = export(replace(subject, machine=machine)).text
    assert "a\ufffdb?c" in text
    text.encode("utf-8")
