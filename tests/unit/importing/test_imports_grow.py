"""Twice the states are twice the work, for every importer and for the spec that is made of what it finds."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from statebook.importing.imported import import_original
from statebook.importing.original import Original
from statebook.importing.registry import importers
from steps import steps


def page(count: int) -> str:
    sections = "".join(
        f"## The `s{n}` status\n\nWords.\n\n### Leaving this status\n\nTo | Trigger\n--- | ---\n`s{(n + 1) % count}` | `go`\n\n"
        for n in range(count)
    )
    return f"# Big\n\n{sections}"


def ways(count: int) -> str:
    rows = "".join(f"| `s{n}` | `s{(n + 1) % count}` | `go{n}` |\n" for n in range(count))
    return f"# Big\n\n| From | To | Trigger |\n| --- | --- | --- |\n{rows}"


def table(count: int) -> str:
    return "from,to,trigger\n" + "".join(f"s{n},s{n + 1},go{n}\n" for n in range(count))


def enum(count: int) -> str:
    members = "".join(f"    A{n} = 's{n}'  # words\n" for n in range(count))
    return f"class S(Enum):\n{members}N = {{{','.join(f'S.A{n}: [S.A{(n + 1) % count}]' for n in range(count))}}}\n"


def document(count: int) -> str:
    states = {"enum": [f"s{n}" for n in range(count)], "x-enum-descriptions": ["Words."] * count}
    return json.dumps({"openapi": "3.1.0", "components": {"schemas": {"Thing": {"properties": {"state": states}}}}})


def machine(count: int) -> str:
    return json.dumps(
        {
            "statebook": 1,
            "id": "m",
            "title": "M",
            "state_attribute": "s",
            "states": [{"id": f"s{n}", "value": f"s{n}"} for n in range(count)],
            "transitions": [{"from": f"s{n}", "to": f"s{(n + 1) % count}", "trigger": "go"} for n in range(count)],
            "events": [{"id": "go", "title": "Go", "by": "system"}],
        }
    )


def log(count: int) -> str:
    return "\n".join(json.dumps({"id": 1, "at": f"{n:09}", "status": {"name": f"s{n}", "n": n}}) for n in range(count))


MAKERS: list[tuple[str, Callable[[int], str]]] = [
    ("markdown", page), ("markdown", ways), ("csv", table), ("python-enum", enum), ("openapi", document), ("json", machine), ("log", log),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "make"), MAKERS, ids=[make.__name__ for _, make in MAKERS])
def test_work_grows_with_the_file(kind: str, make: Callable[[int], str]) -> None:
    def work(count: int) -> int:
        text = make(count)
        return steps(lambda: import_original(Original("x", text), importers()[kind]))

    work(5)  # what is loaded and remembered once
    small, large = work(150), work(450)
    assert large < 3.6 * small, (small, large)
