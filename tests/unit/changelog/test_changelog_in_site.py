"""The page and the feed in real builds of small sites."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mkdocs")

from lxml import etree
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from git_history import GitHistory
from project_folder import Folder
from published_life import SPEC, published_life
from statebook.mkdocs_plugin import changes
from statebook.source.history import History

CONFIG = """\
site_name: Lifecycles
strict: true
theme: {name: material, font: false}
plugins: [search, statebook]
markdown_extensions: [tables, attr_list, pymdownx.superfences, {toc: {permalink: true, toc_depth: 2}}]
validation: {omitted_files: warn, absolute_links: warn, unrecognized_links: warn, links: {anchors: warn}}
"""
NAV = "nav: [index.md, dataset-status.md, changelog.md]\n"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setattr(changes, "_kept", {})


class Log:
    """What the plugin says about the changelog, whatever other tests did to the log of MkDocs."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def info(self, message: str) -> None:
        self.said.append(f"info: {message}")

    def warning(self, message: str) -> None:
        self.said.append(f"warning: {message}")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    found = Log()
    monkeypatch.setattr(changes, "_log", found)
    return found


def site(root: Path, extra: str = NAV, **options: Any) -> MkDocsConfig:
    """Build the site of a project, strictly."""
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG + extra, encoding="utf-8")
    config = load_config(str(root / "mkdocs.yml"), **options)
    build(config)
    return config


def read(root: Path, name: str) -> str:
    return (root / "site" / name).read_text(encoding="utf-8")


def test_the_page_and_the_feed_are_made_at_the_build_and_written_nowhere_else(tmp_path: Path, log: Log) -> None:
    life = published_life(tmp_path)
    folder = Folder(tmp_path)
    assert folder.run("build") == 0
    before = folder.tree("docs")
    site(tmp_path, NAV + "site_url: https://status.example.org/docs/\n")
    assert log.said == []
    assert folder.tree("docs") == {**before, "index.md": b"# Home\n"}
    assert folder.run("check") == 0
    page = read(tmp_path, "changelog/index.html")
    assert re.findall(r'<h2 id="([^"]*)">', page) == ["unreleased", "v2-3-0", "v2-2-0", "v2-1-0", "v2-0-0"]
    assert re.findall(r'<h3 id="([^"]*)">', page)[:2] == ["unreleased-changed", "v2-3-0-changed"]
    assert '<a href="../dataset-status/#attribute-user"><code>user</code></a>' in page
    assert (
        page.count('<strong class="statebook-impact statebook-impact--breaking">Breaking</strong>') == 6
    )  # one of them explains the word
    assert '<span class="statebook-why">Hits clients that read. ' in page
    assert 'class="statebook-row' not in page
    feed = etree.fromstring(read(tmp_path, "changelog.atom").encode())
    links = [(one.get("rel"), one.get("href")) for one in feed.findall("{*}link")]
    assert links == [
        ("self", "https://status.example.org/docs/changelog.atom"),
        ("alternate", "https://status.example.org/docs/changelog/"),
    ]
    told = life.git("rev-parse", "HEAD")
    assert told not in page


def test_every_page_leads_to_the_feed_and_a_machine_to_its_last_change(tmp_path: Path) -> None:
    published_life(tmp_path)
    site(tmp_path)
    for name, address in (("index.html", "changelog.atom"), ("dataset-status/index.html", "../changelog.atom")):
        assert f'<link rel="alternate " type="application/atom+xml" href="{address}" title="Changes">' in read(
            tmp_path, name
        )
    machine = read(tmp_path, "dataset-status/index.html")
    assert (
        '</h1>\n<p class="statebook-changed" data-search-exclude="">Last change: '
        '<a href="../changelog/#unreleased">not released yet</a></p>'
    ) in machine
    index = read(tmp_path, "search/search_index.json")
    assert "Last change" not in index
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", read(tmp_path, "changelog.atom"))
    assert "](dataset-status.md#attribute-user)" in read(tmp_path, "changelog.md")


def test_an_edit_that_is_not_committed_breaks_no_link(tmp_path: Path) -> None:
    published_life(tmp_path)
    path = tmp_path / SPEC
    renamed = path.read_text(encoding="utf-8").replace("  user: {type: string", "  person: {type: string")
    path.write_text(renamed, encoding="utf-8")
    site(tmp_path)
    page = read(tmp_path, "changelog/index.html")
    assert "is now called <code>user</code>" in page
    assert '<a href="../dataset-status/#the-processing-dataset-status"><code>processing</code></a>' in page


def test_a_rebuild_gathers_nothing_until_there_is_a_commit_or_a_tag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = published_life(tmp_path)
    walks: list[str] = []
    real = History.line
    monkeypatch.setattr(
        History, "line", lambda self, commit, *rest: (walks.append(commit), real(self, commit, *rest))[1]
    )
    first = site(tmp_path) and read(tmp_path, "changelog.md")
    again = site(tmp_path) and read(tmp_path, "changelog.md")
    assert first == again
    assert len(walks) == 1
    life.tag("v3.0.0", 91)
    site(tmp_path)
    assert len(walks) == 2
    assert "v3.0.0 - 2017-05-31" in read(tmp_path, "changelog.md")
    assert "Unreleased" not in read(tmp_path, "changelog.md")


def test_without_a_repository_the_page_says_so_and_there_is_no_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    published_life(tmp_path / "life")
    (tmp_path / "life" / ".git").rename(tmp_path / "gone")
    site(tmp_path / "life")
    (said,) = log.said
    assert said.startswith(
        f"info: the changelog has no history to tell of: {tmp_path / 'life'} is in no git repository"
    )
    page = read(tmp_path / "life", "changelog/index.html")
    assert "The history is not at hand here: this site was built outside of its git repository." in page
    assert str(tmp_path) not in page
    assert not (tmp_path / "life" / "site" / "changelog.atom").exists()
    assert "application/atom+xml" not in read(tmp_path / "life", "index.html")


def test_a_shallow_clone_builds_strictly_and_says_what_is_missing(tmp_path: Path, log: Log) -> None:
    life = published_life(tmp_path / "life")
    clone = tmp_path / "clone"
    life.git("clone", "--quiet", "--depth=1", f"file://{life.root}", str(clone))
    site(clone)
    assert log.said == [
        (
            "info: changelog: the clone is shallow, older changes are missing; for all of them run: "
            "git fetch --unshallow --tags origin"
        )
    ]
    page = read(clone, "changelog/index.html")
    assert "No change is known yet." in page
    assert "<code>git fetch --unshallow --tags origin</code>" in page
    assert etree.fromstring(read(clone, "changelog.atom").encode()).findall("{*}entry") == []


def test_a_page_that_somebody_wrote_stays(tmp_path: Path, log: Log) -> None:
    published_life(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "changelog.md").write_text("# By hand\n", encoding="utf-8")
    site(tmp_path, strict=False)
    assert log.said == ["warning: changelog.md is there already: name another file in `changelog:` of statebook.yml"]
    assert "By hand" in read(tmp_path, "changelog/index.html")


def test_without_the_setting_there_is_nothing(tmp_path: Path) -> None:
    GitHistory(tmp_path).commit(0, {"statebook.yml": "statebook: 1\nchangelog: {title: Later}\n", SPEC: ""})
    (tmp_path / SPEC).unlink()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / ".statebook-manifest.json").write_text("{}\n", encoding="utf-8")
    site(tmp_path, "")
    assert not list((tmp_path / "site").glob("changelog*"))


def test_page_and_feed_go_where_the_settings_say(tmp_path: Path) -> None:
    life = published_life(tmp_path)
    settings = "statebook: 1\nchangelog: {page: news/changes.md, feed: feeds/all.atom, title: 'News & <b>'}\n"
    life.commit(95, {"statebook.yml": settings})
    site(tmp_path, "nav: [index.md, dataset-status.md]\nuse_directory_urls: false\nsite_url: https://example.org/\n")
    page = read(tmp_path, "news/changes.html")
    assert "News &amp; &lt;b&gt;" in page
    assert '<a href="../feeds/all.atom">Atom feed</a>' in page
    assert '<a href="../dataset-status.html#attribute-user">' in page
    feed = read(tmp_path, "feeds/all.atom")
    assert 'href="https://example.org/news/changes.html#v2-3-0"' in feed
    assert "https://example.org/dataset-status.html#attribute-user" in feed
