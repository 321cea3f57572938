"""Pages of made-up specs: an audit finds nothing on them, and every renderer finds all their links."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html5lib
import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_specs import specs

from heading_ids import github_ids
from statebook.audit.judge import diagnostics, documents, judge
from statebook.audit.page.read import read_page
from statebook.diagnostic import Severity
from statebook.examples.project import Machines
from statebook.site.plan import plan_project
from statebook.source.load import load_project
from statebook.source.text import SourceText


def pages_of(root: Path, spec: dict[str, Any], split: str = "auto") -> tuple[dict[str, str], Machines] | None:
    """The built pages of a spec and its machines; None for a spec that is refused."""
    (root / "spec").mkdir()
    (root / "statebook.yml").write_text(f"statebook: 1\npages: {{split: {split}}}\n", encoding="utf-8")
    text = yaml.safe_dump(spec, allow_unicode=True, sort_keys=False)
    (root / "spec/odd.yaml").write_text(text, encoding="utf-8")
    project, flaws = load_project(root)
    if any(one.severity is Severity.ERROR for one in flaws):
        return None
    plan = plan_project(project).plan
    assert plan is not None
    return {one.path: one.make().decode() for one in plan if one.path.endswith(".md")}, project.machines


def found_on(pages: Mapping[str, str], machines: Machines) -> list[str]:
    """All that an audit finds, each with the line that it is about."""
    read = [read_page(name, SourceText.of(name, text).lines) for name, text in pages.items()]
    found = diagnostics(judge(documents(read, machines)), read)
    return [f"{one.file}:{one.line}:{one.column} {one.rule}: {one.message} | {one.source_line}" for one in found]


@settings(max_examples=40, deadline=None)
@given(specs(), st.sampled_from(["never", "never", "state", "group"]))
def test_an_audit_finds_nothing_on_built_pages(
    tmp_path_factory: pytest.TempPathFactory, spec: dict[str, Any], split: str
) -> None:
    made = pages_of(tmp_path_factory.mktemp("built"), spec, split)
    if made is not None:
        pages, machines = made
        assert found_on(pages, machines) == []
        assert found_on(pages, {}) == []


PLAIN = ["tables", "fenced_code", "toc", "attr_list", "md_in_html"]
GITHUB = ["tables", "fenced_code"]
COLUMNS = ["tables", "attr_list", "md_in_html", "admonition", "pymdownx.superfences", "toc", "statebook.columns"]


def shown(text: str, extensions: list[str]) -> tuple[list[str], set[str]]:
    """The ids of a page as a reader shows it, and the fragments that its own links ask for.

    Without extensions for ids, headings have those of GitHub.
    """
    root = html5lib.parse(markdown.markdown(text, extensions=extensions), namespaceHTMLElements=False)
    nodes = [one for one in root.iter() if isinstance(one.tag, str)]
    ids = [one.get("id") for one in nodes if one.get("id")]
    if extensions is GITHUB:
        ids += github_ids(["".join(one.itertext()) for one in nodes if one.tag in ("h1", "h2", "h3", "h4")])
    links = {unquote(one.get("href")[1:]) for one in nodes if one.tag == "a" and one.get("href", "").startswith("#")}
    return ids, links


@settings(max_examples=25, deadline=None)
@given(specs())
def test_every_link_of_a_built_page_leads_somewhere(
    tmp_path_factory: pytest.TempPathFactory, spec: dict[str, Any]
) -> None:
    """With the ids that Python-Markdown makes of headings, which drop other letters, those of GitHub, and the columns."""
    made = pages_of(tmp_path_factory.mktemp("built"), spec)
    for text in made[0].values() if made is not None else ():
        for extensions in (PLAIN, GITHUB, COLUMNS):
            ids, links = shown(text, extensions)
            assert sorted(links - set(ids)) == [], extensions
            if extensions is COLUMNS:
                assert sorted({one for one in ids if ids.count(one) > 1}) == []
