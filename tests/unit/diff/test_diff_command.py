"""The command: sides, gates, approvals, formats, and what it refuses without leaving anything behind."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest

from git_history import commit, git, leave_alone, repository
from project_folder import Folder
from statebook.commands import diff as command
from statebook.review import json as review_json
from statebook.review.registry import formats

SPEC = """statebook: 1
id: door
title: Door
state_attribute: status
initial: closed
openness: closed
actions: {open: {method: POST, path: /open}, shut: {method: POST, path: /shut}}
states:
  closed: {kind: resting, description: Nobody gets in.}
  opened: {kind: resting}
transitions:
  - {from: closed, to: opened, trigger: open}
  - {from: opened, to: closed, trigger: shut}
"""
WORSE = SPEC.replace("  opened: {kind: resting}\n", "  opened: {kind: resting}\n  locked: {kind: resting}\n").replace(
    "trigger: shut}\n", "trigger: shut}\n  - {from: closed, to: locked, trigger: shut}\n"
)
CHANGES = ["state-added", "action-newly-accepted", "transition-added"]
WORDS = SPEC.replace("Nobody gets in.", "It is shut.")
BROKEN = SPEC + "surprise: 1\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A repository whose first commit, `one`, holds the good spec."""
    leave_alone(monkeypatch)
    root = tmp_path / "project"
    repository(root, {"spec/door.yaml": SPEC, "README": "r"}, "one")
    monkeypatch.chdir(root)
    return Folder(root)


def kinds(folder: Folder, *arguments: str) -> list[str]:
    assert folder.run("diff", *arguments, "-f", "json") in (0, 1), folder.said
    found = json.loads(folder.shown)
    jsonschema.Draft202012Validator(review_json.schema()).validate(found)
    return [one["kind"] for one in found["changes"]]


def test_every_way_to_name_the_sides(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write("spec/door.yaml", WORSE)
    folder.write("old.yaml", SPEC)
    commit(folder.root, {}, "two")
    for sides in (
        ["one"],
        ["one", "HEAD"],
        ["one:spec/door.yaml"],
        ["one:spec/door.yaml", "HEAD:./spec/door.yaml"],
        ["old.yaml", "spec/door.yaml"],
        ["one", "."],
    ):
        assert kinds(folder, *sides) == CHANGES, sides
    for sides, text in ((["-", "spec/door.yaml"], SPEC), (["one:spec/door.yaml", "-"], WORSE)):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
        assert kinds(folder, *sides) == CHANGES, sides
    monkeypatch.chdir(folder.root / "spec")
    assert kinds(folder, "one:door.yaml", "door.yaml") == CHANGES


def test_positions_of_both_sides(folder: Folder) -> None:
    folder.write("spec/door.yaml", "# moved\n" + WORSE)
    folder.run("diff", "one", "-f", "json")
    first = json.loads(folder.shown)["changes"][0]
    assert first["subject"] == "state locked"
    assert first["head"]["place"] == {"file": "spec/door.yaml", "line": 12, "column": 3}
    assert first["base"]["place"] == {"file": "one:spec/door.yaml", "line": 8, "column": 1}, "what would hold it"


def test_several_files_come_and_go(folder: Folder) -> None:
    folder.write("spec/gate.yaml", SPEC.replace("id: door", "id: gate").replace("title: Door", "title: Gate"))
    assert kinds(folder, "one") == ["machine-added"]
    commit(folder.root, {}, "two")
    (folder.root / "spec/door.yaml").unlink()
    assert kinds(folder, "main") == ["machine-removed"]
    folder.write("spec/another-name.yaml", SPEC)
    assert kinds(folder, "main") == [], "a file that is called otherwise is no change"


def test_a_folder_called_like_a_branch_is_the_branch(folder: Folder) -> None:
    folder.write("main/notes.txt", "n")
    folder.write("spec/door.yaml", WORSE)
    assert kinds(folder, "main") == CHANGES
    folder.write("main/statebook.yml", "statebook: 1\n")
    folder.write("main/spec/door.yaml", SPEC)
    assert kinds(folder, "main", ".") == CHANGES
    folder.write("main/spec/door.yaml", BROKEN)
    assert folder.run("diff", "main", ".") == 2
    assert "main/spec/door.yaml:14:1: error[unknown-key] base (main)" in folder.said


def test_a_project_below_the_repository(folder: Folder) -> None:
    commit(folder.root, {"sub/statebook.yml": "specs: machines/**/*.yaml\n", "sub/machines/deep/x.yaml": SPEC})
    sub = Folder(folder.root / "sub")
    sub.write("machines/deep/x.yaml", WORSE)
    assert kinds(sub, "HEAD") == CHANGES


@pytest.mark.parametrize(
    ("text", "gate", "code"),
    [
        (SPEC, "any", 0),
        (WORSE, "never", 0),
        (WORSE, "breaking", 1),
        (WORSE, "any", 1),
        (WORDS, "safe", 0),
        (WORDS, "any", 1),
    ],
)
def test_gates(folder: Folder, text: str, gate: str, code: int) -> None:
    folder.write("spec/door.yaml", text)
    assert folder.run("diff", "one", "--fail-on", gate) == code
    assert ("To accept what fails" in folder.shown) == bool(code)


def test_words_alone_are_hidden_unless_asked_for(folder: Folder) -> None:
    folder.write("spec/door.yaml", WORDS)
    assert folder.run("diff", "one") == 0
    assert "1 of words alone" in folder.shown
    assert "description-changed" not in folder.shown
    folder.run("diff", "one", "--all")
    assert "description-changed" in folder.shown


def test_an_approval_is_what_the_failure_prints(folder: Folder) -> None:
    folder.write("spec/door.yaml", WORSE)
    assert folder.run("diff", "one", "--fail-on", "breaking") == 1
    entry = folder.shown.split("say why:\n")[1].rsplit("\n", 2)[0]
    folder.write(
        "approvals.yaml",
        "# accepted\n" + entry.replace("reason: TODO", "reason: asked for").replace("by: TODO", "by: me") + "\n",
    )
    assert folder.run("diff", "one", "--fail-on", "breaking") == 0, folder.said
    assert "approved by me: asked for" in folder.shown
    folder.write("spec/door.yaml", "# moved and reworded\n" + WORSE.replace("Nobody gets in.", "Shut."))
    assert folder.run("diff", "one", "--fail-on", "breaking") == 0
    folder.write("approvals.yaml", folder.read("approvals.yaml").rstrip() + "\n  until: 2027-01-31\n")
    assert folder.run("diff", "one", "--fail-on", "breaking", "--today", "2027-01-31") == 0
    assert folder.run("diff", "one", "--fail-on", "breaking", "--today", "2027-02-01") == 1
    assert "ended on 2027-01-31" in folder.shown
    folder.write("spec/door.yaml", WORDS)
    folder.run("diff", "one")
    assert "approves nothing here" in folder.shown


@pytest.mark.parametrize(
    "text",
    [
        "- {fingerprint: '0123456789abcdef', reason: TODO, by: me}\n",
        "- fingerprint: x\n",
        "- {fingerprint: 0123456789abcdef, reason: r}\n",
        "a: 1\n",
        "[",
        "- {fingerprint: '0123456789abcdef', reason: r, by: b, until: soon}\n",
    ],
)
def test_bad_approvals_are_told_with_their_place(folder: Folder, text: str) -> None:
    folder.write("approvals.yaml", text)
    assert folder.run("diff", "one") == 2
    assert re.search(r"^approvals\.yaml:\d+:\d+: error\[", folder.said, re.MULTILINE), folder.said


def refused(folder: Folder, *arguments: str) -> str:
    before = folder.tree()
    assert folder.run("diff", "-f", "markdown", "-o", "report.md", "-f", "json", "-o", "report.json", *arguments) == 2
    assert folder.tree() == before
    assert folder.shown == ""
    assert "bug" not in folder.said
    assert "Traceback" not in folder.said
    return folder.said


def test_bad_input_leaves_nothing_behind(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "git knows no revision 'tow'" in refused(folder, "tow")
    assert "is an option" in refused(folder, "--", "--upload-pack=x")
    assert "did you mean one:spec/door.yaml?" in refused(folder, "one:spec/dor.yaml")
    assert "spec/ is a folder at one\n  hint: name a file, one:spec/NAME.yaml, or one alone" in refused(
        folder, "one:spec/"
    )
    assert "names no file" in refused(folder, "one:")
    assert "a side without a name" in refused(folder, "")
    assert "second side" in refused(folder, "spec/door.yaml")
    assert "both sides are standard input" in refused(folder, "-", "-")
    assert "--today soon is no date" in refused(folder, "one", "--today", "soon")
    assert "names no kind of picture" in refused(folder, "one", "--picture", "x.png")
    assert "no review format is called 'yaml'" in refused(folder, "one", "-f", "yaml")
    monkeypatch.setattr(command, "MAXIMUM_CHANGES", 1)
    folder.write("spec/door.yaml", WORSE)
    assert "more than 1" in refused(folder, "one")


def test_an_invalid_side_is_told_in_every_format_asked_for(folder: Folder) -> None:
    folder.write("bin.yaml", b"\xff\xfe\x00")
    assert folder.run("diff", "one:spec/door.yaml", "bin.yaml") == 2
    assert "not UTF-8" in folder.said
    assert folder.run("diff", "one", "spec/none.yaml") == 2
    assert "no such file" in folder.said
    folder.write("spec/door.yaml", BROKEN)
    assert folder.run("diff", "one") == 2
    assert "spec/door.yaml:14:1: error[unknown-key] head (working tree): unknown key 'surprise'" in folder.said
    commit(folder.root, {}, "broken")
    folder.write("spec/door.yaml", BROKEN + "more: 2\n")
    folder.write("a.md", "a former comment")
    asked = [part for name in sorted(formats()) for part in ("-f", name, "-o", f"a.{name}")]
    for text in ([], ["-f", "text"]):
        assert folder.run("diff", "HEAD", *text, "-f", "json") == 2
        assert "HEAD:spec/door.yaml:14:1: error[unknown-key] base (HEAD):" in folder.said
        assert folder.said.count("head (working tree)") == 2, "all of both sides"
        found = json.loads(folder.shown)
        assert (found["format"], found["command"], found["summary"]["error"]) == ("statebook-report", "diff", 3)
    assert folder.run("diff", "HEAD", *asked) == 2
    for name in formats():
        text = folder.read(f"a.{name}")
        assert "errors=3\n" in text if name == "counts" else text.count("unknown-key") >= 3, name
        assert ("HEAD:spec" in text) is (name == "text"), name


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    found = Folder(tmp_path)
    found.write("spec/door.yaml", SPEC)
    assert "is in no git repository" in refused(found, "main")


def test_nothing_to_say_is_nothing_written(folder: Folder) -> None:
    assert folder.run("diff", "one", "-f", "markdown", "-o", "new.md") == 0
    assert not (folder.root / "new.md").exists()
    folder.write("old.md", "a former comment")
    assert folder.run("diff", "one", "-f", "markdown", "-o", "old.md", "-f", "text", "-o", "t.txt") == 0
    assert folder.read("old.md") == ""
    assert folder.read("t.txt") == "one → working tree: no changes.\n"
    assert folder.run("diff", "one", "-q") == 0
    assert folder.shown == ""


def test_pictures(folder: Folder) -> None:
    folder.write("spec/door.yaml", WORSE)
    for extension in ("svg", "dot", "mmd"):
        assert folder.run("diff", "one", "--picture", f"p.{extension}") == 0, folder.said
    assert folder.read("p.svg").startswith("<svg ")
    assert folder.read("p.mmd").startswith("flowchart TB\n")
    assert "+ locked" in folder.read("p.dot")


def test_formats_are_found() -> None:
    assert set(formats()) >= {"text", "json", "markdown"}
    assert all(summary for summary in formats().values())


def test_a_submodule_is_another_repository(folder: Folder, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q", "-b", "main")
    git(other, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(folder.root), "specs")
    commit(other, {"statebook.yml": "specs: specs/spec/*.yaml\n"})
    found = Folder(other)
    for side in ("HEAD:specs", "HEAD:specs/spec/door.yaml", "HEAD"):
        said = refused(found, side)
        assert "specs is a submodule there" in said
        assert "run the command in the submodule's folder" in said


def test_a_repository_without_a_commit(tmp_path: Path, folder: Folder) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q", "-b", "main")
    found = Folder(empty)
    found.write("spec/door.yaml", SPEC)
    assert "git knows no revision 'HEAD' here: there is no commit yet" in refused(found, "HEAD")


def test_a_bare_repository_has_both_sides(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(folder.root, {"spec/door.yaml": WORSE})
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(folder.root), str(bare))
    monkeypatch.chdir(bare)
    assert kinds(Folder(bare), "one", "main") == CHANGES


def test_a_path_that_is_no_utf_8(folder: Folder) -> None:
    odd = os.fsencode(folder.root) + b"/spec/caf\xe9.yaml"
    Path(os.fsdecode(odd)).write_text(SPEC.replace("id: door", "id: cafe"))
    commit(folder.root, {})
    Path(os.fsdecode(odd)).write_text(WORSE.replace("id: door", "id: cafe"))
    assert kinds(folder, "HEAD") == CHANGES
    for name in formats():
        assert folder.run("diff", "HEAD", "-f", name, "-o", f"report.{name}") == 0, folder.said
        assert "caf" in folder.read(f"report.{name}") or name == "counts"  # which names nothing


def test_all_reports_are_written_or_none(folder: Folder) -> None:
    folder.write("spec/door.yaml", WORSE)
    folder.write("old.md", "a former report")
    before = folder.tree()
    for places in (["old.md", "none/x.json"], ["old.md", "spec"], ["none/x.md", "new.json"]):
        command_line = ["diff", "one", "-f", "markdown", "-o", places[0], "-f", "json", "-o", places[1]]
        assert folder.run(*command_line, "--picture", "new.svg") == 2
        assert folder.tree() == before
        assert "none" in folder.said or "spec is a folder" in folder.said
