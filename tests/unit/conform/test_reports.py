"""Each finding in every format: with its line, its path, what was expected and what was seen; and how grave it is."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conform_case import Case, seen, without
from statebook.report import json as json_format
from statebook.report.registry import formats

IDLE = seen("idle", 0)
LOG = [seen("idle", 0, ink="full"), without(seen("idle", 1), "tray"), seen("printing", 2), "{broken", seen("jammed", 3)]
WHERE = {
    "wrong-type": (1, "/status/ink", "integer", "'full'"),
    "missing-attribute": (2, "/status/tray", 'one of "upper", "lower" or null', "nothing"),
    "illegal-transition": (3, "/status/name", "'warming' or 'printing' or 'scrapped'", "'printing'"),
    "broken-line": (4, "", "a JSON object", "the line is no JSON"),
    "unknown-state": (5, "/status/name", "a documented state", "'jammed'"),
}


def reported(case: Case, log: list[Any], *options: str) -> str:
    path = case.write("log.jsonl", "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in log))
    case.run("conform", str(path), *options)
    return case.shown


def found(case: Case, log: list[Any], *options: str) -> list[dict[str, Any]]:
    report = json.loads(reported(case, log, "-f", "json", *options))
    jsonschema.validate(report, json_format.schema())
    listed: list[dict[str, Any]] = report["diagnostics"]
    return listed


def test_json_has_path_expected_and_seen(case: Case) -> None:
    case_log = [one for one in LOG if one is not LOG[2]]
    told = {one["rule"]: (one["line"], one["path"], one["expected"], one["seen"]) for one in found(case, case_log)}
    wanted = {rule: where for rule, where in WHERE.items() if rule != "illegal-transition"}
    assert {rule: where[1:] for rule, where in told.items()} == {rule: where[1:] for rule, where in wanted.items()}


def test_steps_say_what_was_expected_after_the_state_before(case: Case) -> None:
    (step,) = found(case, [seen("printing", 0), seen("scrapped", 1)])
    assert (step["rule"], step["line"], step["path"]) == ("illegal-transition", 2, "/status/name")
    assert (step["expected"], step["seen"]) == ("'idle'", "'scrapped'")


def test_sarif_has_them_as_properties(case: Case) -> None:
    (run,) = json.loads(reported(case, [seen("idle", 0, ink="full")], "-f", "sarif"))["runs"]
    (result,) = run["results"]
    assert result["properties"] == {"path": "/status/ink", "expected": "integer", "seen": "'full'"}
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert len(result["partialFingerprints"]["statebook/v1"]) == 32


@pytest.mark.parametrize("name", sorted(set(formats()) - {"counts"}))
def test_every_format_says_path_expected_and_seen(case: Case, name: str) -> None:
    shown = reported(case, [seen("idle", 0, ink="full")], "-f", name) or case.said
    text = html.unescape(shown).replace("\\", "")
    for part in ("/status/ink", "integer", "full"):
        assert part in text, (name, text)


def test_a_fingerprint_knows_neither_line_nor_resource(case: Case) -> None:
    bad = seen("idle", 0, ink="full")
    (first,) = found(case, [bad])
    (second,) = found(case, [seen("idle", 0, resource="other"), seen("idle", 5, resource="p9", ink="full")])
    assert (first["line"], second["line"]) == (1, 2)
    assert first["fingerprint"] == second["fingerprint"]
    (third,) = found(case, [seen("idle", 0, ink=True)])
    assert third["fingerprint"] == first["fingerprint"]
    (fourth,) = found(case, [seen("printing", 0, colour="red")])
    assert fourth["fingerprint"] != first["fingerprint"]


def levels(case: Case, written: str) -> Case:
    case.write("statebook.yml", f"specs: [spec/*.yaml]\nrules: {written}\n")
    return case


def test_levels_of_the_settings_count_and_options_win(case: Case) -> None:
    log = [seen("idle", 0, ink="full")]
    assert [one["severity"] for one in found(levels(case, "{wrong-type: warning}"), log)] == ["warning"]
    assert case.run("conform", str(case.root / "log.jsonl")) == 0
    assert case.run("conform", str(case.root / "log.jsonl"), "--fail-on", "warning") == 1
    assert [one["severity"] for one in found(case, log, "--rule", "wrong-type=error")] == ["error"]
    assert found(levels(case, "{wrong-type: off}"), log) == []


def test_the_settings_hold_levels_of_all_commands(case: Case) -> None:
    assert "statebook.yml: no rule is called 'no-such'" in levels(case, "{no-such: off}").refusal("log.jsonl")
    levels(case, "{wrong-type: warning, placeholder-left: error}")
    assert [one["severity"] for one in found(case, [seen("idle", 0, ink="full")])] == ["warning"]
    assert case.run("lint") in {0, 1}, case.said
    case.write("page.md", "# A page\n")
    assert case.run("audit", str(case.root / "page.md")) in {0, 1}, case.said


def test_a_misspelt_level_is_refused_before_a_log_is_read(case: Case, tmp_path: Path) -> None:
    assert "did you mean 'wrong-type'?" in levels(case, "{wrong-typ: off}").refusal(str(tmp_path / "none.jsonl"))
    assert "no level" in levels(case, "{wrong-type: off}").refusal("none.jsonl", "--rule", "wrong-type=loud")
