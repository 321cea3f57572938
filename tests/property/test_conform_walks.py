"""Walks of random machines: legal ones conform, a jump is always found, and a plain judge says the same."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conform_case import Case, moment
from statebook.examples.bodies import state_bodies
from statebook.examples.path import place
from statebook.model import Machine
from statebook.source.load import load_project

Ways = dict[str, list[str]]


class PlainJudge:
    """What is legal, in a few lines of Python: one resource, states that nobody misspelt."""

    def __init__(self, ways: Ways, transient: set[str], final: set[str], mode: str) -> None:
        self.ways, self.transient, self.final, self.mode = ways, transient, final, mode

    def findings(self, walk: list[tuple[str, float]]) -> list[tuple[int, str]]:
        """Line and rule of each wrong step of a walk of states and the moments since which they last."""
        found = []
        for line, ((before, began), (state, since)) in enumerate(itertools.pairwise(walk), 2):
            if state == before and since == began:
                continue
            if since < began or (state != before and since == began):
                found.append((line, "since-inconsistent"))
            elif before in self.final:
                found.append((line, "final-state-left"))
            elif not self.leads(before, state):
                found.append((line, "illegal-transition"))
        return found

    def leads(self, before: str, state: str) -> bool:
        """Whether a way leads there, through states that a poller can miss."""
        seen, waiting = set(), list(self.ways[before])
        while waiting:
            place = waiting.pop()
            if place == state:
                return True
            if self.mode == "polls" and place in self.transient and place not in seen:
                seen.add(place)
                waiting += self.ways[place]
        return False


@st.composite
def machines(draw: st.DrawFn) -> tuple[Ways, set[str], set[str]]:
    """At most six states and any transitions between them; final states have none."""
    names = [f"s{number}" for number in range(draw(st.integers(2, 6)))]
    kinds = {name: draw(st.sampled_from(["resting", "transient", "transient", "final"])) for name in names}
    ways = {
        name: [] if kinds[name] == "final" else draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
        for name in names
    }
    return ways, {one for one in names if kinds[one] == "transient"}, {one for one in names if kinds[one] == "final"}


def spec_of(ways: Ways, transient: set[str], final: set[str]) -> str:
    states = {
        name: {"kind": "transient" if name in transient else "final" if name in final else "resting"} for name in ways
    }
    steps = [{"from": one, "to": other, "trigger": "go"} for one, targets in ways.items() for other in targets]
    return json.dumps(
        {
            "statebook": 1,
            "id": "m",
            "title": "M",
            "state_attribute": "state.name",
            "since_attribute": "since",
            "openness": "closed",
            "events": {"go": {"by": "system"}},
            "attributes": {"since": {"type": "datetime"}, "part": {"type": "integer", "nullable": True}},
            "states": states,
            "transitions": steps,
        }
    )


def machine_of(case: Case) -> tuple[dict[str, Machine], Machine]:
    project, _ = load_project(case.root)
    (machine,) = project.machines.values()
    return dict(project.machines), machine


def log_of(case: Case, walk: list[tuple[str, float]]) -> list[Any]:
    """Observations with the example bodies of the spec, once a second."""
    project, machine = machine_of(case)
    log = []
    for second, (state, since) in enumerate(walk):
        body = json.loads(json.dumps(state_bodies(project, machine, state)[0].value))
        log.append({"id": 1, "at": moment(second), "status": place(body, ("since",), moment(since))})
    return log


@settings(max_examples=40)
@given(machine=machines(), data=st.data(), mode=st.sampled_from(["polls", "events"]))
def test_any_walk_is_judged_as_a_plain_judge_does(
    tmp_path_factory: Any, machine: tuple[Ways, set[str], set[str]], data: st.DataObject, mode: str
) -> None:
    case = Case(tmp_path_factory.mktemp("walk"), spec_of(*machine))
    names = list(machine[0])
    walk: list[tuple[str, float]] = []
    for second in range(data.draw(st.integers(1, 8))):
        stays = walk and data.draw(st.integers(0, 3)) == 0
        since = walk[-1][1] if stays else float(second)
        walk.append((data.draw(st.sampled_from(names)), since))
    wanted = [f"{line} {rule}" for line, rule in PlainJudge(*machine, mode).findings(walk)]
    assert case.told(log_of(case, walk), "--mode", mode) == wanted


@settings(max_examples=25)
@given(machine=machines(), data=st.data())
def test_every_walk_step_by_step_conforms_in_both_readings(
    tmp_path_factory: Any, machine: tuple[Ways, set[str], set[str]], data: st.DataObject
) -> None:
    case = Case(tmp_path_factory.mktemp("walk"), spec_of(*machine))
    walk = [(data.draw(st.sampled_from(list(machine[0]))), 0.0)]
    while len(walk) < 10 and machine[0][walk[-1][0]]:
        walk.append((data.draw(st.sampled_from(machine[0][walk[-1][0]])), float(len(walk))))
    log = log_of(case, walk)
    assert case.conform(log, "--mode", "events") == []
    assert case.conform(log) == []


ROOT = Path(__file__).resolve().parents[2]
PROJECTS = [ROOT, *sorted(path / "project" for path in (ROOT / "tests/cases").iterdir() if path.is_dir())]


def test_every_example_of_every_project_conforms(tmp_path: Path) -> None:
    checked = 0
    for number, root in enumerate(PROJECTS):
        project, _ = load_project(root)
        for name, machine in project.machines.items():
            if not machine.state_attribute:
                continue
            log = [
                {"id": f"{state} {index}", "status": body.value}
                for state in machine.states
                for index, body in enumerate(state_bodies(project.machines, machine, state))
                if machine.states[state].visibility != "reserved"
            ]
            path = tmp_path / f"{number}-{len(name)}.jsonl"
            path.write_text("".join(f"{json.dumps(one)}\n" for one in log))
            case = Case(tmp_path)
            case.root = root
            for mode in ("polls", "events"):
                found = case.findings(str(path), "--machine", name, "--mode", mode, "--strict", "--at", "")
                assert found == [], (root, name)
            checked += len(log)
    assert checked > 40
