"""The writer changes what the plan changes, and nothing that is not its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from site_project import ORIGIN, Project

from statebook.site.artifact import Artifact, Plan
from statebook.site.errors import ManifestError, SiteError, WriteFailed, WriteRefused
from statebook.site.folder import temporary_path
from statebook.site.manifest import Entry, Manifest
from statebook.site.survey import content_digest
from statebook.site.write import Kept, write


def test_first_build_then_the_same_again(project: Project) -> None:
    files = {"docs/a.md": "a\n", "docs/deep/er/b.md": "b\n"}
    first = project.write(files)
    assert first.created == ("docs/a.md", "docs/deep/er/b.md")
    assert first.changed
    assert first.hashes["docs/a.md"] == content_digest(b"a\n")
    assert first.hashes[project.manifest] == content_digest((project.root / project.manifest).read_bytes())
    assert project.files() == files
    before = {path: path.stat().st_mtime_ns for path in project.root.joinpath("docs").rglob("*")}
    second = project.write(files)
    assert (second.created, second.updated, second.removed, second.changed) == ((), (), (), False)
    assert second.unchanged == ("docs/a.md", "docs/deep/er/b.md")
    assert {path: path.stat().st_mtime_ns for path in project.root.joinpath("docs").rglob("*")} == before


def test_only_what_changed_is_written(project: Project) -> None:
    project.write({"docs/a.md": "a", "docs/b.md": "b"})
    inode = (project.root / "docs/a.md").stat().st_ino
    outcome = project.write({"docs/a.md": "a", "docs/b.md": "new", "docs/c.md": "c"})
    assert (outcome.created, outcome.updated, outcome.unchanged) == (("docs/c.md",), ("docs/b.md",), ("docs/a.md",))
    assert outcome.edited == ()
    assert (project.root / "docs/a.md").stat().st_ino == inode


def test_orphans_go_with_the_folders_that_they_leave_empty(project: Project) -> None:
    project.put("docs/hand/written.md", "mine")
    project.write({"docs/a/b/c.md": "1", "docs/a/d.md": "2", "docs/hand/e.md": "3"})
    outcome = project.write({"docs/a/d.md": "2"})
    assert outcome.removed == ("docs/a/b/c.md", "docs/hand/e.md")
    assert project.folders() == ["docs", "docs/a", "docs/hand"]
    project.write({})
    assert project.files() == {"docs/hand/written.md": "mine"}
    assert project.folders() == ["docs", "docs/hand"]


def test_the_output_folder_itself_stays(project: Project) -> None:
    project.write({"docs/a.md": "1"})
    project.write({})
    assert project.folders() == ["docs"]


def test_foreign_files_are_all_named_and_nothing_is_written(project: Project) -> None:
    project.write({"docs/old.md": "old"})
    project.put("docs/one.md", "hand-written")
    project.put("docs/two.md", "hand-written too")
    manifest = (project.root / project.manifest).read_bytes()
    before = project.files()
    with pytest.raises(WriteRefused) as caught:
        project.write({"docs/a.md": "a", "docs/one.md": "1", "docs/two.md": "2"})
    assert caught.value.paths == ("docs/one.md", "docs/two.md")
    assert "docs/one.md" in caught.value.message
    assert "docs/two.md" in caught.value.message
    assert "move them away" in caught.value.hint
    assert project.files() == before
    assert (project.root / project.manifest).read_bytes() == manifest


def test_an_equal_file_is_taken_over_and_others_on_request(project: Project) -> None:
    project.put("docs/equal.md", "same")
    assert project.write({"docs/equal.md": "same"}).unchanged == ("docs/equal.md",)
    assert project.write({}).removed == ("docs/equal.md",)
    project.put("docs/other.md", "hand-written")
    assert project.write({"docs/other.md": "generated"}, adopt=True).updated == ("docs/other.md",)


def test_a_generated_file_edited_by_hand_is_made_again_and_reported(project: Project) -> None:
    project.write({"docs/a.md": "a", "docs/b.md": "b"})
    project.put("docs/a.md", "edited")
    (project.root / "docs/b.md").unlink()
    outcome = project.write({"docs/a.md": "a", "docs/b.md": "b"})
    assert (outcome.updated, outcome.edited, outcome.created) == (("docs/a.md",), ("docs/a.md",), ("docs/b.md",))
    assert project.files() == {"docs/a.md": "a", "docs/b.md": "b"}


def test_an_orphan_edited_by_hand_is_kept_reported_once_and_then_foreign(project: Project) -> None:
    project.write({"docs/a.md": "a"})
    project.put("docs/a.md", "edited")
    assert project.write({}).kept == (Kept("docs/a.md", "it was edited by hand after it was generated"),)
    assert project.write({}).kept == ()
    assert project.files() == {"docs/a.md": "edited"}
    with pytest.raises(WriteRefused):
        project.write({"docs/a.md": "a"})


def test_a_file_may_become_a_folder_and_back(project: Project) -> None:
    project.write({"docs/a": "file"})
    project.write({"docs/a/b/c.md": "inside"})
    assert project.files() == {"docs/a/b/c.md": "inside"}
    project.write({"docs/a": "file again"})
    assert project.files() == {"docs/a": "file again"}


def test_a_folder_with_anything_foreign_in_it_stays_in_the_way(project: Project) -> None:
    project.write({"docs/a/b.md": "ours"})
    project.put("docs/a/mine.md", "mine")
    with pytest.raises(WriteRefused, match="docs/a: it is a folder"):
        project.write({"docs/a": "file"})
    assert project.files() == {"docs/a/b.md": "ours", "docs/a/mine.md": "mine"}
    (project.root / "docs/empty").mkdir()
    with pytest.raises(WriteRefused, match="docs/empty: it is a folder"):
        project.write({"docs/empty": "file"})


def test_a_foreign_file_in_the_place_of_a_folder_is_refused(project: Project) -> None:
    project.put("docs/a", "mine")
    with pytest.raises(WriteRefused, match=r"docs/a above it is a file"):
        project.write({"docs/a/b.md": "x"})


def test_a_changed_case_is_a_new_file(project: Project) -> None:
    project.write({"docs/Idle.md": "x", "docs/Deep/a.md": "y"})
    project.write({"docs/idle.md": "x", "docs/deep/a.md": "z"})
    assert project.files() == {"docs/idle.md": "x", "docs/deep/a.md": "z"}


@pytest.mark.parametrize("planned", [True, False])
def test_links_are_never_followed(project: Project, tmp_path_factory: pytest.TempPathFactory, planned: bool) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "x.md").write_text("theirs")
    files = {"docs/a/x.md": "theirs"}
    project.write(files)
    (project.root / "docs/a/x.md").unlink()
    (project.root / "docs/a").rmdir()
    (project.root / "docs/a").symlink_to(outside, target_is_directory=True)
    if planned:
        with pytest.raises(WriteRefused, match="docs/a above it is a symbolic link"):
            project.write({"docs/a/x.md": "new"})
    else:
        assert [one.path for one in project.write({}).kept] == ["docs/a/x.md"]
    assert [path.name for path in outside.iterdir()] == ["x.md"]
    assert (outside / "x.md").read_text() == "theirs"


def test_a_file_that_is_a_link_is_neither_written_through_nor_removed(project: Project, tmp_path: Path) -> None:
    target = project.put("precious.txt", "precious")
    project.write({"docs/a.md": "precious"})
    (project.root / "docs/a.md").unlink()
    (project.root / "docs/a.md").symlink_to(target)
    with pytest.raises(WriteRefused, match=r"docs/a\.md: it is a symbolic link"):
        project.write({"docs/a.md": "new"})
    assert len(project.write({}).kept) == 1
    assert (tmp_path / "docs/a.md").is_symlink()
    assert target.read_text() == "precious"


def test_an_output_folder_that_is_a_link_is_refused(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (project.root / "docs").symlink_to(outside, target_is_directory=True)
    with pytest.raises(SiteError, match="docs above it is a symbolic link"):
        project.write({"docs/a.md": "x"})
    assert list(outside.iterdir()) == []


def test_a_cache_folder_that_is_a_link_is_refused(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (project.root / ".statebook-cache").symlink_to(outside, target_is_directory=True)
    with pytest.raises(WriteFailed, match="cache folder"):
        project.write({"docs/a.md": "x"})
    assert list(outside.iterdir()) == []


def test_a_device_in_the_way_does_not_block(project: Project) -> None:
    (project.root / "docs").mkdir()
    os.mkfifo(project.root / "docs/a.md")
    with pytest.raises(WriteRefused, match="no regular file"):
        project.write({"docs/a.md": "x"})


def test_a_hostile_manifest_cannot_delete_outside_the_output_folders(project: Project) -> None:
    source = project.put("src/x.py", "code")
    entry = Entry(content_digest(b"code"), ORIGIN)
    project.put(project.manifest, Manifest({"src/x.py": (entry,)}).text().decode())
    outcome = project.write({"docs/a.md": "x"})
    assert outcome.kept == (Kept("src/x.py", "it is outside the output folders"),)
    assert source.read_text() == "code"
    project.put(project.manifest, Manifest({"docs/../src/x.py": (entry,)}).text().decode())
    with pytest.raises(ManifestError):
        project.write({})
    assert source.read_text() == "code"


def test_a_merge_left_open_in_the_manifest_is_repaired(project: Project) -> None:
    project.write({"docs/a.md": "ours"})
    ours = (project.root / project.manifest).read_text()
    theirs = ours.replace("docs/a.md", "docs/b.md").replace(content_digest(b"ours"), content_digest(b"theirs"))
    lines, other = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    marks = ("<<<<<<< HEAD\n", "=======\n", ">>>>>>> branch\n")
    project.put(project.manifest, lines[0] + marks[0] + lines[1] + marks[1] + other[1] + marks[2] + "".join(lines[2:]))
    project.put("docs/b.md", "theirs")
    outcome = project.write({"docs/a.md": "merged", "docs/b.md": "merged"})
    assert (outcome.updated, outcome.edited) == (("docs/a.md", "docs/b.md"), ())
    assert "<<<" not in (project.root / project.manifest).read_text()


@pytest.mark.parametrize("manifest", ["docs/a.md", "docs/A.md", "docs/deep", "../m.json", "m.json", "/m.json"])
def test_the_manifest_cannot_be_anywhere(project: Project, manifest: str) -> None:
    plan = project.plan({"docs/a.md": "x", "docs/deep/b.md": "y"})
    with pytest.raises(SiteError, match="manifest cannot be kept"):
        write(plan, manifest, project.root)
    assert project.files() == {}


class Drawn:
    """A rendered artifact that counts how often it is drawn."""

    def __init__(self) -> None:
        self.times = 0

    def plan(self, recipe: str, engine: str = "engine 1") -> Plan:
        def make() -> bytes:
            self.times += 1
            return f"<svg>{recipe} {engine}</svg>".encode()

        return Plan([Artifact("docs/a.svg", ORIGIN, make, recipe, engine)], ["docs"])


def test_a_rendered_file_is_drawn_only_if_needed(project: Project) -> None:
    drawn = Drawn()
    for recipe, engine, times in (
        ("r1", "engine 1", 1),
        ("r1", "engine 1", 1),
        ("r1", "", 1),
        ("r2", "engine 1", 2),
        ("r2", "engine 2", 3),
        ("r2", "engine 2", 3),
    ):
        project.write(drawn.plan(recipe, engine))
        assert drawn.times == times
    assert project.files() == {"docs/a.svg": "<svg>r2 engine 2</svg>"}
    project.put("docs/a.svg", "edited")
    assert project.write(drawn.plan("r2", "engine 2")).edited == ("docs/a.svg",)
    assert drawn.times == 4


def test_the_engine_stays_recorded_when_none_is_at_hand(project: Project) -> None:
    drawn = Drawn()
    project.write(drawn.plan("r1"))
    before = (project.root / project.manifest).read_bytes()
    assert b'"engine": "engine 1"' in before
    project.write(drawn.plan("r1", ""))
    assert (project.root / project.manifest).read_bytes() == before


def test_an_artifact_that_cannot_be_made_stops_the_build_before_anything_is_written(project: Project) -> None:
    def fail() -> bytes:
        raise RuntimeError("no renderer")

    plan = Plan([Artifact.plain("docs/a.md", "x", ORIGIN), Artifact("docs/b.svg", ORIGIN, fail, "r", "e")], ["docs"])
    with pytest.raises(RuntimeError, match="no renderer"):
        project.write(plan)
    assert project.files() == {}
    assert not (project.root / project.manifest).exists()


def test_what_a_killed_run_left_half_written_is_removed(project: Project) -> None:
    project.write({"docs/a.md": "a"})
    for path in ("docs/a.md", "docs/new.md", project.manifest):
        project.put(temporary_path(path), "half")
    other = temporary_path("docs/unknown.md")
    project.put(other, "not ours to judge")
    project.write({"docs/a.md": "a", "docs/new.md": "n"})
    assert project.files() == {"docs/a.md": "a", "docs/new.md": "n", other: "not ours to judge"}


def test_names_that_are_one_file_on_this_system_are_one_file(project: Project) -> None:
    project.write({"docs/Idle.md": "x"})
    os.link(project.root / "docs/Idle.md", project.root / "docs/idle.md")
    outcome = project.write({"docs/idle.md": "new"})
    assert (outcome.removed, outcome.kept, outcome.edited) == (("docs/Idle.md",), (), ())
    assert project.files() == {"docs/idle.md": "new"}


def test_a_plan_for_some_specs_leaves_the_files_of_others_alone(project: Project) -> None:
    def of(spec: str, files: dict[str, str]) -> list[Artifact]:
        return [Artifact.plain(path, text, spec) for path, text in files.items()]

    one, two = {"docs/one.md": "1", "docs/one/more.md": "1"}, {"docs/two.md": "2"}
    project.write(Plan([*of("spec/one.yaml", one), *of("spec/two.yaml", two)], ["docs"]))
    part = Plan(of("spec/one.yaml", {"docs/one.md": "new"}), ["docs"], origins=["spec/one.yaml"])
    assert project.compare(part).orphaned == ("docs/one/more.md",)
    outcome = project.write(part)
    assert (outcome.updated, outcome.removed) == (("docs/one.md",), ("docs/one/more.md",))
    assert project.files() == {"docs/one.md": "new", "docs/two.md": "2"}
    assert project.compare(part).fresh
    assert project.write(Plan(of("spec/one.yaml", {"docs/one.md": "new"}), ["docs"])).removed == ("docs/two.md",)


def test_what_happened_is_told_in_words(project: Project) -> None:
    project.write({"docs/a.md": "a", "docs/b.md": "b", "docs/c.md": "c"})
    project.put("docs/a.md", "edited")
    project.put("docs/b.md", "edited")
    assert project.write({"docs/a.md": "a", "docs/d.md": "d"}).notes() == [
        "files: 1 created, 1 updated, 1 removed",
        "docs/a.md: changes made by hand were replaced; change its spec instead",
        "docs/b.md: no longer generated, but left there: it was edited by hand after it was generated",
    ]
    assert project.write({"docs/a.md": "a", "docs/d.md": "d"}).notes() == ["files: 2 unchanged"]


def test_content_is_on_the_disk_before_it_takes_its_name(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    rename = os.replace

    def noted(old: str, new: str) -> None:
        steps.append(f"replace {Path(new).name}")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", lambda _: steps.append("fsync"))
    monkeypatch.setattr(os, "replace", noted)
    project.write({"docs/a.md": "a"})
    manifest = "replace .statebook-manifest.json"
    assert steps == ["fsync", manifest, "fsync", "fsync", "replace a.md"]
