"""Links in text that moves into a spec: states are linked by name, places of the old page and attacks are words."""

from __future__ import annotations

import pytest

from statebook.importing.links import moved

STATES = {"open": "open", "Open": "open", "paid": "paid"}


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("[`open`](#the-open-order) and [Open](#x)", "[`open`] and [`open`]"),
        ("[words](#x) [words][nowhere] [words][]", "words words words"),
        ("[`open`] [`other`] [`", "[`open`] `other` \\[`"),
        ("[a](https://x.y/(z)) [b](mailto:a@b) [c](d.md#e)", "[a](https://x.y/(z)) [b](mailto:a@b) [c](d.md#e)"),
        ("[a](javascript:alert(1)) [b](JavaScript:x) [c](data:text/html,x) [d](vbscript:x)", "a b c d"),
        ("`[x](#y)` ``[`z`]`` \\[`k`\\]", "`[x](#y)` ``[`z`]`` \\[`k`\\]"),
        ("```\n[x](#y)\n```\n[x](#y)", "```\n[x](#y)\n```\nx"),
        ("![p](x.png) ![q](https://x/y.png)", "p ![q](https://x/y.png)"),
        ("[r]: no [1] [not a link]", "[r]: no [1] [not a link]"),
    ],
)
def test_links_become_what_a_spec_may_have(text: str, becomes: str) -> None:
    assert moved(text, STATES) == becomes
    assert moved(becomes, STATES) == becomes or "\\" in becomes


def test_labels_lead_where_the_page_says() -> None:
    assert moved("[a][X] [x]", {}, {"x": "https://x.y"}) == "[a](https://x.y) [x]"


@pytest.mark.parametrize(
    "piece", ["`", "[", "![", "[`", "](", "[](", "``` \n", "~~~\n", "` `` ", "[a](", "\\", "[`a`", "((((", "![](("]
)
def test_no_text_takes_long(piece: str) -> None:
    """What takes the square of its length would not end here: two hundred thousand signs of one kind."""
    text = piece * (200_000 // len(piece))
    assert moved(text, STATES)
