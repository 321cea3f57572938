"""Every command of the manual's tested pages runs, and prints what the page says that it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from manual import follow, steps
from statebook.commands.registry import commands

ROOT = Path(__file__).parents[1]
MARK = "<!-- Every command of this page runs in the tests. -->"
PAGES = [path for path in sorted((ROOT / "docs").rglob("*.md")) if MARK in path.read_text("utf-8")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_does_what_it_says(path: Path, tmp_path: Path) -> None:
    assert follow(path.read_text("utf-8"), tmp_path)


def test_there_are_pages_that_are_followed() -> None:
    assert {"tutorial", "templates", "large-machines"} <= {path.stem for path in PAGES}


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("```sh\nfalse\n```\n", "line 1: `false` ended with 1"),
        ("```sh\ntrue # exit code 1\n```\n", "ended with 0"),
        ("```sh\necho one\n```\n\n```text\ntwo\n```\n", "line 5: nothing printed 'two' here"),
        ("```sh\necho one\necho two\n```\n\n```text\ntwo\none\n```\n", "nothing printed 'one' here"),
        ('```yaml title="a/b.yaml"\nx: 1\n```\n\n```sh\ngrep -q y a/b.yaml\n```\n', "line 5"),
    ],
)
def test_a_page_that_is_wrong_is_noticed(page: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="line") as problem:
        follow(page, tmp_path)
    assert said in str(problem.value)


def test_dots_stand_for_whatever(tmp_path: Path) -> None:
    assert follow("```sh\necho one two three\n```\n\n```text\none … three\n```\n", tmp_path) == 1


def test_every_command_that_the_manual_names_exists() -> None:
    known = set(commands())
    for path in sorted((ROOT / "docs").rglob("*.md")):
        if "reference" in path.parts:
            continue
        for step in steps(path.read_text("utf-8")):
            if step.language in ("sh", ""):
                for line in step.text.splitlines():
                    words = line.split("#")[0].split()
                    if words[:1] == ["statebook"] and len(words) > 1 and not words[1].startswith("-"):
                        assert words[1] in known, (path, line)
