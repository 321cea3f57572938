"""`lint` from the command line: what is found, what counts, and what the exit code says."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from fresh_python import fresh
from linting import HEAD, REST, WARNED, reported
from project_folder import Folder
from statebook.commands.common import Unusable
from statebook.commands.lint import _from_settings
from statebook.rules.registry import rules

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted((ROOT / "tests/cases").iterdir())


def test_a_spec_that_cannot_be_read_is_unusable_and_all_flaws_are_said(folder: Folder) -> None:
    folder.write("spec/order.yaml", HEAD + "sates: {}\nstates: {open: {kind: idle}}\n")
    assert folder.run("lint") == 2
    assert "error[unknown-key]" in folder.said
    assert "error[wrong-type]" in folder.said


@pytest.mark.parametrize(("gate", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_gate_decides_the_exit_code(folder: Folder, gate: str, code: int) -> None:
    folder.write("spec/order.yaml", WARNED)
    assert reported(folder, "--fail-on", gate) == [("missing-since", 1)]
    assert folder.run("lint", "--fail-on", gate) == code


@pytest.mark.parametrize("gate", ["error", "warning", "info", "never"])
@pytest.mark.parametrize("level", ["error", "warning", "info"])
def test_the_count_of_what_fails_goes_with_the_gate_and_the_exit_code(folder: Folder, gate: str, level: str) -> None:
    """So `failing=1` stands beside `errors=0` where a gate was asked for that is lower than errors."""
    folder.write("spec/order.yaml", WARNED)
    code = folder.run("lint", "-f", "counts", "--fail-on", gate, "--rule", f"missing-since={level}")
    counts = {name: int(count) for name, count in (line.split("=") for line in folder.shown.splitlines())}
    grave = {"error": ["errors"], "warning": ["errors", "warnings"], "info": ["errors", "warnings", "notes"]}
    assert counts["failing"] == sum(counts[name] for name in grave.get(gate, []))
    assert code == int(counts["failing"] > 0)
    assert counts["errors"] + counts["warnings"] + counts["notes"] == 1


def test_an_error_fails_by_default_and_never_with_never(folder: Folder) -> None:
    folder.write("spec/order.yaml", WARNED.replace("initial: open\n", ""))
    assert folder.run("lint") == 1
    assert folder.run("lint", "--fail-on", "never") == 0


@pytest.mark.parametrize(
    ("level", "code", "severity"),
    [("off", 0, None), ("info", 0, "info"), ("warning", 0, "warning"), ("error", 1, "error")],
)
def test_a_rule_can_be_switched(folder: Folder, level: str, code: int, severity: str | None) -> None:
    folder.write("spec/order.yaml", WARNED)
    assert folder.run("lint", "-f", "json", "--rule", "missing-since=error", "--rule", f"missing-since={level}") == code
    assert [one["severity"] for one in json.loads(folder.shown)["diagnostics"]] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--rule", "missing-sinc=off"], ["no rule is called 'missing-sinc'", "did you mean 'missing-since'?"]),
        (["--rule", "missing-since=of"], ["'of' is no level of missing-since", "did you mean 'off'?"]),
        (["--rule", "missing-since"], ["names no level"]),
        (["--today", "2026-02-30"], ["--today 2026-02-30 is no date"]),
        (["--today", "20260201"], ["--today 20260201 is no date"]),
        (["--baseline", "nowhere.json"], ["nowhere.json: no such file", "--write-baseline nowhere.json"]),
        (["-f", "txt"], ["no report format is called 'txt'"]),
        (["-o", "a", "-o", "b"], ["more -o than -f"]),
    ],
)
def test_bad_usage_is_unusable_and_says_what_to_do(folder: Folder, arguments: list[str], words: list[str]) -> None:
    folder.write("spec/order.yaml", WARNED)
    assert folder.run("lint", *arguments) == 2
    assert all(one in folder.said for one in words), folder.said


def test_the_day_can_be_named(folder: Folder) -> None:
    folder.write(
        "spec/order.yaml",
        WARNED.replace("kind: final", "kind: final, deprecated: {sunset: 2027-01-01, replacement: none}"),
    )
    assert "sunset-passed" not in dict(reported(folder, "--today", "2027-01-01"))
    assert "sunset-passed" in dict(reported(folder, "--today", "2027-01-02"))
    assert folder.run("lint", "--today", "2027-01-02") == 1


def test_suppressed_findings_are_counted_with_their_reason(folder: Folder) -> None:
    folder.write("spec/order.yaml", WARNED + "ignore: {rule: missing-since, reason: The API has none.}\n")
    assert folder.run("lint", "--fail-on", "info") == 0
    assert folder.said == "No problems in 1 file (1 accepted).\n"
    folder.run("lint", "-f", "json")
    shown = json.loads(folder.shown)
    assert shown["summary"]["suppressed"] == 1
    assert [(one["rule"], one["hint"]) for one in shown["suppressed"]] == [
        ("missing-since", "ignored: The API has none.")
    ]


def test_a_baseline_leaves_only_what_is_new(folder: Folder) -> None:
    folder.write("spec/order.yaml", WARNED)
    baseline = str(folder.root / "baseline.json")
    assert folder.run("lint", "--fail-on", "info", "--write-baseline", baseline) == 0
    assert folder.said == f"1 finding accepted in {baseline}.\n"
    written = folder.read("baseline.json")
    folder.write("spec/order.yaml", "# Moved.\n\n" + WARNED.replace("states: {", "states: {found: {kind: final}, "))
    found = reported(folder, "--fail-on", "info", "--baseline", baseline)
    assert sorted(one for one, _ in found) == ["description-missing", "unreachable-state"]
    assert folder.run("lint", "--baseline", baseline, "--write-baseline", baseline) == 0
    assert len(json.loads(folder.read("baseline.json"))["findings"]) == 3
    assert json.loads(written)["findings"][0] in json.loads(folder.read("baseline.json"))["findings"]
    assert folder.run("lint", "--fail-on", "info", "--baseline", baseline) == 0
    folder.write("other.json", "{}")
    assert folder.run("lint", "--baseline", str(folder.root / "other.json")) == 2


def test_a_text_shared_by_an_alias_is_one_finding(folder: Folder) -> None:
    shared = "{level: stated, note: '[`opne`]'}"
    states = f"states:\n  open: {{evidence: &told {shared}, kind: final}}\n  done: {{evidence: *told, kind: final}}\n"
    folder.write("spec/order.yaml", HEAD + "initial: [open, done]\n" + states)
    assert [line for rule, line in reported(folder) if rule == "broken-link"] == [7]


def test_reports_go_to_files_and_text_to_standard_error(folder: Folder) -> None:
    folder.write("spec/order.yaml", WARNED)
    target = folder.root / "report.json"
    assert folder.run("lint", "-f", "json", "-o", str(target), "-f", "text") == 0
    assert json.loads(target.read_text())["checked"] == ["spec/order.yaml"]
    assert "warning[missing-since]" in folder.shown
    assert folder.run("lint") == 0
    assert (folder.shown, "warning[missing-since]" in folder.said) == ("", True)
    assert folder.run("lint", "-q", "--rule", "missing-since=off") == 0
    assert folder.said == ""


def test_named_specs_are_linted_alone(folder: Folder) -> None:
    folder.write("spec/order.yaml", WARNED)
    folder.write("spec/other.yaml", WARNED.replace("id: order", "id: other").replace("initial: open\n", ""))
    assert folder.run("lint") == 1
    assert folder.run("lint", "spec/order.yaml") == 0
    assert folder.said.endswith("1 warning in 1 file.\n")
    assert folder.run("lint", str(folder.root / "spec/other.yaml")) == 1
    assert folder.run("lint", "spec/absent.yaml") == 2
    assert "spec/absent.yaml:1:1: error[unreadable]" in folder.said


def test_specs_are_named_by_folder_and_pattern_too(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = HEAD + "initial: open\n" + REST + "states:\n  open: {}\n  lost: {}\n"
    folder.write("apis/one.yaml", lost)
    folder.write("apis/deep/two.yml", lost.replace("order", "two"))
    folder.write("project/statebook.yml", "statebook: 1\nspecs: [s/*.yaml]\n")
    folder.write("project/s/three.yaml", lost.replace("order", "three"))
    folder.write("project/other.yaml", "no: spec\n")
    folder.write("empty/readme.md", "")
    monkeypatch.chdir(folder.root)
    only = [f"--rule={name}=off" for name in rules() if name != "unreachable-state"]
    for words, files in {
        ("apis",): ["apis/one.yaml"],
        ("apis/", "apis/one.yaml"): ["apis/one.yaml"],
        ("apis/**/*.y*ml",): ["apis/deep/two.yml", "apis/one.yaml"],
        ("project",): ["project/s/three.yaml"],
        (f"{folder.root}/apis/*.yaml",): ["apis/one.yaml"],
        ("empty/../apis/o?e.yaml",): ["apis/one.yaml"],
    }.items():
        assert folder.run("lint", *only, *words) == 1, folder.said
        assert [line.split(":")[0] for line in folder.said.splitlines() if "[" in line] == files
    for word, said in {
        "empty": "statebook: there is no spec in the folder empty\n",
        "nix/*.yaml": "statebook: no file matches nix/*.yaml\n",
    }.items():
        for command in (["lint"], ["export", "json"], ["path", "a", "b"]):
            assert folder.run(*command, word) == 2
            assert folder.said.startswith(said)


def test_standard_input_stands_for_a_file(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = HEAD + "initial: open\n" + REST + "states:\n  open: {}\n  lost: {}\n"
    folder.write("spec/order.yaml", HEAD + "states: {open: {}}\n")
    folder.write("statebook.yml", "statebook: 1\nrules: {unused-action: off}\n")

    def said(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lost.encode())))
        monkeypatch.chdir(folder.root)
        return folder.run("lint", *words), folder.said

    code, text = said("-")
    assert (code, "-:13:3: error[unreachable-state]" in text, "unused-action" in text) == (1, True, False)
    code, text = said("-", "--stdin-name", "spec/order.yaml")
    assert (code, "spec/order.yaml:13:3: error[unreachable-state]" in text, "duplicate" in text) == (1, True, False)
    assert said("-", "spec/order.yaml")[1].startswith("statebook: standard input stands beside other specs\n")
    assert said("spec/order.yaml", "--stdin-name", "x")[1].startswith(
        "statebook: --stdin-name names what is not read\n"
    )


def test_statistics_count_findings_by_rule(folder: Folder) -> None:
    folder.write("spec/order.yaml", HEAD + "initial: open\n" + REST + "states:\n  open: {}\n  lost: {}\n  gone: {}\n")
    only = [f"--rule={one}=off" for one in rules() if one not in ("unreachable-state", "unused-event")]
    assert folder.run("lint", "--statistics", *only) == 1
    assert (folder.shown, folder.said) == ("2  error    unreachable-state\n1  info     unused-event\n", "")
    assert folder.run("lint", "--statistics", "-f", "counts", *only) == 1
    assert folder.shown.endswith("errors=2\nwarnings=0\nnotes=1\naccepted=0\nfailing=2\n")
    everything = [f"--rule={one}=off" for one in rules()]
    assert folder.run("lint", "--statistics", *everything) == 0
    assert folder.shown == "No problems.\n"


def test_a_named_spec_may_refer_to_the_others(folder: Folder) -> None:
    folder.write(
        "spec/order.yaml", WARNED + "attributes: {bill: {type: bill, expandable: true, description: Its bill.}}\n"
    )
    bill = WARNED.replace("id: order", "id: bill\nidentifier: number").replace("initial: open\n", "")
    folder.write("spec/bill.yaml", bill + "attributes: {number: {type: string, description: Its number.}}\n")
    assert folder.run("lint") == 1
    assert folder.run("lint", "spec/order.yaml") == 0
    folder.write(
        "drafts/new.yaml",
        WARNED.replace("id: order", "id: new")
        + "attributes: {bill: {type: bill, expandable: true, description: Its bill.}}\n",
    )
    assert folder.run("lint", "drafts/new.yaml") == 0
    assert folder.said.endswith("1 warning in 1 file.\n")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_every_case_is_judged_at_places_that_exist(case: Path) -> None:
    one = Folder(case / "project")
    assert one.run("lint", "-f", "json", "--today", "2026-01-01") in (0, 1), one.said
    for found in json.loads(one.shown)["diagnostics"]:
        lines = (case / "project" / found["file"]).read_bytes().decode("utf-8-sig").splitlines()
        assert 1 <= found["line"] <= len(lines)
        assert 1 <= found["column"] <= len(lines[found["line"] - 1]) + 1
        assert found["hint"]


def test_the_settings_switch_rules(folder: Folder) -> None:
    def written_in(**written: str) -> SimpleNamespace:
        return SimpleNamespace(
            settings=SimpleNamespace(rules={name.replace("_", "-"): level for name, level in written.items()})
        )

    assert _from_settings(written_in(naming_voice="off", missing_since="error")) == {
        "naming-voice": None,
        "missing-since": "error",
    }
    assert _from_settings(SimpleNamespace(settings=SimpleNamespace())) == {}
    with pytest.raises(Unusable, match=r"statebook\.yml: no rule is called 'naming-voic'"):
        _from_settings(written_in(naming_voic="off"))


def test_our_own_specs_have_no_error() -> None:
    own = Folder(ROOT)
    assert own.run("lint", "--today", "2026-01-01") == 0, own.said


def test_the_report_is_the_same_whatever_the_hash_seed() -> None:
    hostile = ROOT / "tests/cases/hostile/project"
    command = ("-m", "statebook", "lint", "-C", hostile, "-f", "json", "--today", "2026-01-01")
    assert fresh(*command, seed="1", code=1) == fresh(*command, seed="2", code=1) != b""
