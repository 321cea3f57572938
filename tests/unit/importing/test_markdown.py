"""Pages that were written by hand become specs: their states in order, their words, their ways, and what is left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from every_machine import ROOT
from importing_folder import Importing, ways
from statebook.importing.imported import import_original
from statebook.importing.original import BadInput, Original
from statebook.importing.registry import importers
from statebook.source.load import load_project

DRAFT = (ROOT / "tests/audits/draft/dataset_status.md").read_text(encoding="utf-8")
SCOOTER = (ROOT / "tests/audits/scooter/vehicles.md").read_text(encoding="utf-8")
LISTS = (ROOT / "tests/audits/dialects/lists.md").read_text(encoding="utf-8")
PARCEL = (ROOT / "tests/audits/parcel/_parcel_status.md").read_text(encoding="utf-8")


def left(folder: Importing) -> list[str]:
    """What was left over, with its line."""
    lines = folder.said.splitlines()
    return [
        line.split(":", 1)[1].replace(": info[not-carried-over] left over", "") for line in lines if "left over" in line
    ]


def test_the_draft_gives_its_states_in_order_with_todos(folder: Importing) -> None:
    machine = folder.take("dataset_status.md", DRAFT)
    assert list(machine.states) == [
        "idle", "queued", "processing_dataset", "processing_resource_records", "processing_all_dataset_data", "processing_realtime",
        "deleting_dataset", "deleting_resource_records", "deleting_all_dataset_data", "saving_dataset_version", "error",
        "aborting_processing", "limit_reached", "recovering_realtime_records", "scratching_realtime_recover_data",
    ]  # fmt: skip
    assert (machine.id, machine.title, machine.noun) == ("dataset-status", "Dataset status", "dataset status")
    assert machine.states["idle"].description.startswith("todo:\n* description of the meaning")
    assert all("todo" in one.description for one in machine.states.values())
    assert all(one.kind_evidence and one.kind_evidence.level == "unknown" for one in machine.states.values())
    assert "* The list of possible states is fully known" in machine.summary
    action = machine.actions["retrieve_the_current_dataset_status"]
    assert (action.method, action.path, action.returns is not None and action.returns.returns_state) == (
        "GET",
        "/api/management/v2/datasets/{DATASET_UID}/status",
        True,
    )
    assert machine.api.variables == {"DATASET_UID": "da_XXXXXX", "YOURDOMAIN": "yourdomain"}
    assert machine.api.auth == "basic"
    assert left(folder) == [
        "1:1: where a new resource starts",
        "1:1: where the state stands in the JSON",
        "19:1: 15 empty example objects",
        "31:1: 15 tables of attributes",
    ]
    folder.builds("initial-state-missing")


def test_tables_of_from_and_to_have_several_states_in_a_cell(folder: Importing) -> None:
    machine = folder.take("vehicles.md", SCOOTER)
    assert machine.state_attribute == "vehicle_state"
    assert list(machine.states) == ["free", "booked", "riding", "broken", "stored", "lost"]
    assert machine.states["stored"].description == "It stands in a depot.\n\nOn the street?: no"
    assert ("free", "riding", "trip_start") in ways(machine) and ("booked", "riding", "trip_start") in ways(machine)
    assert ("riding", "free", "trip_cancel") in ways(machine) and ("riding", "free", "trip_end") in ways(machine)
    assert [one for one in ways(machine) if one[1] == "stored"] == [
        ("free", "stored", "pick_up"), ("broken", "stored", "pick_up"), ("lost", "stored", "pick_up")
    ]  # fmt: skip
    assert [one[0] for one in ways(machine) if one[2] == "stolen"] == ["free", "booked", "riding", "broken", "stored"]
    folder.builds("initial-state-missing")


def test_a_page_of_ours_comes_back_as_its_machine(folder: Importing) -> None:
    """Whatever a page shows in tables is read from it: every state and every way with trigger, condition and effect."""
    real = load_project(ROOT)[0].machines["dataset-status"]
    machine = folder.take("status.md", (ROOT / "docs/dataset-status.md").read_text(encoding="utf-8"))
    assert list(machine.states) == list(real.states)
    assert {name: one.kind for name, one in machine.states.items()} == {
        name: one.kind for name, one in real.states.items()
    }
    assert sorted(ways(machine)) == sorted(ways(real))
    found = {(one.source, one.target, one.trigger): one for one in machine.transitions}
    for one in real.transitions:
        other = found[one.source, one.target, one.trigger]
        assert (other.by, bool(other.guard), bool(other.effect)) == (one.by, bool(one.guard), bool(one.effect))
        assert other.evidence and one.evidence and other.evidence.level == one.evidence.level
    assert machine.state_attribute == "name"
    assert {name: str(one.type) for name, one in machine.attributes.items()}["since"] == "datetime"
    folder.builds("initial-state-missing")


def test_lists_and_an_initial_row(folder: Importing) -> None:
    machine = folder.take("jobs.md", LISTS)
    assert list(machine.states) == ["pending", "running", "succeeded", "canceled", "failed", "cancelled"]
    assert [(one.state, one.trigger) for one in machine.initial] == [("pending", "create")]
    assert ("pending", "running", "start") in ways(machine)
    assert "21:3: the way 'any | purge | (none)'" in left(folder)
    assert "23:3: the way 'Any terminal state | x | pending'" in left(folder)
    folder.builds("unreachable-state")


def test_examples_that_contradict_the_page_are_left_over(folder: Importing) -> None:
    machine = folder.take("parcel.md", PARCEL)
    said = "\n".join(left(folder))
    assert "an example object" in said and "the example of attributes/insured" in said
    assert machine.since_attribute == "since" and machine.state_attribute == "status"
    assert ("processing", "deliverd", "unstated") in ways(machine)
    assert (
        machine.states["waiting"].description
        == "The *waiting* status means that nothing happens. TODO: say for how long."
    )
    folder.builds("initial-state-missing")


ORDER = """\
# Order

See [the start](#the-open-order), [paying](pay.md), [an attack](javascript:alert(1)), [ref][there] and ![picture](x.png).

[there]: https://example.org/x

## Common attributes

Attribute | Type | Description
--- | --- | ---
`status` | string | Where it is
`paid_at` | date-time or null | When it was paid
`tags` | array of strings | Labels, may be nullable

## The `open` order

> What you get

```json
{"status": "open", "paid_at": null, "tags": ["a"], "total": 12.5}
```

It waits for [`paid`](#the-paid-order) and [`nothing`].

### What comes next

Next state | Trigger | When
--- | --- | ---
`paid` | `POST /orders/{id}/pay` | The card is good
`gone` | 30 minutes | nobody pays

## The `paid` order

```json
{"status": "paid", "paid_at": "2024-01-02T03:04:05Z", "tags": [], "total": 3, "receipt": {"no": 1}}
```

## The `gone` order

```json
{"status": "paid"}
```

## Pay

```http
POST https://api.example.com/orders/{id}/pay
```

Name | Type | Required | Description
--- | --- | --- | ---
card | string | yes | The number

## About us

We sell things.
"""


def test_words_links_types_and_calls(folder: Importing) -> None:
    machine = folder.take("order.md", ORDER)
    assert machine.summary.startswith("See the start, [paying](pay.md), an attack, [ref](https://example.org/x) and"), (
        machine.summary
    )
    assert machine.states["open"].description == "It waits for [`paid`] and `nothing`."
    assert [one.body["total"] for one in machine.states["open"].examples] == [12.5]
    types = {name: (str(one.type), one.nullable, one.required) for name, one in machine.attributes.items()}
    assert types["paid_at"] == ("datetime", True, True)
    assert types["tags"] == ("array<string>", True, True)
    assert types["total"][0] in ("number", "number | integer")
    assert [one.name for one in machine.states["paid"].attributes if not one.common] == ["receipt"]
    assert machine.actions["pay"].path == "/orders/{id}/pay"
    assert ways(machine) == [("open", "paid", "pay"), ("open", "gone", "30 minutes")]
    assert [one.guard for one in machine.transitions] == ["The card is good", "nobody pays"]
    said = left(folder)
    assert any("the picture 'x.png'" in one for one in said)
    assert any("the section 'About us'" in one for one in said)
    assert any("an example object" in one for one in said)
    folder.builds("initial-state-missing")


@pytest.mark.parametrize(
    ("page", "known"),
    [
        ("tests/audits/scooter/vehicles.md", ()),
        ("tests/audits/parcel/_parcel_status_repaired.md", ()),
        ("tests/audits/draft/dataset_status.md", ("placeholder-left", "hidden-character")),
        ("tests/audits/dialects/lists.md", ("dead-anchor",)),
        ("docs/dataset-status.md", ()),
    ],
)
def test_an_audit_of_the_page_agrees_with_the_spec_made_of_it(
    page: str, known: tuple[str, ...], folder: Importing
) -> None:
    """What the page leaves out or breaks by itself is known; nothing that it says of the lifecycle is another in the spec."""
    name = page.rsplit("/", 1)[-1]
    folder.take(name, (ROOT / page).read_bytes())
    folder.run("audit", str(folder.root / name))
    found = [line for line in folder.said.splitlines() if re.search(r": (?:error|warning)\[", line)]
    assert not [line for line in found if not any(f"[{one}]" in line for one in known)], found


MATRIX = """\
# Connection

State/Event | SYN | FIN | RST
--- | --- | --- | ---
LISTEN | SYN-RCVD | - | -
SYN-RCVD | - | CLOSE-WAIT | LISTEN
ESTABLISHED | does nothing at all | `CLOSE-WAIT`, `CLOSED` | CLOSED
"""


def test_a_table_of_states_and_events_is_read_cell_by_cell(folder: Importing) -> None:
    machine = folder.take("tcp.md", MATRIX)
    assert list(machine.states) == ["LISTEN", "SYN-RCVD", "ESTABLISHED", "CLOSE-WAIT", "CLOSED"]
    assert ways(machine) == [
        ("LISTEN", "SYN-RCVD", "SYN"),
        ("SYN-RCVD", "CLOSE-WAIT", "FIN"),
        ("SYN-RCVD", "LISTEN", "RST"),
        ("ESTABLISHED", "CLOSE-WAIT", "FIN"),
        ("ESTABLISHED", "CLOSED", "FIN"),
        ("ESTABLISHED", "CLOSED", "RST"),
    ]
    assert any(one.startswith("7:15: 'ESTABLISHED' at 'SYN'") for one in left(folder))
    folder.builds("initial-state-missing")


HOSTILE = """\
# <script>alert(1)</script> {{ 7*7 }} `x`

{% include "/etc/passwd" %} [`

## The `a|b` status

{0}

## The `\u202eevil` status

## The `null` status

## The `*` status

From | To | Trigger
--- | --- | ---
`*` | `null` | `yes: [no] #x`
`a|b` | `<b>` | `<img src=x onerror=y>`
"""


@pytest.mark.parametrize(
    "content",
    [
        HOSTILE,
        HOSTILE[:200],
        HOSTILE.replace("\n", "\r\n"),
        DRAFT[:1000],
        "## The `a` status\n## The `A` status\n## The ` a ` status\n## The `b` status\n",
        "# T\n\nFrom | To\n--- | ---\n`a` | `b`\n`b` |\n",
        "## The `" + "x" * 5000 + "` status\n\n## The `b` status\n",
        "## The `a` status\n\n```json\n"
        + '{"a":' * 200
        + "1"
        + "}" * 200
        + "\n```\n## The `b` status\n```json\n"
        + '{"b":[' * 15
        + "]}" * 15,
    ],
    ids=range(8),
)
def test_hostile_pages_give_a_spec_that_builds(content: str, folder: Importing) -> None:
    folder.take("page.md", content)
    folder.builds("initial-state-missing", "unreachable-state")


@pytest.mark.parametrize("content", ["", "# Nothing here\n\nOnly words.\n", "\n" * 5000, "|" * 20000, "`" * 20000])
def test_pages_without_states_are_refused(content: str, folder: Importing) -> None:
    assert "no state was found" in folder.refuses("page.md", content)


def test_a_large_page_is_read_as_a_whole() -> None:

    def page(count: int) -> str:
        sections = "".join(
            f"## The `s{n}` status\n\nWords.\n\n### Leaving this status\n\nTo | Trigger\n--- | ---\n`s{n + 1}` | `go`\n\n"
            for n in range(count)
        )
        return f"# Big\n\n{sections}## The `s{count}` status\n"

    done = import_original(Original("big.md", page(500)), importers()["markdown"])
    assert len(done.made.spec["states"]) == 501
    assert len(done.made.spec["transitions"]) == 500


def test_every_audited_page_can_be_imported_or_says_why(tmp_path: Path) -> None:
    for path in sorted((ROOT / "tests/audits").glob("*/*.md")):
        original = Original(path.name, path.read_text(encoding="utf-8"))
        try:
            done = import_original(original, importers()["markdown"])
        except BadInput as refused:
            assert "no state" in refused.message
        else:
            assert done.made.spec["states"]
