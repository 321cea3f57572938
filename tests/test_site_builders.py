"""The same pages under every builder of the family: this project's own site, and a stranger's."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from node_packages import needs_node
from project_folder import Folder
from valid_html import flaws

pytest.importorskip("mkdocs")

ROOT = Path(__file__).parents[1]
ZENSICAL = Path(sys.executable).parent / "zensical"
BUILDERS = ("mkdocs", "properdocs")
MOMENT = "1700000000"

KINDS = [
    f"{name}index.html"
    for name in (
        "", "machines/", "dataset-status/", "order/", "history/", "guide/audit/", "reference/", "reference/language/",
        "reference/commands/", "reference/rules/", "reference/rules/broken-link/", "reference/changes/", "reference/formats/",
    )
]  # fmt: skip
"""A page of every kind that this site has."""

FOREIGN = """
site_name: A stranger's API
site_url: https://docs.example/api/
theme:
  name: material
  font: false
  language: de
  palette: {scheme: slate, primary: teal}
  features: [navigation.tabs, navigation.instant, content.code.annotate, content.tabs.link, toc.follow]
plugins: [%s]
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - smarty
  - tables
  - toc: {permalink: "#", toc_depth: 3}
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.critic
  - pymdownx.details
  - pymdownx.emoji
  - pymdownx.highlight: {anchor_linenums: true, line_spans: __span}
  - pymdownx.keys
  - pymdownx.magiclink
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.snippets: {base_path: [.]}
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist
  - pymdownx.tilde
validation: {links: {anchors: warn}}
"""
SPEC = """\
statebook: 1
id: order
title: Order
noun: order
summary: "An order is {{ 7 * 7 }} {% raw %} and --8<-- \\"secret.txt\\" and ==marked== :smile: ++ctrl++ $x$ [^1] (c)."
state_attribute: state
initial: open
api: {base: https://api.example, samples: [shell, python]}
actions: {close: {method: POST, path: /close, returns: state}}
states:
  open: {kind: resting, description: "{ .evil #mine } !!! note"}
  closed: {kind: final, description: "??? danger"}
transitions:
  - {from: open, to: closed, trigger: close, guard: "{{ config }} or {--gone--}"}
"""


def run(builder: str, root: Path, target: str, *options: str) -> dict[str, bytes]:
    """Every file of a strict build. Not with `-q`, which makes MkDocs blind to its own warnings."""
    done = subprocess.run(
        [sys.executable, "-m", builder, "build", "--strict", "-d", target, *options],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": MOMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "WARNING" not in done.stderr
    site = root / target
    return {one.relative_to(site).as_posix(): one.read_bytes() for one in sorted(site.rglob("*")) if one.is_file()}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project's site, to be built elsewhere."""
    root = tmp_path_factory.mktemp("own")
    for name in ("docs", "spec", "templates"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("mkdocs.yml", "statebook.yml"):
        shutil.copy(ROOT / name, root / name)
    return root


@pytest.fixture(scope="module")
def built(own: Path) -> dict[str, bytes]:
    """This project's site as MkDocs builds it."""
    return run("mkdocs", own, "site")


def article(page: bytes) -> str:
    text = page.decode()
    return text[text.index("<article") : text.index("</article>")]


def test_a_second_build_is_the_same_bytes(own: Path, built: dict[str, bytes]) -> None:
    again = run("mkdocs", own, "site")
    assert [name for name in built if again.get(name) != built[name]] == []
    assert set(again) == set(built)


@pytest.mark.skipif(find_spec("properdocs") is None, reason="ProperDocs is not installed")
def test_properdocs_gives_the_same_articles_and_texts(own: Path, built: dict[str, bytes]) -> None:
    found = run("properdocs", own, "site-of-properdocs")
    pages = [name for name in built if name.endswith("index.html")]
    assert "dataset-status/index.html" in pages
    assert [name for name in pages if article(found[name]) != article(built[name])] == []
    same = [
        name
        for name in built
        if name.endswith((".md", ".json", ".svg", ".css", ".js", ".txt")) and "/search" not in name
    ]
    assert len(same) > 50
    assert [name for name in same if found.get(name) != built[name]] == []


def test_every_generated_page_has_its_markdown_beside_it(built: dict[str, bytes]) -> None:
    for name in ("dataset-status.md", "job.md", "machines.md"):
        assert built[name] == (ROOT / "docs" / name).read_bytes()
        assert f"({name})" in built["llms.txt"].decode()
        assert built[name] in built["llms-full.txt"].replace(b"\r", b"")


def test_a_page_and_all_that_is_ours_weigh_less_than_the_promise(built: dict[str, bytes]) -> None:
    """95 kB compressed for a page of 15 states with the navigation of this site, and 20 kB for all that comes with it besides the theme's own files."""
    ours = [name for name in built if name.startswith("assets/statebook")]
    assert len(ours) > 5
    assert 10_000 < sum(len(gzip.compress(built[name], 6)) for name in ours) < 20_000
    assert 20_000 < len(gzip.compress(built["dataset-status/index.html"], 6)) < 95_000


def test_edit_links_open_the_line_that_a_section_came_from(built: dict[str, bytes]) -> None:
    edit = "https://github.com/statebook/statebook/edit/main/"
    links = r'<a class="statebook-edit" href="([^"#]+)#L(\d+)"'
    for name in ("dataset-status", "job"):
        page, spec = built[f"{name}/index.html"].decode(), f"spec/{name.replace('-', '_')}.yaml"
        lines = (ROOT / spec).read_text("utf-8").split("\n")
        assert f'href="{edit}{spec}"' in page, "the page as a whole"
        found = 0
        for heading in re.findall(r"<h2.*?</h2>", page, re.DOTALL):
            state = re.search(r">The <code>([^<]+)</code>", heading)
            ((address, line),) = re.findall(links, heading)
            assert address == edit + spec
            if state is not None:
                found += 1
                assert lines[int(line) - 1].strip() == f"{state[1]}:"
        assert found >= 5
    assert f'href="{edit}docs/index.md"' in built["index.html"].decode()
    assert "github.com" not in article(built["machines/index.html"]), "two specs made it: neither is the one to edit"


@needs_node
def test_every_kind_of_page_is_valid_html(own: Path, built: dict[str, bytes], tmp_path: Path) -> None:
    """But for what every page of Material breaks, which one without us shows."""
    site = tmp_path / "plain"
    (site / "docs").mkdir(parents=True)
    nav = "\nnav:\n  - Home: index.md\n"
    (site / "docs" / "index.md").write_text("# Home\n\nWords.\n", encoding="utf-8")
    own_sections = (own / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[2].count(":\n      - ")
    for section in map(str, range(own_sections)):
        (site / "docs" / f"{section}.md").write_text(f"# {section}\n", encoding="utf-8")
        nav += f"  - Section {section}:\n      - {section}.md\n"
    text = (own / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[0]
    text = re.sub(r"^ {2}- (statebook|assets/home\.css)\n|^not_in_nav: .*\n(?: .*\n)*", "", text, flags=re.MULTILINE)
    (site / "mkdocs.yml").write_text(text + nav, encoding="utf-8")
    plain = run("mkdocs", site, "site")["index.html"].decode()
    assert "statebook.css" not in plain
    broken = '<p><div id="a"></div></p><img src="x"><div id="a"></div>'
    chosen = {name: built[name].decode() for name in KINDS}
    found = flaws({"plain": plain, "broken": plain.replace("<h1", f"{broken}<h1"), **chosen})
    theirs = found.pop("plain")
    assert found.pop("broken") - theirs, "it finds something"
    assert {name: dict(more) for name, flaw in found.items() if (more := flaw - theirs)} == {}
    assert set(found) == set(KINDS)


def test_no_page_loads_anything_from_elsewhere(built: dict[str, bytes]) -> None:
    for name, content in built.items():
        if name.endswith(".html"):
            loads = r'<(?:script|img|iframe)[^>]*\ssrc="(?:https?:)?//|<link[^>]*rel="(?:stylesheet|preconnect|icon)"[^>]*href="(?:https?:)?//'
            assert not re.findall(loads, content.decode()), name


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("plugins", ["search, statebook", "search, macros, statebook", "statebook, macros, search"])
def test_a_stranger_with_a_site_of_their_own_gets_working_pages(tmp_path: Path, builder: str, plugins: str) -> None:
    pytest.importorskip(builder)
    if "macros" in plugins:
        pytest.importorskip("mkdocs_macros")
    folder = Folder(tmp_path)
    folder.write("mkdocs.yml", FOREIGN % plugins)
    folder.write("spec/order.yaml", SPEC)
    folder.write("secret.txt", "SECRET")
    folder.write("docs/index.md", "# Start\n\n!!! note\n    See [orders](order.md#the-open-order).\n")
    site = run(builder, tmp_path, "site")
    page = article(site["order/index.html"])
    assert "SECRET" not in page
    assert "An order is 49" not in page
    words = re.sub(r"<[^>]*>", "", page).replace("&#123;", "{").replace("&#125;", "}")
    assert [said for said in ("{{ 7 * 7 }}", "{% raw %}", "{{ config }}", "{ .evil #mine }") if said not in words] == []
    assert 'id="mine"' not in page
    assert 'class="evil"' not in page
    assert len(re.findall(r'<svg[^>]*class="statebook-diagram', page)) == 3
    assert page.count('<section class="statebook-code"') >= 3
    assert 'id="the-open-order"' in page
    assert "statebook-tabs" in page
    assert json.loads(site["order/examples/open.json"]) == {"state": "open"}
    assert 'lang="de"' in site["order/index.html"].decode()
    assert 'class="admonition note"' in article(site["index.html"])


@pytest.mark.parametrize("settings", ["", ": {style_plain_text: python}"])
def test_inlinehilite_leaves_the_code_of_our_pages_alone(tmp_path: Path, settings: str) -> None:
    """The same article with it as without; on the stranger's own page it does its work."""
    folder = Folder(tmp_path)
    folder.write("spec/order.yaml", SPEC.replace('guard: "', 'guard: "`#!python print(1)` '))
    folder.write("docs/index.md", "# Start\n\n`#!python print(1)` [open](order.md#the-open-order)\n")
    foreign = FOREIGN % "search, statebook"
    folder.write("mkdocs.yml", foreign)
    plain = article(run("mkdocs", tmp_path, "site")["order/index.html"])
    assert "python print" in plain
    folder.write("mkdocs.yml", foreign.replace("keys\n", f"keys\n  - pymdownx.inlinehilite{settings}\n"))
    site = run("mkdocs", tmp_path, "site")
    assert article(site["order/index.html"]) == plain
    assert 'id="the-open-order"' in plain
    assert '<span class="nb">print</span>' in article(site["index.html"])


@pytest.mark.skipif(not ZENSICAL.exists(), reason="Zensical is not installed")
def test_zensical_lays_the_pages_out_by_the_extension_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copytree(ROOT / "src/statebook/assets", tmp_path / "docs/assets", dirs_exist_ok=True)
    guide = folder.read("docs/guide/builders.md")
    settings = guide.partition("```yaml\n")[2].partition("```")[0]
    folder.write("mkdocs.yml", f"site_name: Statebook\nsite_url: https://docs.example/\n{settings}")
    done = subprocess.run([str(ZENSICAL), "build"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = folder.read("site/dataset-status/index.html")
    assert page.count('<section class="statebook-code"') > 20
    assert len(re.findall(r'<svg[^>]*class="statebook-diagram', page)) == 18
    assert page.count('id="the-idle-dataset-status"') == 1
    assert 'class="statebook-finder"' in page
