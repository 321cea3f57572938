"""The Python client: its texts, its types, and how every wait of it ends."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_modules import CASES, ROOT, SCENARIOS, client, drawn, exported, imported, in_a_loop

DATASET = client(ROOT, "dataset-status")
SLUGS = sorted(path.name for path in CASES.iterdir())
Golden = Callable[[Path, str], None]


class Fake:
    """Answers, a clock and pauses of a scenario."""

    def __init__(self, module: Any, answers: list[dict[str, Any]]) -> None:
        self.module = module
        self.answers = answers
        self.looks = 0
        self.now = 1000.0
        self.pauses: list[float] = []

    def fetch(self, seconds: float) -> Any:
        assert 1 <= seconds <= 30
        answer = self.answers[min(self.looks, len(self.answers) - 1)]
        self.looks += 1
        assert self.looks < 100_000
        if "temporary" in answer:
            raise self.module.TemporaryError("down", answer["temporary"])
        if "gone" in answer:
            raise self.module.Gone("404")
        if "broken" in answer:
            raise LookupError("of the reader")
        return answer["body"]

    async def fetch_async(self, seconds: float) -> Any:
        return self.fetch(seconds)

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.pauses.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)

    def clock(self) -> float:
        return self.now


def told(module: Any, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a scenario as arguments."""
    found: dict[str, Any] = {"timeout": options.get("timeout", 3600)}
    if "before" in options:
        found["before"] = module.observe(options["before"])
    if "accept" in options:
        found["accept"] = [module.State(one) for one in options["accept"]]
    if "unpublished" in options:
        found["until"] = lambda seen: seen.body["published"] is False
    found["pace"] = module.Pace(**{key: options[key] for key in ("interval", "backoff", "longest") if key in options})
    return found


def outcome(module: Any, fake: Fake, wait: Callable[[], Any]) -> dict[str, Any]:
    try:
        seen, raised = wait(), None
    except Exception as problem:  # noqa: BLE001 - what it is, is the outcome
        seen, raised = getattr(problem, "observation", None), problem
    state = seen.state.value if seen is not None and seen.state is not None else None
    found = {"state": state, "pauses": fake.pauses, "body": seen and seen.body, "wire": seen and seen.wire}
    return found if raised is None else {**found, "raises": type(raised).__name__, "problem": raised}


def waited(module: Any, answers: list[dict[str, Any]], options: dict[str, Any]) -> dict[str, Any]:
    fake = Fake(module, answers)
    return outcome(
        module,
        fake,
        lambda: module.wait_until_resting(fake.fetch, clock=fake.clock, sleep=fake.sleep, **told(module, options)),
    )


def waited_async(module: Any, answers: list[dict[str, Any]], options: dict[str, Any]) -> dict[str, Any]:
    fake = Fake(module, answers)

    async def wait() -> Any:
        return await module.wait_until_resting_async(
            fake.fetch_async, clock=fake.clock, sleep=fake.sleep_async, **told(module, options)
        )

    return outcome(module, fake, lambda: in_a_loop(wait()))


@pytest.mark.parametrize("wait", [waited, waited_async])
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_wait_ends_as_it_should(name: str, wait: Callable[..., dict[str, Any]]) -> None:
    scenario = SCENARIOS[name]
    found = wait(DATASET, scenario["answers"], scenario.get("options", {}))
    assert ("raises" in found) == ("raises" in scenario["comes"]), found
    assert drawn(scenario, found) == scenario["comes"]


def test_the_errors_say_what_was_seen_and_since_when() -> None:
    def words(name: str) -> str:
        return str(waited(DATASET, SCENARIOS[name]["answers"], SCENARIOS[name]["options"])["problem"])

    assert words("an action that did nothing ends with the timeout") == (
        "after 20 seconds: nothing has happened: still idle since 2026-01-01T00:00:00Z, as before"
    )
    assert words("what never becomes true ends with the timeout") == (
        "after 12 seconds: rests in idle since 2026-01-01T00:00:00Z, but what was waited for besides is not true"
    )
    assert words("no answer till the timeout") == "after 15 seconds: no look had an answer; last error: down"
    assert words("a state that stays transient ends with the timeout") == (
        "after 30 seconds: still processing_dataset since 2026-01-01T01:00:00Z"
    )


@given(
    answers=st.lists(
        st.one_of(
            st.sampled_from([one.value for one in DATASET.State] + ["mystery", 1, True]).flatmap(
                lambda name: st.sampled_from(["a", "b", None]).map(
                    lambda since: {"body": {"name": name, "since": since, "published": True}}
                )
            ),
            st.sampled_from([{"temporary": 0}, {"temporary": 1e9}, {"gone": True}, {"body": 7}, {"broken": True}]),
        ),
        min_size=1,
        max_size=12,
    ),
    timeout=st.floats(0, 500),
    interval=st.one_of(st.none(), st.floats(0.01, 100)),
    backoff=st.floats(1, 1000),
    after=st.booleans(),
    unpublished=st.booleans(),
)
def test_whatever_is_answered_a_wait_ends_and_never_spins(
    answers: list[dict[str, Any]],
    timeout: float,
    interval: float | None,
    backoff: float,
    after: bool,
    unpublished: bool,
) -> None:
    options: dict[str, Any] = {"timeout": timeout, "interval": interval, "backoff": backoff}
    options |= {"before": {"name": "idle", "since": "a"}} if after else {}
    options |= {"unpublished": True} if unpublished else {}
    found = waited(DATASET, answers, options)
    shortest = 10 if interval is None else interval
    assert len(found["pauses"]) <= timeout / shortest + 2
    assert sum(found["pauses"]) <= timeout + 1
    if "raises" not in found:
        assert DATASET.State(found["state"]).is_resting
    else:
        assert found["raises"] in {
            "StillMoving",
            "StateFailed",
            "TemporaryError",
            "UnreadableAnswer",
            "Gone",
            "LookupError",
        }


@pytest.mark.parametrize(
    "pace",
    [{"interval": 0}, {"interval": -1}, {"interval": float("nan")}, {"longest": float("inf")}, {"look": 0},
     {"backoff": 0.5}, {"backoff": float("nan")}, {"jitter": -1}, {"errors": -1}],
)  # fmt: skip
def test_a_pace_that_would_spin_or_hang_is_refused(pace: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="are from|is from"):
        DATASET.Pace(**pace)


@pytest.mark.parametrize("timeout", [float("inf"), float("nan"), -1])
def test_there_is_no_wait_without_an_end(timeout: float) -> None:
    with pytest.raises(ValueError, match="a wait needs a timeout"):
        DATASET.wait_until_resting(lambda seconds: None, timeout)


def test_a_reader_that_hangs_is_cancelled_under_asyncio() -> None:
    async def hang(seconds: float) -> Any:
        await asyncio.sleep(3600)

    fake = Fake(DATASET, [])

    async def wait() -> Any:
        pace = DATASET.Pace(look=0.01, errors=2)
        DATASET._LAST_LOOK = 0.01
        return await DATASET.wait_until_resting_async(hang, pace=pace, clock=fake.clock, sleep=fake.sleep_async)

    with pytest.raises((TimeoutError, asyncio.TimeoutError)):
        in_a_loop(wait())
    DATASET._LAST_LOOK = 1.0
    assert fake.pauses == [10, 10]


def test_jitter_only_lengthens_a_pause() -> None:
    fake = Fake(DATASET, [{"body": {"name": "queued"}}])
    with pytest.raises(DATASET.StillMoving):
        DATASET.wait_until_resting(fake.fetch, 300, pace=DATASET.Pace(jitter=0.5), clock=fake.clock, sleep=fake.sleep)
    assert all(10 <= one <= 15 for one in fake.pauses[:-1])
    assert len(set(fake.pauses)) > 2


def test_the_states_know_what_the_spec_says() -> None:
    state, action, group = DATASET.State, DATASET.Action, DATASET.Group
    assert state.of("limit_reached") is state.LIMIT_REACHED
    assert state.of("mystery") is None
    assert (state.LIMIT_REACHED.is_resting, state.LIMIT_REACHED.is_failure, state.QUEUED.is_transient) == (True,) * 3
    assert not state.IDLE.is_final
    assert state.IDLE.accepts(action.PUBLISH) is True
    assert state.QUEUED.accepts(action.PUBLISH) is False
    assert state.PROCESSING_DATASET.group is group.PROCESSING
    assert state.PROCESSING_DATASET in group.PROCESSING.states
    assert state.QUEUED.poll_seconds == 10


def test_a_boolean_is_no_number_and_a_gone_state_is_seen_by_the_error() -> None:
    module = client(CASES / "boolean-state/project", "operation")
    assert (module.State.of(True), module.State.of(False)) == (module.State.FINISHED, module.State.RUNNING)
    assert (module.State.of(1), module.State.of(0), module.State.of("true")) == (None, None, None)
    assert waited(module, [{"body": {"done": False}}, {"gone": True}], {})["state"] == "purged"
    assert waited(module, [{"body": {"done": 1}}], {})["raises"] == "UnknownState"


def test_a_nested_state_is_found_and_a_derived_one_is_asked_for() -> None:
    module = client(CASES / "nested-path/project", "stack")
    seen = module.observe({"Stacks": [{"StackStatus": "CREATE_COMPLETE", "LastUpdatedTime": "t"}]})
    assert (seen.state, seen.since) == (module.State.CREATE_COMPLETE, "t")
    for body in ({"Stacks": []}, {"Stacks": {"0": 1}}, "text", None, {"Stacks": [[]]}):
        with pytest.raises(module.UnreadableAnswer):
            module.observe(body)
    module = client(CASES / "derived-state/project", "draft")
    found = module.wait_until_resting(lambda _: {}, state_of=lambda body: "published" if body else "edited")
    assert found.state is module.State.EDITED
    with pytest.raises(TypeError, match="state_of"):
        module.wait_until_resting(lambda _: {})


@pytest.mark.parametrize("slug", SLUGS)
def test_every_wire_value_is_exact_and_every_name_legal_and_unique(slug: str) -> None:
    from statebook.source.load import load_project

    project, _ = load_project(CASES / slug / "project")
    for id_, export in exported(CASES / slug / "project", "python").items():
        machine = project.machines[id_]
        module = imported(export.text)
        assert [one.value for one in module.State] == list(machine.states)
        located = bool(machine.state_attribute)
        for one in module.State:
            assert one.name.isidentifier() and one.name.isascii() and one.name == one.name.upper()
            expected = machine.states[one.value].value if located else one.value
            assert (type(one.wire), one.wire) == (type(expected), expected)
        assert [one.value for one in module.Action] == list(machine.actions)
        assert [one.value for one in module.Group] == list(machine.groups)


def test_the_modules_are_strictly_typed_and_clean(tmp_path: Path) -> None:
    files = []
    for root in (ROOT, *(CASES / slug / "project" for slug in SLUGS)):
        folder = tmp_path / (root.parent.name if root != ROOT else "own")
        folder.mkdir()
        for export in exported(root, "python").values():
            path = folder / export.file
            path.write_text(export.text, encoding="utf-8")
            files.append(path)
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--target-version", "py39", *files]
    assert subprocess.run(ruff, capture_output=True, text=True, check=False).stdout == "All checks passed!\n"
    mypy = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--python-version",
        "3.10",
        "--cache-dir",
        os.devnull,
    ]
    for path in files[:2] + [one for one in files if one.stem in {"hostile", "odd", "draft", "operation"}]:
        done = subprocess.run([*mypy, path.name], capture_output=True, text=True, check=False, cwd=path.parent)
        assert done.stdout == "Success: no issues found in 1 source file\n"


@pytest.mark.parametrize("language", ["python", "typescript"])
@pytest.mark.parametrize("slug", ["boolean-state", "odd-ids", "two-machines"])
def test_a_client_is_as_expected(slug: str, language: str, golden: Golden) -> None:
    for export in exported(CASES / slug / "project", language).values():
        golden(Path(__file__).parent / "clients" / slug / f"{export.file}.txt", export.text)
