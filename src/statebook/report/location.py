"""File names as hosts want them: below the top of the repository, and as URIs (RFC 3986, RFC 8089).

Diagnostics name files as the user would type them. Nothing here asks the disk.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote

STDIN = "-"
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def is_stdin(file: str) -> bool:
    """Whether it is standard input, which is no file of the repository."""
    return file == STDIN


def path_of(file: str, folder: str = "") -> str:
    """The path below the repository's top, with forward slashes and without detours.

    `folder` leads from the top to where the name starts. A path that is absolute stays so, one of
    Windows too.
    """
    if is_stdin(file):
        return "stdin"
    plain = file.replace("\\", "/") if _DRIVE.match(file) else file
    return posixpath.normpath(posixpath.join(folder, plain) if not _DRIVE.match(plain) else plain)


def is_inside(path: str) -> bool:
    """Whether a path is one below the top, so that it means the same on every machine."""
    return not (path == ".." or path.startswith(("/", "../")) or _DRIVE.match(path))


def uri_of(path: str) -> str:
    """A path as a URI: a relative reference, or `file:///…` for an absolute path.

    Everything but letters, digits, `-._~` and slashes is percent-encoded as UTF-8; a byte of a file
    name that is no UTF-8 as itself.
    """
    if _DRIVE.match(path):
        return f"file:///{path[:2]}{_quoted(path[2:])}"
    if path.startswith("/"):
        return f"file:///{_quoted(path.lstrip('/'))}"
    return _quoted(path)


def _quoted(path: str) -> str:
    try:
        return quote(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return quote(path.encode("utf-8", "surrogatepass"))
