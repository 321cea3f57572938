"""The manifest: a committed file that says which files are ours, so that nothing else is ever touched.

It comes from pull requests too, so each entry is checked as text from a stranger. One entry is one
line and every entry line ends in a comma (the last entry is an empty one for that), so that branches
merge line by line. A path may stand there more than once: while a build runs, and after a merge that
kept both sides, every entry of a path names content that is ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from statebook.site.artifact import path_flaw
from statebook.site.errors import ManifestConflict, ManifestError
from statebook.site.folder import Folder
from statebook.visible import visible

FORMAT = "statebook-manifest"
VERSION = 1
MAXIMUM_BYTES = 32 << 20

_MERGE_MARK = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?\r?\n?", re.MULTILINE)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEYS = {"sha256", "origin", "recipe", "engine"}
_REPAIR = "restore it from version control or delete it, then run the build again"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Content that a build put at a path: its SHA-256 in hexadecimal, and what it was made from.

    `recipe` and `engine` are as in `Artifact`, empty for plain artifacts.
    """

    sha256: str
    origin: str = ""
    recipe: str = ""
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries of every path that is ours; usually one a path."""

    files: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    def text(self) -> bytes:
        """The file, sorted: equal manifests are equal bytes."""
        lines = [f'{{"format": "{FORMAT}", "version": {VERSION}, "files": {{']
        for path in sorted(self.files):
            lines += [f" {json.dumps(path)}: {_entry_text(entry)}," for entry in sorted(set(self.files[path]))]
        return "\n".join([*lines, ' "": {}', "}}", ""]).encode()


def _entry_text(entry: Entry) -> str:
    pairs = {"sha256": entry.sha256, "origin": entry.origin, "recipe": entry.recipe, "engine": entry.engine}
    return json.dumps({key: value for key, value in pairs.items() if value})


def read_manifest(folder: Folder, path: str, *, merge: bool = False) -> Manifest:
    """The manifest at a path; an empty one when there is none.

    With `merge`, a file with the marks of an unfinished merge is read as if both sides were kept.
    Raises `ManifestConflict` (without `merge`) or `ManifestError`; `OSError` passes through.
    """
    found = folder.look(path)
    if found.kind == "absent":
        return Manifest()
    if trouble := found.trouble(path):
        message = f"{path}: the manifest cannot be read: {trouble}"
        raise ManifestError(message, "put a regular file or nothing there")
    data = folder.read(path, MAXIMUM_BYTES + 1)
    if len(data) > MAXIMUM_BYTES:
        message = f"{path}: the manifest is larger than {MAXIMUM_BYTES >> 20} MiB"
        raise ManifestError(message, _REPAIR)
    return parse_manifest(data, path, merge=merge)


def parse_manifest(data: bytes, path: str, *, merge: bool = False) -> Manifest:
    """The manifest in these bytes; `path` is for messages. Errors as `read_manifest`."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        message = f"{path}: the manifest is not UTF-8 text (byte {error.start})"
        raise ManifestError(message, _REPAIR) from None
    if _MERGE_MARK.search(text):
        if not merge:
            message = f"{path}: the manifest holds the marks of an unfinished merge"
            raise ManifestConflict(message, "run the build: it reads both sides and writes the manifest anew")
        text = _MERGE_MARK.sub("", text)
    try:
        whole = json.loads(text, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        message = f"{path}: the manifest is not the JSON that a build writes{where}"
        raise ManifestError(message, _REPAIR) from None
    return Manifest(_files(whole, path))


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its repeated keys."""

    def one(self, key: str) -> object:
        return next((value for name, value in self if name == key), None)


def _files(whole: object, path: str) -> dict[str, tuple[Entry, ...]]:
    if not isinstance(whole, _Pairs) or whole.one("format") != FORMAT:
        message = f"{path}: this is not a manifest of statebook, so it will not be replaced"
        raise ManifestError(message, "move that file away, or set another manifest path")
    version = whole.one("version")
    if isinstance(version, int) and version > VERSION:
        message = f"{path}: the manifest has version {version}; this statebook knows {VERSION}"
        raise ManifestError(message, "update statebook to the version that wrote it")
    listed = whole.one("files")
    if version != VERSION or not isinstance(listed, _Pairs):
        message = f"{path}: the manifest lacks its version or its list of files"
        raise ManifestError(message, _REPAIR)
    files: dict[str, tuple[Entry, ...]] = {}
    for name, value in listed:
        if name == "" and value == []:
            continue
        if flaw := path_flaw(name):
            message = f"{path}: the manifest names {visible(repr(name))}, which no build writes: {flaw}"
            raise ManifestError(message, _REPAIR)
        files[name] = (*files.get(name, ()), _entry(value, name, path))
    return {name: tuple(sorted(set(entries))) for name, entries in sorted(files.items())}


def _entry(value: object, name: str, path: str) -> Entry:
    if isinstance(value, _Pairs):
        texts = {key: text for key, text in value if key in _KEYS and isinstance(text, str)}
        if len(texts) == len(value) and _SHA256.fullmatch(texts.get("sha256", "")):
            return Entry(**texts)
    message = f"{path}: the manifest's entry of {visible(name)} is broken"
    raise ManifestError(message, _REPAIR)
