"""The picture of a change: what is drawn, how it is told apart without colour, and hostile names."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from diff_case import Case, cases, compared, load
from statebook.diagram import Renderer
from statebook.diagram.change import COLOURS, STYLES, change_diagram, change_mermaid
from statebook.diagram.sketch import MAXIMUM_BOXES, SIGNS, Status
from statebook.diff.compare import compare

BOX = re.compile(r"^  s\d+\(", re.MULTILINE)
LIFE = {case.name: case for case in cases("dataset-status")}
HOSTILE = (
    'a"];x[label="y',
    "end",
    "<b onclick=x>",
    "a\\N",
    "`x`",
    "%%{init: {}}%%",
    "state",
    "a:b;c",
    "}\u202e{",
    "[*]",
    "a --> b",
    "#quot;",
    "direction LR",
)


def drawn(case: Case) -> tuple[str, str]:
    comparison = compared(case)
    pairing = next(iter(comparison.pairings.values()))
    diagram = change_diagram(pairing, comparison.changes)
    return (diagram.dot if diagram else ""), change_mermaid(pairing, comparison.changes)


def test_signs_styles_and_colours_all_differ() -> None:
    told = (Status.ADDED, Status.REMOVED, Status.CHANGED)
    for table in (SIGNS, STYLES, COLOURS):
        assert len({table[one] for one in told}) == 3
    assert not SIGNS[Status.SAME]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["#ffffff", "#14171d"])
@pytest.mark.parametrize("status", list(Status))
def test_lines_are_seen_on_light_and_on_dark(status: Status, ground: str) -> None:
    light, dark = sorted((luminance(COLOURS[status]), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3, "WCAG 2.2, 1.4.11"


def test_states_that_became_one_are_one_box_with_their_former_names() -> None:
    dot, mermaid = drawn(LIFE["15 to 10, fine names become coarse"])
    assert len(BOX.findall(mermaid)) == 10
    assert "~ processing<br/>was processing_dataset,<br/>processing_resource_records," in mermaid
    assert "linkStyle" in mermaid
    assert '|"' not in mermaid, "no way came, went or changed"
    assert "−" not in mermaid
    assert dot.count('class="state change-changed"') == 3


def test_what_went_is_drawn_with_its_ways() -> None:
    _, mermaid = drawn(LIFE["8 to 7, saving of versions goes"])
    went = re.search(r'(s\d+)\("− saving_version"\):::removed', mermaid)
    assert went is not None
    assert f'-->|"− worker_available"| {went[1]}\n' in mermaid
    ways = [line for line in mermaid.splitlines() if "-->" in line]
    styled = re.search(
        rf"  linkStyle ([\d,]+) stroke:{COLOURS[Status.REMOVED]},stroke-width:2px,stroke-dasharray:7 4", mermaid
    )
    assert styled is not None
    assert [place for place, line in enumerate(ways) if "−" in line] == [int(one) for one in styled[1].split(",")]


def test_no_picture_where_nothing_moves() -> None:
    assert drawn(LIFE["status is now called name"]) == ("", "")


def machine(count: int, changed: int) -> str:
    states = "".join(f"  s{i}: {{kind: resting}}\n" for i in range(count))
    ways = "".join(
        f"  - {{from: s{one}, to: s{two}, trigger: e}}\n" for one, two in pairwise(range(count)) if one >= changed
    )
    return f"statebook: 1\nid: m\ntitle: M\nstate_attribute: s\nevents: {{e: {{by: system}}}}\nstates:\n{states}transitions:\n{ways}"


@pytest.mark.parametrize(("changed", "boxes"), [(2, 4), (MAXIMUM_BOXES + 20, 0)])
def test_a_large_machine_shows_what_changed_and_its_neighbours(changed: int, boxes: int) -> None:
    comparison = compare(load(machine(300, 0)), load(machine(300, changed)))
    pairing = comparison.pairings["m"]
    mermaid = change_mermaid(pairing, comparison.changes)
    diagram = change_diagram(pairing, comparison.changes)
    assert len(BOX.findall(mermaid)) == max(boxes - 1, 0)
    assert (diagram is not None) == bool(boxes)
    if diagram is not None:
        assert "and 297 states without a change" in mermaid
        assert "and 297 states without a change" in Renderer().svg(diagram).decode()


def test_hostile_names_stay_names() -> None:
    quoted = "".join(f"  {_quoted(one)}: {{kind: resting}}\n" for one in HOSTILE)
    base = f"statebook: 1\nid: m\ntitle: M\nstate_attribute: s\nevents: {{e: {{by: system}}}}\nstates:\n  a: {{kind: resting}}\n{quoted}"
    ways = "".join(f"  - {{from: a, to: {_quoted(one)}, trigger: e}}\n" for one in HOSTILE)
    comparison = compare(load(base), load(f"{base}transitions:\n{ways}"))
    pairing = comparison.pairings["m"]
    diagram = change_diagram(pairing, comparison.changes)
    assert diagram is not None
    svg = Renderer().svg(diagram).decode()
    root = ElementTree.fromstring(svg)
    shown = {"".join(one.itertext()).strip() for one in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"<b onclick=x>", "a\\N", "#quot;", "a --> b"} <= {one.removeprefix("~ ") for one in shown}
    for line in change_mermaid(pairing, comparison.changes).splitlines()[1:]:
        assert "direction " not in line, "a statement to Mermaid, wherever it stands"
        assert re.fullmatch(
            r'  (classDef \w+ [\w#:,. -]+|linkStyle [\d,]+ [\w#:,. -]+|s\d+\("[^"<>`\\{}\[\]:]*(<br/>[^"<>`\\{}\[\]:]*)*"\):::\w+|s\d+ -->(\|"[^"`:|]+"\|)? s\d+)',
            line,
        ), line


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "\\u202E")
    return f'"{escaped}"'


def test_a_state_is_not_marked_for_a_change_of_another_machine() -> None:
    def machines(text: str) -> dict[str, object]:
        head = "statebook: 1\nid: {0}\ntitle: {0}\nstate_attribute: status\nstates: {{a: {{}}, {1}}}\n"
        return load(head.format("one", "b: {}")) | load(head.format("two", f"{text}"), "two.yaml")

    comparison = compare(machines("b: {kind: final}"), machines("b: {kind: resting}, c: {}"))
    drawn = {name: change_mermaid(one, comparison.changes) for name, one in comparison.pairings.items()}
    assert (drawn["one"], '"~ b"' in drawn["two"]) == ("", True)
    grown = machines("b: {}")
    grown["one"] = load("statebook: 1\nid: one\ntitle: one\nstate_attribute: status\nstates: {a: {}, b: {}, d: {}}\n")[
        "one"
    ]
    both = compare(machines("b: {kind: final}"), grown)
    assert '"~ b"' not in change_mermaid(both.pairings["one"], both.changes)
