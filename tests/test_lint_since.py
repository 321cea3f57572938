"""`lint --since`: only what a revision did not have, wherever the finding went since."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from git_history import commit, git, leave_alone
from git_history import repository as make_repository
from linting import WARNED, reported
from project_folder import Folder


@pytest.fixture
def repository(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A repository with the tag `one` at a spec that has a few findings."""
    leave_alone(monkeypatch)
    make_repository(folder.root, {"spec/order.yaml": OLD}, "one")
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
