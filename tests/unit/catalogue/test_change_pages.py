"""The pages of kinds of change: one for each, and what they quote is what `diff` says."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from reference import fences, pages, rows, section, titles

from project_folder import Folder
from statebook.catalogue.edits import met
from statebook.diff import judge
from statebook.diff.kinds import GRAVITY, Impact, Kind, kinds

KINDS = list(kinds().values())
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.name)


def test_every_kind_has_a_page_and_nothing_else_has() -> None:
    found = {path for path in pages() if path.startswith("changes/")}
    assert found == {"changes/index.md"} | {f"changes/{name}.md" for name in kinds()}


def test_the_table_lists_every_kind_once_gravest_first() -> None:
    index = pages()["changes/index.md"]
    listed = rows(index)
    assert listed[: len(Impact)] == [impact.value for impact in Impact]
    names = listed[len(Impact) :]
    assert sorted(names) == sorted(kinds())
    order = [GRAVITY[kinds()[name].impact] for name in names]
    assert order == sorted(order)


@every_kind
def test_the_page_is_whole(kind: Kind) -> None:
    page = pages()[f"changes/{kind.name}.md"]
    wanted = ["Why", "What to do", "Example", "The way back"]
    if "## When it weighs otherwise" in page:
        wanted.insert(3, "When it weighs otherwise")
    if kind.impact in (Impact.BREAKING, Impact.DANGEROUS):
        wanted.append("How to approve it")
    assert titles(page) == wanted
    assert kind.why in section(page, "Why")
    assert kind.advice in section(page, "What to do")
    back = section(page, "The way back")
    assert (f"]({kind.mirror}.md)" in back) is (kind.mirror not in ("", kind.name))
    assert "{" not in page.replace("{kind", "").partition("## Example")[0]


@every_kind
def test_the_page_quotes_what_diff_says(kind: Kind, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    page = pages()[f"changes/{kind.name}.md"]
    quoted = fences(page, "text")
    assert quoted
    shown = [one for one in met()[kind.name] if one.said() in quoted and one.edit.base and one.edit.head]
    assert shown or kind.name in ("machine-added", "machine-removed")  # a whole file comes or goes
    for one in shown:
        base, head = (
            folder.write(name, text) for name, text in [("base.yaml", one.edit.base), ("head.yaml", one.edit.head)]
        )
        today = one.edit.today or "2000-01-01"
        folder.run("diff", str(base), str(head), "--all", "--today", today)
        assert f"{one.said()}\n" in folder.shown.replace(f"{tmp_path}/", "")
        if one.edit.today:
            assert f"`--today {one.edit.today}`" in page


def test_every_reason_of_the_judgement_stands_on_a_page() -> None:
    text = "\n".join(page for path, page in pages().items() if path.startswith("changes/"))
    reasons = [
        node.args[2]
        for node in ast.walk(ast.parse(inspect.getsource(judge)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "judged"
        and len(node.args) > 2
    ]
    words = [
        ast.literal_eval(one) if isinstance(one, ast.Constant) else ast.literal_eval(one.values[0]) for one in reasons
    ]
    assert len(words) > 20
    assert [one for one in words if one not in text] == []


@every_kind
def test_the_entry_of_an_approval_is_accepted(kind: Kind, tmp_path: Path) -> None:
    page = pages()[f"changes/{kind.name}.md"]
    entries = fences(page, "yaml")
    assert bool(entries) is (kind.impact in (Impact.BREAKING, Impact.DANGEROUS))
    shown = next((one for one in met()[kind.name] if one.approval().rstrip() in entries), None)
    if shown is None or not (shown.edit.base and shown.edit.head):
        return
    folder, filled = (
        Folder(tmp_path),
        entries[0].replace("reason: TODO", "reason: Wanted.").replace("by: TODO", "by: us"),
    )
    for name, text in [("base.yaml", shown.edit.base), ("head.yaml", shown.edit.head), ("approvals.yaml", filled)]:
        folder.write(name, text)
    sides = [str(tmp_path / "base.yaml"), str(tmp_path / "head.yaml")]
    folder.run("diff", *sides, "--today", shown.edit.today or "2000-01-01")
    assert "  approved by us: Wanted." in folder.shown


@every_kind
def test_the_terminal_shows_the_same_text(kind: Kind, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("changes", kind.name) == 0
    page = pages()[f"changes/{kind.name}.md"]
    for language in ("diff", "text", "yaml"):
        assert fences(folder.shown, language) == fences(page, language)
    assert titles(folder.shown) == titles(page)
    assert "](" not in folder.shown
    assert folder.shown.endswith(f"\nhttps://statebook.github.io/statebook/reference/changes/{kind.name}/\n")


def test_changes_lists_every_kind_gravest_first(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("changes") == 0
    lines = [line.split(None, 2) for line in folder.shown.splitlines()]
    assert sorted(line[1] for line in lines) == sorted(kinds())
    assert [GRAVITY[Impact(line[0])] for line in lines] == sorted(GRAVITY[Impact(line[0])] for line in lines)
    assert "State OLD is now called NEW." in folder.shown
    assert "{" not in folder.shown


def test_changes_knows_what_was_meant(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("changes", "state-adde") == 2
    assert folder.said == "statebook: no kind of change is called 'state-adde'\n  hint: did you mean 'state-added'?\n"
    assert folder.run("changes", "broken-link") == 2
    assert folder.said.endswith("hint: `statebook rules broken-link` explains it\n")
