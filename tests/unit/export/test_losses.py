"""What formats cannot say: each kind of it is found in a machine that says everything, and only where it is said."""

from __future__ import annotations

from statebook.export.losses import Lost, losses
from statebook.model import Machine
from statebook.pointer import Pointer


def test_a_machine_that_says_everything_loses_something_of_every_kind(door: Machine) -> None:
    found = {one.subject: one.count for one in losses(door, Lost)}
    missing = {one.value for one in Lost} - set(found)
    assert missing == {Lost.OTHER_STARTS}, "the door has one start"
    assert found[Lost.GUARDS] == 1
    assert found[Lost.LONELY_STATES] == found[Lost.UNENTERED_STATES] == 1
    assert found[Lost.DEPRECATIONS] == 5
    assert next(one for one in losses(door, [Lost.GUARDS])).pointer == door.transitions[1].pointer


def test_a_machine_that_says_nothing_loses_next_to_nothing(bare: Machine) -> None:
    assert {one.subject for one in losses(bare, Lost)} <= {Lost.KINDS, Lost.LONELY_STATES, Lost.UNENTERED_STATES}


def test_losses_come_in_the_order_asked_for_and_own_words_join_the_usual(door: Machine) -> None:
    own = Pointer("a.yaml") / "x"
    found = losses(door, (Lost.GROUPS, Lost.GUARDS), {"nothing": [], "guards": [own], "pictures": [own, own]})
    assert [(one.subject, one.count) for one in found] == [("groups", 1), ("guards", 2), ("pictures", 2)]
