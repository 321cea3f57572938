"""Ids are text: whatever an API calls its states reaches every output as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from language_documents import quoted
from statebook.site.plan import plan_project
from statebook.source.load import load_project
from statebook.source.resolve.names import folded

shown = st.characters(categories=["L", "Nd", "P", "S", "Zs"], exclude_characters="\u00a0\u3000\u1680\u2000\u2001")
ids = st.text(shown, min_size=1, max_size=14).filter(lambda text: text == " ".join(text.split()))
several_ids = st.lists(ids, min_size=2, max_size=4, unique_by=folded)


def spec(states: list[str]) -> str:
    first, second = states[:2]
    lines = ["statebook: 1", "id: odd", "title: Odd", "state_attribute: s", "states:"]
    lines += [f"  {quoted(one)}: {{}}" for one in states]
    lines += ["actions:", f"  {quoted(first)}: {{}}", "events:", f"  {quoted(second)}: {{by: peer}}", "attributes:"]
    lines += [f"  {quoted(one)}: {{type: integer, example: 1}}" for one in states if one != "s"]
    lines += ["transitions:"]
    lines += [
        f"  - {{from: {{state: {quoted(one)}}}, to: {quoted(first)}, trigger: [{quoted(first)}, {quoted(second)}]}}"
        for one in states
    ]
    return "".join(f"{line}\n" for line in lines)


def files(root: Path, text: str) -> dict[str, Any]:
    (root / "spec").mkdir()
    (root / "spec/odd.yaml").write_text(text, encoding="utf-8")
    project, diagnostics = load_project(root)
    assert not diagnostics, diagnostics
    plan = plan_project(project).plan
    assert plan is not None
    return {artifact.path: artifact for artifact in plan}


@settings(max_examples=12)
@given(several_ids)
@example(["no", "null", "1e3", "~"])
@example(["a|b", "`", "``", "<b>"])
@example(["\\N", '"', "&amp;", "]]>"])
@example(["-", "*", "#", "1."])
@example(["[x](y)", "{{ x }}", "{% x", "$"])
def test_they_survive(tmp_path_factory: pytest.TempPathFactory, states: list[str]) -> None:
    made = files(tmp_path_factory.mktemp("odd"), spec(states))
    machine = json.loads(made["docs/odd/machine.json"].make())
    assert [state["id"] for state in machine["states"]] == states
    assert [state["value"] for state in machine["states"]] == states
    assert {(one["from"], one["to"], one["trigger"]) for one in machine["transitions"]} == {
        (state, states[0], trigger) for state in states for trigger in states[:2]
    }
    schema = json.loads(made["docs/odd/schema.json"].make())
    names = [one["$ref"].removeprefix("#/$defs/") for one in schema["oneOf"]]
    assert [schema["$defs"][name]["properties"]["s"]["const"] for name in names if name in schema["$defs"]][
        : len(states)
    ] == states
    values = [json.loads(one.make())["s"] for path, one in made.items() if "/examples/" in path]
    assert sorted(set(values)) == sorted(states)
    html = markdown.markdown(made["docs/odd.md"].make().decode(), extensions=["tables", "fenced_code"])
    page = html5lib.parse(html, namespaceHTMLElements=False)
    codes = {"".join(node.itertext()) for node in page.iter("code")}
    heads = ["".join(node.itertext()) for node in page.iter("h2")]
    for state in states:
        assert state in codes
        assert f"The {state} odd" in heads


@settings(max_examples=4)
@given(several_ids)
@example(["a|b", "</svg>", "&amp;", "\\N"])
def test_they_survive_into_diagrams(tmp_path_factory: pytest.TempPathFactory, states: list[str]) -> None:
    made = files(tmp_path_factory.mktemp("odd"), spec(states))
    picture = ElementTree.fromstring(made["docs/odd/diagrams/machine.svg"].make())
    texts = {"".join(node.itertext()).strip() for node in picture.iter("{http://www.w3.org/2000/svg}text")}
    for state in states:
        assert state in texts, (state, texts)
