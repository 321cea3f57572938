"""The pages of checks: one for each, and what they quote is what `audit` says."""

from __future__ import annotations

from pathlib import Path

import pytest
from reference import fences, highlighted, pages, rows, titles

from project_folder import Folder
from statebook.audit.registry import Check, checks
from statebook.catalogue.checks import LONGEST

CHECKS = list(checks().values())
every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.name)


def test_every_check_has_a_page_and_nothing_else_has() -> None:
    found = {path for path in pages() if path.startswith("checks/")}
    assert found == {"checks/index.md"} | {f"checks/{name}.md" for name in checks()}


def test_the_table_lists_every_check_once_gravest_first() -> None:
    index = pages()["checks/index.md"]
    assert sorted(rows(index)) == sorted(checks())
    order = [checks()[name].severity.value for name in rows(index)]
    assert order == sorted(order, key=["error", "warning", "info"].index)


@every_check
def test_the_page_quotes_what_audit_says(check: Check, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    page = folder.write("page.md", check.bad)
    spec = ["--spec", str(folder.write("spec.yaml", check.spec)), "--machine", "order"] if check.spec else ["--alone"]
    folder.run("audit", str(page), *spec, "-f", "text", "-o", str(tmp_path / "report.txt"))
    said: list[str] = []
    ours = False
    for line in folder.read("report.txt").splitlines()[:-1]:
        if not line.startswith("  "):
            ours = f"[{check.name}]" in line
        said += [line] if ours else []
    text = pages()[f"checks/{check.name}.md"]
    assert fences(text, "text") == ["\n".join(said)]
    assert highlighted(text) == sorted({int(line.split(":")[1]) for line in said if line.startswith("page.md:")})


@every_check
def test_the_page_is_whole(check: Check) -> None:
    page = pages()[f"checks/{check.name}.md"]
    assert page.startswith(f"# {check.name}\n")
    assert titles(page) == ["Why", "Bad", "Good", "How to repair", "How to silence"]
    assert fences(page, "yaml") == ([check.spec.rstrip("\n")] if check.spec else []) + [
        f"rules:\n  {check.name}: off  # or info, warning, error"
    ]
    bad, good = fences(page, "markdown")
    for shown, text in ((bad, check.bad), (good, check.good)):
        assert shown == text.rstrip("\n") or (shown.endswith(" …") and len(text) > LONGEST)


@every_check
def test_the_terminal_shows_the_same_text(check: Check, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("rules", check.name) == 0
    page = pages()[f"checks/{check.name}.md"]
    for language in ("yaml", "text", "sh"):
        assert fences(folder.shown, language) == fences(page, language)
    assert folder.shown.count("  # <--") == len(highlighted(page))
    assert folder.shown.endswith(f"\nhttps://statebook.github.io/statebook/reference/checks/{check.name}/\n")


def test_rules_of_audit_lists_every_check(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("rules", "--of", "audit") == 0
    assert sorted(line.split()[1] for line in folder.shown.splitlines()) == sorted(checks())
    assert folder.run("rules", "--of", "audti") == 2
    assert folder.said == "statebook: no findings of 'audti' are explained here\n  hint: did you mean 'audit'?\n"
    assert folder.run("rules", "--of", "audit", "broken-link") == 2
