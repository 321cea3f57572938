"""The pages of findings in logs: one for each, and what they quote is what `conform` says."""

from __future__ import annotations

from pathlib import Path

import pytest
from reference import fences, highlighted, pages, rows, section, titles

from project_folder import Folder
from statebook.catalogue.logrows import LOG, ROWS, SPEC, LogFinding
from statebook.conform.problems import SUMMARIES

every_row = pytest.mark.parametrize("row", ROWS, ids=lambda one: one.name)


def test_every_finding_has_a_page_and_nothing_else_has() -> None:
    assert sorted(one.name for one in ROWS) == sorted(SUMMARIES)
    found = {path for path in pages() if path.startswith("logs/")}
    assert found == {"logs/index.md"} | {f"logs/{name}.md" for name in SUMMARIES}
    assert sorted(rows(pages()["logs/index.md"])) == sorted(SUMMARIES)


@every_row
def test_the_page_quotes_what_conform_says(row: LogFinding, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("spec/parcel.yaml", SPEC)
    log = folder.write(LOG, row.log)
    assert folder.run("conform", str(log), *row.options) == 1
    *said, counts, total = folder.said.replace(f"{tmp_path}/", "").splitlines()
    assert "judged" in counts
    assert total == "1 error in 1 file."
    assert "\n".join(said) == row.said
    example = section(pages()[f"logs/{row.name}.md"], "Example")
    assert fences(example, "text") == [row.said]
    assert fences(example, "json") == [row.log.rstrip("\n")]
    assert highlighted(example) == [int(said[0].split(":")[1])]


@every_row
def test_the_page_is_whole(row: LogFinding) -> None:
    page = pages()[f"logs/{row.name}.md"]
    assert page.startswith(f"# {row.name}\n")
    assert titles(page) == ["Why", "Example", "How to repair", "How to silence"]
    assert f"{SUMMARIES[row.name]} Severity: **error**." in page


@every_row
def test_the_terminal_shows_the_same_text(row: LogFinding, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("rules", "--of", "conform", row.name) == 0
    page = pages()[f"logs/{row.name}.md"]
    for language in ("yaml", "text", "sh"):
        assert fences(folder.shown, language) == fences(page, language)
    assert folder.shown.endswith(f"\nhttps://statebook.github.io/statebook/reference/logs/{row.name}/\n")


def test_a_name_of_two_commands_is_explained_twice(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("rules", "wrong-type") == 0
    assert folder.shown.count("\n# wrong-type\n") + folder.shown.startswith("# wrong-type\n") == 2
    assert folder.run("rules", "--of", "build", "wrong-type") == 0
    assert folder.shown.count("# wrong-type\n") == 1
