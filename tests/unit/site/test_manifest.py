"""The manifest keeps its form, merges by lines, and trusts nothing it reads."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from statebook.site.errors import ManifestConflict, ManifestError
from statebook.site.folder import Folder
from statebook.site.manifest import Entry, Manifest, parse_manifest, read_manifest

A, B, C = "a" * 64, "b" * 64, "c" * 64


def manifest(**files: str) -> Manifest:
    return Manifest({f"docs/{name}.md": (Entry(digest, "spec/x.yaml"),) for name, digest in files.items()})


def test_the_text_is_one_line_a_path_sorted_and_valid_json() -> None:
    made = Manifest({"docs/b.svg": (Entry(B, "spec/x.yaml", C, "engine 1"),), "docs/a.md": (Entry(A),)})
    text = made.text().decode()
    assert text == (
        '{"format": "statebook-manifest", "version": 1, "files": {\n'
        f' "docs/a.md": {{"sha256": "{A}"}},\n'
        f' "docs/b.svg": {{"sha256": "{B}", "origin": "spec/x.yaml", "recipe": "{C}", "engine": "engine 1"}},\n'
        ' "": {}\n'
        "}}\n"
    )
    assert set(json.loads(text)["files"]) == {"docs/a.md", "docs/b.svg", ""}
    assert parse_manifest(text.encode(), "m") == Manifest(dict(sorted(made.files.items())))


def test_two_entries_of_a_path_are_both_kept() -> None:
    made = Manifest({"docs/a.md": (Entry(A), Entry(B))})
    assert parse_manifest(made.text(), "m") == made


def test_line_ends_of_other_systems_are_read() -> None:
    made = manifest(a=A, b=B)
    assert parse_manifest(made.text().replace(b"\n", b"\r\n"), "m") == made


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "not the JSON"),
        (b"{", r"not the JSON that a build writes \(line 1\)"),
        (b"\xff\xfe", r"not UTF-8 text \(byte 0\)"),
        (b"[" * 100_000, "not the JSON"),
        (b"[]", "not a manifest of statebook"),
        (b'"text"', "not a manifest of statebook"),
        (b'{"files": {"index.md": "x"}}', "not a manifest of statebook"),
        (b'{"format": "statebook-manifest", "version": 2, "files": {}}', "version 2; this statebook knows 1"),
        (b'{"format": "statebook-manifest", "version": "1", "files": {}}', "lacks its version"),
        (b'{"format": "statebook-manifest", "version": 1, "files": []}', "lacks its version or its list"),
        (b'{"format": "statebook-manifest", "version": 1}', "lacks its version or its list"),
        (b'{"format": "statebook-manifest", "version": ' + b"9" * 5000 + b', "files": {}}', "not the JSON"),
    ],
)
def test_broken_foreign_and_newer_files_are_told_apart(text: bytes, why: str) -> None:
    with pytest.raises(ManifestError, match=why) as caught:
        parse_manifest(text, "docs/m.json")
    assert str(caught.value).startswith("docs/m.json: ")
    assert caught.value.hint


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "docs/../src/x.py", "docs\\..\\x", "docs/\u202ex", "docs/.git/config"]
)
def test_a_path_that_no_build_writes_is_refused_and_shown_safely(path: str) -> None:
    text = json.dumps({"format": "statebook-manifest", "version": 1, "files": {path: {"sha256": A}}})
    with pytest.raises(ManifestError, match="which no build writes") as caught:
        parse_manifest(text.encode(), "m")
    assert "\u202e" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        "x",
        1,
        None,
        [],
        {},
        {"sha256": "A" * 64},
        {"sha256": A[:-1]},
        {"sha256": A, "origin": 1},
        {"sha256": A, "x": ""},
    ],
)
def test_a_broken_entry_is_refused(value: object) -> None:
    text = json.dumps({"format": "statebook-manifest", "version": 1, "files": {"docs/a.md": value}})
    with pytest.raises(ManifestError, match=r"entry of docs/a\.md is broken"):
        parse_manifest(text.encode(), "m")


def merged(tmp_path: Path, base: Manifest, ours: Manifest, theirs: Manifest, *options: str) -> tuple[int, bytes]:
    """What git makes of two sides of a manifest, and how many conflicts it saw."""
    names = []
    for name, side in (("ours", ours), ("base", base), ("theirs", theirs)):
        (tmp_path / name).write_bytes(side.text())
        names.append(str(tmp_path / name))
    done = subprocess.run(["git", "merge-file", "-p", *options, *names], capture_output=True, check=False)
    return done.returncode, done.stdout


def test_branches_that_add_files_far_apart_merge_without_conflict(tmp_path: Path) -> None:
    base = manifest(d=A, k=A, p=A)
    conflicts, text = merged(tmp_path, base, manifest(a=B, d=A, k=A, p=A), manifest(d=A, k=A, p=A, z=C))
    assert conflicts == 0
    assert parse_manifest(text, "m") == manifest(a=B, d=A, k=A, p=A, z=C)


@pytest.mark.parametrize("style", [(), ("--diff3",)])
def test_a_conflict_is_told_and_can_be_read_as_both_sides(tmp_path: Path, style: tuple[str, ...]) -> None:
    base = manifest(d=A)
    conflicts, text = merged(tmp_path, base, manifest(d=B, e=B), manifest(d=C, f=C), *style)
    assert conflicts == 1
    with pytest.raises(ManifestConflict, match="unfinished merge") as caught:
        parse_manifest(text, "m")
    assert "run the build" in caught.value.hint
    both = parse_manifest(text, "m", merge=True).files
    assert {Entry(B, "spec/x.yaml"), Entry(C, "spec/x.yaml")} <= set(both["docs/d.md"])
    assert set(both) == {"docs/d.md", "docs/e.md", "docs/f.md"}


def test_a_union_merge_gives_a_manifest(tmp_path: Path) -> None:
    _, text = merged(tmp_path, manifest(d=A), manifest(d=B, e=B), manifest(d=C, f=C), "--union")
    assert set(parse_manifest(text, "m").files) == {"docs/d.md", "docs/e.md", "docs/f.md"}


def test_no_file_is_an_empty_manifest_and_a_link_is_refused(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert read_manifest(folder, "docs/m.json") == Manifest()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "m.json").symlink_to("/etc/passwd")
    with pytest.raises(ManifestError, match="it is a symbolic link"):
        read_manifest(folder, "docs/m.json")
