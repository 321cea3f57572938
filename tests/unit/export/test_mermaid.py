"""Mermaid's own parser gets the very machine out of the diagram, whatever the names are."""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from every_machine import every_machine
from hostile_machines import TEXTS, hostile, hostile_machines
from node_packages import needs_node, package, run_node
from statebook.codes import from_mermaid, mermaid_text
from statebook.export.drawing import Texts, arrow, marks, named, note
from statebook.export.format import Subject
from statebook.export.formats import mermaid
from statebook.model import Kind

SCRIPT = """
const { JSDOM } = await import(%r + "/jsdom/lib/api.js").then((one) => one.default ?? one);
const dom = new JSDOM("<!doctype html><body></body>");
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import(%r + "/mermaid/dist/mermaid.core.mjs");
mermaid.initialize({ maxTextSize: 1e7 });
let text = "";
for await (const chunk of process.stdin) text += chunk;
const found = [];
for (const one of JSON.parse(text)) {
  try {
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(one);
    const { nodes } = diagram.db.getData();
    found.push({
      states: nodes.map((one) => [one.id, one.label, one.description ?? [], one.parentId ?? "", one.cssClasses, one.shape]),
      arrows: diagram.db.getRelations().map((one) => [one.id1, one.id2, one.relationTitle]),
    });
  } catch (error) {
    found.push({ error: String(error) });
  }
}
console.log(JSON.stringify(found));
"""


def parsed(texts: Sequence[str], folder: Path) -> list[dict[str, Any]]:
    """What Mermaid makes of each text."""
    modules = str(package("jsdom").parent)
    script = folder / "parse.mjs"
    script.write_text(SCRIPT % (modules, modules), "utf-8")
    done = run_node(script, text=json.dumps(list(texts)))
    assert done.returncode == 0, done.stderr[-2000:]
    return list(json.loads(done.stdout))


def printed(text: str) -> str:
    """A label as Mermaid prints it: it keeps codes in a form of its own until it draws."""
    coded = re.sub(r"\ufb02\u00b0\u00b0(\d+)\u00b6\u00df", r"&#\1;", text)
    return html.unescape(coded.replace("<br/>", "\n").replace("<br>", "\n"))


def shown(text: str) -> str:
    """The text without what no picture can hold."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text)


def wanted(subject: Subject) -> tuple[dict[str, Any], list[Any]]:
    """The states and arrows that the diagram has to have."""
    machine = subject.machine
    known = named(machine, mermaid.LEGAL)
    texts = Texts.of(subject, "triggers")
    states: dict[str, Any] = {}
    for one in machine.states.values():
        group = known.groups[one.group] if one.group else ""
        states[known.states[one.id]] = (shown(one.id), shown(" ".join(one.title.split())), group, set(marks(one)))
    arrows = [("root_start", known.states[one.state], one.trigger) for one in machine.initial]
    arrows += [
        (known.states[one.source], known.states[one.target], shown(arrow(one, texts, str)))
        for one in machine.transitions
    ]
    arrows += [(known.states[one.id], "root_end", "") for one in machine.states.values() if one.kind is Kind.FINAL]
    return states, arrows


def holds(subject: Subject, found: dict[str, Any], text: str) -> None:
    """Whether Mermaid found what the machine says."""
    assert "error" not in found, (found["error"], text[:1000])
    states, arrows = wanted(subject)
    groups = set(named(subject.machine, mermaid.LEGAL).groups.values())
    seen = {}
    notes = {}
    for name, label, descriptions, parent, classes, shape in found["states"]:
        if shape == "note":
            notes[name.partition("----")[0]] = [one.strip() for one in printed(label).split("\n")]
        elif shape not in ("stateStart", "stateEnd", "noteGroup") and name not in groups:
            title = printed(descriptions[0] if isinstance(descriptions, list) and descriptions else "")
            told = set(classes.split()) - {"statediagram-state"}
            seen[name] = (printed(label), title, parent if not parent.endswith("----parent") else "", told)
    assert seen == states, text[:1000]
    if Texts.of(subject, "triggers").notes:
        known = named(subject.machine, mermaid.LEGAL).states
        said = {
            known[one.id]: [line.strip() for line in shown(note(one)).split("\n")]
            for one in subject.machine.states.values()
            if note(one)
        }
        assert notes == said, text[:1000]
    assert [(source, target, printed(label)) for source, target, label in found["arrows"]] == arrows, text[:1000]


@functools.cache
def subjects() -> list[Subject]:
    """Every machine of the repository, and all hostile ones with all texts."""
    plain = list(every_machine().values())
    return [*plain, *(replace(one, options={"texts": "all"}) for one in (*plain, *hostile_machines()))]


@needs_node
def test_mermaid_finds_the_machine_in_every_diagram(tmp_path: Path) -> None:
    texts = [mermaid.export(one).text for one in subjects()]
    for subject, text, found in zip(subjects(), texts, parsed(texts, tmp_path), strict=True):
        holds(subject, found, text)


@pytest.mark.parametrize("text", [*TEXTS, "it's a_b, v1.2 (x). y 1. z", "two\n\nparagraphs", " x  y "])
def test_codes_lead_back(text: str) -> None:
    coded = mermaid_text(text)
    assert from_mermaid(coded) == text
    assert "\n" not in coded
    assert not re.search(r"[\"`:|\[\]{}<>%&;#$*~\\]", re.sub(r"#\d+;|<br/>", "", coded))


def test_codes_of_other_hands_are_read_and_nothing_else_is() -> None:
    assert from_mermaid("a#quot;b #9829; #amp;lt; x<br>y #nosuchname; #0; #99999999; #55296;") == (
        'a"b \u2665 &lt; x\ny #nosuchname; #0; #99999999; #55296;'
    )


def test_the_text_is_chosen() -> None:
    subject = every_machine()["real/dataset-status"]
    texts = [mermaid.export(replace(subject, options={"texts": one})) for one in ("triggers", "arrows", "all")]
    assert ["[The dataset is at rest" in one.text for one in texts] == [False, True, True]
    assert ["note right of idle" in one.text for one in texts] == [False, False, True]
    assert [{"guards", "descriptions of states"} & {loss.subject for loss in one.losses} for one in texts] == [
        {"guards", "descriptions of states"},
        {"descriptions of states"},
        set(),
    ]


def test_a_note_does_not_end_before_its_end() -> None:
    subject = replace(hostile(["a", "b", "c"], "end note\n\n  end note\nEnd Note"), options={"texts": "all"})
    lines = [line.strip() for line in mermaid.export(subject).text.splitlines()]
    at = lines.index("note right of a")
    assert lines[at : at + 6] == ["note right of a", "#101;nd note", "", "#32;#32;end note", "#101;nd Note", "end note"]


def test_the_whole_of_a_small_diagram() -> None:
    subject = hostile(["a", "b", "c"], "x", "T")
    assert mermaid.export(replace(subject, options={"texts": "all"})).text == (
        '---\ntitle: "x"\n---\nstateDiagram-v2\n'
        "    classDef transient stroke-dasharray:5 4\n"
        "    classDef failure stroke:#d1343f\n"
        "    classDef final stroke-width:3px\n"
        '    state "a" as a\n    a : T\n'
        '    state "a" as group_a {\n        state "b" as b\n        b : T\n        state "c" as c\n        c : T\n    }\n'
        "    [*] --> a : a\n    [*] --> b : b\n"
        "    a --> a : c\n    b --> c : b [x] / x\n    c --> a : a / x\n    c --> [*]\n"
        "    class a resting\n    class a success\n    class b transient\n    class b failure\n    class c final\n    class c partial\n"
        + "".join(f"    note right of {one}\n        x\n    end note\n" for one in "abc")
    )
