"""The bytes of one side of a file as git hands it to an external diff: a path to read, or `/dev/null`.

Nothing here knows what the bytes mean; git has read them already, so no limit of ours is put on them.
"""

from __future__ import annotations

import os
from pathlib import Path

NOTHING = os.devnull
"""How git says that a side has no such file."""


def blob(path: str) -> bytes | None:
    """The content as git keeps it, None for no file: of a link, where it leads; of a submodule, nothing.

    Raises `OSError` where it cannot be read.
    """
    if path == NOTHING:
        return None
    place = Path(path)
    if place.is_symlink():
        return os.fsencode(place.readlink())
    if place.is_dir():
        return b""
    return place.read_bytes()
