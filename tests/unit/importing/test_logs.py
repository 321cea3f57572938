"""A log gives the machine as it was observed; what cannot be read is named by its line, and memory stays small."""

from __future__ import annotations

import gzip
import json

import pytest

from importing_folder import Importing, ways

LIVES = [["new", "busy", "done"], ["new", "busy", "busy", "failed", "new"], ["new"]]


def lines(lives: list[list[str]] = LIVES) -> list[str]:
    found = []
    for resource, life in enumerate(lives):
        for moment, state in enumerate(life):
            status = {
                "name": state,
                "n": moment if state != "failed" else None,
                **({"why": "x"} if state == "failed" else {}),
            }
            found.append(json.dumps({"id": resource, "at": f"2024-01-01T00:0{moment}:00Z", "status": status}))
    return found


def test_states_steps_and_attributes_are_those_that_were_seen(folder: Importing) -> None:
    machine = folder.take("order_log.jsonl", "\n".join(lines()) + "\n")
    assert (machine.id, machine.state_attribute) == ("order-log", "name")
    assert list(machine.states) == ["new", "busy", "done", "failed"]
    assert ways(machine) == [
        ("new", "busy", "observed"), ("busy", "done", "observed"), ("busy", "failed", "observed"), ("failed", "new", "observed"),
    ]  # fmt: skip
    notes = [one.evidence.note for one in machine.transitions if one.evidence]
    assert notes == ["Seen 2 times in a log.", "Seen once in a log.", "Seen once in a log.", "Seen once in a log."]
    assert [one.state for one in machine.initial] == ["new"]
    assert machine.attributes["n"].nullable and str(machine.attributes["n"].type) == "integer"
    assert machine.attribute_states["why"] == ("failed",)
    assert all(one.kind_evidence and one.kind_evidence.level == "unknown" for one in machine.states.values())
    folder.builds()


def test_compressed_and_interleaved_logs_are_read_alike(folder: Importing) -> None:
    mixed = sorted(lines(), key=lambda line: json.loads(line)["at"])
    machine = folder.take("log.jsonl.gz", gzip.compress("\n".join(mixed).encode()))
    assert len(machine.states) == 4 and len(ways(machine)) == 4


def test_places_are_chosen(folder: Importing) -> None:
    log = '{"order": {"no": 1, "state": {"Phase": "a"}}}\n{"order": {"no": 1, "state": {"Phase": "b"}}}\n'
    assert "a.jsonl:1:1" in folder.refuses("a.jsonl", log)
    machine = folder.take(
        "a.jsonl", log, "--id", "/order/no", "--at", "", "--status", "/order/state", "--state", "Phase"
    )
    assert ways(machine) == [("a", "b", "observed")] and machine.state_attribute == "Phase"
    other = folder.take(
        "b.jsonl", '{"id": 1, "status": "a"}\n{"id": 1, "status": "b"}\n', "--force", "--out", "spec/a.yaml"
    )
    assert other.state_attribute == "status"


def test_lines_that_cannot_be_read_are_named_and_the_rest_is_imported(folder: Importing) -> None:
    bad = ["{", "[1]", '{"id": 1}', '{"id": 1, "status": {}}', b"\xff\xfe".decode("latin-1"), "[" * 100_000]
    content = "\n".join([*lines(), *bad, *["{"] * 30]).encode("latin-1")
    machine = folder.take("log.jsonl", content)
    assert len(machine.states) == 4
    count = len(lines())
    for number in range(count + 1, count + 1 + len(bad)):
        assert f"log.jsonl:{number}:1" in folder.said, (number, folder.said)
    assert "more lines" in folder.said


def test_an_older_line_is_no_step(folder: Importing) -> None:
    said = lines([["a", "b"]])
    machine = folder.take("l.jsonl", "\n".join([*said, said[0]]))
    assert ways(machine) == [("a", "b", "observed")]
    assert "1 observations" in folder.said


@pytest.mark.parametrize("content", ["{}\n{}\n", "\n\n", "hello\n", '{"status": {"name": 1.5}}\n'])
def test_logs_without_states_are_refused(content: str, folder: Importing) -> None:
    assert "no line tells a state" in folder.refuses("l.jsonl", content, "--from", "log")


def test_a_log_larger_than_what_is_read_at_once_is_streamed(folder: Importing) -> None:
    filler = json.dumps({"id": 1, "at": "2024-01-01T00:00:00Z", "status": {"name": "a", "pad": "x" * 1000}})
    content = "\n".join([filler] * 9000 + lines([["a", "z"]]))
    machine = folder.take("big.jsonl", content)
    assert list(machine.states) == ["a", "z"]


def test_a_log_of_anything_is_no_machine(folder: Importing) -> None:
    content = "\n".join(json.dumps({"id": n, "status": {"name": f"s{n}"}}) for n in range(6000))
    assert "more than 5,000 states" in folder.refuses("l.jsonl", content)
