"""Escaped text is that very text in every renderer of the family, and makes no element."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from readers import READERS, collapse, elements, needs_redcarpet, redcarpet, words

from statebook.render.escape import SCHEMES, code_span, escape, fence, href, html_text, is_plain, visible

CONSTRUCTS = [
    "==", "++", "^^", "~~", "^", "~", ":::", "::: note", "!!! note", "??? x", "???+ y", '=== "tab"', '--8<-- "pyproject.toml"', "-8<-",
    "{: .a onclick=x }", "{#id}", "[[wiki]]", ":smile:", ":+1:", "$$", "$x$", "\\(", "\\)", "{++a++}", "{--a--}", "{>>a<<}", "{~~a~>b~~}",
    "{==a==}", "**", "*", "__", "_", "`", "``", "```", "~~~", "[", "]", "(", ")", "![", "](javascript:alert(1))", "[^1]", "[^1]: x",
    "*[HTML]: y", "[x]: http://y", "<script>", "<b>", "</code>", "<!--", "-->", "&amp;", "&", "&#60;", "#", "##", "# x", "> ", "- ", "+ ",
    "* ", "1. ", "12) ", "---", "===", "***", "|", "--- | ---", ": def", "\\", "\\*", "/// note", "///", "++ctrl+alt++", "#!python x",
    "\n", "\n\n", "    ", "  \n", "\t", "\u00a0", "\u3000", "\u202e", "\x00", "\x0b", "\x85", "\u2028", "http://a.example/b?c=d", "www.a.example",
    "a@b.example", "word", "word_with_more", "x", "1", ".", "!", "?", '"', "'", "é", "中", "🙂", "https://a.example/\\*|^~", "C#",
]  # fmt: skip
hostile = st.lists(
    st.one_of(st.sampled_from(CONSTRUCTS), st.sampled_from([*CONSTRUCTS, " ", " "]), st.text(max_size=4)), max_size=9
).map("".join)

ALLOWED_LINK = re.compile(r"(?:https?|ftp)://|mailto:")


def shown(text: str) -> str:
    """What a reader sees of a text: nothing acts, white space collapses."""
    return collapse(visible(text))


def check(source: str, wanted: str, name: str, allowed: set[str]) -> None:
    rendered = READERS[name](source)
    assert words(rendered) == wanted, (source, rendered)
    for tag, attributes, _ in elements(rendered):
        if tag == "a" and set(attributes) == {"href"} and ALLOWED_LINK.match(html.unescape(attributes["href"])):
            continue
        assert tag in allowed, (source, rendered)
        assert not attributes, (source, rendered)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=220)
@given(text=hostile)
@example(text='--8<-- "pyproject.toml"')
@example(text="a\n\n# b")
@example(text="~x~ ^y^ $z$ :smile: ==m==")
@example(text="    four")
@example(text="a #")
@example(text="1986. A year")
def test_escaped_text_is_a_paragraph_of_that_text(name: str, text: str) -> None:
    check(escape(text), shown(text), name, {"p"})


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=120)
@given(text=hostile)
@example(text="#")
@example(text="C#")
@example(text="x {#id}")
def test_escaped_text_is_a_heading_of_that_text(name: str, text: str) -> None:
    source = f"# {escape(text)}\n\nafter"
    found = elements(READERS[name](source))
    if shown(text):
        assert [(tag, collapse(inner)) for tag, _, inner in found if tag in ("h1", "p")] == [
            ("h1", shown(text)),
            ("p", "after"),
        ], source


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=120)
@given(first=hostile, second=hostile)
@example(first="- x", second="a|b")
@example(first="`", second="`")
def test_escaped_text_fills_one_cell(name: str, first: str, second: str) -> None:
    source = f"One | Two\n--- | ---\n{escape(first)}&nbsp; | {code_span(second, in_cell=True)} | \nlast | row\n"
    rendered = READERS[name](source)
    cells = [collapse(inner) for tag, _, inner in elements(rendered) if tag == "td"]
    assert len(cells) == 4, (source, rendered)
    assert cells[0].rstrip("\u00a0 ") == shown(first).rstrip("\u00a0 ")
    assert cells[1] == shown(second)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=200)
@given(text=hostile, in_cell=st.booleans())
@example(text="a`b", in_cell=False)
@example(text='--8<-- "pyproject.toml"', in_cell=False)
@example(text="{++x++} ==y== ~~z~~", in_cell=True)
@example(text="a|b==c==--d", in_cell=True)
def test_a_code_span_holds_that_text(name: str, text: str, in_cell: bool) -> None:
    source = code_span(text, in_cell=in_cell)
    assert "\n" not in source
    if shown(text):
        check(f"a {source} b", f"a {shown(text)} b".replace("  ", " "), name, {"p", "code"})
        codes = [inner for tag, _, inner in elements(READERS[name](f"a {source} b")) if tag == "code"]
        assert [collapse(one) for one in codes] == [shown(text)], source


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150)
@given(text=hostile)
@example(text="a==b== c--d e...f www.a.example")
def test_html_text_is_that_text(name: str, text: str) -> None:
    if shown(text):
        check(f"a <code>{html_text(text)}</code> b", f"a {shown(text)} b".replace("  ", " "), name, {"p", "code"})


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=200)
@given(text=hostile, language=st.sampled_from(["", "json", "c++", "x y", "`", "{.a}"]))
@example(text='--8<-- "pyproject.toml"', language="")
@example(text="```\n````", language="json")
@example(text="{++a++}{--b--}", language="")
def test_a_fence_holds_that_text_and_ends_where_it_should(name: str, text: str, language: str) -> None:
    rendered = READERS[name](f"before\n\n{fence(text, language)}\n\nafter")
    found = [(tag, inner) for tag, _, inner in elements(rendered) if tag in ("pre", "p")]
    assert [tag for tag, _ in found] == ["p", "pre", "p"], rendered
    assert (found[0][1], found[2][1]) == ("before", "after")
    wanted = visible(text.replace("\t", "    "))
    lines = [line.rstrip() for line in found[1][1].split("\n")]
    assert "\n".join(lines).strip("\n") == "\n".join(line.rstrip() for line in wanted.split("\n")).strip("\n")


@needs_redcarpet
def test_redcarpet_shows_the_same_text() -> None:
    texts = [
        *CONSTRUCTS,
        *(f"a {one} b {one} c" for one in CONSTRUCTS),
        "[`x`](javascript:alert(1))",
        "![x](y)",
        '"quoted" text',
    ]
    wanted = [shown(one) for one in texts]
    for text, want, made in zip(texts, wanted, redcarpet([escape(one) for one in texts]), strict=True):
        assert words(made) == want, (text, made)
        assert {tag for tag, _, _ in elements(made)} <= {"p"}, (text, made)
    spans = [one for one in texts if shown(one)]
    for text, made in zip(spans, redcarpet([f"a {code_span(one, in_cell=True)} b" for one in spans]), strict=True):
        assert [(tag, collapse(inner)) for tag, _, inner in elements(made) if tag != "p"] == [("code", shown(text))], (
            text,
            made,
        )
    for text, made in zip(texts, redcarpet([f"{fence(one, 'json')}\n\nafter" for one in texts]), strict=True):
        assert [tag for tag, _, _ in elements(made) if tag in ("pre", "p")] == ["pre", "p"], (text, made)


@settings(max_examples=400)
@given(
    url=st.one_of(
        hostile,
        st.tuples(
            st.sampled_from(
                ["javascript:", "data:", "vbscript:", "//", "\\\\", "http://", "https://", "/", "#", "?", ""]
            ),
            hostile,
        ).map("".join),
    )
)
@example(url="java\nscript:alert(1)")
@example(url="JavaScript:alert(1)")
@example(url="\x01javascript:alert(1)")
@example(url="javascript&colon;alert(1)")
@example(url="/\\evil.example")
@example(url="https://a.example/(x)_*'\"<>")
def test_a_link_target_is_a_harmless_one_or_none(url: str) -> None:
    found = href(url)
    if found is None:
        return
    assert re.fullmatch(r"[!-~]*", found)
    assert not re.search(r"[\s<>\"'()\\`*\[\]{}|^$]", found)
    parts = urlsplit(html.unescape(found))
    assert not parts.scheme or f"{parts.scheme}:" in SCHEMES
    assert not found.startswith(("//", "/\\", "\\"))
    for name, reader in READERS.items():
        links = [attributes for tag, attributes, _ in elements(reader(f"a [x]({found}) b")) if tag == "a"]
        assert len(links) == 1, (name, found)
        assert set(links[0]) == {"href"}
        assert unquote(links[0]["href"]) == unquote(html.unescape(found)), name


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "java\tscript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "\\\\evil.example",
    ],
)
def test_a_dangerous_target_is_refused(url: str) -> None:
    assert href(url) is None


@given(text=hostile)
def test_plain_text_needs_no_escape(text: str) -> None:
    if is_plain(text):
        assert escape(text) == text
        for reader in READERS.values():
            assert words(reader(text)) == text


def test_what_turns_text_around_is_named() -> None:
    assert visible("a\u202eb\u2066c") == "a(U+202E)b(U+2066)c"
    assert "\u202e" not in fence("a\u202eb") + code_span("a\u202eb") + escape("a\u202eb") + html_text("a\u202eb")
