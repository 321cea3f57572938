"""The steps of a log by pm4py's token replay, on a net made of the machine by hand. It looks at no attribute.

Run by a Python that has pm4py: reads `machine.json`, which a build writes, and the log.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas
from pm4py.algo.conformance.tokenreplay import algorithm as replay
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils import petri_utils


def net_of(machine: dict) -> tuple[PetriNet, Marking, Marking]:  # type: ignore[type-arg]
    """A place for each state; a transition bears the name of the state that it leads to."""
    net = PetriNet(machine["id"])
    start, end = PetriNet.Place("start"), PetriNet.Place("end")
    places = {state["id"]: PetriNet.Place(state["id"]) for state in machine["states"]}
    net.places.update((start, end, *places.values()))

    def connect(name: str, label: str | None, source: PetriNet.Place, target: PetriNet.Place) -> None:
        transition = PetriNet.Transition(name, label)
        net.transitions.add(transition)
        petri_utils.add_arc_from_to(source, transition, net)
        petri_utils.add_arc_from_to(transition, target, net)

    steps = dict.fromkeys((one["from"], one["to"]) for one in machine["transitions"])
    for name, place in places.items():
        connect(f"begin {name}", name, start, place)
        connect(f"again {name}", name, place, place)
        connect(f"end {name}", None, place, end)
    for source, target in steps:
        connect(f"{source} to {target}", target, places[source], places[target])
    return net, Marking({start: 1}), Marking({end: 1})


def main(machine_file: Path, log: Path) -> None:
    """Replay every resource; say how many fit."""
    machine = json.loads(machine_file.read_text("utf-8"))
    with log.open(encoding="utf-8") as stream:
        rows = [(one["id"], one["status"][machine["state_attribute"]], one["at"]) for one in map(json.loads, stream)]
    frame = pandas.DataFrame(rows, columns=["case:concept:name", "concept:name", "time:timestamp"])
    frame["time:timestamp"] = pandas.to_datetime(frame["time:timestamp"])
    found = replay.apply(frame, *net_of(machine))
    sys.stdout.write(f"{len(found)} resources, {sum(one['trace_is_fit'] for one in found)} fit\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
