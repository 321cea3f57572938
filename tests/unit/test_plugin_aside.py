"""What the plugin spares a build: parts of a page that no index reads, and modules that committed pages do not need."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mkdocs")

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from fresh_python import fresh
from statebook.mkdocs_plugin.aside import Aside

ROOT = Path(__file__).resolve().parents[2]
CODE = '<section class="statebook-code" data-search-exclude=""><pre>{}</pre></section>'
FIGURE = '<figure class="statebook-figure" data-search-exclude=""><svg><text>x</text></svg></figure>'
CONFIG = """
site_name: Machines
strict: true
theme: {name: material, font: false}
plugins: [search, statebook]
markdown_extensions: [pymdownx.superfences, tables]
"""


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A project with this project's own pages, committed; the path of its `mkdocs.yml`."""
    docs = tmp_path / "docs"
    (docs / "job" / "diagrams").mkdir(parents=True)
    for name in ("job.md", "job/machine.json", "job/diagrams/machine.svg", ".statebook-manifest.json"):
        (docs / name).write_bytes((ROOT / "docs" / name).read_bytes())
    (docs / "job.md").write_text(
        "\n".join(
            line
            for line in (docs / "job.md").read_text(encoding="utf-8").split("\n")
            if "](dataset-status.md" not in line and ("](job/" not in line or "machine.svg" in line)
        ),
        encoding="utf-8",
    )
    path = tmp_path / "mkdocs.yml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


# --- parts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("", []),
        ("<h1>Job</h1><p>words</p>", ["<h1>Job</h1><p>words</p>"]),
        (f"<p>a</p>{CODE.format(1)}<p>b</p>{CODE.format(2)}", ["<p>a</p>", "<p>b</p>"]),
        (f"<p>a</p>{FIGURE}", ["<p>a</p>"]),
        ('<div class="statebook-row"><div class="statebook-prose"><p>a</p></div></div>', ["<p>a</p>"]),
        (f'<div class="statebook-row"><div class="x"><p>a</p></div>{CODE.format(1)}</div>', ['<div class="x"><p>a</p></div>']),
        # What cannot be told apart stays where it is.
        (CODE.format("<section>in</section>"), [CODE.format("<section>in</section>")]),
        ('<section class="statebook-code">no end', ['<section class="statebook-code">no end']),
        ('<div class="statebook-row" data-search-exclude=""><p>a</p></div>', ['<div class="statebook-row" data-search-exclude=""><p>a</p></div>']),
        ("</div></div><p>a</p>", ["</div></div><p>a</p>"]),
    ],
)  # fmt: skip
def test_code_pictures_and_boxes_are_put_aside_and_come_back(content: str, left: list[str]) -> None:
    aside = Aside()
    view = aside.put(content)
    assert [one for one in _without_marks(view) if one] == left
    assert aside.back(view) == content
    assert aside.back(f"<p>first</p>{view}<p>last</p>") == f"<p>first</p>{content}<p>last</p>"


def _without_marks(view: str) -> list[str]:
    return [one.split("-->", 1)[-1] for one in view.split("<!--")]


def test_a_lost_or_forged_mark_is_noticed() -> None:
    aside = Aside()
    view = aside.put(f"<p>a</p>{CODE.format(1)}{CODE.format(2)}")
    marks = view.removeprefix("<p>a</p>")
    assert aside.back("<p>a</p>") is None
    assert aside.back(view + marks) is None
    assert aside.back(view.replace("aside 0", "aside 1")) is None


# --- builds ----------------------------------------------------------------------------------------


class Witness(BasePlugin):  # type: ignore[type-arg]
    """Sees what every other plugin sees in the hook that search uses, and may spoil it."""

    def __init__(self, *, spoils: bool = False) -> None:
        self.seen = ""
        self.spoils = spoils

    def on_page_context(self, context: Any, /, *, page: Page, **_: Any) -> Any:
        self.seen = page.content or ""
        page.content = "<p>Gone.</p>" if self.spoils else f"{self.seen}<p>Added.</p>"
        return context


def test_other_plugins_see_the_words_and_readers_everything(site: Path) -> None:
    config = load_config(str(site))
    config.plugins["witness"] = witness = Witness()
    build(config)
    page = (site.parent / "site" / "job" / "index.html").read_text(encoding="utf-8")
    assert "<p>A job is the work" in witness.seen
    assert not any(one in witness.seen for one in ("<svg", "<pre", "statebook-prose", "<template"))
    assert all(one in page for one in ("<svg", "<pre", "statebook-prose", "<template", "<p>Added.</p>"))
    assert "statebook-aside" not in page


def test_a_plugin_that_loses_parts_of_a_page_is_told_and_the_page_is_whole(
    site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = load_config(str(site))
    config.plugins["witness"] = Witness(spoils=True)
    with pytest.raises(Abort):
        build(config)
    assert "job.md: what another plugin did to the page in `on_page_context` is undone" in caplog.text
    page = (site.parent / "site" / "job" / "index.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "Gone." not in page


def test_search_finds_the_same_with_and_without_them(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = site.parent / "site" / "search" / "search_index.json"

    def found() -> Any:
        build(load_config(str(site)))
        return json.loads(index.read_text(encoding="utf-8"))

    ours = found()
    monkeypatch.setattr(Aside, "put", lambda _self, content: content)
    assert ours == found()
    assert len(ours["docs"]) > 10


def test_committed_pages_are_built_without_what_only_specs_need(site: Path) -> None:
    code = (
        "import sys; from mkdocs.commands.build import build; from mkdocs.config import load_config\n"
        f"build(load_config({str(site)!r}))\n"
        "print(*sorted(one for one in sys.modules if one.startswith(('statebook.', 'pydantic', 'jsonschema_rs'))))"
    )
    loaded = fresh("-c", code).decode().split()
    assert "statebook.mkdocs_plugin.plugin" in loaded
    needless = ("statebook.model", "statebook.source", "statebook.render", "statebook.site.plan", "statebook.site.manifest", "pydantic")  # fmt: skip
    assert [one for one in loaded if one.startswith(needless)] == []
