"""The commit that a pull request is compared with, in real repositories: whole, shallow, diverged, forked."""

from __future__ import annotations

from pathlib import Path

import pytest
from base import Clone, NoBase, find_base

from test_revision import commit, git


class History:
    """Main went on after a branch grew from it; `merged` is what GitHub tries out, as its `refs/pull/7/merge`."""

    def __init__(self, folder: Path, on_main: int = 1) -> None:
        self.folder = folder
        folder.mkdir()
        git(folder, "init", "-q", "-b", "main")
        commit(folder, {"a": "0"})
        self.grown_from = commit(folder, {"a": "1"})
        git(folder, "checkout", "-q", "-b", "feature")
        commit(folder, {"b": "1"})
        self.head = commit(folder, {"b": "2"})
        git(folder, "checkout", "-q", "main")
        for number in range(on_main):
            self.main = commit(folder, {"c": str(number)})
        git(folder, "checkout", "-q", "--detach", "main")
        git(folder, "merge", "-q", "--no-ff", "-m", "m", "feature")
        self.merged = git(folder, "rev-parse", "HEAD")
        git(folder, "update-ref", "refs/pull/7/merge", self.merged)
        git(folder, "update-ref", "refs/pull/7/head", self.head)
        git(folder, "checkout", "-q", "main")

    def clone(self, reference: str, depth: int | None = 1) -> Clone:
        """As `actions/checkout` makes it: one reference, and nothing beside it."""
        folder = self.folder.parent / "clone"
        folder.mkdir()
        git(folder, "init", "-q")
        git(folder, "remote", "add", "origin", self.folder.as_uri())
        git(folder, "fetch", "-q", "--no-tags", *([f"--depth={depth}"] if depth else []), "origin", reference)
        git(folder, "checkout", "-q", "--detach", "FETCH_HEAD")
        return Clone(folder)

    def event(self, **changes: str) -> dict[str, object]:
        base = {"ref": "main", "sha": changes.get("base", self.main)}
        return {
            "number": 7,
            "pull_request": {"number": 7, "base": base, "head": {"sha": changes.get("head", self.head)}},
        }


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "origin")


@pytest.mark.parametrize("depth", [1, 2, None])
def test_of_the_trial_merge_it_is_the_first_parent(history: History, depth: int | None) -> None:
    clone = history.clone("refs/pull/7/merge", depth)
    assert find_base(clone, history.event()) == history.main
    # The event may be older than the merge: main went on between the two.
    assert find_base(clone, history.event(base=history.grown_from)) == history.main
    assert clone.commit(history.main) == history.main


@pytest.mark.parametrize("depth", [1, 2, None])
def test_of_the_branch_itself_it_is_what_it_grew_from(history: History, depth: int | None) -> None:
    clone = history.clone("refs/pull/7/head", depth)
    assert find_base(clone, history.event()) == history.grown_from
    assert git(clone.folder, "show", f"{history.grown_from}:a") == "1"


def test_a_merge_in_the_branch_is_no_trial_merge(history: History) -> None:
    git(history.folder, "checkout", "-q", "feature")
    git(history.folder, "merge", "-q", "-m", "m", "main")
    head = git(history.folder, "rev-parse", "HEAD")
    git(history.folder, "update-ref", "refs/pull/7/head", head)
    clone = history.clone("refs/pull/7/head")
    assert find_base(clone, history.event(head=head)) == history.main


def test_a_far_base_is_fetched_step_by_step(tmp_path: Path) -> None:
    history = History(tmp_path / "origin", on_main=40)
    clone = history.clone("refs/pull/7/head")
    assert find_base(clone, history.event()) == history.grown_from


def test_before_a_push_it_is_what_was_there(history: History) -> None:
    clone = history.clone("refs/heads/main")
    assert find_base(clone, {"ref": "refs/heads/main", "before": history.grown_from}) == history.grown_from
    assert find_base(clone, {"ref": "refs/heads/new", "before": "0" * 40}) == ""
    assert find_base(clone, {"schedule": "0 0 * * *"}) == ""
    assert find_base(clone, {}) == ""


def test_in_a_merge_queue_it_is_the_queues_base(history: History) -> None:
    clone = history.clone("refs/pull/7/merge")
    assert find_base(clone, {"merge_group": {"base_sha": history.main, "head_sha": history.merged}}) == history.main


@pytest.mark.parametrize("name", ["main", "origin/main", "v1"])
def test_a_base_by_name_is_fetched_too(history: History, name: str) -> None:
    git(history.folder, "tag", "v1", history.main)
    clone = history.clone("refs/pull/7/head")
    assert find_base(clone, {}, name) == history.grown_from


@pytest.mark.parametrize(
    "name", ["--upload-pack=touch pwned", "nowhere", "a b", "main..feature", "main:a", "HEAD~1", "", "x\ny"]
)
def test_a_name_that_is_none_runs_nothing(history: History, name: str) -> None:
    clone = history.clone("refs/pull/7/head")
    if not name:
        assert find_base(clone, {}, name) == ""
        return
    with pytest.raises(NoBase, match="git knows no revision"):
        find_base(clone, {}, name)
    assert not (clone.folder / "pwned").exists()


def test_what_is_no_hash_in_an_event_is_never_given_to_git(history: History) -> None:
    clone = history.clone("refs/pull/7/head")
    for sha in ("--output=x", "main", "0" * 40, 7, None, [history.main], history.main + "\n"):
        assert find_base(clone, {"pull_request": {"base": {"sha": sha}}}) == ""
    assert find_base(clone, {"pull_request": "x", "before": {"a": 1}}) == ""


def test_a_commit_that_is_nowhere_and_a_remote_that_is_gone_say_what_to_do(history: History, tmp_path: Path) -> None:
    clone = history.clone("refs/pull/7/head")
    with pytest.raises(NoBase, match="cannot be fetched .*fetch-depth: 0"):
        find_base(clone, history.event(base="1" * 40))
    history.folder.rename(tmp_path / "moved")
    with pytest.raises(NoBase, match="cannot be fetched .*fetch-depth: 0"):
        find_base(clone, history.event())


def test_histories_without_a_common_commit_are_told_apart(history: History) -> None:
    git(history.folder, "checkout", "-q", "--orphan", "alone")
    alone = commit(history.folder, {"d": "1"})
    clone = history.clone("refs/pull/7/head", None)
    with pytest.raises(NoBase, match="no commit in common"):
        find_base(clone, history.event(base=alone))
