"""The gallery: other people's lifecycles, kept clean and as hard as their page says."""

from __future__ import annotations

import re

import pytest

from every_machine import ROOT, every_machine
from statebook import cli
from statebook.machine import Graph
from statebook.model import Machine, Visibility

FOLDER = ROOT / "spec/gallery"
FILES = sorted(FOLDER.glob("*.yaml"))


def machine(name: str) -> Machine:
    return every_machine()[f"real/{name}"].machine


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lint_has_nothing_to_say_that_has_no_reason(path: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lint", str(path)]) == 0
    said = capsys.readouterr()
    assert "warning" not in said.out + said.err, said
    for ignore in re.findall(r"\{rule: [^}]*\}", (FOLDER / str(path)).read_text("utf-8")):
        assert "reason: " in ignore


def test_every_spec_of_the_gallery_stands_on_its_page() -> None:
    page = (ROOT / "docs/gallery.md").read_text("utf-8")
    for path in FILES:
        assert f"`{path.name}`" in page


def test_each_is_hard_in_the_way_the_page_says() -> None:
    vehicle = machine("mds-vehicle")
    assert (len(vehicle.events), len(vehicle.states)) == (27, 7)
    assert len({one.target for one in vehicle.transitions if one.trigger == "comms_restored"}) == 6
    task = machine("nova-task")
    assert len(task.states) == 44
    assert task.states["none"].value is None
    assert [one.id for one in task.states.values() if one.visibility is Visibility.GONE] == ["gone"]
    tcp = machine("tcp-connection")
    assert not tcp.has_object
    assert {"SYN-SENT", "TIME-WAIT"} < set(tcp.states)
    assert "rcv SYN,ACK" in tcp.events
    for name in ("order", "authorization"):
        assert "[`acme-challenge:pending`]" in (FOLDER / f"acme_{name}.yaml").read_text("utf-8")


def test_every_state_of_every_machine_can_be_reached_and_ends_somewhere() -> None:
    for name in ("acme-order", "acme-authorization", "acme-challenge", "mds-vehicle", "nova-task", "tcp-connection"):
        one = machine(name)
        graph = Graph(one)
        assert graph.reachable(start.state for start in one.initial) == set(one.states), name
