"""From a file that a user names to the text of a spec: which format it is, what it gives, why it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from statebook.commands.common import Unusable, meant, uncollected, worst
from statebook.commands.intake.originals import flaws_of, load_original, other_machines
from statebook.diagnostic import Diagnostic, Severity
from statebook.importing.imported import Imported, import_original
from statebook.importing.names import is_machine_id
from statebook.importing.original import BadInput, Original
from statebook.importing.registry import Importer, importers, recognised

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


class Refused(Exception):
    """A file cannot be imported; the diagnostic says why and where."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a file."""

    original: Original
    importer: Importer
    imported: Imported

    @property
    def machine(self) -> str:
        """The id of the machine."""
        return str(self.imported.made.spec["id"])

    @property
    def title(self) -> str:
        """The title of the machine."""
        return str(self.imported.made.spec["title"])


def converted(options: argparse.Namespace, file: str, root: str) -> Converted:
    """The spec of a file, in memory. Raises `Unusable` for what cannot be asked, `Refused` for a file that is of no use.

    `options` hold `kind` and `machine`, as the user gave them, and the options of formats.
    """
    if options.machine and not is_machine_id(options.machine):
        raise Unusable(
            f"--machine {options.machine!r} cannot name files", "use letters, digits, `-`, `_` and `.`, at most 80"
        )
    original, refusal = load_original(file)
    importer = _importer(original, options.kind)
    if refusal is not None and (importer is None or not importer.streams):
        raise Refused(refusal)
    if importer is None:
        if original.looks_like_json and original.json_or_none is None:
            _refuse_broken_json(original)
        known = ", ".join(importers())
        raise Unusable(f"{original.name} is of no format that is recognised", f"say which with --from: {known}")
    original.options = _chosen(options, importer)
    original.machines = other_machines(root)
    try:
        with uncollected():
            return Converted(original, importer, import_original(original, importer, options.machine))
    except BadInput as problem:
        raise Refused(_refusal(original, problem)) from None


def _refuse_broken_json(original: Original) -> None:
    """No format knows JSON that breaks off; where it breaks helps more than a list of formats."""
    try:
        original.json()
    except BadInput as problem:
        raise Refused(_refusal(original, problem)) from None


def _importer(original: Original, kind: str) -> Importer | None:
    """The importer asked for, or the one that knows the file; None where nobody does."""
    known = importers()
    if kind:
        if kind not in known:
            raise Unusable(f"no format to import is called {kind!r}", meant(kind, tuple(known)))
        return known[kind]
    found = recognised(original)
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        raise Unusable(f"{original.name} may be any of {names}", "say which with --from")
    return found[0] if found else None


def _chosen(options: argparse.Namespace, importer: Importer) -> dict[str, str]:
    """The options of the format. Raises `Unusable` for those that it does not have, and for values that cannot be."""
    known = {one.name: one for one in importer.options}
    chosen = {name: one.default for name, one in known.items()}
    for name, value in sorted(vars(options).items()):
        option = name.removeprefix("format_")
        if option == name:
            continue
        if option not in known:
            raise Unusable(f"the format {importer.name} has no --{option}", "`statebook import` lists the formats")
        if known[option].values and value not in known[option].values:
            raise Unusable(f"--{option} {value!r}: there is no such value", meant(value, known[option].values))
        chosen[option] = value
    return chosen


def refusal_of_spec(done: Converted, root: str, place: str) -> Diagnostic | None:
    """Why the project cannot take the spec, or None where it can."""
    flaws = flaws_of(root, place, done.imported.text)
    if not worst(flaws):
        return None
    problem = BadInput(f"what it says makes no spec: {flaws[0].message}", hint=flaws[0].hint)
    return _refusal(done.original, problem)


def _refusal(original: Original, problem: BadInput) -> Diagnostic:
    return original.source.diagnostic(problem.line, problem.column, "unusable-original", problem.message, problem.hint)


def left_over(done: Converted) -> tuple[Diagnostic, ...]:
    """What is not carried over, each at its place."""
    return tuple(
        done.original.source.diagnostic(
            max(one.line, 1), max(one.column, 1), "not-carried-over", f"left over: {one.what}", one.why, Severity.INFO
        )
        for one in done.imported.made.left_over
    )


def notes_of(done: Converted) -> list[str]:
    """How much there is, and how much is missing."""
    made = done.imported.made
    counts = []
    for name in ("states", "transitions"):
        found = made.spec.get(name)
        number = len(found) if isinstance(found, dict | list) else 0
        counts.append(f"{number} {name.removesuffix('s') if number == 1 else name}")
    notes = [f"{' and '.join(counts)}, read as {done.importer.name}"]
    if made.todo:
        notes.append(f"{made.todo} texts are marked `todo`: `statebook lint` lists them")
    return notes
