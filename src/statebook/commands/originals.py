"""The file that `import` reads, and the spec that it writes: where both are, and whether they fit the project."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from statebook.commands.common import Unusable, relative, write_whole
from statebook.diagnostic import Diagnostic
from statebook.importing.original import BadInput, Original
from statebook.source.text import MAXIMUM_BYTES, SourceText, decode_bytes, read_text

STANDARD_INPUT = "-"


def load_original(file: str) -> Original | Diagnostic:
    """The file, or why it cannot be had. Of one that is too large or compressed, only the beginning is read."""
    if file == STANDARD_INPUT:
        source = decode_bytes(sys.stdin.buffer.read(MAXIMUM_BYTES + 1), "<stdin>")
        return source if isinstance(source, Diagnostic) else _checked(Original("<stdin>", source.text))
    path = Path(file)
    name = file.replace(os.sep, "/")
    source = read_text(path, name)
    if isinstance(source, SourceText):
        return _checked(Original(name, source.text, path))
    start = _start_of(path) if "larger" in source.message or "UTF-8" in source.message else b""
    if start.startswith(b"\x1f\x8b") or ("larger" in source.message and start):
        return Original(name, start.decode("utf-8", "replace"), path, is_cut=True)
    hint = "name a file" if "spec" in source.hint else source.hint
    return Diagnostic(source.file, source.line, source.column, source.rule, source.message, hint)


def too_large() -> BadInput:
    """Why a file is refused that is read as a whole or not at all."""
    return BadInput(f"is larger than {MAXIMUM_BYTES // 1024 // 1024} MiB, or compressed", hint="unpack or split it")


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(65_536)
    except OSError:
        return b""


def _checked(original: Original) -> Original | Diagnostic:
    """Refuse what is no text at all."""
    at = original.text.find("\0")
    if at < 0:
        return original
    line = original.text.count("\n", 0, at) + 1
    return Diagnostic(original.name, line, 1, "unreadable", "is no text: it has a NUL byte", "name a text file")


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
