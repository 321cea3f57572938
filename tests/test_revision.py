"""Revisions of real git repositories: what is read, what is refused, and what to run instead."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
from pathlib import Path

import pytest

from git_history import commit, git, leave_alone
from statebook.source import revision
from statebook.source.revision import Repository, RevisionRefused, fetch_command, refuse_hostile


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_alone(monkeypatch)


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """Three commits on main, a tag on the first, a branch on the second."""
    folder = tmp_path / "origin"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {"spec/a.yaml": "one\n"})
    git(folder, "tag", "v1.0")
    commit(folder, {"spec/a.yaml": "two\n", "spec/odd name\u00e9.yaml": "x", "other/b.yaml": "b"})
    git(folder, "branch", "feature/x")
    commit(folder, {"spec/a.yaml": "three\n"})
    return folder


def test_a_file_as_it_was(origin: Path) -> None:
    repository = Repository(origin)
    for name, text in (
        ("HEAD", "three\n"),
        ("HEAD~2", "one\n"),
        ("v1.0", "one\n"),
        ("feature/x", "two\n"),
        ("main", "three\n"),
    ):
        files = repository.files(repository.commit(name))
        assert repository.content(files["spec/a.yaml"]).decode() == text, name
    assert repository.commit(git(origin, "rev-parse", "v1.0")[:9]) == git(origin, "rev-parse", "v1.0")


def test_paths_are_those_below_the_folder(origin: Path) -> None:
    repository = Repository(origin / "spec")
    assert repository.prefix == "spec/"
    assert sorted(repository.files(repository.commit("HEAD"))) == ["a.yaml", "odd name\u00e9.yaml"]


def test_a_working_tree_is_not_touched(origin: Path) -> None:
    (origin / "spec/a.yaml").write_text("mine\n")
    before = {path: path.stat().st_mtime_ns for path in sorted(origin.rglob("*"))}
    repository = Repository(origin)
    repository.content(repository.files(repository.commit("v1.0"))["spec/a.yaml"])
    assert {path: path.stat().st_mtime_ns for path in sorted(origin.rglob("*"))} == before


@pytest.mark.parametrize(
    "hostile",
    [
        "--upload-pack=touch x",
        "-c",
        "--help",
        "",
        "a b",
        "a..b",
        "a...b",
        "a\nb",
        "a\0b",
        "a:b",
        "a*",
        "\x1b[31m",
        "a\u202eb",
        "x" * 400,
    ],
)
def test_a_hostile_name_is_refused_before_git_sees_it(
    hostile: str, origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("git was run")

    monkeypatch.setattr(revision.subprocess, "Popen", never)
    with pytest.raises(RevisionRefused) as refused:
        Repository(origin).commit(hostile)
    assert refused.value.hint
    assert "\x1b" not in refused.value.message
    with pytest.raises(RevisionRefused):
        refuse_hostile(hostile)


@pytest.mark.parametrize("name", ["HEAD^{tree}", "HEAD^{/m}", "@{-1}", "$(touch x)", "`x`", "'; x", "main;x"])
def test_what_names_no_commit_names_nothing(name: str, origin: Path) -> None:
    before = sorted(origin.iterdir())
    with contextlib.suppress(RevisionRefused):
        assert Repository(origin).commit(name) in git(origin, "log", "--format=%H")
    assert sorted(origin.iterdir()) == before


def test_an_unknown_name_meets_a_likely_one(origin: Path) -> None:
    with pytest.raises(RevisionRefused) as refused:
        Repository(origin).commit("feature/y")
    assert refused.value.message == "git knows no revision 'feature/y' here"
    assert refused.value.hint == "did you mean 'feature/x'?"
    with pytest.raises(RevisionRefused) as refused:
        Repository(origin).commit("qqqqqq")
    assert "git fetch" in refused.value.hint


@pytest.mark.parametrize("name", ["v1.0", "feature/x", "origin/feature/x", "HEAD~2", "HASH"])
def test_a_shallow_clone_is_told_the_command_that_helps(name: str, origin: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-tags", f"file://{origin}", str(clone))
    name = git(origin, "rev-parse", "v1.0") if name == "HASH" else name
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    with pytest.raises(RevisionRefused) as refused:
        Repository(clone).commit(name)
    assert "shallow" in refused.value.message
    command = refused.value.hint.removeprefix("run: ")
    assert command.startswith("git fetch ")
    subprocess.run(shlex.split(command), cwd=clone, check=True, capture_output=True)
    assert Repository(clone).commit(name) in git(origin, "rev-list", "--all").split()


def test_a_name_never_becomes_part_of_a_command_to_copy() -> None:
    for hostile in ("$(x)", "a;b", "`x`", "a'b", 'a"b', "a|b", "a&b", "~x"):
        assert fetch_command(hostile, ["origin"]).startswith("git fetch --unshallow ")
        assert hostile not in fetch_command(hostile, ["origin"])
    assert fetch_command("main", []) == "git fetch --depth=1 origin +refs/heads/main:refs/heads/main"
    assert fetch_command("main", ["upstream"]).split()[3] == "upstream"


def test_a_folder_in_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RevisionRefused) as refused:
        Repository(tmp_path).commit("HEAD")
    assert "no git repository" in refused.value.message
    assert refused.value.hint


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionRefused) as refused:
        Repository(tmp_path).commit("HEAD")
    assert refused.value.message == "git is not installed"


def test_a_link_is_refused_and_not_followed(origin: Path) -> None:
    (origin / "spec/link.yaml").symlink_to("/etc/passwd")
    git(origin, "add", "-A")
    git(origin, "commit", "-q", "-m", "link")
    repository = Repository(origin)
    with pytest.raises(RevisionRefused, match="is a link"):
        repository.content(repository.files(repository.commit("HEAD"))["spec/link.yaml"])


def test_output_is_bounded(origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(origin, {"spec/big.yaml": b"x" * 300_000})
    repository = Repository(origin)
    files = repository.files(repository.commit("HEAD"))
    monkeypatch.setattr(revision, "MAXIMUM_BYTES", 1000)
    assert len(repository.content(files["spec/big.yaml"])) == 1001
    monkeypatch.setattr(revision, "MAXIMUM_LISTING", 10)
    with pytest.raises(RevisionRefused, match="more than can be read"):
        repository.files(repository.commit("HEAD"))


def test_a_slow_git_is_given_up(origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "bin/git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(revision, "PATIENCE", 0.2)
    with pytest.raises(RevisionRefused):
        Repository(origin).commit("HEAD")
