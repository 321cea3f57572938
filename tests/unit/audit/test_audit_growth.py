"""An audit grows with the page and not faster, and hostile pages cost no more than long ones."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from statebook.audit.judge import documents, judge
from statebook.audit.page.read import read_page
from statebook.source.load import load_project
from steps import steps

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "benchmarks"))
from audit_page import LINES_A_STATE, page_text, spec_text  # type: ignore[import-not-found]


def work(text: str, folder: Path | None = None) -> int:
    """The steps of one audit."""
    machines = load_project(folder)[0].machines if folder is not None else {}
    lines = tuple(text.split("\n"))
    judge(documents([read_page("page.md", lines[:9])], machines))  # what is made once a process
    return steps(lambda: judge(documents([read_page("page.md", lines)], machines)))


def test_growth_is_linear(tmp_path: Path) -> None:
    costs = []
    for lines in (1_200, 4_800):
        folder = tmp_path / str(lines)
        (folder / "spec").mkdir(parents=True)
        (folder / "spec/ring.yaml").write_text(spec_text(lines // LINES_A_STATE))
        costs.append(work(page_text(lines // LINES_A_STATE), folder))
    small, large = costs
    assert large < 4.4 * small, (small, large)


HOSTILE = {
    "brackets": lambda n: "[ " * 40 + "\n\n" * 2 + ("[" * 40 + "\n\n") * n,
    "one paragraph of brackets": lambda n: ("[" * 40 + "\n") * n,
    "quotes in quotes": lambda n: (">" * 40 + " a\n") * n,
    "fences that never end": lambda n: '```json\n{"a": 1}\n' * n,
    "fences with headings": lambda n: "```json\n\n## a\n" * n,
    "the same heading": lambda n: "## The `s` status\n\n" * n,
    "states without end": lambda n: "".join(f"## The `s{one}` status\n\n`s{one}x`\n\n" for one in range(n)),
    "dead links": lambda n: "".join(f"[a](#x{one})\n\n" for one in range(n)),
    "any to any": lambda n: "| From | To |\n|---|---|\n| `a` | `b` |\n| `b` | `a` |\n" + "| any | any |\n" * n,
    "slips": lambda n: "## The `processing` status\n\n## The `idle` status\n\n### Leaving\n\nState|x\n---|---\n" + "".join(f"`procesing{one}`|x\n" for one in range(n)),
    "empty examples": lambda n: "# A\n\n" + "```json\n{}\n```\n\n" * n,
    "code spans": lambda n: ("`a` " * 40 + "\n\n") * n,
    "states with examples": lambda n: page_text(n // 4),
    "ids": lambda n: '<a id="x">\n\n' * n,
    "todos": lambda n: "TODO\n\n" * n,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_cost_no_more_than_long_ones(name: str) -> None:
    small, large = work(HOSTILE[name](150)), work(HOSTILE[name](600))
    assert large < 4.4 * small + 2_000, (small, large)


def test_a_hundred_thousand_lines_and_a_huge_line_are_checked() -> None:
    text = "# A\n\n" + "x" * 3_000_000 + "\n\n" + "A line of prose.\n\n" * 50_000 + "TODO\n"
    found = judge(documents([read_page("page.md", tuple(text.split("\n")))], {}))
    assert [(one.check.name, one.finding.place.line) for one in found] == [
        ("placeholder-left", 100_005),
        ("unread-part", 3),
    ]


def test_a_thousand_findings_of_a_kind_are_told_and_the_rest_is_counted() -> None:
    found = judge(documents([read_page("page.md", tuple(("# A\n\n" + "TODO\n\n" * 2_500).split("\n")))], {}))
    assert len(found) == 1_000
    assert found[-1].finding.message == "`TODO` was left to be written (and 1,500 more of this kind on the page)"
    assert len({one.fingerprint for one in found}) == 1_000


def test_fingerprints_do_not_move_with_lines() -> None:
    page = "# A\n\nTODO\n\n[x](#y)\n"
    first = {one.fingerprint for one in judge(documents([read_page("page.md", tuple(page.split("\n")))], {}))}
    moved = "Before.\n\n" * 7 + page
    assert {one.fingerprint for one in judge(documents([read_page("page.md", tuple(moved.split("\n")))], {}))} == first
