"""The folder for what may be lost at any time: `.statebook-cache` at the project root.

Only the standard library, and little of it: the fast path of an unchanged project comes by here. A
pull request may have put anything in the folder's place, so no link is followed.
"""

from __future__ import annotations

import os
import stat

CACHE_FOLDER = ".statebook-cache"
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_MARKS = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": (
        "Signature: 8a477f597d28d172789f06886806bc55\n"
        "# This folder may be deleted at any time; see https://bford.info/cachedir/\n"
    ),
}


def cache_folder(root: str) -> str:
    """The path of the project's cache folder."""
    return os.path.join(root, CACHE_FOLDER)


def is_real_folder(path: str) -> bool:
    """Whether the path itself is a folder, and no link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def make_cache_folder(root: str) -> str:
    """Make the folder and the two files that keep it out of git and backups; its path.

    Raises `OSError` when it cannot be made or something else stands in its place.
    """
    folder = cache_folder(root)
    if not is_real_folder(folder):
        os.mkdir(folder)
    for name, text in _MARKS.items():
        try:
            descriptor = os.open(os.path.join(folder, name), _CREATE, 0o666)
        except FileExistsError:
            continue
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return folder
