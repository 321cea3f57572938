"""The published life of the Dataset status page, from its git history to a page, a feed and data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from lxml import etree

from git_history import GitHistory
from project_folder import Folder
from published_life import SPEC, published_life
from statebook.changelog.json import schema

if TYPE_CHECKING:
    from conftest import Golden

EXPECTED = Path(__file__).parent / "expected"
RELAX_NG = Path(__file__).parents[2] / "atom.rng"
URL = "https://status.example.org/docs/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> GitHistory:
    return published_life(tmp_path_factory.mktemp("life"))


def told(life: GitHistory, *arguments: str) -> str:
    folder = Folder(life.root)
    assert folder.run("changelog", *arguments) == 0, folder.said
    assert folder.said == ""
    return folder.shown


def test_the_page_tells_each_release_by_its_end_points(life: GitHistory, golden: Golden) -> None:
    golden(EXPECTED / "dataset-status.md", told(life))


def test_with_all_it_tells_words_and_what_comes_along_too(life: GitHistory, golden: Golden) -> None:
    golden(EXPECTED / "dataset-status.all.md", told(life, "--all", "--since", "v2.1.0", "--until", "v2.2.0"))


def test_the_feed_announces_what_is_released(life: GitHistory, golden: Golden) -> None:
    feed = told(life, "-f", "atom", "--url", URL)
    golden(EXPECTED / "dataset-status.atom", feed)
    _assert_atom(feed)


def test_the_feed_needs_no_address(life: GitHistory) -> None:
    feed = told(life, "-f", "atom")
    root = _assert_atom(feed)
    assert not list(root.iter(f"{ATOM}link"))
    assert "href" not in feed
    named = etree.fromstring(told(life, "-f", "atom", "--url", URL).encode())
    ids = [[one.findtext(f"{ATOM}id") for one in feed.iter(f"{ATOM}entry")] for feed in (root, named)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 4


def test_the_data_keeps_to_its_schema(life: GitHistory, golden: Golden) -> None:
    data = told(life, "-f", "json", "--url", URL)
    envelope = json.loads(data)
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(envelope, schema())
    version = envelope["tool"]["version"]
    golden(EXPECTED / "dataset-status.json", data.replace(f'"version": "{version}"', '"version": "0"'))


def test_what_is_not_committed_is_not_told(life: GitHistory) -> None:
    before = told(life)
    path = life.root / SPEC
    written = path.read_bytes()
    try:
        path.write_bytes(written.replace(b"id: dataset-status", b"id: something-else"))
        assert told(life) == before
    finally:
        path.write_bytes(written)


def test_a_range_begins_after_one_commit_and_ends_with_the_other(life: GitHistory) -> None:
    text = told(life, "--since", "v2.1.0", "--until", "v2.2.0")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        '## <a id="v2-2-0"></a>v2.2.0 - 2017-04-30'
    ]


def test_files_are_written_whole_with_links_as_seen_from_them(life: GitHistory, tmp_path: Path) -> None:
    page, feed = tmp_path / "page.md", tmp_path / "feed.atom"
    folder = Folder(life.root)
    assert folder.run("changelog", "-f", "markdown", "-o", str(page), "-f", "atom", "-o", str(feed)) == 0
    assert folder.shown == ""
    up = Path("../" * (len(tmp_path.parts) - len(Path(*tmp_path.parts[:-1]).parts)))
    assert f"]({up / 'life0/docs/dataset-status.md'}#attribute-user)" in page.read_text(encoding="utf-8").replace(
        f"../{life.root.name}", "../life0"
    )
    _assert_atom(feed.read_text(encoding="utf-8"))


def _assert_atom(feed: str) -> etree._Element:
    """The schema of RFC 4287, and the rules that it says in words."""
    root = etree.fromstring(feed.encode())
    relax = etree.RelaxNG(etree.parse(RELAX_NG))
    assert relax.validate(root), relax.error_log
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    identifiers = [root.findtext(f"{ATOM}id"), *(one.findtext(f"{ATOM}id") for one in root.iter(f"{ATOM}entry"))]
    assert len(set(identifiers)) == len(identifiers)
    updated = [one.findtext(f"{ATOM}updated") for one in root.iter(f"{ATOM}entry")]
    assert root.findtext(f"{ATOM}updated") == max(updated)
    assert updated == sorted(updated, reverse=True)
    return root
