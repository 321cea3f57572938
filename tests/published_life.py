"""The published life of the Dataset status page as a git history with releases."""

from __future__ import annotations

from pathlib import Path

from diff_case import read
from git_history import GitHistory

SPEC = "spec/dataset_status.yaml"
SETTINGS = "statebook: 1\ntitle: Opendatasoft\nchangelog:\n  page: changelog.md\n"
README = "A user that no answer has was dropped from the pages, and came back in a merge.\n"


def published_life(root: Path) -> GitHistory:
    """Four releases, a fix that is undone by a merge, and an edit that is not released."""
    specs = read("dataset-status")["specs"]
    history = GitHistory(root)
    history.commit(0, {"statebook.yml": SETTINGS, SPEC: specs["fifteen"]}, "Document the status", "v2.0.0")
    history.commit(20, {SPEC: specs["ten"]}, "Coarser names")
    history.commit(
        26, {SPEC: specs["ten"].replace("id: dataset-status", "# the same\nid: dataset-status")}, "A comment"
    )
    history.commit(30, {"README.md": "Not a spec.\n"}, "Words", "v2.1.0")
    history.commit(50, {SPEC: specs["eight"]}, "Without realtime")
    history.commit(60, {SPEC: specs["seven"]}, "Without versions", "v2.2.0")
    history.commit(70, {SPEC: specs["named"]}, "status is called name", "v2.3.0")
    history.git("checkout", "--quiet", "-b", "fix")
    history.commit(75, {SPEC: specs["fixed"]}, "No answer has a user")
    history.git("checkout", "--quiet", "main")
    history.commit(76, {"README.md": README}, "Meanwhile")
    history.git("merge", "--quiet", "--no-ff", "-m", "Merge the fix", "fix", day=80)
    history.commit(81, {SPEC: specs["named"]}, "Undo the fix")
    history.commit(90, {SPEC: specs["named"] + "openness: open\n"}, "More may come")
    return history
