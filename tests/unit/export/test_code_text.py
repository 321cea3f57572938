"""Names, literals and comments of generated code: no text of a spec leaves its place."""

from __future__ import annotations

import ast
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statebook.render.code import block_comment, docstring, line_comment, python, script
from statebook.render.identifiers import constant, constants

NAMES = {
    "idle": "IDLE",
    "SYN-SENT": "SYN_SENT",
    "inProgress": "IN_PROGRESS",
    "HTTPError": "HTTP_ERROR",
    "class": "CLASS",
    "no": "NO",
    "None": "NONE",
    "1e3": "STATE_1E3",
    "0x1F": "STATE_0X1F",
    "a b": "A_B",
    "é": "U00E9",
    "🙂": "U1F642",
    "-": "U002D",
    "..": "U002E_U002E",
    "__init__": "INIT",
    "mro": "MRO",
    'x"""*/\\': "X",
    "\u202egnp": "U202E_GNP",
    "שלום": "U05E9_U05DC_U05D5_U05DD",
}


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_a_constant(text: str) -> None:
    assert constant(text, "STATE") == NAMES[text]


def test_names_that_would_be_alike_are_numbered_and_a_constant_keeps_its_own() -> None:
    found = constants(["a-b", "a b", "A_B", "a/b", "A_B_2"], "STATE")
    assert found == {"a-b": "A_B_3", "a b": "A_B_4", "A_B": "A_B", "a/b": "A_B_5", "A_B_2": "A_B_2"}


@given(st.lists(st.text(min_size=1), max_size=20))
def test_any_names_are_legal_and_unique(texts: list[str]) -> None:
    found = constants(texts, "STATE")
    assert list(found) == list(dict.fromkeys(texts))
    assert len(set(found.values())) == len(found)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]*", one) for one in found.values())


TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(['"""', "*/", "\\", '"', "'", "\n", "\r", "\u2028", "\u202e", "א", "</script>", "*", "/", "x ", "🙂", "\ud800", "\u200b"])).map("".join),
)  # fmt: skip
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(TEXTS)
def test_a_literal_says_the_very_text_and_nothing_in_it_acts(text: str) -> None:
    assert ast.literal_eval(python(text)) == text
    # JavaScript's escapes, as JSON has them but for those with braces.
    spelled = re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: json.dumps(chr(int(match[1], 16)))[1:-1], script(text))
    assert json.loads(spelled) == text
    assert "</" not in script(text)
    for found in (python(text), script(text)):
        assert not ACTING.search(found)
        assert not re.search("[\u0590-\u08ff]", found)


@given(TEXTS, st.integers(0, 8))
def test_a_comment_cannot_be_left(text: str, indent: int) -> None:
    code = f"class A:\n{' ' * 4}{docstring(text, 4)}\n"
    (one,) = ast.parse(code).body
    assert isinstance(one, ast.ClassDef)
    assert len(one.body) == 1
    said = block_comment(text, indent)
    assert said.startswith("/**")
    assert said.index("*/", 3) == len(said) - 2
    assert all(re.match(r" *//", line) for line in line_comment(text, "//", indent).split("\n"))
    assert not ACTING.search(code + said)


def test_values_of_every_kind() -> None:
    value = {"__proto__": [1, True, None, 1.5, {}], "a": ()}
    assert python(value) == '{"__proto__": [1, True, None, 1.5, {}], "a": ()}'
    assert script(value) == '{["__proto__"]: [1, true, null, 1.5, {}], ["a"]: []}'
    assert python(("a", 1)) == '("a", 1)'
    assert python(("a",)) == '("a",)'


def test_long_lines_are_broken_at_spaces_but_not_code() -> None:
    assert line_comment("word " * 40, "#").count("\n") == 1
    assert "\n" not in line_comment("x" * 300, "#")
    assert docstring("a\n\n    " + "word " * 60).count("\n") == 3
