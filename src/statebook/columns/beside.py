"""Files that lie beside a page, by the addresses that the page uses: never one outside its folder.

Knows files and addresses, nothing of what is in them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

MAXIMUM_BYTES = 4 * 1024 * 1024

Read = Callable[[str], bytes | None]
"""The content of a file by its name; `None` for one that may not be read."""


def reader(page: str, docs_root: str, given: Read | None = None) -> Read:
    """Reads files by their address from a page; `None` for what is not a file beside it.

    `page` is the page's path inside the folder `docs_root`, with `/`. With `given`, which takes such
    a path, no file is opened: it has the content of all of them.
    """

    @cache
    def root() -> Path:
        return Path(docs_root).resolve(strict=True)

    def read(address: str) -> bytes | None:
        name = _name(address, page)
        if name is None:
            return None
        content = (_content(name, root) if docs_root else None) if given is None else given(name)
        return None if content is None or len(content) > MAXIMUM_BYTES else content

    return read


def _name(address: str, page: str) -> str | None:
    """The path inside the folder of the pages that an address on a page means."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    relative = unquote(parts.path)
    if parts.scheme or parts.netloc or parts.query or not relative or relative.startswith("/"):
        return None
    if "\\" in relative or "\0" in relative:
        return None
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), relative))
    return None if name == ".." or name.startswith("../") else name


def _content(name: str, root: Callable[[], Path]) -> bytes | None:
    try:
        path = (root() / name).resolve(strict=True)
        if not path.is_relative_to(root()) or not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(MAXIMUM_BYTES + 1)
    except (OSError, RuntimeError, ValueError):
        return None
