"""`diff` for hosts: files as the repository has them, whatever the sides are called."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from junitparser import JUnitXml

from git_history import commit, leave_alone, repository
from project_folder import Folder

SPEC = """statebook: 1
id: door
title: Door
state_attribute: status
noun: door
openness: closed
actions: {open: {method: POST, path: /open}, shut: {method: POST, path: /shut}}
states:
  closed: {kind: resting}
  opened: {kind: resting}
  lost: {kind: resting}
transitions:
  - {from: closed, to: opened, trigger: open}
  - {from: opened, to: closed, trigger: shut}
"""
WORSE = SPEC.replace("  lost: {kind: resting}\n", "")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A project in a folder of a repository; its first commit, `one`, holds the good spec."""
    leave_alone(monkeypatch, "GITHUB_")
    root = tmp_path / "apis/billing"
    files = {"apis/billing/statebook.yml": "statebook: 1\n", "apis/billing/spec/door.yaml": SPEC}
    repository(tmp_path, files, "one")
    monkeypatch.chdir(root)
    return Folder(root)


def places(folder: Folder, *sides: str) -> set[tuple[str, int]]:
    assert folder.run("diff", *sides, "-f", "gitlab") == 0, folder.said
    return {(one["location"]["path"], one["location"]["lines"]["begin"]) for one in json.loads(folder.shown)}


def test_every_side_is_shown_at_its_file(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write("spec/door.yaml", WORSE)
    folder.write("old.yaml", SPEC)
    commit(folder.root, {}, "two")
    shown = {("apis/billing/spec/door.yaml", 8)}
    assert places(folder, "one") == shown
    assert places(folder, "one", "HEAD") == shown
    assert places(folder, "one:spec/door.yaml", "HEAD:spec/door.yaml") == shown
    assert places(folder, "old.yaml", "spec/door.yaml") == shown
    for sides in (["one:spec/door.yaml", "-"], ["spec/door.yaml", "-"]):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(WORSE.encode())))
        assert places(folder, *sides) <= shown, sides
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(WORSE.encode())))
        assert folder.run("diff", *sides, "-f", "junit") == 0
        assert [suite.name for suite in JUnitXml.fromstring(folder.shown.encode())] == ["spec/door.yaml"]


def test_what_is_gone_is_shown_where_it_was(folder: Folder) -> None:
    folder.write("spec/gate.yaml", SPEC.replace("id: door", "id: gate").replace("title: Door", "title: Gate"))
    (folder.root / "spec/door.yaml").unlink()
    folder.run("diff", "one", "-f", "github")
    assert [line.partition(",endLine")[0] for line in folder.shown.splitlines()] == [
        "::error file=apis/billing/spec/door.yaml,line=1",
        "::notice file=apis/billing/spec/gate.yaml,line=1",
    ]


def test_the_gate_the_test_report_and_the_outputs_agree(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    output, summary = folder.root / "output", folder.root / "summary"
    monkeypatch.setenv("GITHUB_OUTPUT", str(output))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    folder.write("spec/door.yaml", WORSE)
    assert folder.run("diff", "one", "--fail-on", "breaking", "-f", "github", "-o", "a", "-f", "junit") == 1
    assert JUnitXml.fromstring(folder.shown.encode()).failures == 1
    assert output.read_text() == "breaking=1\ndangerous=0\nsafe=0\ntext=0\nhidden=0\napproved=0\nfailing=1\n"
    assert folder.run("diff", "one", "--fail-on", "breaking", "-f", "markdown") == 1
    assert summary.read_text() == folder.shown
    assert folder.shown.startswith("<!-- statebook-diff -->\n")


def test_an_invalid_side_is_annotated_and_counted(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    output, line = folder.root / "output", SPEC.count("\n") + 1
    monkeypatch.setenv("GITHUB_OUTPUT", str(output))
    folder.write("spec/door.yaml", SPEC + "surprise: 1\n")
    assert folder.run("diff", "one", "-f", "github") == 2
    assert "error[unknown-key]" in folder.said
    assert folder.shown.startswith(f"::error file=apis/billing/spec/door.yaml,line={line},")
    assert output.read_text().startswith("errors=1\n")
