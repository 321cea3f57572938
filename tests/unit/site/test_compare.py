"""What `check` says: which files differ, how, and what repairs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_project import ORIGIN, Project

from statebook.diagnostic import Diagnostic, Severity
from statebook.site.artifact import Artifact, Plan
from statebook.site.compare import compare
from statebook.site.errors import ManifestConflict, SiteError
from statebook.site.manifest import Entry, Manifest
from statebook.site.survey import content_digest


def test_a_fresh_project_has_nothing_to_say(project: Project) -> None:
    project.write({"docs/a.md": "a\n"})
    comparison = project.compare({"docs/a.md": "a\n"})
    assert comparison.fresh
    assert comparison.text() == ""
    assert comparison.diagnostics() == []


def test_everything_at_once(project: Project) -> None:
    project.write({"docs/a.md": "a\nold\n", "docs/gone.md": "gone\n", "docs/edited.md": "x"})
    project.put("docs/edited.md", "edited")
    project.put("docs/mine.md", "mine\n")
    before = project.files()
    comparison = project.compare({"docs/a.md": "a\nnew\n", "docs/b.md": "b\n", "docs/mine.md": "generated\n"})
    assert comparison.stale == ("docs/a.md",)
    assert comparison.missing == ("docs/b.md",)
    assert comparison.orphaned == ("docs/edited.md", "docs/gone.md")
    assert comparison.foreign == ("docs/mine.md",)
    assert not comparison.fresh
    assert comparison.text() == (
        "--- a/docs/a.md\n+++ b/docs/a.md\n@@ -1,2 +1,2 @@\n a\n-old\n+new\n"
        "--- /dev/null\n+++ b/docs/b.md\n@@ -0,0 +1 @@\n+b\n"
        "--- a/docs/gone.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n"
        "docs/edited.md was generated once and is wanted no more (edited by hand: a build keeps it and forgets it)\n"
        "docs/gone.md was generated once and is wanted no more\n"
        "docs/mine.md is in the way of a generated file (it is not in the manifest and its content differs)\n"
        "\n"
        "1 stale, 1 missing, 2 orphaned, 1 foreign. Repair: move the foreign files away, then statebook build\n"
    )
    assert project.files() == before


def test_nothing_is_written(project: Project) -> None:
    project.compare({"docs/a.md": "a"})
    assert list(project.root.iterdir()) == []


def test_the_command_named_repairs(project: Project) -> None:
    project.write({"docs/a.md": "a", "docs/b.md": "b"})
    project.put("docs/b.md", "edited")
    (project.root / project.manifest).unlink()
    plan = project.plan({"docs/a.md": "a"})
    comparison = compare(plan, project.manifest, project.root, command="python build.py")
    assert comparison.missing == (project.manifest,)
    assert comparison.text().endswith("\n1 missing. Repair: python build.py\n")
    project.write(plan)
    assert project.compare(plan).fresh


def test_differences_are_diagnostics_too(project: Project) -> None:
    project.write({"docs/a.md": "1\n2\n3\n"})
    project.put("docs/a.md", "1\nX\n3\n")
    assert project.compare({"docs/a.md": "1\n2\n3\n"}).diagnostics() == [
        Diagnostic(
            file="docs/a.md",
            line=2,
            column=1,
            rule="stale-file",
            message="`docs/a.md` differs from a fresh build (edited by hand or merged)",
            hint="run `statebook build`",
            severity=Severity.ERROR,
        )
    ]


def test_long_diffs_are_bounded(project: Project) -> None:
    files = {f"docs/{name}.md": "line\n" * 50 for name in "abcde"}
    text = project.compare(files).text(lines_per_file=10, lines=25)
    assert text.count("… 43 more lines\n") == 2
    assert "… 48 more lines\n… 2 more files\n" in text
    assert len(text.splitlines()) == 25 + 3 + 1 + 2


def test_a_changed_manifest_alone_is_stale(project: Project) -> None:
    project.write({"docs/a.md": "a"})
    entry = Entry(content_digest(b"a"), "spec/other.yaml")
    project.put(project.manifest, Manifest({"docs/a.md": (entry,)}).text().decode())
    comparison = project.compare({"docs/a.md": "a"})
    assert comparison.stale == (project.manifest,)
    assert '- "docs/a.md": {"sha256"' in comparison.text()


def test_line_ends_changed_by_a_checkout_are_named(project: Project) -> None:
    project.write({"docs/a.md": "a\nb\n"})
    for path in ("docs/a.md", project.manifest):
        place = project.root / path
        place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    comparison = project.compare({"docs/a.md": "a\nb\n"})
    assert comparison.stale == ("docs/a.md",)
    assert "only the line ends differ" in comparison.text()


def test_a_link_is_not_read_through(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("token\n")
    project.write({"docs/a.md": "a", "docs/b.md": "b"})
    for name in ("a", "b"):
        (project.root / f"docs/{name}.md").unlink()
        (project.root / f"docs/{name}.md").symlink_to(secret)
    comparison = project.compare({"docs/a.md": "a"})
    assert (comparison.foreign, comparison.orphaned) == (("docs/a.md",), ("docs/b.md",))
    assert "token" not in comparison.text()


def test_an_unfinished_merge_is_an_error_that_names_the_build(project: Project) -> None:
    project.put(project.manifest, "<<<<<<< HEAD\n=======\n>>>>>>> other\n")
    with pytest.raises(ManifestConflict) as caught:
        project.compare({})
    assert "run the build" in caught.value.hint


def test_what_cannot_be_read_is_an_error(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write({"docs/a.md": "a"})

    def refuse(*_: object) -> str:
        raise PermissionError(13, "Permission denied", str(project.root / "docs/a.md"))

    monkeypatch.setattr("statebook.site.folder.Folder.digest", refuse)
    with pytest.raises(SiteError, match=r"cannot read docs/a\.md: Permission denied"):
        project.compare({"docs/a.md": "a"})


def drawing(recipe: str, engine: str, content: str) -> Plan:
    return Plan([Artifact("docs/a.svg", ORIGIN, content.encode, recipe, engine)], ["docs"])


def test_a_picture_of_another_engine_is_judged_by_its_recipe(project: Project) -> None:
    project.write(drawing("r1", "engine 1", "<svg/>\n"))
    for engine in ("engine 2", ""):
        comparison = project.compare(drawing("r1", engine, "<svg >\n"))
        assert comparison.fresh
        assert comparison.unverified == ("docs/a.svg",)
        assert f"recorded: engine 1; here: {engine or 'none'}" in comparison.text()
        assert "Repair" not in comparison.text()
        assert [one.severity for one in comparison.diagnostics()] == [Severity.INFO]
    assert project.compare(drawing("r2", "engine 2", "<svg >\n")).stale == ("docs/a.svg",)
    assert project.compare(drawing("r2", "", "never drawn")).stale == ("docs/a.svg",)
    (project.root / "docs/a.svg").write_text("edited")
    assert project.compare(drawing("r1", "engine 2", "<svg >\n")).stale == ("docs/a.svg",)
    (project.root / "docs/a.svg").unlink()
    assert project.compare(drawing("r1", "", "never drawn")).missing == ("docs/a.svg",)


def test_a_picture_changed_together_with_its_manifest_entry_is_found_by_drawing(project: Project) -> None:
    plan = drawing("r1", "engine 1", "<svg/>\n")
    project.write(plan)
    project.put("docs/a.svg", "<svg onload='evil'/>\n")
    entry = Entry(content_digest(b"<svg onload='evil'/>\n"), ORIGIN, "r1", "engine 1")
    project.put(project.manifest, Manifest({"docs/a.svg": (entry,)}).text().decode())
    assert project.compare(plan).stale == ("docs/a.svg",)
    assert project.compare(plan, render=False).fresh


def test_an_interrupted_build_shows_as_stale(project: Project, tmp_path: Path) -> None:
    project.write({"docs/a.md": "a"})
    known = Entry(content_digest(b"a"), ORIGIN)
    journal = Manifest({"docs/a.md": (known, Entry(content_digest(b"b"), ORIGIN))})
    (tmp_path / project.manifest).write_bytes(journal.text())
    assert project.compare({"docs/a.md": "a"}).stale == (project.manifest,)


def test_colors_are_added_to_the_same_text(project: Project) -> None:
    comparison = project.compare({"docs/a.md": "a\n"})
    colored = comparison.text(colored=True)
    assert "\x1b[32m+a\x1b[0m\n" in colored
    plain = colored
    for code in ("0", "1", "32", "36"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == comparison.text()
