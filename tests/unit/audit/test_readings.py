"""What a page says, in its many dialects: names in cells, columns, directions, calls, diagrams."""

from __future__ import annotations

import pytest

from statebook.audit.document import Document
from statebook.audit.page.model import Table
from statebook.audit.page.read import read_page
from statebook.audit.reading.calls import call, matches
from statebook.audit.reading.cells import names_in
from statebook.audit.reading.words import column_role, direction

HEAD = "# Order\n\n"


def document(text: str) -> Document:
    return Document((read_page("page.md", tuple(text.split("\n"))),))


@pytest.mark.parametrize(
    ("cell", "names", "anything"),
    [
        ("`a`", ["a"], False),
        ("`a`, `b` or `c`", ["a", "b", "c"], False),
        ("`a`<br>`b`", ["a", "b"], False),
        ("[`a`](#a) / [`b`](#b)", ["a", "b"], False),
        ("a, b", ["a", "b"], False),
        ("on_hold or in-transit", ["on_hold", "in-transit"], False),
        ("**a**<br/>*b*", ["a", "b"], False),
        ("any", [], True),
        ("Any state", [], True),
        ("\\*", [], True),
        ("any but `a`", ["a"], True),
        ("all except `a` and `b`", ["a", "b"], True),
        ("<code>a&#124;b</code>", ["a|b"], False),
        ("\u2014", [], False),
        ("", [], False),
    ],
)
def test_the_names_of_a_cell(cell: str, names: list[str], anything: bool) -> None:
    [table] = [
        one
        for one in document(f"{HEAD}| From | To |\n|---|---|\n| {cell} | x |\n").pages[0].sections[1].blocks
        if isinstance(one, Table)
    ]
    said = names_in(table.rows[0][0])
    assert [one.text for one in said.names if one.text != "\u2014"] == names
    assert said.anything is anything


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("From", "from"), ("To", "to"), ("Source state", "from"), ("Target state", "to"), ("Current status", "from"),
        ("Next status", "to"), ("Transition origin status", "from"), ("Transition destination status", "to"),
        ("Valid prior `vehicle_state` values", "from"), ("`vehicle_state`", "state"), ("Status", "state"), ("State", "state"),
        ("Trigger", ""), ("`event_type`", ""), ("From date", ""), ("Status code", "state"), ("State description", ""), ("Left by", ""),
        ("Example", ""), ("Sent to", ""),
    ],
)  # fmt: skip
def test_the_role_of_a_column(header: str, role: str) -> None:
    assert column_role(header.replace("`", "")) == role


@pytest.mark.parametrize(
    ("heading", "side"),
    [
        ("Leading to this status", "arriving"), ("Leaving this status", "leaving"), ("Transitions leading to the status", "arriving"),
        ("Transitions leaving the status", "leaving"), ("Transitions from this state", "leaving"), ("Transitions to this state", "arriving"),
        ("Incoming transitions", "arriving"), ("Outgoing", "leaving"), ("Exits", "leaving"), ("Attributes", ""), ("Transitions", ""),
        ("Next states", "leaving"), ("Entering and leaving", ""),
    ],
)  # fmt: skip
def test_the_direction_of_a_heading(heading: str, side: str) -> None:
    assert direction(heading) == side


def sections(text: str) -> list[str]:
    return [one.name.text for one in document(text).sections]


def test_sections_of_states_are_known_by_their_frame() -> None:
    assert sections("# A\n\n## The `x` status\n\n## The `y` status\n\n## The `z` call\n") == ["x", "y"]
    assert sections("# A\n\n## State: x\n\n## State: y\n\nNothing.\n") == [], "nothing says that these are states"
    assert sections("# A\n\n## The `x` endpoint\n\n## The `y` endpoint\n") == []
    assert sections("# A\n\n## `x` status\n") == [], "one alone is no frame"


def test_plain_headings_are_sections_of_states_when_ways_stand_below() -> None:
    ways = "\n\n### Leaving\n\nState | When\n--- | ---\n{} | now\n\n"
    text = f"# A\n\n## Introduction\n\n## open{ways.format('paid')}## paid{ways.format('open')}## Authentication\n"
    assert sections(text) == ["open", "paid"]


@pytest.mark.parametrize(
    ("defined", "asked", "same"),
    [
        ("https://{S}.example.com/a/{ID}/b", "https://x.example.com/a/1/b", True),
        ("https://{S}.example.com/a/{ID}/b", "https://x.example.com/a/1/b/", False),
        ("https://{S}.example.com/a/{ID}/status/errors", "https://x.example.com/a/1/errors", False),
        ("/a/{ID}/b", "https://x.example.com/api/v2/a/1/b?expand=c", True),
        ("/a/{ID}/b", "https://x.example.com/api/v2/a/1/c", False),
        ("/a/:id/b", "/a/1/b", True),
        ("/a/<id>.json", "/a/1.json", True),
        ("/a/b", "/a/$ID", True),
        ("/a/DATASET_UID/b", "/a/da_XXXXXX/b", True),
        ("/a/{x}", "/a/", False),
        ("{HOST}.example.com/a", "https://x.example.com/a", True),
    ],
)
def test_a_path_with_variables_takes_one_with_values(defined: str, asked: str, same: bool) -> None:
    section = document(HEAD).pages[0].sections[0]
    place = section.title.place
    assert matches(call("GET", defined, place, section), call("GET", asked, place, section)) is same


CURL = {
    "curl https://x.example.com/a": "GET /a",
    "curl -X PUT 'https://x.example.com/a' -u user:password": "PUT /a",
    "curl -XDELETE https://x.example.com/a": "DELETE /a",
    "curl --request=PATCH --url https://x.example.com/a": "PATCH /a",
    "$ curl https://x.example.com/a \\\n    -H 'Accept: text/plain' \\\n    -d '{\"a\": 1}'": "POST /a",
    "curl -G https://x.example.com/a -d q=1": "GET /a",
    "curl https://x.example.com/a https://x.example.com/b": "",
    "curl 'https://x.example.com/a": "",
    "curl": "",
}


@pytest.mark.parametrize("command", CURL)
def test_the_call_of_a_command(command: str) -> None:
    found = document(f"{HEAD}```sh\n{command}\n```\n").requests
    assert [f"{one.method} {one.path}" for one in found] == ([CURL[command]] if CURL[command] else [])


DIAGRAMS = {
    "mermaid\nstateDiagram-v2\n  direction LR\n  [*] --> a\n  a --> b: go\n  b --> [*]\n  note right of a : x": [("a", "b")],
    'mermaid\nstateDiagram\n  state "busy" as s1\n  s1 --> b': [("busy", "b")],
    "mermaid\nstateDiagram-v2\n  state a {\n    b --> c\n  }": None,
    "mermaid\nflowchart LR\n  a --> b": None,
    "mermaid\nsequenceDiagram\n  a->>b: x": None,
    "plantuml\n@startuml\n[*] --> a\na -> b : go\na -down-> c\n@enduml": [("a", "b"), ("a", "c")],
    'dot\ndigraph {\n  rankdir=LR;\n  node [shape=box];\n  a -> {b c} [label="x"];\n  "d e" -> a -> b;\n}': [
        ("a", "b"), ("a", "c"), ("d e", "a"), ("a", "b"),
    ],
    "dot\ndigraph {\n  subgraph x {\n a -> b }\n}": None,
    "dot\ngraph {\n  a -- b\n}": None,
}  # fmt: skip


@pytest.mark.parametrize("text", DIAGRAMS)
def test_the_arrows_of_a_diagram(text: str) -> None:
    found = document(f"{HEAD}```{text}\n```\n").diagrams
    wanted = DIAGRAMS[text]
    assert [[(one.text, other.text) for one, other in diagram.arrows] for diagram in found] == (
        [wanted] if wanted else []
    )


def test_a_heading_around_those_of_states_is_none_of_them() -> None:
    ways = "\n\n### Leaving\n\nState | When\n--- | ---\n`b` | now\n\n"
    text = "".join(
        f"# {title}\n\n## The `{one}` state{ways}## The `{other}` state{ways}"
        for title, one, other in [("Lamp", "a", "b"), ("Door", "c", "d")]
    )
    assert sections(text) == ["a", "b", "c", "d"]
