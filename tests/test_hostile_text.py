"""The whole output for a hostile spec, read as a browser would: nothing in it acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
import markdown
import pytest

CASES = Path(__file__).parent / "cases"
SITE_EXTENSIONS = ["tables", "fenced_code", "attr_list", "md_in_html", "admonition", "pymdownx.superfences"]
WITH_MORE = [
    "tables",
    "fenced_code",
    "attr_list",
    "md_in_html",
    "admonition",
    "footnotes",
    "abbr",
    "def_list",
    "toc",
    "meta",
    "smarty",
]
PYMDOWN = ["tables", "attr_list", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.snippets",
           "pymdownx.tilde", "pymdownx.mark", "pymdownx.details", "pymdownx.tabbed", "pymdownx.magiclink",
           "pymdownx.keys", "pymdownx.critic", "pymdownx.betterem", "pymdownx.tasklist"]  # fmt: skip
COLUMNS = ["tables", "attr_list", "md_in_html", "admonition", "pymdownx.superfences", "statebook.columns"]
EXTENSIONS = {"site": SITE_EXTENSIONS, "more": WITH_MORE, "pymdown": PYMDOWN, "columns": COLUMNS}

ELEMENTS = {
    "html", "head", "body", "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th",
    "td", "code", "pre", "strong", "em", "a", "br", "img", "blockquote", "hr", "div", "span",
}  # fmt: skip
MORE_ELEMENTS = {
    "columns": {
        *[
            "section",
            "figure",
            "figcaption",
            "details",
            "summary",
            "button",
            "label",
            "input",
            "nav",
            "wbr",
            "dl",
            "dt",
            "dd",
        ]
    },
    "pymdown": {"mark"},
}
ATTRIBUTES = {
    "a": {"href", "id"}, "img": {"src", "alt"}, "div": {"class"}, "span": {"class"}, "code": {"class"}, "th": {"style"},
    "td": {"style"}, "h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "ol": {"start"},
}  # fmt: skip
STYLES = {"text-align: left;", "text-align: right;", "text-align: center;"}
SVG_ELEMENTS = {
    "svg",
    "g",
    "title",
    "desc",
    "style",
    "path",
    "polygon",
    "polyline",
    "ellipse",
    "circle",
    "rect",
    "text",
    "a",
    "tspan",
}
SVG = "{http://www.w3.org/2000/svg}"


def pages() -> list[Path]:
    return sorted((CASES / "hostile/expected").rglob("*.md"))


def pictures() -> list[Path]:
    return sorted(CASES.glob("*/expected/**/*.svg"))


def walk(node: Any) -> Iterator[Any]:
    yield node
    for child in node:
        yield from walk(child)


def safe_link(href: str, *, picture: bool = False) -> bool:
    """A fragment, a relative path, or a web address."""
    if any(ord(character) <= 0x20 or ord(character) == 0x7F for character in href):
        return False
    parts = urlsplit(href)
    if parts.scheme or href.startswith(("//", "/", "\\")):
        return not picture and parts.scheme in ("http", "https")
    return ".." not in parts.path.split("/") and (not picture or parts.path.endswith(".svg"))


@pytest.mark.parametrize("extensions", EXTENSIONS)
@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_no_element_or_attribute_but_those_of_a_page(
    page: Path, extensions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CASES / "hostile/project")
    text = page.read_bytes().decode()
    html = markdown.markdown(text, extensions=EXTENSIONS[extensions])
    with_columns = extensions == "columns"
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    comments = 0
    flaws = []
    for node in walk(parser.parse(f"<!doctype html><title>x</title><body>{html}</body>").find("body")):
        if not isinstance(node.tag, str):
            comments += 1
            continue
        tag = node.tag.rpartition("}")[2]
        if tag not in ELEMENTS | MORE_ELEMENTS.get(extensions, set()):
            flaws.append(f"<{tag}>")
        for name, value in node.attrib.items():
            flaws += (
                [f"<{tag} {name}={value[:60]!r}>"]
                if not attribute_is_fine(tag, str(name), value, with_columns=with_columns)
                else []
            )
    assert not flaws, list(dict.fromkeys(flaws))
    assert comments == (0 if with_columns else 1), "the first line, and no other, is a comment; the columns drop it"


def attribute_is_fine(tag: str, name: str, value: str, *, with_columns: bool) -> bool:
    if name == "href":
        return tag == "a" and safe_link(value)
    if name == "src":
        return tag == "img" and safe_link(value, picture=True)
    if name == "style":
        return value in STYLES
    if with_columns:
        return name in {"id", "alt", "class", "start", "role", "title", "open", "tabindex"} or name.startswith(
            ("data-", "aria-")
        )
    return name in ATTRIBUTES.get(tag, set())


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_the_text_of_the_author_is_all_there(page: Path) -> None:
    html = markdown.markdown(page.read_bytes().decode(), extensions=SITE_EXTENSIONS)
    text = "".join(html5lib.parse(html, namespaceHTMLElements=False).itertext())
    for piece in ("<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", '--8<-- "/etc/passwd"', "]]>", "🙂", "中文", "{: onclick=",
                  "<img src=x onerror=alert(1)>"):  # fmt: skip
        assert piece in text, piece
    assert "49" not in re.findall(r"\b49\b", text)


def test_no_character_that_turns_text_around_stands_in_a_page() -> None:
    for path in (CASES / "hostile/expected").rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode()
            found = re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", text)
            assert not found, (path.name, sorted({hex(ord(one)) for one in found}))


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_tables_keep_their_columns(page: Path) -> None:
    html = markdown.markdown(page.read_bytes().decode(), extensions=SITE_EXTENSIONS)
    tables = html5lib.parse(html, namespaceHTMLElements=False).iter("table")
    for table in tables:
        widths = {len(list(row)) for row in table.iter("tr")}
        assert len(widths) == 1
        for row in table.iter("tr"):
            assert "".join(row.itertext()).strip()


def svg_attribute_is_fine(name: str, value: str) -> bool:
    if name.startswith("{http://www.w3.org/1999/xlink}") or name == "href":
        return name.endswith("title") or re.fullmatch(r"#[^\s<>\"'`\\]+", value) is not None
    return not name.lower().startswith("on") and "javascript:" not in value.lower() and "url(" not in value.lower()


@pytest.mark.parametrize("picture", pictures(), ids=lambda path: f"{path.parents[3].name}-{path.stem}")
def test_every_diagram_is_inert_xml(picture: Path) -> None:
    content = picture.read_bytes()
    assert b"<!DOCTYPE" not in content
    assert b"<!ENTITY" not in content
    root = ElementTree.fromstring(content)
    assert root.tag == f"{SVG}svg"
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in SVG_ELEMENTS, node.tag
        for name, value in node.attrib.items():
            assert svg_attribute_is_fine(name, value), (node.tag, name, value)
        if node.tag == f"{SVG}style":
            assert "<" not in (node.text or "")
            assert "@import" not in (node.text or "")
            assert "url(" not in (node.text or "")


def cells(line: str) -> int:
    """How many cells a row of a Markdown table has. Ours have no outer bars, an author's may have them."""
    bare = re.sub(r"(`+).*?(?<!`)\1(?!`)", "", re.sub(r"\\.", "", line))
    inner = bare.strip()
    if inner.startswith("|"):
        inner = inner.removeprefix("|").removesuffix("|")
    return inner.count("|") + 1


@pytest.mark.parametrize(
    "page",
    sorted(CASES.glob("*/expected/**/*.md")),
    ids=lambda path: path.relative_to(CASES).parts[0] + "-" + path.stem,
)
def test_every_row_of_a_table_has_the_cells_of_its_heading(page: Path) -> None:
    lines = page.read_bytes().decode().split("\n")
    for number, line in enumerate(lines):
        if re.fullmatch(r"\|?[ :]*-[-: |]*\|[-: |]*", line) and number:
            wanted = cells(line)
            assert cells(lines[number - 1]) == wanted, lines[number - 1]
            for row in lines[number + 1 :]:
                if not row.strip():
                    break
                assert cells(row) == wanted, row
