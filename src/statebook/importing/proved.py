"""Examples that contradict the attributes are left over: a spec that holds one could not be built."""

from __future__ import annotations

from statebook.examples.check import check
from statebook.importing.draft import LeftOver, Object
from statebook.importing.yaml_text import yaml_text
from statebook.model import Json, Machine
from statebook.pointer import Pointer, Step
from statebook.source.assembly import assemble, parse
from statebook.source.text import SourceText

NAME_OF_TEXT = "imported"
MOST_LOOKS = 8
"""Looks at a spec: an example that is gone can bring another flaw to light."""
_REMOVABLE = ("example", "default", "pattern", "enum", "examples")


def without_flaws(spec: Object) -> list[LeftOver]:
    """Take examples, defaults and patterns that are wrong out of a spec; what was taken."""
    taken: list[LeftOver] = []
    for _ in range(MOST_LOOKS):
        machine = _machine(spec)
        flaws = check({machine.id: machine}, machine) if machine is not None else []
        gone: set[tuple[Step, ...]] = set()
        for flaw in flaws:
            path = _removable(spec, flaw.pointer)
            if path and path not in gone:
                gone.add(path)
                taken.append(LeftOver(1, f"the {path[-1]} of {_owner(path)}", flaw.message))
        if not gone:
            break
        for path in gone:
            _remove(spec, path)
    return taken


def _machine(spec: Object) -> Machine | None:
    """The machine of the spec, or None where it has other flaws, which are told by whoever loads it."""
    found, flaws = assemble({NAME_OF_TEXT: parse(SourceText.of(NAME_OF_TEXT, yaml_text(spec)))})
    return next(iter(found.values()), None) if not flaws else None


def _removable(spec: Object, pointer: Pointer) -> tuple[Step, ...]:
    """The nearest key around a flaw that can be left out; nothing where there is none.

    A flaw that is told at an attribute as a whole is one of its example.
    """
    steps = pointer.steps
    for end in range(len(steps), 0, -1):
        if steps[end - 1] in _REMOVABLE and _at(spec, steps[:end]) is not None:
            return steps[:end]
    for key in _REMOVABLE:
        if _at(spec, (*steps, key)) is not None:
            return (*steps, key)
    return ()


def _owner(path: tuple[Step, ...]) -> str:
    return "/".join(str(step) for step in path[:-1])[:100]


def _at(spec: Json, steps: tuple[Step, ...]) -> Json:
    here: Json = spec
    for step in steps:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
        else:
            here = here.get(step) if isinstance(here, dict) else None
    return here


def _remove(spec: Object, path: tuple[Step, ...]) -> None:
    holder = _at(spec, path[:-1])
    if isinstance(holder, dict):
        holder.pop(path[-1], None)
