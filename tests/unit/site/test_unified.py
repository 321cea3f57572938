"""Diffs are those that diff(1) and git make, bounded and safe to print."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from statebook.site.unified import first_difference, unified

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d e"]), max_size=30).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(LINES, LINES)
def test_patch_applies_every_diff(old: str, new: str) -> None:
    diff = unified("x", old.encode(), new.encode())
    if old == new:
        assert diff == []
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x").write_text(old)
        subprocess.run(
            ["git", "apply", "--unidiff-zero", "-"],
            cwd=folder,
            input="\n".join([*diff, ""]).encode(),
            check=True,
            capture_output=True,
        )
        assert Path(folder, "x").read_text() == new


def test_a_small_change_in_a_long_file_is_one_hunk() -> None:
    old = [f"line {number}" for number in range(1, 10_001)]
    new = [*old[:5000], "new", *old[5001:]]
    assert unified("docs/x.md", "\n".join(old).encode(), "\n".join(new).encode()) == [
        "--- a/docs/x.md",
        "+++ b/docs/x.md",
        "@@ -4998,7 +4998,7 @@",
        " line 4998",
        " line 4999",
        " line 5000",
        "-line 5001",
        "+new",
        " line 5002",
        " line 5003",
        " line 5004",
    ]


def test_new_and_removed_files_and_a_missing_last_line_end() -> None:
    assert unified("x", None, b"a\nb") == [
        "--- /dev/null",
        "+++ b/x",
        "@@ -0,0 +1,2 @@",
        "+a",
        "+b",
        "\\ No newline at end of file",
    ]
    assert unified("x", b"a\n", None) == ["--- a/x", "+++ /dev/null", "@@ -1 +0,0 @@", "-a"]
    assert unified("x", None, None) == []


def test_nothing_in_a_diff_acts_on_a_terminal() -> None:
    diff = "\n".join(unified("x", b"a\n", "\x1b]0;title\x07\u202eb\r\tc\n".encode()))
    assert diff.endswith("\n+\\x1b]0;title\\x07\\u202eb\\r\tc")


def test_binary_long_and_line_end_differences_are_said_in_words() -> None:
    assert unified("x", b"\0\1", b"a")[2] == "@@ not shown: binary or long, 2 bytes to 1 bytes @@"
    assert unified("x", b"\xff", None)[2] == "@@ not shown: binary or long, 1 bytes to no file @@"
    assert "not shown" in unified("x", b"a" * (1 << 21), b"a")[2]
    assert unified("x", b"a\r\nb\r\n", b"a\nb\n")[2].startswith("@@ only the line ends differ")


def test_long_lines_are_cut() -> None:
    assert unified("x", b"", b"y" * 1000 + b"\n")[-1] == "+" + "y" * 400 + "… 600 more characters"


def test_the_first_difference_is_a_line_of_the_old_content() -> None:
    assert first_difference(b"a\nb\nc\n", b"a\nx\nc\n") == 2
    assert first_difference(b"a\nb\n", b"a\nb\nc\n") == 3
    assert first_difference(b"", b"a") == 1
    assert first_difference(b"a", b"a\nb") == 1
