"""Where one of several files cannot be written, none is: whichever command writes, and in whatever order."""

from __future__ import annotations

from pathlib import Path

import pytest

from git_history import GitHistory
from project_folder import Folder

ORDER = "statebook: 1\nid: order\ntitle: Order\nstate_attribute: status\nstates: {new: {}, done: {}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A project of two machines with a history; `taken` is a folder, so that no file can be written there."""
    history = GitHistory(tmp_path)
    history.commit(0, {"spec/order.yaml": ORDER}, tag="v1")
    history.commit(
        1, {"spec/order.yaml": ORDER.replace("done", "over"), "spec/job.yaml": ORDER.replace("rder", "ther")}
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").mkdir()
    return Folder(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        "lint -f json -o {} -f sarif -o {}",
        "check -f json -o {} -f junit -o {}",
        "diff v1 -f json -o {} -f markdown -o {}",
        "diff v1 -f json -o {} --picture {}.mmd",
        "changelog -f json -o {} -f atom -o {}",
        "build -f json -o {} -f text -o {}",
    ],
)
@pytest.mark.parametrize("places", [("good", "taken"), ("taken", "good"), ("good", "no/folder"), ("no/folder", "good")])
def test_none_of_several_files_is_written_where_one_cannot_be(
    folder: Folder, arguments: str, places: tuple[str, str]
) -> None:
    (folder.root / "taken.mmd").mkdir()
    folder.run("build", "-q")
    before = folder.tree()
    assert folder.run(*arguments.format(*places).split()) == 2
    assert folder.said.startswith(("statebook: taken", "statebook: cannot write no/folder")), folder.said
    assert "\n  hint: " in folder.said
    assert folder.tree() == before
    assert folder.shown == "" or arguments.startswith("check")


@pytest.mark.parametrize("name", ["order", "other"])
def test_none_of_several_exports_is_written_where_one_cannot_be(folder: Folder, name: str) -> None:
    (folder.root / f"into/{name}.dot").mkdir(parents=True)
    before = folder.tree()
    assert folder.run("export", "dot", "-o", "into/") == 2
    assert folder.said == f"statebook: into/{name}.dot is a folder\n  hint: name a file\n"
    assert folder.tree() == before
