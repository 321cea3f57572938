"""The JSON of state-machine-cat, as its own program writes it and as others do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from importing_folder import Importing, left_over, ways
from node_packages import needs_node, package, run_node
from statebook.importing.imported import import_original
from statebook.importing.original import Original
from statebook.importing.registry import importers, recognised
from statebook.model import Kind, Mover, Outcome
from steps import steps

SOURCE = """\
# A tape
initial,
doing [label="It plays" color="red" class="transient failure"]: entry/ light on
  exit/ light off,
^ready?,
]split,
stopped,
tape {
  tape.initial, spinning, "wound back" [class="resting"];
  tape.initial => spinning;
  spinning => "wound back": end of tape;
},
ended [type=final];

initial => stopped;
# Only with a tape.
stopped => ^ready?: play;
^ready? => doing: [tape is in];
^ready? => stopped: [no tape] / blink;
doing => stopped [class="client"]: stop [it plays] / click;
doing => tape: wind;
tape => stopped: stop;
stopped => ]split;
]split => doing;
]split => tape;
stopped => ended;
"""

SMALL: dict[str, Any] = {
    "states": [{"name": "a", "type": "regular"}, {"name": "b", "type": "final"}],
    "transitions": [{"id": 1, "from": "a", "to": "b", "label": "go [now] / run"}],
}


@needs_node
def test_what_the_program_writes(folder: Importing, tmp_path: Path) -> None:
    script = tmp_path / "render.mjs"
    script.write_text(
        f"import {{ render }} from {str(package('state-machine-cat/dist/index.mjs'))!r};\n"
        'let text = "";\nfor await (const chunk of process.stdin) text += chunk;\n'
        'const said = await render(text, { inputType: "smcat", outputType: "json" });\n'
        'console.log(typeof said === "string" ? said : JSON.stringify(said, null, 2));\n'
    )
    done = run_node(script, text=SOURCE)
    assert done.returncode == 0, done.stderr
    machine = folder.take("tape.smcat.json", done.stdout)
    assert ways(machine) == [
        ("spinning", "wound back", "end of tape"),
        ("stopped", "doing", "play"),
        ("stopped", "stopped", "play"),
        ("doing", "stopped", "stop"),
        ("doing", "spinning", "wind"),
        ("spinning", "stopped", "stop"),
        ("wound back", "stopped", "stop"),
    ]
    assert [(one.guard, one.effect) for one in machine.transitions][1:4] == [
        ("tape is in", ""),
        ("no tape", "blink"),
        ("it plays", "click"),
    ]
    assert machine.transitions[1].description == "Only with a tape."
    doing = machine.states["doing"]
    assert (doing.title, doing.kind, doing.outcome) == ("It plays", Kind.TRANSIENT, Outcome.FAILURE)
    assert "stop" in machine.actions and set(machine.events) == {"play", "wind", "end of tape"}
    assert {one.id: one.states for one in machine.groups.values()} == {"tape": ("spinning", "wound back")}
    assert [one.state for one in machine.initial] == ["stopped"]
    whats = [what for _, what in left_over(folder)]
    assert whats == [
        "where the state stands in the JSON",
        "what 'doing' does (entry)",
        "what 'doing' does (exit)",
        "the arrow from 'stopped' to ']split'",
        "the arrow from ']split' to 'doing'",
        "the arrow from ']split' to 'tape'",
        "the end after 'stopped'",
    ]
    folder.builds("resting-state-leaves-alone", "transient-needs-system-exit")


def test_an_end_that_an_event_leads_to_is_a_state(folder: Importing) -> None:
    machine = folder.take("small.json", json.dumps(SMALL))
    assert ways(machine) == [("a", "b", "go")]
    assert machine.states["b"].kind is Kind.FINAL
    assert (machine.transitions[0].guard, machine.transitions[0].effect) == ("now", "run")
    assert machine.transitions[0].by is Mover.SYSTEM


def test_names_that_nothing_describes_are_states(folder: Importing) -> None:
    rows = [{"id": 1, "from": "x", "to": "y", "event": "e"}]
    machine = folder.take("x.json", json.dumps({"states": [{"name": "x", "type": "regular"}], "transitions": rows}))
    assert set(machine.states) == {"x", "y"}
    assert "the type of 'y'" in folder.said


def changed(**keys: Any) -> str:
    return json.dumps({**SMALL, **keys}, indent=1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", ":1:1: "),
        ("{", ":1:"),
        (changed()[:-30], ":17:"),
        ("[1]", "the state machine is an object"),
        ("{}", "no state was found"),
        (changed(states=3), ":2:12: "),
        (changed(states=[3]), ":3:3: "),
        (changed(states=[{"type": "regular"}]), "a state has no 'name'"),
        (changed(states=[{"name": "a", "type": "odd"}]), "'odd' is no type of a state"),
        (changed(states=[{"name": "a", "type": 7}]), ":5:"),
        (changed(states=[{"name": "a", "type": "regular"}] * 2), "two states are called 'a'"),
        (changed(transitions=[{"from": "a"}]), "a transition has no 'to'"),
        (changed(states=[{"name": "a", "type": "regular", "note": [1]}]), "'note' of a state holds texts"),
        (
            changed(states=[{"name": "a", "type": "regular", "statemachine": []}]),
            "the machine inside a state is an object",
        ),
        ('{"states": [], "states": [{"name": "a", "type": "regular"}]}', ""),
        ("[" * 100_000, ""),
        (b'{"states": "\xff"}', ":1:13: "),
    ],
)
def test_what_is_no_machine_is_refused_with_its_place(folder: Importing, content: str | bytes, said: str) -> None:
    if content == '{"states": [], "states": [{"name": "a", "type": "regular"}]}':
        folder.write("x.json", content)  # twice the same key: what counts is not ours to guess, but nothing breaks
        assert folder.run("import", "--from", "smcat", str(folder.root / "x.json")) in (0, 2)
        return
    assert said in folder.refuses("x.json", content, "--from", "smcat")


def test_machines_in_machines_have_an_end(folder: Importing) -> None:
    inner: dict[str, Any] = {"states": [{"name": "s", "type": "regular"}]}
    for one in range(80):
        inner = {"states": [{"name": f"s{one}", "type": "regular", "statemachine": inner}]}
    assert "deep" in folder.refuses("x.json", json.dumps(inner), "--from", "smcat")


def test_recognised_by_its_types() -> None:
    def names(value: Any) -> list[str]:
        return [one.name for one in recognised(Original("x.json", json.dumps(value)))]

    assert names(SMALL) == ["smcat"]
    assert "smcat" not in names({"states": [{"name": "a", "type": "Task"}]})
    assert "smcat" not in names({"states": {"a": {}}, "initial": "a"})
    assert "smcat" not in names({**SMALL, "statebook": 1})


def test_work_grows_with_the_machine() -> None:
    def work(states: int) -> int:
        inside = [{"name": f"s{one}", "type": "regular", "note": ["x"]} for one in range(states)]
        rows = [{"id": one, "from": f"s{one}", "to": f"s{(one + 1) % states}", "event": "e"} for one in range(states)]
        whole = {"states": [{"name": "g", "type": "regular", "statemachine": {"states": inside}}], "transitions": rows}
        original = Original("x.json", json.dumps(whole))
        return steps(lambda: import_original(original, importers()["smcat"]))

    work(2)
    assert work(400) < 2.2 * work(200)
