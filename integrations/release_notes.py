"""What a release says of itself: the part of CHANGELOG.md that belongs to a tag, on standard output.

`python integrations/release_notes.py v1.2.3` fails with one line where the tag, the package's version and the changelog do
not agree, so that the workflow ends before anything is built or published.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Disagreement(Exception):
    """The tag, the version and the changelog do not say the same."""


def notes(tag: str, version: str, changelog: str) -> str:
    """The text below the heading of `version`, which `tag` must name as `v<version>`. Raises `Disagreement`."""
    if tag != f"v{version}":
        raise Disagreement(f"the tag is {tag!r} and the package's version {version!r}: the tag must be 'v{version}'")
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}$"
    found = re.search(rf"{heading}\n(.*?)(?=^## \[|^\[[^\]]+\]: |\Z)", changelog, re.MULTILINE | re.DOTALL)
    text = found[1].strip() if found else ""
    if not text:
        raise Disagreement(f"CHANGELOG.md has no words below a heading '## [{version}] - YYYY-MM-DD'")
    return text + "\n"


def main(arguments: list[str]) -> int:
    """Print the notes of the tag that is named; exit code 1 where something disagrees, 2 without a tag."""
    if len(arguments) != 1:
        sys.stderr.write("usage: release_notes.py TAG\n")
        return 2
    source = (ROOT / "src/statebook/__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    try:
        text = notes(arguments[0], version[1] if version else "", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    except Disagreement as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
