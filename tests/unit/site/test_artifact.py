"""A plan refuses every path that could leave the output folders or differ between systems."""

from __future__ import annotations

import pytest

from statebook.site.artifact import Artifact, Plan, path_flaw


def plan(*paths: str, roots: tuple[str, ...] = ("docs", "schema")) -> Plan:
    return Plan([Artifact.plain(path, "x", "spec/x.yaml") for path in paths], roots)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "empty"),
        ("/etc/passwd", "absolute"),
        ("docs/../x.md", "'..'"),
        ("docs/./x.md", "'.'"),
        ("docs//x.md", "empty"),
        ("docs/x.md/", "empty"),
        ("docs\\x.md", "'\\\\'"),
        ("C:/docs/x.md", "':'"),
        ("docs/x.md:stream", "':'"),
        ("docs/a\nb.md", "control"),
        ("docs/a\x1b.md", "control"),
        ("docs/a\u202e.md", "invisible"),
        ("docs/a\u200b.md", "invisible"),
        ("docs/\ud800.md", "invisible"),
        ("docs/what?.md", "'?'"),
        ("docs/CON", "device"),
        ("docs/aux.md", "device"),
        ("docs/end.", "drop"),
        ("docs/end /x.md", "drop"),
        ("docs/.git/hooks/post-checkout", "git"),
        ("docs/.GIT/config", "git"),
        ("docs/.statebook-0123456789abcdef.tmp", "temporary"),
        ("docs/" + "a" * 300, "longer than 240"),
        ("docs/" + "a/" * 600 + "b", "longer than 1024"),
    ],
)
def test_unsound_paths_are_refused(path: str, why: str) -> None:
    assert why in path_flaw(path)
    with pytest.raises(ValueError, match="cannot be written"):
        plan(path)


@pytest.mark.parametrize("path", ["src/x.py", "docs", "docsx/y.md", "x.md", ".statebook-cache/x"])
def test_paths_outside_the_output_folders_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match="outside the output folders: docs, schema"):
        plan(path)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("docs/idle.md", "docs/Idle.md"),
        ("docs/Straße.md", "docs/STRASSE.md"),
        ("docs/\u00e9.md", "docs/e\u0301.md"),
        ("docs/A/x.md", "docs/a/X.md"),
        ("docs/same.md", "docs/same.md"),
    ],
)
def test_paths_that_are_one_file_somewhere_are_refused(first: str, second: str) -> None:
    with pytest.raises(ValueError, match="collide"):
        plan(first, second)


@pytest.mark.parametrize("inner", ["docs/a/b.md", "docs/A/b.md", "docs/a/b/c/d.md"])
def test_a_file_cannot_be_the_folder_of_another(inner: str) -> None:
    with pytest.raises(ValueError, match="at once"):
        plan("docs/a", inner)


@pytest.mark.parametrize("root", ["..", "/", "", ".", "docs/", ".git"])
def test_output_folders_are_held_to_the_same_rules(root: str) -> None:
    with pytest.raises(ValueError, match="output folder"):
        plan(roots=(root,))


def test_a_plan_is_ordered_by_path_and_gives_its_artifacts() -> None:
    made = plan("docs/b.md", "schema/s.json", "docs/a/z.md", "docs/状態.md", "docs/two words.md")
    assert [one.path for one in made] == [
        "docs/a/z.md",
        "docs/b.md",
        "docs/two words.md",
        "docs/状態.md",
        "schema/s.json",
    ]
    assert made["docs/b.md"].make() == b"x"
    assert len(made) == 5
    assert "docs/b.md" in made
    assert "docs/c.md" not in made
