"""What a release needs before anything is built: tag, version and changelog say the same."""

from __future__ import annotations

import subprocess
import sys

import pytest
from action_runner import ROOT

sys.path.insert(0, str(ROOT / "integrations"))
from release_notes import Disagreement, notes

CHANGELOG = """\
# Changelog

## [Unreleased]

- Later.

## [1.2.0] - 2026-01-31

### Added

- A thing, see [docs](docs/a.md).

## [1.1.0] - 2025-12-01

- Older.

[1.2.0]: https://example.org
"""


def test_a_release_is_told_in_the_words_of_the_changelog() -> None:
    assert notes("v1.2.0", "1.2.0", CHANGELOG) == "### Added\n\n- A thing, see [docs](docs/a.md).\n"
    assert notes("v1.1.0", "1.1.0", CHANGELOG) == "- Older.\n"


@pytest.mark.parametrize(
    ("tag", "version", "changelog", "words"),
    [
        ("v1.2.0", "1.3.0", CHANGELOG, "the tag must be 'v1.3.0'"),
        ("1.2.0", "1.2.0", CHANGELOG, "the tag must be 'v1.2.0'"),
        ("v1.3.0", "1.3.0", CHANGELOG, "no words below a heading '## [1.3.0]"),
        ("v1.2.0", "1.2.0", CHANGELOG.replace(" - 2026-01-31", ""), "no words below a heading"),
        ("v1.2.0", "1.2.0", "## [1.2.0] - 2026-01-31\n\n## [1.1.0] - 2025-12-01\n", "no words below a heading"),
    ],
)
def test_a_release_that_disagrees_with_itself_ends(tag: str, version: str, changelog: str, words: str) -> None:
    with pytest.raises(Disagreement, match=words.replace("[", r"\[")):
        notes(tag, version, changelog)


def test_the_script_says_what_is_wrong_in_one_line() -> None:
    command = [sys.executable, str(ROOT / "integrations/release_notes.py")]
    done = subprocess.run([*command, "v0.0.0"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
