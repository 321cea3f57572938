"""A spec in a page: what is shown beside it comes from the very text that is shown."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from project_folder import Folder
from statebook.mkdocs_plugin.live import examples, fences, marked

pytest.importorskip("mkdocs")
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

SPEC = """\
statebook: 1
id: order
title: Order & co
state_attribute: status
initial: new
events: {paid: {by: peer}}
states: {new: {}, fulfilled: {outcome: success}}
transitions:
  - {from: new, to: fulfilled, trigger: paid}
"""
PAGE = f"# Home\n\nBefore.\n\n```statebook\n{SPEC}```\n\nAfter.\n"
SITE = """\
site_name: Orders
site_url: https://orders.example/
edit_uri: https://git.example/edit/docs/
theme: {name: material, font: false}
plugins: [search, statebook]
markdown_extensions: [pymdownx.superfences, pymdownx.highlight]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    found = Folder(tmp_path)
    found.write("mkdocs.yml", SITE)
    found.write("docs/guide/index.md", PAGE)
    found.write("docs/index.md", "# Start\n")
    return found


def made(folder: Folder) -> str:
    build(load_config(str(folder.root / "mkdocs.yml"), strict=True))
    page = folder.read("site/guide/index.html")
    return page[page.index("<article") : page.index("</article>")]


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_the_spec_that_is_shown_is_the_spec_that_is_drawn(folder: Folder) -> None:
    for state in ("fulfilled", "sent"):
        folder.write("docs/guide/index.md", PAGE.replace("fulfilled", state))
        article = made(folder)
        block = re.search(r'<div class="statebook-spec-text".*?</code></pre>', article, re.DOTALL)
        assert block is not None
        assert words(block[0]).strip() == SPEC.replace("fulfilled", state).strip()
        picture = re.search(r"<svg.*?</svg>", article, re.DOTALL)
        assert picture is not None
        drawn = folder.read("site/guide/order/diagrams/machine.svg")
        drawn = drawn[drawn.index("<svg") :].strip()
        assert picture[0].replace('target="_self" xlink:href="order/#', 'xlink:href="#') == drawn
        assert f"✓ {state}" in words(picture[0])


def test_every_link_beside_a_spec_leads_somewhere(folder: Folder) -> None:
    article = made(folder)
    links = re.findall(r'\shref="([^"#]+)(?:#([^"]+))?"', article[article.index('"statebook-spec-page"') :])
    assert [one for one, _ in links] == [
        *["order/"] * 3,
        *(f"order/{one}" for one in ("machine.json", "schema.json", "diagrams/machine.svg", "diagrams/machine.dot")),
    ]
    drawn = re.findall(r'xlink:href="(order/)#([^"]+)"', article)
    assert {"the-new-order-co", "the-fulfilled-order-co"} < {one for _, one in drawn}
    whole = folder.read("site/guide/order/index.html")
    for address, fragment in [*links, *drawn]:
        path = folder.root / "site/guide" / address
        assert (path / "index.html" if address.endswith("/") else path).is_file()
        assert not fragment or whole.count(f'id="{fragment}"') == 1
    assert "<h1" in whole
    assert 'class="statebook-diagram"' in whole, "its pictures are part of it"
    assert "Order &amp; co: the whole page" in article


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ("", "https://git.example/edit/docs/guide/index.md#L{}"),
        (
            'repository: "https://git.example/blob/{file}#line-{line}"\n',
            "https://git.example/blob/docs/guide/index.md#line-{}",
        ),
    ],
)
def test_a_page_of_a_spec_in_a_page_is_edited_at_its_lines_there(folder: Folder, settings: str, address: str) -> None:
    """Also where two specs stand in one page."""
    if settings:
        folder.write("statebook.yml", f"statebook: 1\n{settings}")
    site = SITE.replace("font: false", "font: false, features: [content.action.edit]")
    folder.write("mkdocs.yml", site.replace("statebook]", "statebook: {mode: committed}]"))
    second = SPEC.replace("id: order", "id: letter").replace("new: {}, ", "new: {}, \n  ")
    text = f"{PAGE}\n```statebook\n{second}```\n"
    folder.write("docs/guide/index.md", text)
    made(folder)
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines, 1) if line == "statebook: 1"]
    for name, start in zip(("order", "letter"), starts, strict=True):
        page = folder.read(f"site/guide/{name}/index.html")
        assert f'href="{address.format(start)}" title="Edit this page"' in page
        found = dict(re.findall(r'The <code>(\w+)</code>.*?<a class="statebook-edit" href="([^"]+)"', page))
        assert list(found) == ["new", "fulfilled"]
        for state, link in found.items():
            line = int(re.findall(r"\d+$", link)[0])
            assert link == address.format(line)
            assert line > start
            assert re.search(rf"\b{state}: ", lines[line - 1])


def test_only_a_site_with_a_spec_in_a_page_has_its_style(folder: Folder) -> None:
    made(folder)
    assert "statebook-spec.css" in folder.read("site/index.html")
    folder.write("docs/guide/index.md", "# Home\n\n````text\n```statebook\nid: x\n```\n````\n")
    made(folder)
    assert "statebook-spec.css" not in folder.read("site/index.html")


def test_the_text_for_machines_has_the_spec_and_no_marks(folder: Folder) -> None:
    made(folder)
    text = folder.read("site/guide/index.md")
    assert f"\n```yaml\n{SPEC}```\n" in text
    assert text.split() == PAGE.replace("```statebook", "```yaml").split()


def test_a_flaw_stops_the_build_at_its_line_of_the_page(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    folder.write("docs/guide/index.md", PAGE.replace("to: fulfilled", "to: fulfiled"))
    with pytest.raises(Abort):
        made(folder)
    assert "1 error in the specs of pages: the site was not built" in caplog.text
    (said,) = [one.getMessage() for one in caplog.records if "fulfiled" in one.getMessage()]
    assert re.search(r"docs/guide/index\.md:14:21: error\[[a-z-]+\] .*did you mean 'fulfilled'", said), said


def test_a_spec_never_takes_the_place_of_a_page(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    folder.write("docs/guide/order.md", "# Mine\n")
    with pytest.raises(Abort):
        made(folder)
    assert "the spec in it makes guide/order.md, which is there already: change its id" in caplog.text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("```statebook\nid: a\n```", 1),
        ("~~~~ statebook\nid: a\n~~~~\n\n```statebook\n```", 2),
        ("```statebook\nnever closed", 0),
        ("    ```statebook\n    ```", 0),
        ("````\n```statebook\n```\n````", 0),
        ("```statebook-like\n```", 0),
        ("Words about `statebook`.", 0),
    ],
)
def test_what_is_a_spec_in_a_page(text: str, count: int) -> None:
    assert len(fences(text)) == count
    if not count:
        assert marked(text) == text


def test_nonsense_in_a_fence_is_told_and_never_raised(tmp_path: Path) -> None:
    for nonsense in ("", "- a\n", "{", "\x00", "statebook: 1\n"):
        (found,) = examples(f"```statebook\n{nonsense}\n```\n", "a.md", "docs/a.md", tmp_path)
        assert found.diagnostics, nonsense
        assert {one.file for one in found.diagnostics} == {"docs/a.md"}
        assert not found.files
