"""The TypeScript client: compiled strictly, and run by Node through the scenarios of the Python client.

The compiler is one of the pinned packages of `tests/node`. Without them, which is a developer's choice, these tests are
skipped.
"""

from __future__ import annotations

import json
import subprocess
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest

from client_modules import CASES, ROOT, SCENARIOS, drawn, exported
from every_machine import every_machine
from node_packages import needs_node, node, package
from statebook.mock import Mock, serve
from statebook.mock.faults import KINDS

STRICT = [
    "--strict",
    "--noUnusedLocals",
    "--noUnusedParameters",
    "--noImplicitOverride",
    "--noUncheckedIndexedAccess",
    "--exactOptionalPropertyTypes",
    "--target",
    "es2022",
    "--module",
    "es2022",
    "--moduleResolution",
    "bundler",
    "--lib",
    "es2022,dom",
]
OWN = ["dataset-status", "job"]
pytestmark = needs_node


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the compiled clients of our own specs and of all cases, a folder each."""
    folder = tmp_path_factory.mktemp("clients")
    files = []
    for root in (ROOT, *sorted(one / "project" for one in CASES.iterdir())):
        below = folder / ("own" if root == ROOT else root.parent.name)
        below.mkdir()
        for export in exported(root, "typescript").values():
            files.append(below / export.file)
            files[-1].write_text(export.text, encoding="utf-8")
    out = folder / "out"
    out.mkdir()
    (out / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    done = subprocess.run(
        [node(), str(package("typescript/lib/tsc.js")), *STRICT, "--rootDir", str(folder), "--outDir", str(out), *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("", 0)
    return out


def test_every_client_compiles_strictly_and_loads(compiled: Path) -> None:
    modules = sorted(compiled.rglob("*.js"))
    assert len(modules) == len(every_machine())
    script = f"for (const one of {json.dumps([one.as_uri() for one in modules])}) await import(one);"
    subprocess.run([node(), "--input-type=module", "-e", script], check=True)


def chaos(seed: int) -> AbstractContextManager[Mock]:
    """A mock in chaos, with every fault, whose clock the client's looks turn."""
    return serve(ROOT, OWN, walks=["chaos"], seed=seed, speed=0, tick="4s", faults=KINDS, share=0.35)


@pytest.fixture(scope="module")
def ran(compiled: Path) -> tuple[dict[str, Any], list[list[dict[str, Any]]]]:
    """What Node found, and for each of its walks the calls that the mock saw."""
    with ExitStack() as stack:
        mocks = [stack.enter_context(chaos(seed)) for seed in range(12)]
        for mock in mocks:
            mock.create("da_1/ü", state="queued")
        told = {
            "module": (compiled / "own/dataset_status.js").as_uri(),
            "derived": (compiled / "derived-state/draft.js").as_uri(),
            "scenarios": SCENARIOS,
            "bases": [mock.url for mock in mocks],
            "variables": {"YOURDOMAIN": "y", "DATASET_UID": "da_1/ü"},
        }
        done = subprocess.run(
            [node(), str(Path(__file__).parent / "client_driver.mjs")],
            input=json.dumps(told), capture_output=True, text=True, check=False,
        )  # fmt: skip
        calls = [mock.calls() for mock in mocks]
    assert done.stderr == ""
    return json.loads(done.stdout), calls


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_wait_ends_as_in_python(ran: tuple[dict[str, Any], list[list[dict[str, Any]]]], name: str) -> None:
    found, scenario = ran[0]["results"][name], SCENARIOS[name]
    assert ("raises" in found) == ("raises" in scenario["comes"]), found
    assert drawn(scenario, found) == scenario["comes"]


def test_a_walk_in_chaos_ends_in_what_was_seen_last(ran: tuple[dict[str, Any], list[list[dict[str, Any]]]]) -> None:
    found, walks = ran
    for result, calls in zip(found["walks"], walks, strict=True):
        raised, last = result.get("raises"), calls[-1]
        assert raised in {None, "StateFailed", "Gone", "TemporaryError", "UnreadableAnswer"}
        if raised in {None, "StateFailed"}:
            assert result["state"] == last["state"]
        elif raised == "Gone":
            assert last["fault"] == "gone"
        else:
            assert len(calls) >= 6 and all("fault" in one for one in calls[-6:])
        for one in calls:
            assert one["path"] == "/datasets/da_1%2F%C3%BC/status"
            assert one["headers"]["authorization"] == "Basic bWU6cMOkc3N3b3Jk"
    assert {result.get("raises") for result in found["walks"]} >= {None, "StateFailed", "Gone"}


def test_a_signal_a_hanging_reader_and_bad_options_end_a_wait(
    ran: tuple[dict[str, Any], list[list[dict[str, Any]]]],
) -> None:
    ends = {name: (one["raises"], one["message"]) for name, one in ran[0]["ends"].items()}
    assert ends == {
        "aborted": ("Error", "enough"),
        "abortedBefore": ("Error", "enough"),
        "hangs": ("StillMoving", ends["hangs"][1]),
        "endless": ("RangeError", "a wait needs a timeout: a number of seconds, not negative"),
        "spins": ("RangeError", "times are from 0.01 to 86400 seconds"),
        "file": ("RangeError", "file:///etc/datasets/da_1%2F%C3%BC/status is no address of HTTP: give `base`"),
        "missing": ("RangeError", "no value for YOURDOMAIN"),
    }
    assert ends["hangs"][1].startswith(
        "after 0.05 seconds: no look had an answer; last error: TemporaryError: no answer"
    )


def test_the_states_know_what_the_spec_says(ran: tuple[dict[str, Any], list[list[dict[str, Any]]]]) -> None:
    assert ran[0]["facts"] == [
        "edited", "limit_reached", None, [True, True, True, False], [True, False], ["processing", 10],
    ]  # fmt: skip
