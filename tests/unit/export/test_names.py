"""Names for a grammar: legal, unique, leading back to the id, and the same for the same ids."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statebook.export.names import names, originals
from statebook.spelling import WORD, leads_back
from steps import steps

DASHED = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
ids = st.lists(st.text(max_size=6) | st.sampled_from(["a_b", "a b", "a-b", "A_b", "end", "End", "state_end", "a_b_2"]))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["idle", "a_b"], ["idle", "a_b"]),
        (["a b", "a_b", "a-b"], ["a_b_2", "a_b", "a_b_3"]),
        (["2nd", "end", "state_end"], ["state_2nd", "state_end_2", "state_end"]),
        (["été", "中文", "", "|", "`"], ["u00e9_t_u00e9", "u4e2d_u6587", "empty", "u007c", "u0060"]),
        (["\U0001f642", "a\nb", "a\ud800"], ["u1f642", "a_b", "a_ud800"]),
        (["End", "END"], ["End", "END"]),
    ],
)
def test_a_legal_id_keeps_its_name_and_others_are_spelled(wanted: list[str], found: list[str]) -> None:
    assert list(names(wanted, reserved=("end",)).values()) == found


def test_capitals_tell_names_apart_only_where_the_format_does() -> None:
    found = names(["End", "END", "Idle", "idle"], reserved=("end",), fold=str.lower)
    assert list(found.values()) == ["state_End", "state_END_2", "Idle", "idle_2"]


@pytest.mark.parametrize("legal", [WORD, DASHED])
@pytest.mark.parametrize("fold", [str, str.lower])
@given(ids)
def test_any_ids_get_legal_names_that_lead_back(legal: re.Pattern[str], fold: type[str], wanted: list[str]) -> None:
    found = names(wanted, legal, ("end", "note"), fold=fold)
    assert list(found) == list(dict.fromkeys(wanted))
    assert all(legal.fullmatch(name) and fold(name) not in ("end", "note") for name in found.values())
    assert len({fold(name) for name in found.values()}) == len(found)
    assert all(leads_back(name, text) for text, name in found.items())
    assert {text: originals(found)[name] for text, name in found.items()} == {text: text for text in wanted}
    assert fold is not str or all(
        name == text for text, name in found.items() if legal.fullmatch(text) and text not in ("end", "note")
    )


@pytest.mark.parametrize(
    ("name", "text", "leads"),
    [
        ("idle", "idle", True), ("a_b", "a b", True), ("a_b_2", "a-b", True), ("state_end", "end", True),
        ("state_2nd_3", "2nd", True), ("s2", "This is a state", False), ("idle", "Idle", False), ("state_a", "b", False),
    ],
)  # fmt: skip
def test_a_reader_knows_a_name_that_was_made(name: str, text: str, leads: bool) -> None:
    assert leads_back(name, text) is leads


def test_a_grammar_that_no_name_fits_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no name can be made"):
        names(["A"], re.compile("[a-z]+"))


def test_ids_that_are_spelled_alike_cost_no_more_the_more_they_are() -> None:
    signs = [chr(one) for one in range(0x21, 0x7F) if not chr(one).isalnum() and chr(one) != "_"]
    alike = [f"a{one}{other}b" for one in signs for other in signs]
    small, large = (steps(lambda many=many: names(alike[:many])) for many in (200, 800))  # type: ignore[misc]
    assert large < 4.2 * small
    assert min(names(alike).values(), key=len) == "a_b" and len(set(names(alike).values())) == len(alike)
