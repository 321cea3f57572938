"""The two sides of a comparison: files, folders, standard input, and revisions, as machines."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from statebook.commands.common import Unusable, relative
from statebook.diagnostic import Diagnostic
from statebook.source.revision import Entry, Repository, RevisionRefused
from statebook.source.text import MAXIMUM_BYTES, SourceText, decode_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:  # what reads specs is heavy, and is imported by those who read
    import argparse
    from collections.abc import Sequence

    from statebook.model import Machine
    from statebook.pointer import Pointer
    from statebook.review.content import Place
    from statebook.source.load import Project
    from statebook.source.settings import Settings

STDIN = "-"
INSIDE = "run the command in the submodule's folder"


@dataclass(frozen=True, slots=True)
class Side:
    """One side, read. `name` is what the user wrote; `is_one` says that it is one file.

    `prefix` leads from the current folder to the files that its pointers name; at a `revision` they
    begin with it and a colon.
    """

    name: str
    project: Project
    machines: dict[str, Machine]
    diagnostics: tuple[Diagnostic, ...]
    is_one: bool = False
    prefix: str = ""
    revision: str = ""

    def place(self, pointer: Pointer | None) -> Place | None:
        """Where a reader finds what a pointer leads to; None where this side has nothing of it."""
        from statebook.review.content import Place

        if pointer is None:
            return None
        line, column = self.project.position(pointer)
        return Place(self.prefix + pointer.file, line, column, self.revision)

    def files(self) -> tuple[str, ...]:
        """The specs of this side, as they are called in the working tree, sorted."""
        found = {self.prefix + machine.pointer.file for machine in self.machines.values()}
        return tuple(sorted(file.removeprefix(f"{self.revision}:") if self.revision else file for file in found))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a word on the command line means: a revision, a path, or both; neither is the working tree."""

    word: str
    revision: str = ""
    path: str = ""


def both_sides(options: argparse.Namespace, root: str) -> tuple[Side, Side]:
    """The base and the head, each with its own diagnostics. Raises `Unusable`."""
    base = wanted(options.base)
    if options.head is not None:
        head = wanted(options.head)
    elif base.revision:
        head = Wanted("working tree", "", base.path)
    else:
        raise Unusable(
            "diff needs a second side", f"write: diff {options.base} HEAD-FILE, or name a git revision: diff main"
        )
    if base.path == head.path == STDIN:
        raise Unusable("both sides are standard input", "name a file for one of them")
    try:
        return _read(base, head, root, "base"), _read(head, base, root, "head")
    except RevisionRefused as refused:
        raise Unusable(refused.message, refused.hint) from None


def wanted(word: str) -> Wanted:
    """What a word means: a path that exists is a path; `REF:path` a file there; anything else a revision."""
    if not word:
        raise Unusable("a side without a name", "write REF, REF:path, a path, or - for standard input")
    if word == STDIN or _is_path(word):
        return Wanted(word, path=word)
    revision, colon, file = word.partition(":")
    if colon and file:
        return Wanted(word, revision, file.replace(os.sep, "/"))
    if colon:
        raise Unusable(
            f"{word!r} names no file", f"write {revision}:spec/NAME.yaml, or {revision} alone for all specs there"
        )
    if word.endswith((".yaml", ".yml", ".json")):
        return Wanted(word, path=word)
    return Wanted(word, word)


def _is_path(word: str) -> bool:
    """Whether a word names something here; a folder that merely is called like a branch does not."""
    from statebook.source.load import SETTINGS_FILE

    if word.startswith("-") or not os.path.exists(word):
        return False
    if not os.path.isdir(word) or "/" in word.rstrip("/") or word in (os.curdir, os.pardir):
        return True
    return word.endswith("/") or os.path.isfile(os.path.join(word, SETTINGS_FILE))


def _read(one: Wanted, other: Wanted, root: str, label: str) -> Side:
    from statebook.source.load import load_project

    if one.revision:
        side = _at_revision(one, root)
    elif one.path == STDIN:
        side = _standard_input(other, root)
    elif one.path and os.path.isdir(one.path):
        folder = os.path.relpath(one.path).replace(os.sep, "/")
        project, flaws = load_project(Path(one.path).resolve())
        side = Side(one.word, project, project.machines, tuple(flaws), prefix="" if folder == "." else f"{folder}/")
    elif one.path:
        side = _file(one, root)
    else:
        project, flaws = load_project(Path(root))
        side = Side(one.word, project, project.machines, tuple(flaws))
    named = f"{label} ({side.name})"
    return replace(
        side,
        diagnostics=tuple(
            replace(one, file=side.prefix + one.file, message=f"{named}: {one.message}") for one in side.diagnostics
        ),
    )


def _chosen(project: Project, file: str) -> dict[str, Machine]:
    return {name: machine for name, machine in project.machines.items() if machine.pointer.file == file}


def _file(one: Wanted, root: str) -> Side:
    """A file of the working tree, read together with those of its project, which it may refer to."""
    from statebook.source.load import load_project, load_settings, spec_files

    settings, _ = load_settings(Path(root))
    own = spec_files(Path(root), settings.specs)
    name = relative(one.path, root)
    project, flaws = load_project(Path(root), own if name in own else [name])
    return Side(one.word, project, _chosen(project, name), tuple(flaws), is_one=True)


def _standard_input(other: Wanted, root: str) -> Side:
    """Standard input, in place of the file that the other side names, if it names one of the project."""
    from statebook.source.load import load_settings, spec_files, texts_of
    from statebook.source.snapshot import load_texts

    source = decode_bytes(sys.stdin.buffer.read(MAXIMUM_BYTES + 1), STDIN)
    settings, _ = load_settings(Path(root))
    own = spec_files(Path(root), settings.specs)
    instead = relative(other.path, root) if other.path else ""
    texts: dict[str, SourceText | Diagnostic] = {STDIN: source}
    if instead in own:
        texts |= texts_of(Path(root), [name for name in own if name != instead])
    project, flaws = load_texts(Path(root), texts)
    return Side("standard input", project, _chosen(project, STDIN), tuple(flaws), is_one=True)


def _at_revision(one: Wanted, root: str) -> Side:
    from statebook.source.snapshot import load_texts

    tree = Tree.at(one.revision, root)
    settings, flaws = tree.settings()
    own = tree.specs(settings)
    names = own
    file = ""
    if one.path:
        file = _path_there(one, root, tree)
        names = own if file in own else [file]
    elif not own:
        flaws = [*flaws, tree.without_specs(settings)]
    project, more = load_texts(Path(root), tree.texts(names))
    machines = _chosen(project, f"{one.revision}:{file}") if file else project.machines
    return Side(one.word, project, machines, (*flaws, *more), is_one=bool(file), revision=one.revision)


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a project as they were at a revision, by their path below its root."""

    revision: str
    repository: Repository
    files: dict[str, Entry]

    @classmethod
    def at(cls, revision: str, root: str) -> Tree:
        """The files of a revision. Raises `RevisionRefused`."""
        repository = Repository(Path(root))
        return cls(revision, repository, repository.files(repository.commit(revision)))

    def settings(self) -> tuple[Settings, list[Diagnostic]]:
        """The settings as they were; all defaults where they were flawed or there were none."""
        from statebook.source.load import SETTINGS_FILE, settings_of
        from statebook.source.settings import Settings

        if SETTINGS_FILE not in self.files:
            return Settings.model_validate({}), []
        source = self._text(SETTINGS_FILE)
        if isinstance(source, Diagnostic):
            return Settings.model_validate({}), [source]
        found, flaws = settings_of(source)
        return found or Settings.model_validate({}), flaws

    def specs(self, settings: Settings) -> list[str]:
        """The spec files that settings name, sorted."""
        from statebook.source.load import SETTINGS_FILE
        from statebook.source.snapshot import matching

        return [name for name in matching(self.files, settings.specs) if name != SETTINGS_FILE]

    def without_specs(self, settings: Settings) -> Diagnostic:
        """That the settings name no spec file here, and why where it can be told."""
        from statebook.source.load import SETTINGS_FILE

        message = f"no spec file matches {', '.join(settings.specs)}"
        modules = [module for one in settings.specs if (module := self.module_above(one))]
        hint = "name one: REF:path"
        if modules:
            message += f": {modules[0]} is a submodule there"
            hint = INSIDE
        return Diagnostic(f"{self.revision}:{SETTINGS_FILE}", 1, 1, "unreadable", message, hint)

    def module_above(self, path: str) -> str:
        """The submodule that a path or a pattern leads into, or nothing."""
        parts = path.split("/")
        above = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
        return next((one for one in above if one in self.files and self.files[one].is_module), "")

    def texts(self, names: Sequence[str]) -> dict[str, SourceText | Diagnostic]:
        """Files by the name that diagnostics give them, `REF:path`, or why they cannot be had."""
        return {f"{self.revision}:{name}": self._text(name) for name in names}

    def _text(self, name: str) -> SourceText | Diagnostic:
        shown = f"{self.revision}:{name}"
        try:
            return decode_bytes(self.repository.content(self.files[name]), shown)
        except RevisionRefused as refused:
            return Diagnostic(shown, 1, 1, "unreadable", refused.message, refused.hint)


def _path_there(one: Wanted, root: str, tree: Tree) -> str:
    """The file of a `REF:path`: relative to the current folder, to the project, or to the repository."""
    from difflib import get_close_matches

    tried = (relative(one.path, root), one.path.removeprefix("./"), one.path.removeprefix(tree.repository.prefix))
    for name in tried:
        if name in tree.files:
            return name
    module = tree.module_above(tried[0])
    if module:
        raise Unusable(f"there is no file {one.path} at {one.revision}: {module} is a submodule there", INSIDE)
    folder = tried[0].rstrip("/")
    if any(name.startswith(f"{folder}/") for name in tree.files):
        raise Unusable(
            f"{one.path} is a folder at {one.revision}",
            f"name a file, {one.revision}:{folder}/NAME.yaml, or {one.revision} alone for all specs of the project there",
        )
    close = get_close_matches(tried[0], list(tree.files)[:5000], n=1, cutoff=0.6)
    hint = f"did you mean {one.revision}:{close[0]}?" if close else f"see: git ls-tree -r --name-only {one.revision}"
    raise Unusable(f"there is no file {one.path} at {one.revision}", hint)
