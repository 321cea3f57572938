"""CSV and Python enums become specs; neither is run, and both say what they leave over."""

from __future__ import annotations

from pathlib import Path

import pytest

from every_machine import every_machine
from importing_folder import Importing, ways
from statebook.export.format import formats
from statebook.importing.imported import import_original
from statebook.importing.original import Original
from statebook.importing.registry import importers
from statebook.source.assembly import assemble, parse
from statebook.source.text import SourceText


@pytest.mark.parametrize("case", every_machine())
def test_a_table_of_ours_comes_back_with_every_way(case: str) -> None:
    subject = every_machine()[case]
    machine = subject.machine
    text = formats()["csv"].export(subject).text
    if len(machine.transitions) == 0 and not machine.initial:
        return
    done = import_original(Original("x.csv", text), importers()["csv"])
    found, flaws = assemble({"x": parse(SourceText.of("x", done.text))})
    assert not flaws, flaws
    again = next(iter(found.values()))
    assert ways(again) == ways(machine)
    moved = {one.source for one in machine.transitions} | {one.target for one in machine.transitions}
    for name in moved:
        state = again.states[name]
        assert (state.kind, state.outcome) == (machine.states[name].kind, machine.states[name].outcome)
    guards = [one.guard.replace("\0", "\ufffd") for one in machine.transitions]  # as the table has it
    assert [one.guard for one in again.transitions] == guards
    assert [one.by for one in again.transitions] == [one.by for one in machine.transitions]
    assert [one.state for one in again.initial] == [one.state for one in machine.initial]


def test_any_table_with_the_two_columns_is_read(folder: Importing) -> None:
    table = 'Current state;Event;Next state;Notes;Owner\nopen;pay;paid;"card; cash";ann\n;create;open;;\npaid;;;;\n'
    machine = folder.take("orders.csv", table)
    assert ways(machine) == [("open", "paid", "pay")]
    assert machine.transitions[0].description == "card; cash"
    assert [(one.state, one.trigger) for one in machine.initial] == [("open", "create")]
    assert "the column 'Owner'" in folder.said and "orders.csv:4:1" in folder.said
    folder.builds()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "the table is empty"),
        ("a,b\n1,2\n", "no column is the state before"),
        ("from,to\n", "no state was found"),
        ('from,to\na,"b\nc,d\n', "t.csv:2:1"),
        ("from,to\na," + "b" * 200_000, "t.csv:2:1"),
    ],
)
def test_bad_tables_are_refused(table: str, said: str, folder: Importing) -> None:
    assert said in folder.refuses("t.csv", table, "--from", "csv")


CODE = '''
"""Orders."""
import os
os.system("touch run")
from enum import StrEnum, auto
from django.db import models

class OrderStatus(StrEnum):
    """Where an order is."""

    OPEN = auto()
    """It waits for money.

    And for goods.
    """
    PAID = "paid"  # the money is there
    # Nobody wants it.
    # It is over.
    GONE = "gone"
    LOST = "gone"
    ODD = os.environ["X"]
    _ignore_ = ["x"]

    @property
    def label(self): return os.system("touch run")

NEXT = {
    OrderStatus.OPEN: {OrderStatus.PAID, OrderStatus.GONE},
    OrderStatus.PAID: frozenset([OrderStatus.GONE]),
    OrderStatus.GONE: set(),
}
LABELS = {OrderStatus.OPEN: "Open"}
'''
CHOICES = """
class Status(models.IntegerChoices):
    NEW = 1, _("Brand new")
    OLD = -2, "Old"
    ALLOWED = {NEW: {"age": [OLD]}}

class Other(IntEnum):
    A = auto()
    B = auto()
"""


def test_an_enum_gives_states_words_and_ways(folder: Importing, tmp_path: Path) -> None:
    machine = folder.take("orders.py", CODE)
    assert (machine.title, machine.summary) == ("Order status", "Where an order is.")
    assert {name: one.description for name, one in machine.states.items()} == {
        "open": "It waits for money.\n\nAnd for goods.",
        "paid": "the money is there",
        "gone": "Nobody wants it. It is over.",
    }
    assert [one[:2] for one in ways(machine)] == [("open", "paid"), ("open", "gone"), ("paid", "gone")]
    for what in ("'LOST'", "'ODD'", "'label'"):
        assert what in folder.said
    assert not (tmp_path / "run").exists()
    folder.builds("initial-state-missing")


def test_numbers_labels_and_the_choice_of_an_enum(folder: Importing) -> None:
    assert "there are several enums: Status, Other" in folder.refuses("m.py", CHOICES)
    assert "no enum is called 'X'" in folder.refuses("m.py", CHOICES, "--class", "X")
    machine = folder.take("m.py", CHOICES, "--class", "Status")
    assert [(name, one.value, one.title) for name, one in machine.states.items()] == [
        ("NEW", 1, "Brand new"), ("OLD", -2, "Old"),
    ]  # fmt: skip
    assert ways(machine) == [("NEW", "OLD", "age")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("class A(Enum):\n  X = (", "c.py:2:7"),
        ("x = 1", "no enum is in this file"),
        ("class A(Enum):\n  pass\n", "no state was found"),
        ("class A(Enum):\n  X = " + "(" * 5000 + ")" * 5000, "c.py:"),
        ("class A(Enum):\n  X = " + "-" * 50000 + "1", "c.py:"),
    ],
)
def test_bad_code_is_refused(code: str, said: str, folder: Importing) -> None:
    assert said in folder.refuses("c.py", code, "--from", "python-enum")
