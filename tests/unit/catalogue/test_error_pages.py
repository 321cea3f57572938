"""The pages of what stops a build: one for each rule that no lint runs, and what they quote is what is said."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from reference import fences, highlighted, pages, rows, section, titles

import statebook
from project_folder import Folder
from statebook.diagnostic import Diagnostic, Severity
from statebook.flaws.registry import Flaw, flaws
from statebook.report.content import Report, Surface
from statebook.report.text import render
from statebook.rules.registry import rules
from statebook.site.artifact import Artifact, Plan
from statebook.site.compare import Comparison, Difference

PACKAGE = Path(statebook.__file__).parent
MAKERS = {"report", "diagnostic", "Diagnostic", "error"}
"""What diagnostics are made by, everywhere."""

FLAWS = list(flaws().values())
every_flaw = pytest.mark.parametrize("flaw", FLAWS, ids=lambda one: one.name)


def used(below: str = "") -> set[str]:
    """The rules that the code names where it makes a diagnostic."""
    found = set()
    for path in (PACKAGE / below).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = [*node.args, *(one.value for one in node.keywords if one.arg == "rule")]
                texts = {one.value for one in given if isinstance(one, ast.Constant)} if called in MAKERS else set()
                found |= {text for text in texts if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", str(text))}
    return found


def test_every_rule_that_reading_names_has_a_page() -> None:
    assert used("source") == {name for name, one in flaws().items() if "export" in one.commands}


def test_every_rule_that_anything_names_has_a_page_and_every_page_has_its_rule() -> None:
    checked = {f"{one}-file" for one in ("stale", "missing", "orphaned", "foreign", "unverified")}
    assert used() - set(rules()) == set(flaws()) - checked
    assert checked <= set(flaws())
    assert not set(flaws()) & set(rules())


def test_nothing_else_has_a_page() -> None:
    found = {path for path in pages() if path.startswith("errors/")}
    assert found == {"errors/index.md"} | {f"errors/{name}.md" for name in flaws()}
    assert rows(pages()["errors/index.md"]) == list(flaws())


@every_flaw
def test_the_page_is_whole(flaw: Flaw) -> None:
    page = pages()[f"errors/{flaw.name}.md"]
    assert page.startswith(f"# {flaw.name}\n")
    assert titles(page) == ["Why", *(["Example"] if flaw.example or flaw.said else []), "How to repair"]
    assert f"{flaw.summary} Severity: **{flaw.severity.value}**." in page


@pytest.mark.parametrize("flaw", [one for one in FLAWS if one.example], ids=lambda one: one.name)
def test_the_page_quotes_what_lint_says(flaw: Flaw, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("spec.yaml", flaw.example)
    assert folder.run("lint", str(tmp_path / "spec.yaml")) == 2
    example = section(pages()[f"errors/{flaw.name}.md"], "Example")
    *said, _ = folder.said.splitlines()
    assert fences(example, "text") == ["\n".join(said)]
    if isinstance(flaw.example, str):
        assert highlighted(example) == [int(line.split(":")[1]) for line in said if line.startswith("spec.yaml:")]


def line_of(one: Diagnostic) -> str:
    return render(Report((one,)), Surface()).splitlines()[0]


@pytest.mark.parametrize("name", ["stale", "missing", "orphaned", "foreign", "unverified"])
def test_the_page_quotes_what_check_says(name: str) -> None:
    flaw = flaws()[f"{name}-file"]
    path = "docs/lamp.svg" if name == "unverified" else "docs/lamp.md"
    (found,) = Comparison((Difference(path, name, list, line=12 if name == "stale" else 1),)).diagnostics()
    assert fences(pages()[f"errors/{flaw.name}.md"], "text") == [line_of(found)]
    assert found.severity is flaw.severity


def test_the_page_quotes_what_a_bad_template_is_told(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("spec/lamp.yaml", "statebook: 1\nid: lamp\ntitle: Lamp\nstate_attribute: status\nstates: {on: {}}\n")
    folder.write("templates/page.md.j2", "# {{ machine.title }}\n\n{{ machin.summary }}\n")
    assert folder.run("build") == 2
    assert fences(pages()["errors/template.md"], "text") == [folder.said.splitlines()[0]]


def test_the_page_quotes_what_twin_files_are_told() -> None:
    with pytest.raises(ValueError, match="collide") as refused:
        Plan([Artifact.plain(f"docs/{name}.md", "", "") for name in ("lamp", "Lamp")], ["docs"])
    said = line_of(Diagnostic("statebook.yml", 1, 1, "unwritable", str(refused.value)))
    assert fences(pages()["errors/unwritable.md"], "text") == [said]


@every_flaw
def test_the_terminal_shows_the_same_text(flaw: Flaw, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("rules", "--of", "build", flaw.name) == 0
    page = pages()[f"errors/{flaw.name}.md"]
    assert [one.replace("  # <--", "") for one in fences(folder.shown, "yaml")] == fences(page, "yaml")
    assert fences(folder.shown, "text") == fences(page, "text")
    assert titles(folder.shown) == titles(page)
    assert folder.shown.endswith(f"\nhttps://statebook.github.io/statebook/reference/errors/{flaw.name}/\n")
    assert folder.run("changes", flaw.name) == 2
    assert folder.said.endswith(f"\n  hint: `statebook rules {flaw.name}` explains it\n")


def test_a_misspelt_name_leads_to_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("rules", "unknwon-reference") == 2
    assert folder.said.endswith("\n  hint: did you mean 'unknown-reference'?\n")


def test_reports_lead_to_the_page(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("spec.yaml", "statebook: 1\nid: lamp\nstate_attribute: status\nstates: {dark: {}}\n")
    url = "https://statebook.github.io/statebook/reference/errors/missing-key/"
    assert folder.run("lint", str(tmp_path / "spec.yaml"), "-f", "sarif") == 2
    (rule,) = json.loads(folder.shown)["runs"][0]["tool"]["driver"]["rules"]
    assert (rule["id"], rule["helpUri"]) == ("missing-key", url)
    assert rule["shortDescription"]["text"] == flaws()["missing-key"].summary
    for name in ("github", "gitlab", "markdown"):
        assert folder.run("lint", str(tmp_path / "spec.yaml"), "-f", name) == 2
        assert url in folder.shown


def test_a_rule_that_nothing_knows_is_told_without_a_page() -> None:
    report = Report((Diagnostic("a", 1, 1, "invented-rule", "M.", severity=Severity.INFO),))
    assert report.notes_of()["invented-rule"].url == ""
