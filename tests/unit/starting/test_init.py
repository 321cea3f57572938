"""`init`: a project that builds at once, Statebook in a site that is there, and nothing of anybody's replaced."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml

from every_machine import ROOT
from importing_folder import Importing


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Importing:
    monkeypatch.chdir(tmp_path)
    return Importing(tmp_path)


def test_a_new_project_lints_clean_and_builds_with_its_site(folder: Importing) -> None:
    assert folder.run("init", "--title", "Ord[er] & <Co>: #1") == 0, folder.said
    assert sorted(folder.tree()) == [
        ".github/workflows/statebook.yml", ".gitignore", ".pre-commit-config.yaml", "docs/index.md", "mkdocs.yml", "spec/ord-er-co-1.yaml",
        "statebook.yml",
    ]  # fmt: skip
    assert folder.run("lint") == 0 and "No problems" in folder.said + folder.shown
    assert folder.run("build", "--site") == 0, folder.said
    assert folder.run("check") == 0
    assert "Ord[er] &amp; &lt;Co&gt;: #1" in folder.read("site/index.html")
    for name in (".github/workflows/statebook.yml", ".pre-commit-config.yaml"):
        assert yaml.safe_load(folder.read(name))
    assert folder.read("spec/ord-er-co-1.yaml").startswith(
        "# yaml-language-server: $schema=../schema/statebook-1.schema.json\n"
    )
    assert (folder.root / "schema/statebook-1.schema.json").is_file()


def test_states_may_be_named(folder: Importing) -> None:
    assert (
        folder.run("init", "new", "--title", "Parcel", "--states", "sent, on its way,null", "--attribute", "State.Name")
        == 0
    )
    inside = Importing(folder.root / "new")
    machine = inside.machine()
    assert list(machine.states) == ["sent", "on its way", "null"] and machine.state_attribute == "State.Name"
    assert [(one.source, one.target) for one in machine.transitions] == [("sent", "on its way"), ("on its way", "null")]
    inside.builds()
    assert "next: statebook build -C new --site" in folder.said


def test_a_page_is_imported(folder: Importing) -> None:
    page = ROOT / "tests/audits/draft/dataset_status.md"
    assert folder.run("init", "--from", str(page)) == 0, folder.said
    assert len(folder.machine().states) == 15
    assert "left over: 15 tables of attributes" in folder.said and "wrote   spec/dataset-status.yaml" in folder.said
    assert folder.run("build", "--site") == 0, folder.said
    assert folder.run("init", "--from", "nowhere.md", "--machine", "x") == 2
    folder.write("bad.md", "# Nothing\n")
    before = folder.tree()
    assert folder.run("init", "--from", "bad.md", "--machine", "x") == 2 and "no state was found" in folder.said
    assert folder.tree() == before


SITE = """\
# Our site.
site_name: Ours   # do not change
docs_dir: pages
theme:
  name: material
  font: false

plugins:
  # search comes first
  - search   # fast

nav:
  - Home: index.md
  # machines go below
"""


def test_a_site_that_is_there_gets_plugin_and_page_and_keeps_its_comments(folder: Importing) -> None:
    folder.write("mkdocs.yml", SITE)
    folder.write("pages/index.md", "# Home\n")
    folder.write(".gitignore", "/site/\nx")
    folder.write(".pre-commit-config.yaml", "repos:\n  # ours\n  - repo: local\n    hooks: []\n")
    assert folder.run("init", "--title", "Order") == 0, folder.said
    assert folder.read("mkdocs.yml") == SITE.replace("# fast\n", "# fast\n  - statebook\n").replace(
        "Home: index.md\n", "Home: index.md\n  - Order: order.md\n"
    )
    assert folder.read("pages/index.md") == "# Home\n"
    assert folder.read(".gitignore") == "/site/\nx\n/.statebook-cache/\n"
    hooks = yaml.safe_load(folder.read(".pre-commit-config.yaml"))
    assert [one["repo"] for one in hooks["repos"]] == ["local", "https://github.com/statebook/statebook"]
    assert "# ours" in folder.read(".pre-commit-config.yaml")
    for what in (
        "the plugin `statebook`",
        "order.md at the end of `nav:`",
        "/.statebook-cache/",
        "the hooks of Statebook",
    ):
        assert what in folder.said
    assert "output: pages" in folder.read("statebook.yml")
    assert folder.run("build", "--site") == 0, folder.said
    assert "statebook-row" in (folder.root / "site/order/index.html").read_text(encoding="utf-8")
    before = folder.tree()
    assert folder.run("init", "--title", "Other", "--machine", "other") == 0
    after = folder.tree()
    assert {path for path in after if after[path] != before.get(path)} == {"mkdocs.yml", "spec/other.yaml"}
    assert folder.said.count("kept ") == 3


def test_a_site_of_the_oldest_kind_builds_too(folder: Importing) -> None:
    folder.write("mkdocs.yml", "site_name: Plain\n")
    folder.write("docs/index.md", "# Home\n")
    assert folder.run("init", "--title", "Order") == 0
    assert folder.read("mkdocs.yml") == "site_name: Plain\n\nplugins:\n  - search\n  - statebook\n"
    assert "its theme is mkdocs" in folder.said
    assert folder.run("build", "--site") == 0, folder.said


def test_what_cannot_be_edited_is_left_to_the_user(folder: Importing) -> None:
    folder.write("mkdocs.yml", "site_name: [\n")
    assert folder.run("init", "--title", "Order") == 0
    assert "by hand mkdocs.yml" in folder.said
    assert folder.read("mkdocs.yml") == "site_name: [\n"


def test_nothing_is_written_on_a_dry_run_or_beside_a_conflict(folder: Importing) -> None:
    assert folder.run("init", "--title", "Order", "--dry-run") == 0
    assert "would write   spec/order.yaml" in folder.said and not folder.tree()
    folder.write("docs/order.md", "mine")
    assert folder.run("init", "--title", "Order") == 2
    assert "is a page already" in folder.said and list(folder.tree()) == ["docs/order.md"]
    folder.write("spec/thing.yaml", "mine")
    assert folder.run("init", "--title", "Thing") == 2
    assert "spec/thing.yaml is there already" in folder.said and folder.read("spec/thing.yaml") == "mine"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--title", "a\nb"),
        ("--title", "A", "--machine", "a/b"),
        ("--title", "A", "--states", "a,A"),
        ("--title", "A", "--attribute", "a[", "--states", "a"),
        ("--title", "A", "--states", "a,b,a"),
        ("--from", "x.md", "--states", "a"),
        ("file",),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], folder: Importing) -> None:
    folder.write("file", "x")
    folder.write("x.md", "## The `a` status\n\n## The `b` status\n")
    before = folder.tree()
    code = folder.run("init", *arguments)
    if arguments[-1] == "a,A":
        assert code == 0 and list(folder.machine().states.values())[1].value == "A"
        return
    assert code == 2 and "this is a bug" not in folder.said
    assert folder.tree() == before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_asked_and_nobody_else(folder: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("Claim\n\nopen, closed\nno\nno\n\n"))
    assert folder.run("init") == 0, folder.said
    assert "What is the resource called? [Order]" in folder.said
    assert sorted(folder.tree()) == [".gitignore", ".pre-commit-config.yaml", "spec/claim.yaml", "statebook.yml"]
    assert list(folder.machine().states) == ["open", "closed"]
    monkeypatch.setattr("sys.stdin", Terminal("Claim\n"))
    assert folder.run("init") == 2 and "the answers ended" in folder.said
    monkeypatch.setattr("sys.stdin", io.StringIO("Ignored\n"))
    assert folder.run("init", "other") == 0 and "What is" not in folder.said
    assert (folder.root / "other/spec/thing.yaml").is_file()
