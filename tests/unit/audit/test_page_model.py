"""Markdown to pages: places, sections, fences without an end, anchors, and JSON that is none."""

from __future__ import annotations

import pytest

from statebook.audit.anchored import Anchored
from statebook.audit.page.jsontree import read_json
from statebook.audit.page.model import Fence, Page, Table
from statebook.audit.page.read import read_page


def page(text: str) -> Page:
    return read_page("page.md", tuple(text.split("\n")))


def blocks(found: Page, kind: type) -> list:
    return [block for section in found.sections for block in section.blocks if isinstance(block, kind)]


def test_cells_have_the_columns_of_their_text() -> None:
    text = "From | To\n--- | ---\n`a` | see [`b`](#b) \\| `c`\n\n> | x | y |\n> |---|---|\n> |   p|**q**|\n"
    lines = text.split("\n")
    first, second = blocks(page(text), Table)
    [row] = first.rows
    assert [(code.text, lines[code.place.line - 1][code.place.column - 1]) for cell in row for code in cell.codes] == [
        ("a", "a"), ("b", "b"), ("c", "c"),
    ]  # fmt: skip
    assert [lines[one.place.line - 1][one.place.column - 1 :] for one in row[1].links] == ["#b) \\| `c`"]
    assert [(cell.plain, cell.parts[0].place.column) for cell in second.rows[0]] == [("p", 7), ("q", 11)]


def test_headings_nest_and_carry_their_anchors() -> None:
    found = page('# A\n\n<a id="own"></a>\n\n## The `b` status {#b .c}\n\n### D\n\n## E\n===\n\ntext\n<a name=f></a>\n')
    assert [(one.level, one.title.plain, one.anchor, one.parent.title.plain if one.parent else None) for one in found.sections] == [
        (0, "", "", None), (1, "A", "", ""), (2, "The b status", "b", "A"), (3, "D", "", "The b status"), (2, "E", "", "A"),
    ]  # fmt: skip
    assert found.ids == {"own", "b", "f"}


def test_front_matter_is_no_heading() -> None:
    found = page("---\ntitle: Reference\nincludes:\n  - status\n---\n\n# A\n")
    assert [one.title.plain for one in found.sections] == ["", "A"]


@pytest.mark.parametrize(
    ("text", "unclosed", "headings"),
    [
        ("```json\n{}\n```\n# A\n", [], ["A"]),
        ("```json\n{}\n\n# A\n", [1], ["A"]),
        ("```json\n{}\n\n# A\n\n```json\n{}\n```\n# B\n", [1], ["A", "B"]),
        ("```sh\n# comment\n\n# comment\n", [1], []),
        ("```sh\nls\n\n## A\n\ntext\n", [1], ["A"]),
        ("````md\n```json\n{}\n```\n````\n# A\n", [], ["A"]),
        ("```md\n```json\n{}\n```\n# A\n", [], ["A"]),
        ("~~~\n```\n~~~\n# A\n", [], ["A"]),
        ("# A\n\n```", [3], ["A"]),
        ("* item\n\n  ```json\n  {}\n\n# A\n", [3], ["A"]),
    ],
)  # fmt: skip
def test_a_fence_without_an_end_swallows_nothing(text: str, unclosed: list[int], headings: list[str]) -> None:
    found = page(text)
    assert [one.line for one in found.unclosed] == unclosed
    assert [one.title.plain for one in found.sections[1:]] == headings


def test_a_fence_knows_its_note_and_the_place_of_its_content() -> None:
    [fence] = blocks(page("> Example object\n\n  ```JSON title\n  {}\n  ```\n"), Fence)
    assert (fence.language, fence.note, fence.place.line, fence.place.column) == ("json", "Example object", 3, 3)
    place = fence.place_at(0, 0)
    assert (place.line, place.column) == (4, 3)


@pytest.mark.parametrize(
    ("heading", "anchors"),
    [
        ("The `idle` dataset status", ["the-idle-dataset-status"]),
        ("A & B: what's new?", ["a--b-whats-new", "a-b-whats-new", "a-amp-b-what-39-s-new"]),
        ("Caf\u00e9 _au_ lait", ["caf\u00e9-au-lait", "cafe-au-lait"]),
        ("1. First", ["1-first", "first"]),
        ("snake_case name", ["snake_case-name", "snakecase-name"]),
    ],
)
def test_anchors_of_all_families_are_alive(heading: str, anchors: list[str]) -> None:
    anchored = Anchored(page(f"# Page\n\n## {heading}\n"))
    for one in anchors:
        assert anchored.has(one), one
        assert anchored.has(f"page-{one}"), "nested anchors of Slate"
        assert not anchored.has(f"{one}-1"), "it is there once"
        assert not anchored.has(f"{one}x")


def test_repeated_headings_have_numbers() -> None:
    anchored = Anchored(page("# A\n\n## B\n\n## B\n"))
    assert all(anchored.has(one) for one in ("b", "b-1", "b_1", "b-2"))


SLIPS = {
    '{"a": True, "b": None}': ({"a": True, "b": None}, [(0, 6, "`True` is Python; JSON has `true`"), (0, 17, "`None` is Python; JSON has `null`")]),
    '{"a": [1, 2,],}': ({"a": [1, 2]}, [(0, 11, "a comma stands before `]`"), (0, 13, "a comma stands before `}`")]),
    '{"a": 1\n "b": 2}': ({"a": 1, "b": 2}, [(1, 1, "`,` or `}` is expected here")]),
    '{\n // why\n "a": 1}': ({"a": 1}, [(1, 1, "JSON has no comments")]),
    "{'a': 'b'}": ({"a": "b"}, [(0, 1, "a key stands in double quotes"), (0, 6, "JSON text stands in double quotes")]),
    '{"a": 1, "a": 2}': ({"a": 2}, [(0, 9, 'the key "a" is there twice')]),
    '{"a": 1': ({"a": 1}, [(0, 7, "it ends before its `}`")]),
    '{"a": 1} x': ({"a": 1}, [(0, 9, "something follows the end of the value")]),
    '{"a": "b\nc"}': ({}, [(0, 6, "the text has no closing quote on its line")]),
    '{"a": [{"b": 01}]}': ({"a": [{}]}, [(0, 13, "a value is expected here, not `0`")]),
    "": (None, [(0, 0, "it is empty")]),
}  # fmt: skip


@pytest.mark.parametrize("text", SLIPS)
def test_json_that_is_none_is_read_on(text: str) -> None:
    value, flaws = SLIPS[text]
    tree = read_json(text)
    assert [(one.line, one.column, one.message) for one in tree.flaws] == flaws
    found = tree.root.value if tree.root is not None else None
    assert found == value or (not tree.whole and isinstance(found, dict) and found.items() <= value.items())


def test_what_was_left_out_is_no_slip_of_its_own() -> None:
    tree = read_json('{"a": {...}, "b": [1, ...], ...}')
    assert tree.elided
    assert [one.message for one in tree.flaws] == ["`...` is no JSON"]
    assert tree.root is not None
    assert tree.root.value == {"a": {}, "b": [1]}


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "{" * 500_000, '"' * 300_001, "[1," * 100_000, "/*" * 100_000]
)
def test_hostile_json_is_refused_in_bounded_steps(text: str) -> None:
    tree = read_json(text)
    assert 1 <= len(tree.flaws) <= 10


def test_places_of_values_are_known() -> None:
    tree = read_json('{\n  "a": [1, {"b": "c"}]\n}')
    assert tree.root is not None
    node = tree.root.at(("a", 1, "b"))
    assert node is not None
    assert (node.value, node.line, node.column) == ("c", 1, 17)
    assert tree.root.at(("a", 5)) is None
    assert tree.root.keys == {"a": (1, 2)}


def test_pipes_that_are_escaped_divide_no_cell() -> None:
    text = "| A | B |\n|---|---|\n| a \\| b | `c \\| d` |\n| <code>e&#124;f</code> | \\\\| g |\n| `h` \\| `i` | j \\\\\\| k |\n"
    [found] = blocks(page(text), Table)
    assert [[cell.plain for cell in row] for row in found.rows] == [
        ["a | b", "c | d"],
        ["e|f", "| g"],  # the sign before a bar escapes it, whatever stands before that
        ["h | i", "j \\| k"],
    ]
    lines = text.split("\n")
    for row in found.rows[::2]:
        for cell in row:
            first = cell.parts[0]
            at = lines[first.place.line - 1][first.place.column - 1 :]
            assert at.startswith((first.text.strip()[0], "`"))  # what is spelt otherwise begins where its cell does


HTML = """\
# A

<table>
<tr><td>

| From | To |
| --- | --- |
| `a` | `b` |

<table><tr><td id="inner">

```json
{"a": 1}
```

</td></tr></table>

</td></tr>
</table>

<table>
<tr><td>| From | To |</td></tr>
| --- | --- |
<tr><td><a name="deep">| `x` | `y` |</a></td></tr>
</table>

## B
"""


def test_tables_in_html_are_read_where_markdown_is_and_else_left_alone() -> None:
    found = page(HTML)
    [table] = blocks(found, Table)
    assert [cell.plain for cell in table.rows[0]] == ["a", "b"]
    [fence] = blocks(found, Fence)
    assert (fence.content, fence.first_line) == ('{"a": 1}\n', 13)
    assert found.ids == {"inner", "deep"}
    assert [one.title.plain for one in found.sections] == ["", "A", "B"]
    assert found.unclosed == []
