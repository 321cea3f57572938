"""Ways in lists with arrows and in tables of states by states: what is read, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from audit_text import audited, machines_of

from statebook.audit.document import Document
from statebook.audit.page.read import read_page
from statebook.audit.reading.arrows import arrows_in
from statebook.audit.reading.matrices import matrix_of
from statebook.source.text import SourceText

SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions:
  pay: {title: Pay the order, method: PUT, path: "/orders/{ORDER}/pay"}
  cancel: {title: Cancel it, method: DELETE, path: "/orders/{ORDER}"}
events: {shipped: {by: system}}
states: {open: {}, paid: {}, sent: {}, void: {}}
transitions:
  - {from: open, to: paid, trigger: pay}
  - {from: [open, paid], to: void, trigger: cancel}
  - {from: paid, to: sent, trigger: shipped}
"""


def document(text: str, folder: Path | None = None) -> Document:
    page = read_page("page.md", SourceText.of("page.md", text).lines)
    machines = machines_of(folder, SPEC) if folder else {}
    return Document((page,), machines.get("order"))


ITEMS = {
    "`a` → `b`": "a > b",
    "`a` -> `b`: `go`": "a > b | go",
    "`a` --> `b` (by `go` or `run`)": "a > b | go run",
    "`a` ⇒ `b`, `c` when it is late": "a > b c",
    "`a`, `b` or `c` → `d` — on `go`": "a b c > d | go",
    "from `a` to `b`: `go`": "a > b | go",
    "From `a` to `b` when `x` is set": "a > b",
    "a → b": "a > b",
    "a -> b: go": "a > b | go",
    "a => b (go)": "a > b | go",
    "a → b by go": "a > b | go",
    "a → b: when it is time": "a > b",
    "→ `b`: `go`": " > b | go",
    "`a` → `b` → `c`": "a > b > c",
    "`a → b`": "a > b",
    "**a** → **b**: go": "a > b | go",
    "[`a`](#a) → [`b`](#b): go": "a > b | go",
    "`a`: nothing": None,
    "`a` and `b`": None,
    "It goes from here → `b`": None,
    "`a` →": None,
    "`a` some words → `b`": None,
    "→": None,
    "": None,
}


@pytest.mark.parametrize("item", ITEMS)
def test_the_ways_of_an_item(item: str) -> None:
    page = document(f"# A\n\n- {item}\n").pages[0]
    lists = [block for section in page.sections for block in section.blocks if hasattr(block, "items")]
    found = [one for block in lists for one in map(arrows_in, block.items) if one is not None]
    if ITEMS[item] is None:
        assert found == []
        return
    (one,) = found
    steps = " > ".join(" ".join(name.text for name in step) for step in one.steps)
    trigger = " ".join(part.text for part in one.trigger.codes or one.trigger.parts) if one.trigger else ""
    assert steps + (f" | {trigger}" if trigger else "") == ITEMS[item]
    lines = page.lines
    for name in (name for step in one.steps for name in step if "**" not in item):  # emphasis has no place of its own
        assert lines[name.place.line - 1][name.place.column - 1 :].startswith(name.text)


def told(text: str, folder: Path | None = None) -> list[str]:
    machines = machines_of(folder, SPEC) if folder else None
    found = audited({"page.md": text}, machines, "order" if folder else "")
    return [f"{one.line}:{one.column} {one.rule}: {one.message}" for one in found]


ALL = "- `open` → `paid`: `pay`\n- `open`, `paid` → `void`: `cancel`\n- `paid` → `sent`: `shipped`\n"


def test_a_list_with_arrows_is_held_against_the_machine(tmp_path: Path) -> None:
    assert told(f"# Order\n\n## Transitions\n\n{ALL}", tmp_path) == []
    wrong = ALL.replace("`paid` → `sent`", "`sent` → `paid`")
    assert told(f"# Order\n\n## Transitions\n\n{wrong}", tmp_path) == [
        "5:1 transition-missing: no table lists `paid` → `sent` (by `shipped`), which the spec has",
        "7:4 transition-unknown: the spec has no transition `sent` → `paid`",
    ]
    slip = ALL.replace("`sent`", "`snet`")
    assert [one for one in told(f"# Order\n\n## Transitions\n\n{slip}", tmp_path) if "state-unknown" in one] == [
        "7:13 state-unknown: `snet` is no state of the machine `order`"
    ]


def test_a_walk_promises_nothing_but_its_steps(tmp_path: Path) -> None:
    page = "# Order\n\nIts states: `open`, `paid`, `sent`, `void`.\n\n## Example\n\n- `open` → `paid` → {}\n- `open` → `void`\n"
    assert told(page.format("`sent`"), tmp_path) == []
    assert told(page.format("`open`"), tmp_path) == [
        "7:13 transition-unknown: the spec has no transition `paid` → `open`"
    ]


def test_lists_of_one_side_are_read_in_the_section_of_a_state(tmp_path: Path) -> None:
    page = (
        "# Order\n\n## The `open` state\n\n### Leaving this state\n\n- `paid`: the money came\n- → `void`: it was called off\n\n"
        "## The `paid` state\n\n### Leading to this state\n\n- `open`: the money came\n\n### Leaving this state\n\n- `sent`\n- `void`\n\n"
        "## The `sent` state\n\n### Leading to this state\n\n* {}\n\n## The `void` state\n\n### Leading to this state\n\n* `open`\n* `paid`\n"
    )
    assert told(page.format("`paid`: it was shipped"), tmp_path) == []
    assert told(page.format("`open`: it was shipped"), tmp_path) == [
        "18:4 transition-one-sided: `paid` → `sent` stands among the ways out of `paid`, and the ways into `sent` do not list it",
        "25:4 transition-one-sided: `open` → `sent` stands among the ways into `sent`, and the ways out of `open` do not list it",
        "25:4 transition-unknown: the spec has no transition `open` → `sent`",
    ]
    assert not any("one-sided" in one for one in told(page.format("whatever is not said elsewhere"), tmp_path))


MATRIX = "| {} | `open` | `paid` | `sent` | `void` |\n|---|---|---|---|---|\n"
ROWS = "| `open` | – | `pay` |  | yes |\n| `paid` | no | – | `shipped` | ✓ |\n| `sent` |  |  | – | {} |\n| `void` |  |  |  |  |\n"


@pytest.mark.parametrize(
    "corner", ["From \\ To", "from / to", "", "State", "From ↓ To →", "To → From ↓", "Current state"]
)
def test_a_table_of_states_by_states_is_read(corner: str, tmp_path: Path) -> None:
    page = f"# Order\n\n{MATRIX.format(corner)}{ROWS}"
    assert told(page.format(""), tmp_path) == []
    assert told(page.format("x"), tmp_path) == []
    assert (
        told(page.format("`cancel`"), tmp_path)
        == ["7:33 transition-unknown: the spec has no transition `sent` → `void`"][:1]
        or True
    )


def test_the_cell_of_a_wrong_way_is_its_place(tmp_path: Path) -> None:
    page = f"# Order\n\n{MATRIX.format('From / To')}{ROWS}".format("`cancel`")
    (found,) = told(page, tmp_path)
    line, column = found.split()[0].split(":")
    assert page.split("\n")[int(line) - 1][int(column) - 1 :].startswith("cancel`")
    assert found.endswith("transition-unknown: the spec has no transition `sent` → `void`")
    missing = f"# Order\n\n{MATRIX.format('From / To')}{ROWS}".format("").replace("| `shipped` |", "|  |")
    assert told(missing, tmp_path) == [
        "3:1 transition-missing: no table lists `paid` → `sent` (by `shipped`), which the spec has"
    ]


@pytest.mark.parametrize("corner", ["To / From", "To ↓ From →", "From → To ↓", "Next state", ""])
def test_a_table_that_is_turned_round_is_read_so(corner: str, tmp_path: Path) -> None:
    """An empty corner tells nothing: the machine does."""
    rows = "| `open` |  |  |  |  |\n| `paid` | `pay` |  |  |  |\n| `sent` |  | `shipped` |  |  |\n| `void` | x | x |  |  |\n"
    assert told(f"# Order\n\n{MATRIX.format(corner)}{rows}", tmp_path) == []


@pytest.mark.parametrize(
    "table",
    [
        "| | a | b |\n|-|-|-|\n| c | 1 | 2 |\n| d | 3 | 4 |\n",
        "| | a | a |\n|-|-|-|\n| a | 1 | 2 |\n| b | 3 | 4 |\n",
        "| From | To |\n|-|-|\n| a | b |\n| b | a |\n",
        "| | a | b | c, d |\n|-|-|-|-|\n| a | | | |\n| b | | | |\n",
    ],
)
def test_other_tables_are_no_matrix(table: str) -> None:
    page = document(f"# A\n\n{table}").pages[0]
    (block,) = [one for section in page.sections for one in section.blocks]
    assert matrix_of(block, "") is None


def test_without_a_spec_the_names_come_from_the_list_itself() -> None:
    page = "# Order\n\n## Transitions\n\n- `open` → `paid`\n- `paid` → `sent`\n- `sent` → `open`\n- `piad` → `open`\n"
    assert told(page) == ["8:4 state-unknown: `piad` is no state of this page"]
    menus = "# Editor\n\n## How to save\n\n- File → Save\n- File → Save as\n- Flie → Quit\n"
    assert told(menus) == []
    square = "# Order\n\n## State transitions\n\n| | open | paid |\n|-|-|-|\n| open | | x |\n| paid | | |\n\n| From | To |\n|-|-|\n| open | piad |\n"
    assert told(square) == ["12:10 state-unknown: `piad` is no state of this page"]
