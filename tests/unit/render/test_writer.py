"""An author's Markdown written anew: the same words, no harm, the same in every renderer."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from readers import READERS, collapse, commonmark, elements, words

from statebook.render.markdown import Writer, prepare_references

REFERENCES = {"idle": "#the-idle-status", "publish": "#publish", "job:done": "job.md#the-done-job", "a|b": "#a-b"}
BLOCK_TAGS = {
    "p",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "pre",
    "code",
    "strong",
    "em",
    "a",
    "br",
    "blockquote",
    "hr",
    "div",
    "span",
}
PIECES = [
    "word", "two words", "*em*", "**strong**", "***both***", "*a **b** c*", "**a *b***", "`code`", "`a|b`", "`` a`b ``", "`]`", "[`idle`]", "[idle]",
    "[text][publish]", "[x](http://a.example/b)", "[x](javascript:alert(1))", "[](http://a.example)", "[](javascript:x)", "![pic](http://a.example/p.png)",
    "![](javascript:x)", "[![a](http://b.example)](http://c.example)", "Look\\![x](http://a.example)", "<http://a.example>", "<b onclick=x>", "<script>",
    "# heading", "## **a** b", "#", "- ", "- item", "* other", "1. one", "7) seven", "100. hundred", "  - nested", "    - deep", "> quote", "> > twice",
    "```", "```json", "~~~", "    code", "- ```\n  x\n  ```", "- # h", "-\n", "1. > q", "---", "***", "| a | b |\n| --- | --- |\n| `x|y` | \\| |",
    "a | b\n--- | ---\n1 | 2 | 3", '--8<-- "pyproject.toml"', "!!! note", "::: x", ": def", "{: .a }", "==m==", "~~s~~", "^s^", "$x$", ":smile:",
    "&#10;", "&#32;", "&nbsp;", "&lt;", "\\", "\\*", "  \n", "\n", "\n\n", "\n\n", "\n", " ", "[^1]", "*[HTML]: x", "=", "+", "+", "-", "!", "(", ")", "é", "🙂",
]  # fmt: skip
markdown_text = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join)
SAFE_LINK = re.compile(r"(?:https?://|mailto:|#|job\.md#|[\w%.]*\Z)")


@pytest.fixture(scope="module")
def writer() -> Writer:
    return Writer(prepare_references(REFERENCES))


def harmless(html: str, source: str) -> None:
    for tag, attributes, _ in elements(html):
        assert tag in BLOCK_TAGS, (tag, source)
        for name, value in attributes.items():
            if name == "href":
                assert SAFE_LINK.match(value), (value, source)
            else:
                assert name in ("class", "start", "style") and not re.search("onclick|url", value), (
                    name,
                    value,
                    source,
                )


@settings(max_examples=500)
@given(text=markdown_text)
@example(text="[](javascript:x)# heading")
@example(text="=[](javascript:x)=a==")
@example(text="*[](javascript:x)*")
@example(text="Look\\![x](http://a.example)")
@example(text="- a\n\n- ```\n  x\n  ```")
@example(text="a\n- b\n\n      c\n")
@example(text="999999999. x\n\n   y")
@example(text="- ***\n- a")
@example(text="# a **b** c")
@example(text="&#10;&#10;# x")
@example(text="&#32;&#32;&#32;&#32;x")
def test_written_twice_is_written_once(writer: Writer, text: str) -> None:
    once = writer.block(text)
    html = commonmark(once)
    harmless(html, once)
    if not re.search("<[a-z]", once):  # the tags of our own would be shown as text
        assert commonmark(writer.block(once)) == html, (once, writer.block(once))


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=250)
@given(text=markdown_text)
def test_every_reader_sees_the_same_words_and_no_harm(writer: Writer, name: str, text: str) -> None:
    once = writer.block(text)
    html = READERS[name](once)
    harmless(html, once)
    assert squeezed(html) == squeezed(commonmark(once)), once


def squeezed(html: str) -> str:
    return re.sub(r"[\s\u00a0]", "", words(html))


@settings(max_examples=500)
@given(text=markdown_text)
@example(text="- a | b\n- `c|d`")
@example(text="| a | b |\n| --- | --- |\n| --- | `x\\|y` |")
@example(text="&#10;x")
def test_a_cell_stays_one_cell(writer: Writer, text: str) -> None:
    cell = writer.cell(text)
    assert "\n" not in cell
    assert "|" not in cell
    for reader in READERS.values():
        html = reader(f"A | B\n--- | ---\nx {cell} | last")
        found = [inner for tag, _, inner in elements(html) if tag == "td"]
        assert len(found) == 2, cell
        assert collapse(found[1]) == "last"
        harmless(html, cell)


@pytest.mark.parametrize(("source", "written"), [
    ("# Title *with* **bold**", "**Title *with* bold**"),
    ("![pic](http://a.example/p.png)", "[pic](http://a.example/p.png)"),
    ("[x](javascript:alert(1))", "x"),
    ("See [`idle`], [idle], [so][publish] and [`job:done`].",
     "See [`idle`](#the-idle-status), [idle](#the-idle-status), [so](#publish) and [`job:done`](job.md#the-done-job)."),
    ("`idle` is not linked, nor is [`nothing`].", "`idle` is not linked, nor is \\[`nothing`\\]."),
    ("<b onclick=x>hi</b>", "&lt;b onclick=x>hi&lt;/b>"),
    ("- a\n  - b\n    - c\n- d", "* a\n    * b\n        * c\n* d"),
    ("3. a\n4. b", "3. a\n4. b"),
    ("- ```\n  x\n  ```", "*   &nbsp;\n\n        x"),
    ("```json\n{}", "```json\n{}\n```"),
    ("> a\n> b", "> a\n> b"),
    ("a  \nb", "a  \nb"),
    ("***both***", "<em><strong>both</strong></em>"),
    ("in*fix*ed", "in<em>fix</em>ed"),
    ("| a | b |\n|---|---|\n| `x\\|y` | |", "| a | b |\n| --- | --- |\n| <code>x&#124;y</code> | &nbsp; |"),
])  # fmt: skip
def test_what_is_written(writer: Writer, source: str, written: str) -> None:
    assert writer.block(source) == written


@pytest.mark.parametrize(("source", "written"), [
    ("a\n\nb", "a<br>b"),
    ("- a\n- b", "• a<br>• b"),
    ("1. a\n2. b", "1\\. a<br>2\\. b"),
    ("```\nx\ny|z\n```", "`x`<br><code>y&#124;z</code>"),
    ("| a | b |\n|---|---|\n| --- | 2 |", "a · b<br>\\--- · 2"),
    ("# Big", "**Big**"),
    ("[`a|b`]", "[<code>a&#124;b</code>](#a-b)"),
])  # fmt: skip
def test_what_is_written_in_a_cell(writer: Writer, source: str, written: str) -> None:
    assert writer.cell(source) == written


def test_a_file_is_never_asked_for(writer: Writer) -> None:
    for source in (
        '```\n--8<-- "pyproject.toml"\n```',
        '- ```\n  --8<-- "pyproject.toml"\n  ```',
        "    --8<--\n    pyproject.toml\n    --8<--",
        '--8<-- "pyproject.toml"',
    ):
        for name, reader in READERS.items():
            html = reader(writer.block(source))
            assert "--8&lt;--" in html or "--8<--" in words(html), name
            assert "build-system" not in html
