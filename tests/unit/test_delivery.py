"""Reports on their way: pairs of format and file, what a host reads beside them, and where files are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from project_folder import GOOD, Folder
from statebook.cli import main
from statebook.commands import delivery
from statebook.commands.delivery import folder_of

FLAWED = GOOD.replace("states: {on: {}}", "states: {on: {}, off: {}}\ninitial: on")
FORMATS = "counts, github, gitlab, json, junit, markdown, sarif, text"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.delenv(name, raising=False)
    found = Folder(tmp_path)
    found.write("spec/good.yaml", FLAWED)
    return found


def lint(folder: Folder, *arguments: str) -> int:
    return folder.run("lint", "--today", "2026-01-01", *arguments)


@pytest.mark.parametrize("command", ["lint", "check", "build", "diff"])
def test_the_help_lists_every_format(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert f"format: {FORMATS}; repeats with -o" in " ".join(capsys.readouterr().out.split())


def test_no_format_is_loaded_for_a_help_that_lists_none() -> None:
    code = (
        "import sys; from statebook.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([one for one in sys.modules if one.startswith(('statebook.report', 'statebook.review'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", ["lint", "check", "diff"])
def test_a_wrong_name_is_refused_before_any_work(folder: Folder, command: str) -> None:
    sides = ["a", "b"] if command == "diff" else []
    kind = "review" if command == "diff" else "report"
    assert folder.run(command, *sides, "-f", "sarf", "-o", "x") == 2
    assert folder.said == f"statebook: no {kind} format is called 'sarf'\n  hint: did you mean 'sarif'?\n"
    assert folder.run(command, *sides, "-f", "zzz") == 2
    assert folder.said == f"statebook: no {kind} format is called 'zzz'\n  hint: known: {FORMATS}\n"
    assert folder.run(command, *sides, "-f", "text", "-o", "x", "-o", "y") == 2
    assert "more -o than -f" in folder.said
    assert list(folder.tree()) == ["spec/good.yaml"]


def test_pairs_go_to_their_places(folder: Folder) -> None:
    places = {name: folder.root / name for name in FORMATS.split(", ")}
    arguments = [part for name, path in places.items() for part in ("-f", name, "-o", str(path))]
    assert lint(folder, *arguments, "-f", "counts") == lint(folder)
    lint(folder, "-f", "counts")
    assert folder.shown == places["counts"].read_text(), "what has no file goes to standard output"
    assert all(path.read_text().endswith("\n") for path in places.values())
    assert json.loads(places["sarif"].read_text())["version"] == "2.1.0"


def test_what_the_host_reads_is_appended(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    summary, output = folder.write("summary.md", "before, without an end"), folder.root / "output"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_OUTPUT", str(output))
    lint(folder, "-f", "json")
    assert not output.exists(), "only for the format of this host"
    lint(folder, "-f", "markdown")
    comment = folder.shown
    assert comment.startswith("<!-- statebook-lint -->\n")
    lint(folder, "-f", "counts")
    counts = folder.shown
    lint(folder, "-f", "github", "-o", str(folder.root / "annotations"), "-f", "github")
    assert folder.shown == (folder.root / "annotations").read_text()
    assert summary.read_text() == f"before, without an end\n{comment}", "once, though asked for twice"
    assert output.read_text() == counts
    lint(folder, "-f", "github")
    assert output.read_text() == counts * 2


def test_a_full_summary_is_left_alone(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = folder.write("summary.md", "x" * (delivery.MAXIMUM_BESIDE - 10) + "\n")
    before = summary.read_bytes()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    code = lint(folder)
    assert lint(folder, "-f", "github") == code
    assert summary.read_bytes() == before
    assert "is full, so nothing was added to it" in folder.said


def test_a_summary_that_cannot_be_written_is_told(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(folder.root / "absent/output"))
    assert lint(folder, "-f", "github") == 2
    assert "cannot write" in folder.said
    assert "check the file that the environment names" in folder.said


def test_a_clean_run_leaves_no_comment_and_empties_the_former_one(folder: Folder) -> None:
    folder.write("spec/good.yaml", GOOD)
    off = [part for name in rules_found(folder) for part in ("--rule", f"{name}=off")]
    old, new = folder.write("old.md", "a former comment"), folder.root / "new.md"
    assert lint(folder, *off, "-f", "markdown", "-o", str(old), "-f", "markdown", "-o", str(new)) == 0
    assert (old.read_text(), new.exists()) == ("", False)
    assert lint(folder, *off, "-q", "-f", "text") == 0
    assert folder.shown + folder.said == ""


def rules_found(folder: Folder) -> list[str]:
    lint(folder, "-f", "json")
    return sorted({one["rule"] for one in json.loads(folder.shown)["diagnostics"]})


def test_hosts_are_told_files_below_the_top_of_the_repository(folder: Folder) -> None:
    inside = Folder(folder.root / "apis/billing")
    inside.write("statebook.yml", "statebook: 1\n")
    inside.write("spec/é.yaml", FLAWED)
    (folder.root / ".git").mkdir()
    lint(inside, "-f", "github")
    assert "file=apis/billing/spec/é.yaml,line=" in inside.shown
    lint(inside, "-f", "gitlab")
    assert {one["location"]["path"] for one in json.loads(inside.shown)} == {"apis/billing/spec/é.yaml"}
    lint(inside, "-f", "sarif")
    (run,) = json.loads(inside.shown)["runs"]
    assert [one["location"]["uri"] for one in run["artifacts"]] == ["apis/billing/spec/%C3%A9.yaml"]
    lint(inside, "-f", "json")
    assert json.loads(inside.shown)["checked"] == ["spec/é.yaml"], "the names of the project"


@pytest.mark.parametrize("name", FORMATS.split(", "))
def test_a_narrow_stream_gets_the_bytes_of_a_file(folder: Folder, name: str) -> None:
    folder.write("spec/é.yaml", FLAWED.replace("id: good", "id: bon"))
    target = folder.root / "report"
    command = [sys.executable, "-m", "statebook", "lint", "-f", name, "-o", "report", "-f", name, "-o", "-"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=folder.root, env=environment, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    shown = target.read_bytes()
    if name == "text":
        shown = target.read_text(encoding="utf-8").encode("ascii", "backslashreplace")
    assert done.stdout == shown


def test_the_way_from_the_top(tmp_path: Path) -> None:
    deep = tmp_path / "a/b"
    deep.mkdir(parents=True)
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    assert folder_of(str(deep)) == "a/b"
    assert folder_of(str(tmp_path)) == ""
    assert folder_of(os.sep) == ""


def test_stale_files_are_reported_for_hosts(folder: Folder) -> None:
    folder.write("spec/good.yaml", GOOD)
    assert folder.run("build", "-q") == 0, folder.said
    assert folder.run("check", "-f", "junit", "-q") == 0
    assert ' failures="0"' in folder.shown
    assert "<testcase" in folder.shown
    (folder.root / "docs/good.md").unlink()
    assert folder.run("check", "-f", "github", "-q") == 1
    assert folder.shown == (
        "::error file=docs/good.md,line=1,endLine=1,col=1,title=missing-file"
        "::`docs/good.md` is not there%0Arun `statebook build`"
        "%0Ahttps://statebook.github.io/statebook/reference/errors/missing-file/\n"
    )
    assert folder.run("check", "-f", "junit", "-q") == 1
    assert ' failures="1"' in folder.shown


def test_lint_tells_programs_what_it_knows_of_a_finding(folder: Folder) -> None:
    lint(folder, "-f", "sarif")
    (run,) = json.loads(folder.shown)["runs"]
    first = {one["ruleId"]: one for one in run["results"]}["unreachable-state"]
    moved = first["partialFingerprints"]
    rule = run["tool"]["driver"]["rules"][first["ruleIndex"]]
    assert rule["helpUri"] == "https://statebook.github.io/statebook/reference/rules/unreachable-state/"
    assert rule["fullDescription"]["text"].startswith("No resource can ever be in it, ")
    folder.write("spec/good.yaml", "# moved\n\n" + FLAWED)
    lint(folder, "-f", "sarif")
    (run,) = json.loads(folder.shown)["runs"]
    again = {one["ruleId"]: one for one in run["results"]}["unreachable-state"]
    assert again["partialFingerprints"] == moved
    assert again["locations"] != first["locations"]
    ignore = "off: {ignore: [{rule: unreachable-state, reason: planned}]}"
    folder.write("spec/good.yaml", FLAWED.replace("off: {}", ignore))
    lint(folder, "-f", "sarif")
    (run,) = json.loads(folder.shown)["runs"]
    ignored = {one["ruleId"]: one for one in run["results"]}["unreachable-state"]
    assert ignored["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "ignored: planned"}]
    assert ignored["partialFingerprints"] == moved


def test_the_gate_of_lint_decides_what_fails(folder: Folder) -> None:
    lint(folder, "-f", "json")
    warnings = json.loads(folder.shown)["summary"]["warning"]
    assert warnings
    for gate, least in (("never", 0), ("warning", warnings)):
        code = lint(folder, "-f", "counts", "--fail-on", gate)
        failing = int(folder.shown.rpartition("failing=")[2])
        assert (failing > 0) == bool(code)
        assert failing >= least
