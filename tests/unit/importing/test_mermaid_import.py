"""Mermaid state diagrams of other hands: what comes of them, what is left over, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from importing_folder import Importing, left_over, ways
from node_packages import needs_node, package, run_node
from statebook.model import Kind
from steps import steps

ORDER = """\
---
title: "Order"
config:
  theme: dark
---
%% An order of a shop.
stateDiagram-v2
    direction LR
    accDescr: How an order goes.
    classDef bad fill:#f00,stroke-width:2px
    [*] --> Draft: created
    Draft --> Paid : pay [the amount is due] / a receipt is sent
    Draft --> Draft : edit
    Paid --> Packing
    state "Being packed" as Packing
    Packing : A person packs it. It takes a day.
    Packing --> Sent : GET /parcels/{id}
    Paid --> Cancelled:::bad : cancel; %% while nobody packs
    Cancelled --> [*]
    Sent --> [*]
    class Draft,Paid transient
    note right of Paid
        The money is there.

        Nobody packs yet.
    end note
    note left of Sent : On its way #58; maybe
"""

SHOP = """\
stateDiagram
    [*] --> Open
    state "Open for business" as Open {
        [*] --> Idle
        Idle --> Busy : customer
        Busy --> Idle : done
        state Busy {
            [*] --> Talking
            Talking --> Paying
            Paying --> [*]
        }
        --
        [*] --> Lit
    }
    Open --> Closed : evening
    Closed --> Open : morning
    Closed --> [*] : sold
    state check <<choice>>
    Closed --> check : audit
    check --> Closed : if all is well
    check --> Shut : [fraud] / police
    state split [[fork]]
    Shut --> split
    split --> Gone
    note "alone" as N1
    what is this?
"""


def test_an_order(folder: Importing) -> None:
    machine = folder.take("order.mmd", ORDER)
    assert (machine.id, machine.title, machine.summary) == ("order", "Order", "How an order goes.")
    assert ways(machine) == [
        ("Draft", "Paid", "pay"),
        ("Draft", "Draft", "edit"),
        ("Paid", "Packing", "unstated"),
        ("Packing", "Sent", "GET /parcels/{id}"),
        ("Paid", "Cancelled", "cancel"),
    ]
    assert [(one.state, one.trigger) for one in machine.initial] == [("Draft", "created")]
    first = machine.transitions[0]
    assert (first.guard, first.effect) == ("the amount is due", "a receipt is sent")
    assert {one.id: one.kind for one in machine.states.values()} == {
        "Draft": Kind.TRANSIENT,
        "Paid": Kind.TRANSIENT,
        "Packing": Kind.TRANSIENT,  # nobody but the system leaves it
        "Sent": Kind.FINAL,
        "Cancelled": Kind.FINAL,
    }
    assert machine.states["Packing"].title == "Being packed"
    assert machine.states["Packing"].description == "A person packs it. It takes a day."
    assert machine.states["Paid"].description == "The money is there.\n\nNobody packs yet."
    assert machine.states["Sent"].description == "On its way : maybe"
    assert left_over(folder) == [(1, "where the state stands in the JSON")]
    folder.builds()


def test_states_in_states_choices_and_what_has_no_place(folder: Importing) -> None:
    machine = folder.take("shop.mmd", SHOP)
    assert sorted(ways(machine)) == sorted(
        [
            ("Idle", "Talking", "customer"),
            ("Talking", "Paying", "unstated"),
            ("Talking", "Idle", "done"),
            ("Paying", "Idle", "done"),
            *((one, "Closed", "evening") for one in ("Idle", "Talking", "Paying", "Lit")),
            *(("Closed", one, "morning") for one in ("Idle", "Lit")),
            ("Closed", "end", "sold"),
            ("Closed", "Closed", "audit"),
            ("Closed", "Shut", "audit"),
        ]
    )
    (group,) = machine.groups.values()
    assert (group.id, group.title, group.states) == ("Open", "Open for business", ("Idle", "Talking", "Paying", "Lit"))
    guarded = {one.target: (one.guard, one.effect) for one in machine.transitions if one.trigger == "audit"}
    assert guarded == {"Closed": ("if all is well", ""), "Shut": ("fraud", "police")}
    assert machine.states["end"].kind is Kind.FINAL
    assert left_over(folder) == [
        (1, "where the state stands in the JSON"),
        (5, "the state 'Busy' around others"),
        (10, "the arrow from 'Paying' to '[*]'"),
        (12, "the line between regions"),
        (17, "the end behind 'sold'"),
        (23, "the arrow from 'Shut' to 'split'"),
        (24, "the arrow from 'split' to 'Gone'"),
        (25, "a note that belongs to no state"),
        (26, "the line 'what is this?'"),
    ]


def test_a_fence_of_a_page_is_taken(folder: Importing) -> None:
    page = (
        "# Page\n\n```mermaid\nflowchart LR\na-->b\n```\n\n~~~ mermaid\nstateDiagram-v2\na --> b: go\n~~~\n\nb --> c\n"
    )
    machine = folder.take("page.md", page, "--from", "mermaid")
    assert ways(machine) == [("a", "b", "go")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("a --> b : x", ("a", "b", "x")),
        ("a-->b:x", ("a", "b", "x")),
        ("  a   -->   b  ", ("a", "b", "unstated")),
        ("a:::c --> b:::c : x y", ("a", "b", "x y")),
        ("a --> b : x;", ("a", "b", "x")),
        ("a --> b : x#59;", ("a", "b", "x;")),
        ("a --> b : x / y", ("a", "b", "x")),
        ("a --> b : a/b", ("a", "b", "a/b")),
        ("a --> b : [g]", ("a", "b", "unstated")),
        ("a --> b : x[0] [g [h]] / e", ("a", "b", "x[0]")),
        ("a --> \u4e2d\u6587 : \u00e9", ("a", "\u4e2d\u6587", "\u00e9")),
        ("a.b --> c_d : x", ("a.b", "c_d", "x")),
    ],
)
def test_an_arrow(folder: Importing, line: str, found: tuple[str, str, str]) -> None:
    assert ways(folder.take("x.mmd", f"stateDiagram-v2\n{line}\n")) == [found]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", ":1:1: "),
        ("flowchart LR\na --> b\n", "no Mermaid state diagram begins here"),
        ("@startuml\n[*] --> a\n@enduml\n", "no Mermaid state diagram begins here"),
        ("stateDiagram-v2\n", "no state was found"),
        ("stateDiagram-v2\n%% a --> b\n", "no state was found"),
        ("stateDiagram-v2\nstate a {\nb --> c\n", ":2:1: "),
        ("stateDiagram-v2\na --> b\n}\n", ":3:1: "),
        ("stateDiagram-v2\na --> b\nnote right of a\nx\n", ":3:1: "),
        ("stateDiagram-v2\n%%{init: {\na --> b\n", ":2:1: "),
        ("stateDiagram-v2\naccDescr {\nx\n", ":2:1: "),
        ("stateDiagram-v2\n" + "".join(f"state s{one} {{\n" for one in range(200)), "more than 50 levels deep"),
        ("stateDiagram-v2\nstate a {\nstate b {\nstate a {\n}\n}\n}\n", "inside itself"),
        (b"stateDiagram-v2\na --> \xff\n", ":2:7: "),
        ("stateDiagram-v2\n" + "x" * (9 * 1024 * 1024), ""),
    ],
)
def test_what_is_no_diagram_is_refused_with_its_place(folder: Importing, content: str | bytes, said: str) -> None:
    assert said in folder.refuses("x.mmd", content, "--from", "mermaid")


def test_choices_in_a_row_end(folder: Importing) -> None:
    """Each choice doubles the ways: 40 in a row would be a million millions."""
    lines = [f"state c{one} <<choice>>" for one in range(40)]
    for one in range(40):
        lines += [f"c{one} --> c{one + 1} : x", f"c{one} --> c{one + 1} : y"]
    lines += ["state c40 <<choice>>", "c40 --> b", "c40 --> c0 : again", "a --> c0 : go"]
    folder.write("x.mmd", "stateDiagram-v2\na --> b : slow\n" + "\n".join(lines))
    assert folder.run("import", str(folder.root / "x.mmd")) == 0
    assert "more than 200,000 ways" in folder.said


@pytest.mark.parametrize(
    "form", ["{0} --> {1} : go\n", "state {0} {{\n}}\n{0} --> {1}\n", "note left of {0} : x\n{0} --> {1} : a [b] / c\n"]
)
def test_work_grows_with_the_diagram(folder: Importing, form: str) -> None:
    from statebook.importing.imported import import_original
    from statebook.importing.original import Original
    from statebook.importing.registry import importers

    def work(states: int) -> int:
        text = "stateDiagram-v2\n" + "".join(form.format(f"s{one}", f"s{one + 1}") for one in range(states))
        return steps(lambda: import_original(Original("x.mmd", text), importers()["mermaid"]))

    work(2)
    assert work(400) < 2.2 * work(200)


@needs_node
def test_mermaid_takes_our_examples(tmp_path: Path) -> None:
    texts = [ORDER, SHOP.replace("what is this?\n", "").replace('note "alone" as N1\n', "")]
    modules = str(package("jsdom").parent)
    script = tmp_path / "parse.mjs"
    script.write_text(
        f"const {{ JSDOM }} = await import({modules!r} + '/jsdom/lib/api.js').then((one) => one.default ?? one);\n"
        "globalThis.window = new JSDOM('').window;\nglobalThis.document = window.document;\n"
        f"const {{ default: mermaid }} = await import({modules!r} + '/mermaid/dist/mermaid.core.mjs');\n"
        f"for (const one of {json.dumps(texts)}) await mermaid.parse(one);\n"
    )
    done = run_node(script)
    assert done.returncode == 0, done.stderr[-1500:]
