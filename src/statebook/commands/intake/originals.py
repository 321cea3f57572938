"""The file that `import` reads, and the spec that it writes: where both are, and whether they fit the project."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from statebook.commands.common import Unusable, relative, write_whole
from statebook.diagnostic import Diagnostic
from statebook.importing.original import Original
from statebook.source.text import MAXIMUM_BYTES, SourceText, decode_bytes, read_text

STANDARD_INPUT = "-"
STDIN_NAME = "<stdin>"


def load_original(file: str) -> tuple[Original, Diagnostic | None]:
    """The file, and why it cannot be had as a whole text; of such a file, the original is the beginning.

    A format that reads line by line may take it all the same.
    """
    if file == STANDARD_INPUT:
        return _loaded(decode_bytes(sys.stdin.buffer.read(MAXIMUM_BYTES + 1), STDIN_NAME), None)
    path = Path(file)
    return _loaded(read_text(path, file.replace(os.sep, "/")), path)


def _loaded(source: SourceText | Diagnostic, path: Path | None) -> tuple[Original, Diagnostic | None]:
    if isinstance(source, SourceText):
        return Original(source.name, source.text, path), _refusal_of_binary(source)
    start = _start_of(path) if path is not None and path.is_file() else b""
    hint = {"split it into machines": "split it"}.get(source.hint, source.hint)
    refusal = replace(source, hint="name a file" if "spec" in hint else hint)
    return Original(source.file, start.decode("utf-8", "replace"), path, is_cut=True), refusal


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(65_536)
    except OSError:
        return b""


def _refusal_of_binary(source: SourceText) -> Diagnostic | None:
    """Refuse what is no text at all."""
    at = source.text.find("\0")
    if at < 0:
        return None
    line = source.text.count("\n", 0, at) + 1
    return Diagnostic(source.name, line, 1, "unreadable", "is no text: it has a NUL byte", "name a text file")


def place_for(root: str, machine: str) -> str:
    """Where the spec of a machine belongs: in the folder and with the ending of the first pattern of `specs:`."""
    from statebook.source.load import load_settings

    settings, _ = load_settings(Path(root))
    for pattern in settings.specs:
        folder, _, last = pattern.rpartition("/")
        if last.startswith("*.") and "*" not in folder + last[1:]:
            found = os.path.join(root, folder, machine + last[1:])
            return os.path.relpath(found) if not os.path.relpath(found).startswith("..") else found
    raise Unusable("`specs:` of statebook.yml has no pattern such as spec/*.yaml", "name the new spec with --out")


def other_machines(root: str) -> tuple[str, ...]:
    """The ids of the machines that the project has already, as far as its specs can be read."""
    from statebook.source.assembly import parse
    from statebook.source.load import load_settings, spec_files, texts_of

    settings, _ = load_settings(Path(root))
    texts = texts_of(Path(root), spec_files(Path(root), settings.specs))
    return tuple(one.spec.document.id for one in map(parse, texts.values()) if one.spec is not None)


def flaws_of(root: str, place: str, text: str) -> list[Diagnostic]:
    """What is wrong with the project once the spec is in it; specs that are flawed already are not looked at."""
    from statebook.diagnostic import Severity
    from statebook.source.load import Project, assembled, load_settings, spec_files, texts_of

    name = relative(place, root)
    settings, _ = load_settings(Path(root))
    others = [one for one in spec_files(Path(root), settings.specs) if one != name]
    texts = {**texts_of(Path(root), others), name: SourceText.of(name, text)}
    _, flaws = assembled(Project(Path(root), settings), texts)
    return [one for one in flaws if one.file == name and one.severity is Severity.ERROR]


def write_spec(root: str, place: str, text: str, *, force: bool) -> list[str]:
    """Write the spec, whole or not at all; what to say about it. Raises `Unusable` where a file is there already."""
    if os.path.lexists(place) and not force:
        raise Unusable(f"{place} is there already", "name another file with --out, or replace it with --force")
    folder = os.path.dirname(place)
    try:
        os.makedirs(folder or ".", exist_ok=True)
    except OSError as problem:
        raise Unusable(f"cannot make the folder {folder}: {problem.strerror or problem}", "name another file") from None
    write_whole(place, text)
    found = [f"wrote {place}"]
    if not _is_spec(root, place):
        found.append(
            f"`statebook build` does not see it there: add it to `specs:` of statebook.yml, or name it: {place}"
        )
    return found


def _is_spec(root: str, place: str) -> bool:
    from statebook.source.load import load_settings, spec_files

    settings, _ = load_settings(Path(root))
    return relative(place, root) in spec_files(Path(root), settings.specs)
