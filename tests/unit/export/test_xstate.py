"""XState itself takes every transition of every machine, and no other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from every_machine import every_machine
from node_packages import needs_node, package, run_node
from odd_machines import Odd, odd_machines
from statebook.export.format import Subject
from statebook.export.formats import xstate

WALK = """
const {createMachine, createActor, transition, waitFor} = require(process.argv[1]);
const {deepStrictEqual: same, ok} = require("node:assert");
const silent = console.warn; console.warn = text => { throw new Error(text) };
const cases = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));
let taken = 0;
for (const {name, config, guards, moves, events, start, states} of cases) try {
  const implementations = Object.fromEntries(guards.map(
    one => [one, ({event}, params) => params === undefined || params.to === event.to]));
  const machine = createMachine(config).provide({guards: implementations});
  same(createActor(machine).start().getSnapshot().value, start);
  for (const {from, event, to, value, actions, kinds} of moves) {
    const before = machine.resolveState({value: from});
    ok(before.can({type: event, to}), `${JSON.stringify(from)} takes no ${event}`);
    const found = machine.getTransitionData(before, {type: event, to});
    same(found.length, 1);
    const [after, done] = transition(machine, before, {type: event, to});
    same(after.value, value);
    ok(actions.includes(JSON.stringify(done.map(one => one.type).filter(one => !one.startsWith("xstate.")))), JSON.stringify(done));
    for (const kind of kinds) ok(after.hasTag(kind), kind);
    taken += 1;
  }
  for (const {value, takes} of states) {
    const before = machine.resolveState({value});
    for (const event of events)
      for (const to of [undefined, ...states.map(one => one.key)])
        same(before.can({type: event, to}), takes.some(one => one.event === event && (one.to === null || one.to === to)));
  }
} catch (problem) { problem.message = name + ": " + problem.message; throw problem }
process.stdout.write(String(taken));
"""


class Config:
    """What XState is to do, found in the exported text by the ids that it carries, not by asking the exporter for names."""

    def __init__(self, subject: Subject) -> None:
        self.config = json.loads(xstate.export(subject).text)
        self.machine = subject.machine
        self.facts = self.config["meta"]["statebook"]
        self.keys: dict[str, str] = {}
        self.values: dict[str, Any] = {}
        for key, one in self.config["states"].items():
            if key == self.facts.get("start"):
                continue
            if "states" not in one:
                self._add(key, one, key)
            for inner, deep in one.get("states", {}).items():
                self._add(inner, deep, {key: inner})
        self.events = {
            one.get("id", one["event"]): one["event"]
            for kind in ("actions", "events")
            for one in self.facts.get(kind, [])
        }

    def _add(self, key: str, state: dict[str, Any], value: Any) -> None:
        name = state["meta"]["statebook"].get("id", key)
        assert name not in self.keys
        self.keys[name], self.values[name] = key, value

    def case(self, name: str) -> dict[str, Any]:
        """Everything that the script needs to walk."""
        machine = self.machine
        assert set(self.keys) == set(machine.states)
        assert set(self.events) == {*machine.actions, *machine.events}
        takes: dict[str, list[dict[str, Any]]] = {one: [] for one in machine.states}
        moves = []
        for one in machine.transitions:
            rivals = [
                other for other in machine.transitions if (other.source, other.trigger) == (one.source, one.trigger)
            ]
            # Of two transitions that differ in guard or effect alone, XState takes the first whose guard holds.
            effects = [[other.effect] if other.effect else [] for other in rivals if other.target == one.target]
            several = len({other.target for other in rivals}) > 1
            takes[one.source].append(
                {"event": self.events[one.trigger], "to": self.keys[one.target] if several else None}
            )
            moves.append({
                "from": self.values[one.source], "event": self.events[one.trigger], "to": self.keys[one.target],
                "value": self.values[one.target], "actions": [json.dumps(effect, ensure_ascii=False, separators=(",", ":")) for effect in effects],
                "kinds": [machine.states[one.target].kind.value, *filter(None, [machine.states[one.target].outcome])],
            })  # fmt: skip
        start: Any = self.values[machine.initial[0].state if machine.initial else next(iter(machine.states))]
        if len(machine.initial) > 1:
            start = self.facts["start"]
            spare = next(iter(set(self.config["states"][start]["on"]) - set(self.events.values())), None)
            for initial in machine.initial:
                event = self.events[initial.trigger] if initial.trigger else spare
                moves.append({
                    "from": start, "event": event, "to": self.keys[initial.state],
                    "value": self.values[initial.state], "actions": ["[]"], "kinds": [],
                })  # fmt: skip
        choice = self.facts.get("choice", "leads to")
        return {
            "name": name, "config": self.config, "moves": moves, "start": start, "events": list(self.events.values()),
            "guards": [choice, *dict.fromkeys(one.guard for one in machine.transitions if one.guard)],
            "states": [{"value": self.values[one], "key": self.keys[one], "takes": takes[one]} for one in machine.states],
        }  # fmt: skip


def walk(subjects: dict[str, Subject]) -> int:
    """The number of transitions that XState took."""
    cases = [Config(one).case(name) for name, one in subjects.items()]
    done = run_node("-e", WALK, package("xstate/dist/xstate.cjs.js"), text=json.dumps(cases))
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@needs_node
def test_it_takes_every_transition_and_every_start_and_no_other() -> None:
    machines = {name: one.machine for name, one in every_machine().items()}
    starts = sum(len(one.initial) for one in machines.values() if len(one.initial) > 1)
    assert walk(every_machine()) == sum(len(one.transitions) for one in machines.values()) + starts


@needs_node
@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(odd_machines(), min_size=12, max_size=12))
def test_it_takes_the_transitions_of_machines_with_any_ids(machines: list[Odd]) -> None:
    walk({str(number): one.subject for number, one in enumerate(machines)})


@pytest.mark.parametrize("name", every_machine())
def test_what_the_text_does_not_say_is_listed(name: str) -> None:
    subject = every_machine()[name]
    lost = {one.subject: one.count for one in xstate.export(subject).losses}
    machine = subject.machine
    assert lost.pop("attributes", 0) == len(machine.attributes)
    assert lost.pop("errors", 0) == len(machine.errors)
    assert ("whether the list of states is complete" in lost) == (machine.openness is not None)
    assert lost.pop("advice on polling", 0) == sum(one.poll is not None for one in machine.states.values())
    assert ("the start: the spec names none, so it is the first state" in lost) == (not machine.initial)


def test_one_transition_reads_like_xstate() -> None:
    config = Config(every_machine()["wildcards/call"]).config
    assert config["initial"] == "idle"
    assert config["states"]["idle"]["on"]["dial"] == [
        {"target": "#call.busy.dialing", "guard": {"type": "leads to", "params": {"to": "dialing"}}},
        {"target": "#call.busy.talking", "guard": {"type": "leads to", "params": {"to": "talking"}}},
    ]
    talking = config["states"]["busy"]["states"]["talking"]
    assert talking["on"]["tick"] == {"target": "talking", "reenter": True, "actions": ["Costs grow."]}
    assert talking["on"]["hang_up"] == {"target": "#call.held", "guard": "Twice."}
    assert config["states"]["over"] == {"type": "final", "tags": ["final"], "meta": {"statebook": {"kind": "final"}}}


@needs_node
def test_the_sample_of_the_guide_runs(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs/guide/export.md").read_text(encoding="utf-8")
    sample = next(one for one in re.findall(r"```javascript\n(.*?)```", guide, re.DOTALL) if "createMachine" in one)
    (tmp_path / "dataset-status.xstate.json").write_text(
        xstate.export(every_machine()["real/dataset-status"]).text, "utf-8"
    )
    (tmp_path / "node_modules").symlink_to(package("xstate").parent)
    (tmp_path / "sample.mjs").write_text(sample, "utf-8")
    done = run_node(tmp_path / "sample.mjs")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "queued true\n"
