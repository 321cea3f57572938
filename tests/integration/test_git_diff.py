"""`git diff` of specs, run by git itself: what it says, and that nothing stops it."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

import pytest
from test_action import BROKEN, DOOR, TRAP

from project_folder import Folder
from statebook.commands import git_diff
from test_revision import commit, git

TOLD = """diff --statebook a/{0} b/{0}
{0}:10:3: breaking[state-became-dead-end] State `opened` has no way out any more, and is not final.
  hits: clients that poll, clients that act
  why: A resource that gets there is stuck.
  do: Restore a way out, or make the state final where that is meant.
{0}:11:1: breaking[transition-removed] `shut` no longer leads from `opened` to `closed`.
  hits: clients that poll, clients that act
  why: A call that worked in this state does not, or does not lead there.
  do: Keep the way and deprecate it first.
a/{0} → b/{0}: 2 breaking.
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the driver configured, as the guide says."""
    root = tmp_path / "with space"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    program = Path(sys.executable).with_name("statebook")
    git(root, "config", "diff.statebook.command", f"{shlex.quote(str(program))} git-diff --")
    monkeypatch.setenv("PYTHONPATH", str(Path(git_diff.__file__).parents[2]))
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    commit(root, {".gitattributes": "*.yaml diff=statebook\n", "spec/door.yaml": DOOR, "-x.yaml": DOOR})
    return root


def diff(root: Path, *arguments: str) -> str:
    found = git(root, "--no-pager", *(arguments or ("diff",)))
    return f"{found}\n" if found else ""


def test_a_change_is_told_in_the_working_tree_the_index_and_the_history(root: Path) -> None:
    (root / "spec/door.yaml").write_text(TRAP)
    (root / "-x.yaml").write_text(TRAP)
    expected = TOLD.format("-x.yaml") + TOLD.format("spec/door.yaml")
    assert diff(root) == expected
    assert diff(root / "spec") == expected
    git(root, "add", "-A")
    assert diff(root) == ""
    assert diff(root, "diff", "--cached") == expected
    commit(root, {}, "trap")
    assert diff(root, "log", "-1", "-p", "--ext-diff", "--format=%s") == f"trap\n\n{expected}"
    assert diff(root, "show", "--ext-diff", "--format=%s") == f"trap\n\n{expected}"
    assert diff(root, "show", "--format=%s").count("\n-  - {from: opened, to: closed, trigger: shut}\n") == 2


def test_added_deleted_renamed_and_other_modes(root: Path) -> None:
    git(root, "mv", "spec/door.yaml", "spec/gate.yaml")
    git(root, "rm", "-q", "--", "-x.yaml")
    (root / "new.yaml").write_text(DOOR)
    os.chmod(root / "spec/gate.yaml", 0o755)
    git(root, "add", "-A")
    assert diff(root, "diff", "--cached", "-M100%") == (
        "diff --statebook a/new.yaml b/new.yaml\n"
        "rename from -x.yaml\nrename to new.yaml\n"
        "diff --statebook a/spec/door.yaml b/spec/gate.yaml\n"
        "old mode 100644\nnew mode 100755\nrename from spec/door.yaml\nrename to spec/gate.yaml\n"
    ).replace("a/new.yaml b", "a/-x.yaml b")
    found = diff(root, "diff", "--cached", "--no-renames")
    assert re.sub(r"^ .*\n", "", found, flags=re.MULTILINE) == (
        "diff --statebook a/-x.yaml b/-x.yaml\ndeleted file mode 100644\n"
        "-x.yaml:1:1: breaking[machine-removed] Machine `door` was removed.\n"
        "a/-x.yaml → b/-x.yaml: 1 breaking.\n"
        "diff --statebook a/new.yaml b/new.yaml\nnew file mode 100644\n"
        "new.yaml:1:1: safe[machine-added] Machine `door` was added.\n"
        "a/new.yaml → b/new.yaml: 1 safe.\n"
        "diff --statebook a/spec/door.yaml b/spec/door.yaml\ndeleted file mode 100644\n"
        "spec/door.yaml:1:1: breaking[machine-removed] Machine `door` was removed.\n"
        "a/spec/door.yaml → b/spec/door.yaml: 1 breaking.\n"
        "diff --statebook a/spec/gate.yaml b/spec/gate.yaml\nnew file mode 100755\n"
        "spec/gate.yaml:1:1: safe[machine-added] Machine `door` was added.\n"
        "a/spec/gate.yaml → b/spec/gate.yaml: 1 safe.\n"
    )


def test_an_unmerged_file_is_named(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "other")
    commit(root, {"spec/door.yaml": DOOR.replace("Nobody", "No one")})
    git(root, "checkout", "-q", "main")
    commit(root, {"spec/door.yaml": DOOR.replace("Nobody", "Not a soul")})
    with pytest.raises(Exception, match="merge"):
        git(root, "merge", "other")
    assert diff(root, "diff", "--cached") == "* Unmerged path spec/door.yaml\n"
    assert diff(root).startswith("diff --cc spec/door.yaml\n"), "git shows the conflict itself"


def test_a_side_that_cannot_be_read_is_shown_as_lines(root: Path) -> None:
    (root / "spec/door.yaml").write_text(BROKEN)
    found = diff(root)
    assert found.startswith(
        "diff --statebook a/spec/door.yaml b/spec/door.yaml\n"
        "statebook: shown as lines, for a side is no valid spec:\n"
        "spec/door.yaml:12:24: error[unknown-reference] no state is called 'opend'\n"
        "--- a/spec/door.yaml\n+++ b/spec/door.yaml\n@@ "
    )
    assert "\n-  - {from: closed, to: opened, trigger: open}\n+  - {from: closed, to: opend, trigger: open}\n" in found


def test_files_that_are_no_specs_are_shown_as_lines(root: Path) -> None:
    commit(root, {"other.yaml": "a: 1\n", "statebook.yml": "statebook: 1\n", "image.yaml": b"\0\1", "link": "x"})
    commit(root, {".gitattributes": "*.yaml diff=statebook\nstatebook.yml diff=statebook\nlink diff=statebook\n"})
    (root / "other.yaml").write_text("a: 2\n")
    (root / "statebook.yml").write_text("statebook: 1\ntitle: T\n")
    (root / "image.yaml").write_bytes(b"\0\2\x1b]0;title\7")
    (root / "link").unlink()
    (root / "link").symlink_to("spec/door.yaml")
    assert diff(root, "diff", "--", "other.yaml", "statebook.yml", "image.yaml") == (
        "diff --statebook a/image.yaml b/image.yaml\n--- a/image.yaml\n+++ b/image.yaml\n"
        "@@ not shown: binary or long, 2 bytes to 12 bytes @@\n"
        "diff --statebook a/other.yaml b/other.yaml\n--- a/other.yaml\n+++ b/other.yaml\n@@ -1 +1 @@\n-a: 1\n+a: 2\n"
        "diff --statebook a/statebook.yml b/statebook.yml\n--- a/statebook.yml\n+++ b/statebook.yml\n"
        "@@ -1 +1,2 @@\n statebook: 1\n+title: T\n"
    )
    assert "+spec/door.yaml\n" in diff(root, "diff", "--", "link")


def test_order_and_comments_are_no_change(root: Path) -> None:
    (root / "spec/door.yaml").write_text("# hello\n" + DOOR)
    assert diff(root) == (
        "diff --statebook a/spec/door.yaml b/spec/door.yaml\n"
        "no change: order, formatting or comments alone (git diff --no-ext-diff shows the lines)\n"
    )


def test_a_spec_is_read_with_its_project(root: Path) -> None:
    commit(root, {"p/statebook.yml": "statebook: 1\n", "p/spec/job.yaml": DOOR.replace("id: door", "id: job")})
    with_job = DOOR.replace("states:\n", "attributes: {work: {type: job, description: d}}\nstates:\n", 1)
    commit(root, {"p/spec/door.yaml": with_job})
    (root / "p/spec/door.yaml").write_text(with_job.replace("  - {from: opened, to: closed, trigger: shut}\n", ""))
    assert "breaking[transition-removed]" in diff(root)
    assert "no valid spec" not in diff(root)


def test_a_bug_of_ours_does_not_stop_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path)
    old, new = folder.write("old", DOOR), folder.write("new", TRAP)

    def bug(*_: object) -> None:
        raise ZeroDivisionError("oh\x1b[2Jno")

    monkeypatch.setattr(git_diff, "_told", bug)
    arguments = ("git-diff", "door.yaml", str(old), "0" * 40, "100644", str(new), "0" * 40, "100644")
    assert folder.run(*arguments) == 0
    lines = folder.shown.splitlines()
    assert lines[1].startswith("statebook: this is a bug of Statebook: ZeroDivisionError: oh")
    assert "\x1b" not in folder.shown
    assert lines[-1] == "-  - {from: opened, to: closed, trigger: shut}"


def test_without_gits_arguments_it_says_how_to_set_it_up(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.run("git-diff") == 2
    assert folder.said == (
        "statebook: git gives 1, 7 or 9 arguments, not 0\n"
        "  hint: set it up with: git config diff.statebook.command 'statebook git-diff --'\n"
    )
