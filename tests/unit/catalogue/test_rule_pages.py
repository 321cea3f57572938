"""The pages of rules: one for each, and what they quote is what `lint` says."""

from __future__ import annotations

from pathlib import Path

import pytest
from reference import fences, highlighted, pages, rows, section, titles

from project_folder import Folder
from statebook.catalogue.findings import without_marks
from statebook.rules.registry import Rule, rules

RULES = list(rules().values())
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda one: one.name)


def test_every_rule_has_a_page_and_nothing_else_has() -> None:
    found = {path for path in pages() if path.startswith("rules/")}
    assert found == {"rules/index.md"} | {f"rules/{name}.md" for name in rules()}


def test_the_table_lists_every_rule_once_gravest_first() -> None:
    index = pages()["rules/index.md"]
    assert sorted(rows(index)) == sorted(rules())
    order = [rules()[name].severity.value for name in rows(index)]
    assert order == sorted(order, key=["error", "warning", "info"].index)
    for rule in RULES:
        assert f"[{rule.name}]({rule.name}.md) | {rule.severity.value} | {rule.summary}\n" in index


@every_rule
def test_the_page_quotes_what_lint_says(rule: Rule, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    path = folder.write("spec.yaml", without_marks(rule.bad))
    folder.run("lint", str(path), "--today", "2026-01-01")
    said: list[str] = []
    ours = False
    for line in folder.said.splitlines():
        if not line.startswith("  "):
            ours = f"[{rule.name}]" in line
        said += [line] if ours else []
    page = pages()[f"rules/{rule.name}.md"]
    shown = [one.encode("ascii", "backslashreplace").decode() for one in fences(section(page, "Bad"), "text")]
    assert shown == ["\n".join(said)]  # this place shows no more than ASCII
    places = sorted({int(line.split(":")[1]) for line in said if line.startswith("spec.yaml:")})
    assert highlighted(section(page, "Bad")) == places


@every_rule
def test_the_page_is_whole(rule: Rule) -> None:
    page = pages()[f"rules/{rule.name}.md"]
    assert page.startswith(f"# {rule.name}\n")
    assert titles(page) == ["Why", "Bad", "Good", "How to repair", "How to silence"]
    assert "# error:" not in page
    assert f"rules:\n  {rule.name}: off" in page
    assert f"statebook lint --rule {rule.name}=off" in page
    assert (f"ignore:\n  - {{rule: {rule.name}," in page) is not rule.is_last


@every_rule
def test_the_terminal_shows_the_same_text(rule: Rule, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("rules", "--of", "lint", rule.name) == 0
    page = pages()[f"rules/{rule.name}.md"]
    for language in ("yaml", "text", "sh"):
        unmarked = [one.replace("  # <--", "") for one in fences(folder.shown, language)]
        assert unmarked == fences(page, language)
    assert titles(folder.shown) == titles(page)
    assert folder.shown.count("  # <--") == len(highlighted(page))
    assert "hl_lines" not in folder.shown
    assert folder.shown.endswith(f"\nhttps://statebook.github.io/statebook/reference/rules/{rule.name}/\n")


def test_a_name_of_the_other_catalogue_leads_there(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("rules", "state-added") == 2
    assert (
        folder.said
        == "statebook: no rule is called 'state-added'\n  hint: `statebook changes state-added` explains it\n"
    )
    assert folder.run("rules", "xyzzy") == 2
    assert folder.said == "statebook: no rule is called 'xyzzy'\n  hint: `statebook rules` lists all names\n"
