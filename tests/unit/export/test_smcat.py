"""state-machine-cat takes the JSON, draws it, and tells the same machine again in its own language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from every_machine import every_machine
from hostile_machines import hostile, hostile_machines
from node_packages import needs_node, package, run_node
from statebook.export.drawing import named
from statebook.export.format import Subject
from statebook.export.formats import smcat
from statebook.model import Kind

SCRIPT = """
const { render } = await import(%r);
let text = "";
for await (const chunk of process.stdin) text += chunk;
const found = [];
for (const one of JSON.parse(text)) {
  const said = {};
  for (const kind of ["smcat", "dot", "scxml", ...(one.length < 6000 ? ["svg"] : [])]) {
    try {
      said[kind] = await render(one, { inputType: "json", outputType: kind });
    } catch (error) {
      said.error = `${kind}: ${error}`;
    }
  }
  try {
    said.again = await render(said.smcat, { inputType: "smcat", outputType: "json" });
  } catch {
    said.again = null;
  }
  found.push(said);
}
console.log(JSON.stringify(found));
"""


def rendered(texts: Sequence[str], folder: Path) -> list[dict[str, Any]]:
    """What state-machine-cat makes of each text."""
    script = folder / "render.mjs"
    script.write_text(SCRIPT % str(package("state-machine-cat/dist/index.mjs")), "utf-8")
    done = run_node(script, text=json.dumps(list(texts)))
    assert done.returncode == 0, done.stderr[-2000:]
    return list(json.loads(done.stdout))


def subjects() -> list[Subject]:
    return [*every_machine().values(), *hostile_machines()]


def flat(states: list[dict[str, Any]], inside: str = "") -> dict[str, tuple[str, str]]:
    """The names with their types and what they are inside of."""
    found: dict[str, tuple[str, str]] = {}
    for one in states:
        found[one["name"]] = (one["type"], inside)
        found.update(flat(one.get("statemachine", {}).get("states", []), one["name"]))
    return found


@needs_node
def test_it_is_taken_and_drawn(tmp_path: Path) -> None:
    texts = [smcat.export(one).text for one in subjects()]
    drawn = 0
    for text, found in zip(texts, rendered(texts, tmp_path), strict=True):
        assert "error" not in found, (found["error"], text[:1000])
        drawn += "svg" in found
    assert drawn > 30


@needs_node
def test_its_own_language_says_the_same_machine(tmp_path: Path) -> None:
    """Without texts, for state-machine-cat writes what is in quotes as it is: a quote in a text ends it too early."""
    chosen = [replace(one, options={"texts": "triggers"}) for one in every_machine().values()]
    chosen = [one for one in chosen if one.machine.id != "hostile"]
    chosen.append(hostile(["initial", "final.history", "parallel", "in progress", "caf\u00e9"], "x"))
    texts = [smcat.export(one).text for one in chosen]
    for text, found in zip(texts, rendered(texts, tmp_path), strict=True):
        assert found["again"] is not None, found["smcat"]
        again = found["again"] if isinstance(found["again"], dict) else json.loads(found["again"])
        ours = json.loads(text)
        assert flat(again["states"]) == flat(ours["states"])
        assert [(one["from"], one["to"], one.get("event", "")) for one in again["transitions"]] == [
            (one["from"], one["to"], one.get("event", "")) for one in ours["transitions"]
        ]


def test_the_json_has_every_state_and_every_transition() -> None:
    for subject in subjects():
        machine = subject.machine
        said = json.loads(smcat.export(subject).text)
        known = named(machine, smcat.LEGAL)
        found = flat(said["states"])
        start = said["states"][0]["name"] if machine.initial else ""
        end = said["states"][-1]["name"]
        groups = set(known.groups.values()) if any(one.group for one in machine.states.values()) else set()
        assert set(found) - {start} - groups - ({end} if found[end][0] == "final" else set()) == set(
            known.states.values()
        )
        for one in machine.states.values():
            assert found[known.states[one.id]] == ("regular", known.groups[one.group] if one.group else "")
        moved = [(one["from"], one["to"], one["event"], one["class"]) for one in said["transitions"] if "class" in one]
        assert moved == [
            (known.states[one.source], known.states[one.target], one.trigger, one.by.value)
            for one in machine.transitions
        ]
        ended = [one["from"] for one in said["transitions"] if one["to"] == end and found[end][0] == "final"]
        assert ended == [known.states[one.id] for one in machine.states.values() if one.kind is Kind.FINAL]
        assert [one["id"] for one in said["transitions"]] == list(range(1, len(said["transitions"]) + 1))


def test_what_is_said_where() -> None:
    subject = hostile(["a", "b c", "d"], "why\nnot", "T")
    said = json.loads(smcat.export(subject).text)
    assert said["states"] == [
        {"name": "initial", "type": "initial"},
        {"name": "a", "type": "regular", "label": "T", "class": "resting success", "note": ["why", "not"]},
        {
            "name": "group_a",
            "type": "regular",
            "label": "a",
            "statemachine": {
                "states": [
                    {
                        "name": "b_c",
                        "type": "regular",
                        "label": "b c",
                        "class": "transient failure",
                        "note": ["why", "not"],
                    },
                    {"name": "d", "type": "regular", "label": "T", "class": "final partial", "note": ["why", "not"]},
                ]
            },
        },
        {"name": "final", "type": "final"},
    ]
    assert said["transitions"][3] == {
        "id": 4,
        "from": "b_c",
        "to": "d",
        "label": "b c [why\nnot] / why\nnot",
        "event": "b c",
        "cond": "why\nnot",
        "action": "why\nnot",
        "class": "system",
    }
    assert {one.subject for one in smcat.export(subject).losses} == {"titles of states", "titles of groups"}
    bare = smcat.export(replace(subject, options={"texts": "triggers"}))
    assert "why" not in bare.text
    assert {"guards", "effects", "descriptions of states"} <= {one.subject for one in bare.losses}
