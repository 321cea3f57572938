"""The style sheets and scripts that go with a site, without what only their authors read.

Comments explain the sources; a reader's browser should not wait for them. Nothing but comments and
indentation goes, so line by line the delivered file is the source. Knows no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import as_file, files

_STYLE_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_SCRIPT_COMMENT = re.compile(rb"^\s*//.*$", re.MULTILINE)
_MARGIN = re.compile(rb"\s*\n\s*")


def delivered() -> Iterator[tuple[str, bytes]]:
    """Path in the site and content of each: the first of them load the others when they are needed."""
    with as_file(files("statebook") / "assets") as folder:
        for path in sorted(folder.iterdir()):
            if path.suffix == ".css":
                yield f"assets/{path.name}", lean_style(path.read_bytes())
            elif path.suffix == ".js":
                yield f"assets/{path.name}", lean_script(path.read_bytes())


def lean_style(text: bytes) -> bytes:
    """A style sheet of ours without comments, indentation and empty lines. It has no string that holds a comment."""
    return _MARGIN.sub(b"\n", _STYLE_COMMENT.sub(b"", text)).strip() + b"\n"


def lean_script(text: bytes) -> bytes:
    """A script of ours without the lines that are comments. It has no string of several lines."""
    return _MARGIN.sub(b"\n", _SCRIPT_COMMENT.sub(b"", text)).strip() + b"\n"
