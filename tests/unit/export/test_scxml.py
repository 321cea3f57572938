"""An interpreter of SCXML takes every transition of every machine, and a grammar after the W3C's admits each document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from lxml import etree
from statemachine import State, StateChart
from statemachine.io import load

from every_machine import every_machine
from odd_machines import Odd, odd_machines
from statebook.export.format import Subject
from statebook.export.formats import scxml
from statebook.export.xml_text import attribute_text, element

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parents[2] / "scxml.rng"))
SCXML = "{http://www.w3.org/2005/07/scxml}"
OURS = f"{{{scxml.NAMESPACE}}}"


class Document:
    """The exported text, read by the ids that it carries, without asking the exporter for names."""

    def __init__(self, subject: Subject) -> None:
        self.machine = subject.machine
        self.text = scxml.export(subject).text
        self.root = etree.fromstring(self.text.encode())
        self.states: dict[str, etree._Element] = {}
        self.start = ""
        for one in self.root.iter(f"{SCXML}state", f"{SCXML}final"):
            if one.get(f"{OURS}kind") == "start":
                self.start = one.get("id", "")
            elif one.get("initial") is None:
                self.states[one.get(f"{OURS}spelled", one.get("id", ""))] = one
        self.events = {
            one.get("id", one.get("event")): one.get("event") for one in self.root if one.tag.startswith(OURS)
        }
        ids = [one.get("id") for one in self.root.iter(f"{SCXML}state", f"{SCXML}final")]
        assert len(set(ids)) == len(ids)
        assert {one.get("target") for one in self.root.iter(f"{SCXML}transition")} <= set(ids)

    def name(self, state: str) -> str:
        return self.states[state].get("id", "")

    def event(self, trigger: str, target: str, targets: Sequence[str]) -> str:
        """What whoever sends the event has to send: with the target behind it where there are several."""
        return f"{self.events[trigger]}.{self.name(target)}" if len(set(targets)) > 1 else str(self.events[trigger])


def rests(chart: StateChart) -> str:
    """The innermost state that the interpreter is in."""
    return str(list(chart.configuration)[-1].id)


def walk(subject: Subject) -> int:
    """The number of transitions that the interpreter took, each on a machine of its own that begins in its source."""
    document = Document(subject)
    machine = document.machine
    assert set(document.states) == set(machine.states)
    taken = 0
    for source in machine.states:
        leaving = subject.graph.leaving(source)
        begun = etree.fromstring(document.text.encode())
        begun.set("initial", document.name(source))
        chart = load(etree.tostring(begun, encoding="unicode"), format="scxml")
        for one in leaving:
            run = chart()
            assert rests(run) == document.name(source)
            targets = [other.target for other in leaving if other.trigger == one.trigger]
            # Called by its class: a state of the machine may be called `send`, too.
            StateChart.send(run, document.event(one.trigger, one.target, targets))
            assert rests(run) == document.name(one.target)
            taken += 1
    return taken


@pytest.mark.parametrize("name", every_machine())
def test_an_interpreter_takes_every_transition(name: str) -> None:
    subject = every_machine()[name]
    assert walk(subject) == len(subject.machine.transitions)


@pytest.mark.parametrize("name", every_machine())
def test_the_grammar_admits_it(name: str) -> None:
    GRAMMAR.assertValid(Document(every_machine()[name]).root)


@settings(max_examples=12, deadline=None)
@given(odd_machines())
def test_any_ids_will_do(odd: Odd) -> None:
    # The interpreter makes inner states attributes of outer ones, and stumbles where those have one of that name.
    assume(not set(dir(State)) & {*odd.machine.states, *odd.machine.groups})
    assert walk(odd.subject) == len(odd.machine.transitions)
    GRAMMAR.assertValid(Document(odd.subject).root)


def test_several_ways_to_begin_are_ways_out_of_a_state_before_all_others() -> None:
    subject = every_machine()["several-initial-states/payment"]
    document = Document(subject)
    chart = load(document.text, format="scxml")
    assert document.start == "start"
    for event, state in {
        "created": "requires_method",
        "create.requires_action": "requires_action",
        "create.succeeded": "succeeded",
    }.items():
        run = chart()
        assert rests(run) == "start"
        StateChart.send(run, event)
        assert rests(run) == state
    run = chart()
    StateChart.send(run, "create")  # which of the two is not said
    assert rests(run) == "start"


def test_an_undocumented_event_moves_nothing() -> None:
    run = load(scxml.export(every_machine()["real/dataset-status"]).text, format="scxml")()
    StateChart.send(run, "nonsense")
    assert rests(run) == "idle"


def test_groups_are_states_and_finals_end_it() -> None:
    document = Document(every_machine()["wildcards/call"])
    busy = document.root.find(f"{SCXML}state[@id='busy']")
    assert busy is not None
    assert [one.get("id") for one in busy] == ["dialing", "talking"]
    assert (busy.get("initial"), busy.get(f"{OURS}title")) == ("dialing", "Busy")
    assert document.states["over"].tag == f"{SCXML}final"
    run = load(document.text, format="scxml")()
    StateChart.send(run, "hang_up")
    assert run.is_terminated


def test_every_letter_of_a_name_is_one_to_readers_of_xml() -> None:
    letters = [chr(one) for one in range(1, 0xD800) if scxml._STATE.fullmatch(chr(one))]
    assert len(letters) > 30_000
    state = "{http://www.w3.org/2005/07/scxml}state"
    root = etree.Element("{http://www.w3.org/2005/07/scxml}scxml", version="1.0", datamodel="null")
    for one in letters:
        etree.SubElement(root, state, id=one)
    GRAMMAR.assertValid(root)


def test_text_survives_but_for_what_xml_cannot_hold() -> None:
    text = " a\tb\nc\r<&>\"' ]]> --> \u202e\u200b\u2028\x85 🙂"
    assert etree.fromstring(element("x", {"y": text}, close=True)).get("y") == text
    assert attribute_text("\x00\x1b\ufffe\ud800") == "\ufffd" * 4
    assert "\u202e" not in attribute_text(text)
    lost = {one.subject: one.count for one in scxml.export(every_machine()["hostile/hostile"]).losses}
    assert lost["characters that XML cannot hold"] == 12
    assert "characters that XML cannot hold" not in {
        one.subject for one in scxml.export(every_machine()["odd-ids/odd"]).losses
    }


@pytest.mark.parametrize("name", every_machine())
def test_what_the_text_does_not_say_is_listed(name: str) -> None:
    subject = every_machine()[name]
    lost = {one.subject: one.count for one in scxml.export(subject).losses}
    machine = subject.machine
    assert lost.get("attributes", 0) == len(machine.attributes)
    tagged = (machine, *machine.states.values(), *machine.actions.values(), *machine.events.values())
    assert lost.get("tags and former names", 0) == sum(bool(one.tags or one.formerly) for one in tagged)
    notes = sum(bool(one.guard or one.effect) for one in machine.transitions)
    assert lost.get("guards and effects as something to run: they are notes", 0) == notes
