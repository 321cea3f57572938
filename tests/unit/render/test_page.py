"""The page of a machine: whole, every link alive, no id twice, the matrix true."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import Counter
from pathlib import Path

import markdown
import pytest
from machines import DOOR, HEAD, contexts, graph, machine, page, pages
from readers import elements

from statebook.anchors import Anchors, slug
from statebook.examples.project import NoExample
from statebook.machine import Verdict
from statebook.model import Level
from statebook.render.environment import shipped_templates
from statebook.render.overview import render_overview

EXTENSIONS = ["tables", "fenced_code", "attr_list", "md_in_html", "admonition", "toc"]

ODD = """
statebook: 1
id: odd
title: Actions
noun: '"odd" | `thing` state'
summary: "Between [`a.b`] and [`ab`]; see [`Event tick`], [`object:part`], [`error:e!`], [`job:done`], [`job`], [`x.y`]."
state_attribute: status
sources: {s1: {title: "One [1]", url: "https://a.example/(x)"}, "s-1": {title: Two}, "→": {title: Arrow, url: "javascript:alert(1)"}}
errors:
  "e!": {title: E, status: 409, state_refused: true, example: {m: "${state}"}}
  "e?": {title: E, status: 409, state_refused: true}
objects:
  part: {title: Attributes, identifier: xy, attributes: {"x.y": {type: string}, xy: {type: string}, '"><img src=x onerror=alert(1)>': {type: string}, "→": {type: "part | null"}}}
  part-xy: {title: "Errors", attributes: {}}
actions:
  go: {title: "The ab door", method: POST, path: /go, errors: ["e!", "e?"]}
  "Event tick": {title: Event tick, method: GET, path: "/x|y", returns: state, accepted_in: unknown, errors: ["e!"]}
  groups: {title: Groups, method: GET, path: /g, accepted_in: ["a.b"]}
  "→": {title: "→", errors: ["e!"], by: peer}
  "the odd": {title: 'The ab "odd" | `thing` state', method: GET, path: /q}
events:
  tick: {by: timer, description: "a | b"}
  "tick!": {by: timer, evidence: inferred}
  "⇒": {by: peer, title: Arrow}
attributes:
  "x.y": {type: part, expandable: true, description: A part.}
  xy: {type: "string | null", evidence: {level: inferred, note: one}}
  "`": {type: part, expandable: true, present_in: ["a.b"]}
groups: {g1: {title: "- a | b", states: ["a.b", ab], evidence: {level: inferred}}}
states:
  "a.b": {kind: transient, evidence: {level: inferred, note: first}, formerly: [older, "c"]}
  ab: {kind: resting, evidence: {level: inferred, note: second}, merged_from: [older, oldest], deprecated: {since: 2024-01-01, replacement: "a.b"}}
  "a b|c": {kind: final, visibility: gone, evidence: {level: derived, source: ["s1:1 | 2", "s-1", "→"]}}
  "→": {kind: resting, visibility: reserved, value: 16, attributes: {"own|": {type: string}}}
  "]`[": {kind: resting, outcome: failure, visibility: undocumented, attributes: {"own|": {type: string}}}
transitions:
  - {from: "a.b", to: [ab, "→"], trigger: [tick, "⇒"], evidence: {level: inferred, note: "x | y"}}
  - {from: ab, to: "a b|c", trigger: go, guard: "a | b\\n\\n- c"}
  - {from: ab, to: ab, trigger: go, evidence: {level: draft, source: s1}}
  - {from: "→", to: "]`[", trigger: "tick!", effect: "*now*"}
"""
JOB = (
    HEAD.replace("door", "job").replace("Door", "Job")
    + """
attributes: {odd: {type: odd, description: "Its [`odd`], [`odd:a.b`]."}}
states: {done: {kind: final}}
"""
)
SINGLE = HEAD + "states: {on: {kind: resting}}\n"
DERIVED = "statebook: 1\nid: d\ntitle: D\nstate_derivation: '`a` is [`x`].'\nattributes: {a: {type: boolean}}\nstates: {x: {kind: resting}, y: {kind: final}}\n"
NO_ACTIONS = (
    HEAD
    + "errors: {e: {title: E, description: 'See [`e`].'}}\nevents: {t: {by: timer}}\nstates: {a: {kind: transient}, b: {kind: resting}}\ntransitions: [{from: a, to: b, trigger: t}]\n"
)
NO_EVENTS = (
    HEAD
    + "actions: {go: {}}\nstates: {a: {kind: resting}, b: {kind: resting, formerly: a2}}\ntransitions: [{from: a, to: b, trigger: go}]\n".replace(
        "formerly: a2", "formerly: [a2]"
    )
)
REAL = sorted((Path(__file__).parents[3] / "spec").glob("*.yaml"))

PROJECTS: dict[str, tuple[str, ...]] = {
    "door": (DOOR,), "odd": (ODD, JOB), "one-state": (SINGLE,), "derived": (DERIVED,), "no-actions": (NO_ACTIONS,), "no-events": (NO_EVENTS,),
    "real": tuple(path.read_text(encoding="utf-8") for path in REAL),
}  # fmt: skip


def test_the_whole_page_of_a_small_machine() -> None:
    assert page(DOOR) == (Path(__file__).parent / "door.md").read_text(encoding="utf-8")


@functools.cache
def ids_and_links(text: str) -> tuple[list[str], list[str]]:
    """All ids and all link targets of a page, as Python-Markdown makes it with our slugs."""
    html = markdown.markdown(
        text, extensions=EXTENSIONS, extension_configs={"toc": {"slugify": lambda value, _: slug(value)}}
    )
    found = elements(html)
    ids = [
        attributes["id"]
        for number, (_, attributes, _) in enumerate(found)
        # A heading sets its anchor itself where GitHub makes another one: here both have it, one inside the other.
        if "id" in attributes and not (number and found[number - 1][1].get("id") == attributes["id"])
    ]
    return ids, [attributes["href"] for tag, attributes, _ in found if tag == "a" and "href" in attributes]


@pytest.mark.parametrize("split", ["never", "group", "state"])
@pytest.mark.parametrize("name", PROJECTS)
def test_every_link_leads_somewhere_and_no_id_is_there_twice(name: str, split: str) -> None:
    made = pages(*PROJECTS[name], split=split)
    read = {path: ids_and_links(text) for path, text in made.items()}
    machines = {context.own_files.page: context for context in contexts(*PROJECTS[name], split=split)}
    for path, (ids, links) in read.items():
        assert [one for one, times in Counter(ids).items() if times > 1] == [], path
        assert all(re.fullmatch(r"[^\s\"'<>&]+", one) for one in ids)
        for link in links:
            if link.startswith("https:"):
                continue
            assert "javascript" not in link
            file, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            if target.endswith(".json"):
                assert any(target in (one.own_files.schema, one.own_files.machine_json) for one in machines.values())
                continue
            assert target in read, (path, link)
            assert not anchor or anchor in read[target][0], (path, link)
    for path, context in machines.items():
        anchors = Anchors(context.machine)
        for state in context.machine.states:
            assert anchors.state(state) in read[path][0], "old links to a state stay alive on the machine's page"
            assert anchors.state(state) in read[context.own_files.page_of(state)][0]


@pytest.mark.parametrize("split", ["never", "group", "state"])
def test_an_anchor_stands_in_the_section_it_names(split: str) -> None:
    """The id of a state belongs to its own heading, and not to that of a twin."""
    (context, *_), made = contexts(ODD, JOB, split=split), pages(ODD, JOB, split=split)
    for state in context.machine.states:
        text = made[context.own_files.page_of(state)]
        anchor = context.anchors.state(state)
        if not context.anchors.state_is_derived(state):
            after = text.split(f'<a id="{anchor}"></a>')
            assert any(
                part.lstrip().split("## ", 1)[-1].startswith(f"The {code}")
                for part in after[1:]
                for code in (f"`{state}`", "<code>")
            )


@pytest.mark.parametrize("name", PROJECTS)
def test_tables_have_as_many_cells_as_heads(name: str) -> None:
    for path, text in pages(*PROJECTS[name]).items():
        html = markdown.markdown(text, extensions=EXTENSIONS)
        for table in re.findall(r"<table>.*?</table>", html, re.DOTALL):
            widths = [len(re.findall(r"<t[hd]\b", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
            assert len(set(widths)) == 1, (path, table[:300])
            assert all(re.sub(r"<[^>]+>|\s", "", row) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL))
        assert not re.search(r"<(?:img|script)[^>]*onerror", html)


def test_nothing_of_an_odd_spec_becomes_an_element() -> None:
    allowed = {
        "h1",
        "h2",
        "h3",
        "p",
        "a",
        "code",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
        "strong",
        "em",
        "ul",
        "li",
        "blockquote",
        "#comment",
    }
    for split in ("never", "state"):
        for text in pages(ODD, JOB, split=split).values():
            html = markdown.markdown(text, extensions=EXTENSIONS)
            assert {tag for tag, _, _ in elements(html)} <= allowed
            assert not any(name.startswith("on") for _, attributes, _ in elements(html) for name in attributes)


@pytest.mark.parametrize("name", PROJECTS)
def test_the_matrix_says_what_the_graph_says(name: str) -> None:
    for context in contexts(*PROJECTS[name]):
        text = pages(*PROJECTS[name])[context.own_files.page]
        actions = list(context.machine.actions.values())
        if not actions:
            assert "## Actions" not in text
            continue
        block = text.partition("## Actions\n\nState | ")[2].partition("\n\n")[0].split("\n")[2:]
        assert len(block) == len(context.machine.states)
        for line, state in zip(block, context.machine.states.values(), strict=True):
            cells = line.split(" | ")
            assert cells[0] == context.state_link(state.id)
            assert [expected(context, state.id, action) for action in actions] == cells[1:]


def expected(context, state: str, action) -> str:  # type: ignore[no-untyped-def]
    found = context.graph.acceptance(state, action)
    if found.verdict is Verdict.ACCEPTED:
        return "✓" if found.level in (None, Level.STATED) else "(✓)"
    if found.verdict is Verdict.UNKNOWN:
        return "?"
    refused = [one for one in action.errors if context.machine.errors[one].state_refused]
    if not refused:
        return "–"
    status = context.machine.errors[refused[0]].status
    alike = [one for one in context.machine.errors.values() if one.state_refused and one.status == status]
    return status if status and len(alike) == 1 else f"`{refused[0]}`"


def test_a_refusal_is_named_by_its_status_only_where_that_is_one_error() -> None:
    assert "409 refused with [`busy`](#error-busy)" in page(DOOR)
    assert "`e!` refused with [`e!`]" in pages(ODD, JOB)["odd.md"]


def test_what_is_unknown_is_not_called_refused() -> None:
    text = DOOR.replace("path: /door/open,", "path: /door/open, accepted_in: unknown,")
    assert "Whether other states accept it is not known." in page(text)
    assert "In any other state it is refused" not in page(text)
    assert "In any other state it is refused with [`busy`](#error-busy)." in page(DOOR)


def test_former_names_keep_their_anchors_once() -> None:
    text = pages(ODD, JOB)["odd.md"]
    alias = slug(Anchors(machine(SINGLE)).state_heading("older")).replace("door-status", "odd-thing-state")
    assert text.count(f'<a id="{alias}"></a>') == 1
    assert text.count("oldest-odd-thing-state") == 1


@pytest.mark.parametrize(("name", "there", "not_there"), [
    ("one-state", ["1 state and 0 ways between them", "No transition leads here.", "It is never left."], ["## Actions", "## Events", "Stop waiting", "### Groups"]),
    ("derived", ["`a` is [`x`](#the-x-d)."], ["The state is the value of"]),
    ("no-actions", ["## Errors", "#error-e"], ["## Actions", "### Errors"]),
    ("no-events", ["## Actions", '<a id="the-a2-door-status"></a>'], ["## Events"]),
    ("odd", ["In JSON its value is `16`.", "**Deprecated** since 2024-01-01; use [`a.b`]", "Reserved: this value", "Undocumented: this value", "can no longer be found"], []),
])  # fmt: skip
def test_what_a_page_says_and_does_not(name: str, there: list[str], not_there: list[str]) -> None:
    text = next(iter(pages(*PROJECTS[name]).values()))
    assert [one for one in there if one not in text] == []
    assert [one for one in not_there if one in text] == []


def test_the_overview_lists_every_machine() -> None:
    found = contexts(ODD, JOB, DOOR, here="machines.md")
    text = render_overview("All | *machines*", "build", found, [shipped_templates()])
    ids, links = ids_and_links(text)
    assert len(ids) == len(set(ids))
    html = markdown.markdown(text, extensions=EXTENSIONS)
    assert [inner for tag, _, inner in elements(html) if tag == "h1"] == ["All | *machines*"]
    rows = [row for row in text.split("\n") if row.startswith("[") and " | " in row]
    assert len(rows) == 3
    made = {path: ids_and_links(one)[0] for path, one in pages(ODD, JOB, DOOR).items()}
    for link in links:
        file, _, anchor = link.partition("#")
        assert file.endswith(".json") or file in made, link
        assert not anchor or anchor in made[file], link


def test_a_spec_without_an_example_is_no_flaw_of_a_template() -> None:
    text = (
        HEAD
        + "objects: {part: {identifier: x, attributes: {x: {type: part}}}}\nattributes: {p: {type: part}}\nstates: {a: {kind: resting}}\n"
    )
    with pytest.raises(NoExample):
        page(text)


def test_a_graph_can_be_asked() -> None:
    assert [one.target for one in graph(DOOR).leaving("shut")] == ["opening"]
