"""How the reference comes to disk: for who asks, the same bytes anywhere, and gone with what it describes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from reference import pages

import statebook.catalogue.rules as chapter
from fresh_python import fresh
from project_folder import GOOD, Folder
from statebook.rules.registry import rules

ROOT = Path(__file__).resolve().parents[3]
DIGEST = """
import hashlib
from statebook.catalogue.book import sheets
from statebook.render.environment import shipped_templates
text = "".join(one.path + one.text for one in sheets([shipped_templates()], "python build.py"))
print(hashlib.sha256(text.encode()).hexdigest(), end="")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.write("spec/good.yaml", GOOD)
    made.write("statebook.yml", "statebook: 1\ncatalogue: docs/reference\n")
    return made


def test_the_committed_reference_is_this_one() -> None:
    there = {
        path.relative_to(ROOT / "docs/reference").as_posix(): path for path in (ROOT / "docs/reference").rglob("*.*")
    }
    assert {name: path.read_bytes().decode() for name, path in there.items()} == pages()


@pytest.mark.parametrize("seed", ["0", "1"])
def test_neither_terminal_nor_hash_seed_nor_locale_changes_a_byte(seed: str) -> None:
    wanted = hashlib.sha256("".join(path + text for path, text in pages().items()).encode()).hexdigest()
    assert fresh("-c", DIGEST, seed=seed, COLUMNS="40", LC_ALL="C").decode() == wanted


def test_a_project_that_does_not_ask_gets_no_reference_and_loads_none(tmp_path: Path) -> None:
    stranger = Folder(tmp_path)
    stranger.write("spec/good.yaml", GOOD)
    code = f"import sys; from statebook.cli import main; main(['build', '-C', {str(tmp_path)!r}]); print('statebook.catalogue.rules' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False\n"
    assert not (tmp_path / "docs/reference").exists()


def test_who_asks_gets_it_checked_like_all_pages(folder: Folder) -> None:
    assert folder.run("build") == 0
    assert folder.read("docs/reference/rules/dead-end-state.md") == pages()["rules/dead-end-state.md"].replace(
        "python build.py", "statebook build"
    )
    assert folder.run("check") == 0
    folder.write("docs/reference/commands.md", "# Commands\n")
    assert folder.run("check") == 1
    assert "docs/reference/commands.md" in folder.shown


def test_it_may_lie_outside_of_the_output(folder: Folder) -> None:
    folder.write("statebook.yml", "statebook: 1\ncatalogue: handbook\n")
    assert folder.run("build") == 0
    assert (folder.root / "handbook/changes/state-added.md").is_file()
    folder.write("statebook.yml", "statebook: 1\n")
    assert folder.run("build") == 0


def test_the_page_of_a_rule_that_is_no_more_goes_with_it(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder.run("build") == 0
    left = {name: rule for name, rule in rules().items() if name != "raw-html"}
    monkeypatch.setattr(chapter, "rules", lambda: left)
    shutil.rmtree(folder.root / ".statebook-cache", ignore_errors=True)
    assert folder.run("check") == 1
    assert "docs/reference/rules/raw-html.md was generated once" in folder.shown
    assert folder.run("build") == 0
    assert not (folder.root / "docs/reference/rules/raw-html.md").exists()
    assert "raw-html" not in folder.read("docs/reference/rules/index.md")


def test_a_broken_template_of_ones_own_is_said_and_nothing_is_written(folder: Folder) -> None:
    folder.write("templates/catalogue/rule.md.j2", "# {{ page.nme }}\n")
    said = folder.refused()
    assert said[0].startswith("templates/catalogue/rule.md.j2:1:1: error[template] ")


def test_an_edit_of_a_docstring_is_noticed_by_an_up_to_date_project(folder: Folder, tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    shutil.copytree(ROOT / "src/statebook", tool / "statebook", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", tool / "statebook/templates")
    environment = {**os.environ, "PYTHONPATH": str(tool), "PYTHONDONTWRITEBYTECODE": "1"}

    def build() -> str:
        command = [sys.executable, "-m", "statebook", "build", "-C", str(folder.root)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=tmp_path).stderr

    assert "created" in build()
    assert "up to date" in build()
    rule = tool / "statebook/rules/dead_end_state.py"
    rule.write_text(
        rule.read_text(encoding="utf-8").replace("both have a way out.", "each has a way out."), encoding="utf-8"
    )
    assert "1 updated" in build()
    assert "each has a way out." in folder.read("docs/reference/rules/dead-end-state.md")


def test_the_site_takes_it_strictly_and_its_navigation_stays_short(tmp_path: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "-q",
        "-f",
        str(ROOT / "mkdocs.yml"),
        "-d",
        str(tmp_path),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("rules/dead-end-state", "changes/state-added"):
        page = (tmp_path / f"reference/{name}/index.html").read_text(encoding="utf-8")
        assert f"<title>{name.rpartition('/')[2]} - Statebook</title>" in page
        navigation = page[page.index('<nav class="md-nav md-nav--primary') : page.index('<div class="md-content"')]
        assert not re.search(r'href="[^"]*(?:rules|changes)/[a-z-]+/"', navigation)
        assert 'href="../"' in navigation  # the table that it belongs to
    assert 'class="hll"' in (tmp_path / "reference/rules/dead-end-state/index.html").read_text(encoding="utf-8")
