"""The one way from texts to machines, whoever had the texts: parse each, then resolve all together.

Both steps stand for themselves, so that who reads many versions of one project can keep what they
give. Nothing here knows where a text comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from statebook.diagnostic import Diagnostic
from statebook.model import Machine
from statebook.source.compose import compose
from statebook.source.decode import decode
from statebook.source.document.machine import SpecDocument
from statebook.source.nodes import Node, locate
from statebook.source.resolve.machine import resolve
from statebook.source.resolve.names import folded
from statebook.source.text import SourceText


@dataclass(frozen=True, slots=True)
class Spec:
    """A text that is a spec: with the positions of what it says, and what that means."""

    source: SourceText
    root: Node
    document: SpecDocument


@dataclass(frozen=True, slots=True)
class Parsed:
    """How far one text could be read: without a `spec`, the flaws say why."""

    spec: Spec | None = None
    flaws: list[Diagnostic] = field(default_factory=list)
    source: SourceText | None = None
    root: Node | None = None


Resolved = tuple[Machine | None, list[Diagnostic]]
"""The machine of a spec, or None with its flaws."""

Resolve = Callable[[str, Spec, Mapping[str, str]], Resolved]
"""What resolves a spec, by its name and with the ids of all machines and the attributes that identify them."""


def parse(text: SourceText | Diagnostic) -> Parsed:
    """One text as a document; one that could not be had is the diagnostic that says why."""
    if isinstance(text, Diagnostic):
        return Parsed(flaws=[text])
    root, flaws = compose(text)
    if root is None:
        return Parsed(flaws=flaws, source=text)
    document, more = decode(text, root, SpecDocument)
    spec = Spec(text, root, document) if document is not None else None
    return Parsed(spec, [*flaws, *more], text, root)


def resolve_spec(_: str, spec: Spec, ids: Mapping[str, str]) -> Resolved:
    """Resolve a spec anew, whatever it is called."""
    return resolve(spec.source, spec.root, spec.document, ids)


def assemble(
    parsed: Mapping[str, Parsed], resolve_one: Resolve = resolve_spec
) -> tuple[dict[str, Machine], list[Diagnostic]]:
    """The machines of texts, by id, and all flaws: of each text, of the texts together, of what they refer to.

    `parsed` are the texts by name. Machines that have a flaw are left out.
    """
    specs = {name: one.spec for name, one in parsed.items() if one.spec is not None}
    flaws = [flaw for one in parsed.values() for flaw in one.flaws]
    flaws.extend(_twins(specs))
    ids = {spec.document.id: spec.document.identifier for spec in specs.values()}
    machines: dict[str, Machine] = {}
    for name, spec in specs.items():
        machine, more = resolve_one(name, spec, ids)
        flaws.extend(more)
        if machine is not None:
            machines.setdefault(machine.id, machine)
    return machines, flaws


def _twins(specs: Mapping[str, Spec]) -> Iterator[Diagnostic]:
    """Two machines with one id, or whose pages would be one file."""
    seen: dict[str, str] = {}
    for name, spec in specs.items():
        first = seen.setdefault(folded(spec.document.id), name)
        if first != name:
            yield spec.source.diagnostic(
                *locate(spec.root, ("id",)),
                "duplicate-id",
                f"{spec.document.id!r} is the id of {first} too",
                "rename one of the machines",
            )
