"""`lint` and `rules` from the command line: what is found, what counts, and what the exit code says."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from project_folder import Folder
from statebook.commands.common import Unusable
from statebook.commands.lint import _from_settings
from statebook.rules.registry import rules
from test_revision import ALONE, commit, git

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted((ROOT / "tests/cases").iterdir())

HEAD = "statebook: 1\nid: order\ntitle: Order\nstate_attribute: status\n"
REST = """\
actions:
  pay: {method: PUT, path: /pay}
  close: {method: PUT, path: /close}
events:
  ended: {by: completion}
"""

# Each classic defect: the rule that catches it, where (line and column), and the file behind the head.
DEFECTS = {
    "an undefined target": (
        "unknown-reference",
        (14, 9),
        "initial: open\n"
        + REST
        + "states: {open: {}}\ntransitions:\n  - from: open\n    to: clsoed\n    trigger: close\n",
    ),
    "an orphan state": (
        "unreachable-state",
        (13, 3),
        "initial: open\n" + REST + "states:\n  open: {}\n  lost: {}\n",
    ),
    "an island that refers to itself": (
        "unreachable-state",
        (13, 3),
        "initial: open\n"
        + REST
        + "states:\n  open: {}\n  lost: {}\ntransitions:\n  - {from: lost, to: lost, trigger: close}\n",
    ),
    "a trap": (
        "dead-end-state",
        (13, 3),
        "initial: open\n"
        + REST
        + "states:\n  open: {}\n  stuck: {kind: resting}\ntransitions:\n  - {from: open, to: stuck, trigger: close}\n",
    ),
    "no path to a resting or final state": (
        "no-path-to-rest",
        (12, 3),
        "initial: one\n" + REST + "states:\n  one: {kind: transient}\n  two: {kind: transient}\n"
        "transitions:\n  - {from: one, to: two, trigger: ended}\n  - {from: two, to: one, trigger: ended}\n",
    ),
    "a non-deterministic pair": (
        "ambiguous-transition",
        (14, 5),
        "initial: open\n" + REST + "states: {open: {}, paid: {}, closed: {}}\ntransitions:\n"
        "  - {from: open, to: paid, trigger: pay}\n  - {from: open, to: closed, trigger: pay}\n",
    ),
    "an unguarded transition before a guarded one": (
        "shadowed-transition",
        (14, 5),
        "initial: open\n" + REST + "states: {open: {}, paid: {}, closed: {}}\ntransitions:\n"
        "  - {from: open, to: paid, trigger: pay}\n  - {from: open, to: closed, trigger: pay, guard: Late.}\n",
    ),
    "a duplicate transition": (
        "duplicate-transition",
        (14, 5),
        "initial: open\n" + REST + "states: {open: {}, paid: {}}\ntransitions:\n"
        "  - {from: open, to: paid, trigger: pay}\n  - {from: open, to: paid, trigger: pay}\n",
    ),
    "a way out of a final state": (
        "final-state-left",
        (14, 5),
        "initial: open\n" + REST + "states: {open: {}, closed: {kind: final}}\ntransitions:\n"
        "  - {from: open, to: closed, trigger: close}\n  - {from: closed, to: open, trigger: pay}\n",
    ),
    "a missing initial state": ("initial-state-missing", (1, 1), REST + "states: {open: {}}\n"),
    "a misspelt key": (
        "unknown-key",
        (13, 5),
        "initial: open\n" + REST + "states:\n  open:\n    descripton: Open.\n",
    ),
    "a malformed reference in a guard": (
        "broken-link",
        (16, 12),
        "initial: open\n" + REST + "states: {open: {}, paid: {}}\ntransitions:\n"
        "  - from: open\n    to: paid\n    trigger: pay\n    guard: It is [`open` and not [`payed`].\n",
    ),
    "an unknown trigger": (
        "unknown-reference",
        (15, 14),
        "initial: open\n"
        + REST
        + "states: {open: {}, paid: {}}\ntransitions:\n  - from: open\n    to: paid\n    trigger: pya\n",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def reported(folder: Folder, *arguments: str) -> list[tuple[str, int]]:
    """Rule and line of every finding."""
    assert folder.run("lint", "-f", "json", *arguments) != 3, folder.said
    return [(one["rule"], one["line"]) for one in json.loads(folder.shown)["diagnostics"]]


@pytest.mark.parametrize("name", DEFECTS)
def test_a_classic_defect_is_caught_at_its_place(folder: Folder, name: str) -> None:
    rule, place, text = DEFECTS[name]
    folder.write("spec/order.yaml", HEAD + text)
    assert folder.run("lint", "-f", "json", "--fail-on", "info") in (1, 2), folder.said
    found = [(one["rule"], (one["line"], one["column"])) for one in json.loads(folder.shown)["diagnostics"]]
    assert (rule, place) in found
    folder.run("lint", "--fail-on", "info")
    assert f"spec/order.yaml:{place[0]}:{place[1]}: " in folder.said


def test_there_are_thirteen_of_them() -> None:
    assert len(DEFECTS) == 13


def test_a_spec_that_cannot_be_read_is_unusable_and_all_flaws_are_said(folder: Folder) -> None:
    folder.write("spec/order.yaml", HEAD + "sates: {}\nstates: {open: {kind: idle}}\n")
    assert folder.run("lint") == 2
    assert "error[unknown-key]" in folder.said
    assert "error[wrong-type]" in folder.said


WARNED = HEAD + "initial: open\nsummary: An order.\nopenness: open\nstates: {open: {description: Open., kind: final}}\n"
"""One warning (no since attribute) and nothing else."""


@pytest.mark.parametrize(("gate", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_gate_decides_the_exit_code(folder: Folder, gate: str, code: int) -> None:
    folder.write("spec/order.yaml", WARNED)
    assert reported(folder, "--fail-on", gate) == [("missing-since", 1)]
    assert folder.run("lint", "--fail-on", gate) == code


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


def test_rules_lists_every_rule_gravest_first(folder: Folder) -> None:
    assert folder.run("rules") == 0
    lines = folder.shown.splitlines()
    assert sorted(line.split()[1] for line in lines) == sorted(rules())
    grades = [line.split()[0] for line in lines]
    assert grades == sorted(grades, key=["error", "warning", "info"].index)


@pytest.mark.parametrize("name", sorted(rules()))
def test_rules_explains_one(folder: Folder, name: str) -> None:
    assert folder.run("rules", name) == 0
    rule = rules()[name]
    assert folder.shown.startswith(f"# {name}\n\n{rule.summary} Severity: **{rule.severity.value}**.\n\n## Why\n")
    sections = re.split(r"(?m)^## .*\n", rule.page)[1:]
    for part in (*(one.strip() for one in sections), rule.good, f"[{name}]", f"--rule {name}=off"):
        assert part in folder.shown


def test_rules_speaks_to_a_terminal_without_unicode() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "statebook", "rules", "confusable-id"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert rb"d\u0430rk" in done.stdout


def test_rules_knows_what_was_meant(folder: Folder) -> None:
    assert folder.run("rules", "broken-lnik") == 2
    assert "did you mean 'broken-link'?" in folder.said


def test_our_own_specs_have_no_error() -> None:
    own = Folder(ROOT)
    assert own.run("lint", "--today", "2026-01-01") == 0, own.said


def test_the_report_is_the_same_whatever_the_hash_seed() -> None:
    hostile = ROOT / "tests/cases/hostile/project"
    seen = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-m", "statebook", "lint", "-C", str(hostile), "-f", "json", "--today", "2026-01-01"]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == 1, done.stderr
        seen.add(done.stdout)
    assert len(seen) == 1


@pytest.fixture
def repository(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A repository with the tag `one` at a spec that has a few findings."""
    for name in [one for one in os.environ if one.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)
    git(folder.root, "init", "-q", "-b", "main")
    commit(folder.root, {"spec/order.yaml": OLD})
    git(folder.root, "tag", "one")
    return folder


OLD = WARNED.replace("states: {", "states: {lost: {kind: final}, ")
"""No since attribute, a state without a description, and one that nothing reaches."""
NEW = OLD.replace("states: {", "states: {found: {kind: final, description: F.}, ")


def since(folder: Folder, *arguments: str) -> list[str]:
    return sorted(one for one, _ in reported(folder, "--since", "one", *arguments))


def test_since_reports_only_what_the_revision_did_not_have(repository: Folder) -> None:
    assert repository.run("lint", "--since", "one", "--fail-on", "info") == 0
    assert repository.said == "3 findings were there before, at one.\nNo problems in 1 file (3 accepted).\n"
    repository.write("spec/order.yaml", NEW)
    assert repository.run("lint", "--since", "one") == 1
    assert repository.said.startswith("spec/order.yaml:8:10: error[unreachable-state] state 'found'"), repository.said
    assert "3 findings were there before, at one.\n1 error in 1 file (3 accepted).\n" in repository.said
    repository.run("lint", "--since", "one", "-f", "json")
    assert {one["hint"] for one in json.loads(repository.shown)["suppressed"]} == {"one has it too"}
    assert repository.run("lint", "-q", "--since", "one", "--rule", "unreachable-state=off") == 0
    assert repository.said == ""


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: "# Moved.\n\n\n" + text,
        lambda text: text.replace("title: Order", "title: Orders").replace("An order.", "All the orders."),
        lambda text: text.replace("lost: {kind: final}, open: {description: Open., kind: final}", "open: {kind: final, description: O.}, lost: {kind: final}"),
    ],
    ids=["moved", "reworded", "in another order"],
)  # fmt: skip
def test_since_knows_a_finding_wherever_it_went(repository: Folder, edit: Callable[[str], str]) -> None:
    repository.write("spec/order.yaml", edit(OLD))
    assert edit(OLD) != OLD
    assert since(repository) == []


def test_since_follows_renamed_files_and_machines(repository: Folder) -> None:
    (repository.root / "spec/order.yaml").unlink()
    repository.write("spec/deeper/purchase.yaml", NEW)
    repository.write("statebook.yml", "specs: spec/**/*.yaml\n")
    assert since(repository) == ["unreachable-state"]
    assert since(repository, "spec/deeper/purchase.yaml") == ["unreachable-state"]
    repository.write("spec/deeper/purchase.yaml", NEW.replace("id: order\n", "id: purchase\nformerly: [order]\n"))
    assert since(repository) == ["unreachable-state"]
    repository.write("spec/deeper/purchase.yaml", NEW.replace("id: order\n", "id: purchase\n"))
    assert len(since(repository)) == 4, "another machine: all its findings are new"


def test_since_reads_a_named_file_outside_of_the_project_s_patterns(repository: Folder) -> None:
    commit(repository.root, {"drafts/new.yaml": OLD.replace("id: order", "id: new")})
    git(repository.root, "tag", "-f", "one")
    repository.write("drafts/new.yaml", NEW.replace("id: order", "id: new"))
    assert since(repository, "drafts/new.yaml") == ["unreachable-state"]


def test_since_a_finding_that_was_ignored_is_new_without_its_ignore(repository: Folder) -> None:
    commit(
        repository.root, {"spec/order.yaml": OLD + "ignore: {rule: unreachable-state, reason: Known., until: 2027-01-31}\n"}
    )  # fmt: skip
    assert since(repository, "--today", "2027-01-01") == []
    git(repository.root, "tag", "-f", "one")
    repository.write("spec/order.yaml", OLD)
    assert since(repository, "--today", "2027-01-01") == ["unreachable-state"]
    assert since(repository, "--today", "2027-02-01") == [], "the day did it, not the edit"


def test_since_nothing_is_hidden_by_what_could_not_be_read_there(repository: Folder) -> None:
    commit(repository.root, {"spec/order.yaml": OLD + "surprise: 1\n"})
    git(repository.root, "tag", "-f", "one")
    repository.write("spec/order.yaml", OLD)
    assert len(since(repository)) == 3
    repository.run("lint", "--since", "one")
    assert "one:spec/order.yaml:9:1: unknown key 'surprise'" in repository.said
    assert "No finding was there before, at one." in repository.said
    git(repository.root, "rm", "-q", "--cached", "-r", "spec")
    git(repository.root, "commit", "-q", "-m", "m")
    git(repository.root, "tag", "-f", "one")
    assert len(since(repository)) == 3
    repository.run("lint", "--since", "one")
    assert (
        "one:statebook.yml: no spec file matches spec/*.yaml, spec/*.yml. So every finding is new." in repository.said
    )


def test_since_a_revision_that_cannot_be_had(repository: Folder, tmp_path: Path) -> None:
    def refused(folder: Folder, *arguments: str) -> str:
        before = folder.tree()
        assert folder.run("lint", "-f", "json", "-o", str(folder.root / "report.json"), *arguments) == 2
        assert folder.tree() == before
        assert folder.shown == ""
        return folder.said

    assert "git knows no revision 'oen'" in refused(repository, "--since", "oen")
    assert "did you mean 'one'?" in repository.said
    assert "is an option" in refused(repository, "--since=--upload-pack=x")
    assert "is a range" in refused(repository, "--since", "one..main")
    assert "leave one of them out" in refused(repository, "--since", "one", "--write-baseline", "b.json")
    commit(repository.root, {"README": "r"})
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-tags", f"file://{repository.root}", str(shallow))
    assert "run: git fetch --depth=1 origin +refs/heads/one:refs/heads/one" in refused(
        Folder(shallow), "--since", "one"
    )
    assert "run: git fetch --unshallow origin" in refused(Folder(shallow), "--since", "HEAD~1")
    repository.write("spec/order.yaml", OLD + "surprise: 1\n")
    assert repository.run("lint", "--since", "one") == 2
    assert "spec/order.yaml:9:1: error[unknown-key]" in repository.said
