"""The specs that the words of a command line mean: files, folders, patterns, and standard input.

A shell expands patterns, but a configuration file, a hook or Windows hands them on as they are.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from statebook.commands.common import Unusable, load_named, relative
from statebook.source.text import MAXIMUM_BYTES, SourceText, decode_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:  # what reads specs is heavy, and is imported by those who read
    from collections.abc import Sequence

    from statebook.diagnostic import Diagnostic
    from statebook.source.load import Project

STDIN = "-"
ANY = ("*.yaml", "*.yml")
"""What is taken for a spec in a folder that is no project."""


def load_targets(root: str, words: Sequence[str], stdin_name: str = "") -> tuple[Project, list[Diagnostic], list[str]]:
    """The project, its diagnostics, and the files meant, as the project names them; none for all.

    `-` is the text on standard input, which stands for the file `stdin_name` where one is named. Raises
    `Unusable` for words that mean nothing.
    """
    if STDIN in words:
        if len(words) > 1:
            raise Unusable("standard input stands beside other specs", "lint `-` alone")
        return _standard_input(root, stdin_name)
    if stdin_name:
        raise Unusable("--stdin-name names what is not read", "write `-` as the spec")
    return load_named(root, spelled_out(words))


def spelled_out(words: Sequence[str]) -> list[str]:
    """The files that words mean, each once. A word that names nothing is kept: it is told where files are read.

    A folder stands for the specs of the project that it is, else for the YAML files in it.
    """
    from statebook.source.load import load_settings, spec_files

    found: list[str] = []
    for word in words:
        if os.path.isdir(word):
            settings, _ = load_settings(Path(word))
            names = spec_files(Path(word), settings.specs) or spec_files(Path(word), ANY)
            names = [os.path.join(word, name) for name in names]
            if not names:
                raise Unusable(f"there is no spec in the folder {word}", "name a file, or a pattern: spec/*.yaml")
        elif any(sign in word for sign in "*?[") and not os.path.exists(word):
            top = Path(word).anchor  # patterns are searched for from a folder
            names = [os.path.join(top, name) for name in spec_files(Path(top), [word[len(top) :]])]
            if not names:
                raise Unusable(f"no file matches {word}", "check the pattern, and the folder you are in")
        else:
            names = [word]
        found += [os.path.normpath(name) for name in names]
    return list(dict.fromkeys(found))


def _standard_input(root: str, stdin_name: str) -> tuple[Project, list[Diagnostic], list[str]]:
    """Standard input; with the other specs of the project where it stands for one of its files."""
    from statebook.source.load import Project, assembled, load_settings, spec_files, texts_of

    name = relative(stdin_name, root) if stdin_name else STDIN
    settings, flaws = load_settings(Path(root))
    texts: dict[str, SourceText | Diagnostic] = {name: decode_bytes(sys.stdin.buffer.read(MAXIMUM_BYTES + 1), name)}
    if stdin_name:
        texts |= texts_of(Path(root), [one for one in spec_files(Path(root), settings.specs) if one != name])
    return *assembled(Project(Path(root), settings), texts, flaws), [name]
