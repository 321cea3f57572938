"""The plain report: one line a change, and names that cannot act on a terminal."""

from __future__ import annotations

import re

import pytest

from diff_case import load
from statebook.diff.compare import compare
from statebook.diff.kinds import Impact
from statebook.review.content import Approval, Item, Paper, Place, Review
from statebook.review.text import render

BASE = "statebook: 1\nid: m\ntitle: M\nstate_attribute: s\nstates:\n  a: {}\n"
HEAD = BASE + '  "b\\u202Ec": {}\n'
BAD = "\x1b[31mred\u202e\n"


def review(**more: object) -> Review:
    place = Place(f"spec/{BAD}.yaml", 3, 1)
    changes = compare(load(BASE), load(HEAD)).changes
    approval = Approval(changes[0].fingerprint, BAD, BAD, "2020-01-01")
    settings = {
        "items": tuple(Item(one, place, place, approval) for one in changes),
        "expired": (approval,),
        "unused": (approval,),
        **more,
    }
    return Review(base=BAD, head=BAD, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("paper", [Paper(), Paper(colored=True), Paper(unicode=False)])
def test_nothing_of_a_stranger_acts(paper: Paper) -> None:
    text = render(review(), paper)
    assert "\u202e" not in text
    assert set(re.findall("\x1b\\[[0-9;]*m", text)) <= ({"\x1b[0m", "\x1b[1;31m"} if paper.colored else set())
    assert text.count("\x1b") == (2 if paper.colored else 0)
    assert paper.unicode or text.isascii()


def test_the_whole_of_a_small_one() -> None:
    change = compare(load(BASE), load(BASE + "  b: {}\n")).changes[0]
    place = Place("spec/m.yaml", 7, 3)
    text = render(Review(base="main", head="here", items=(Item(change, place, place),), gate=Impact.BREAKING), Paper())
    assert (
        text
        == f"""spec/m.yaml:7:3: breaking[state-added] State `b` was added.
  hits: clients that poll, clients that read
  why: A client that was told that the list is complete meets a value that it does not know.
  do: Declare the list of states `openness: open` a release earlier, or announce the state as `visibility: reserved` first.

To accept what fails, add to approvals.yaml and say why:
- fingerprint: "{change.fingerprint}"  # state-added: state b
  reason: TODO
  by: TODO

main → here: 1 breaking.
"""
    )
