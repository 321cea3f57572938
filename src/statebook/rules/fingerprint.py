"""What makes a finding the same finding after an edit elsewhere: never its line, never its wording."""

from __future__ import annotations

import hashlib
import json

from statebook.model import Machine
from statebook.rules.finding import Finding


def subject_of(machine: Machine, finding: Finding) -> str:
    """The place of a finding as a JSON Pointer below the machine's id.

    Entries of `transitions:` have no id, so the rows that an entry stands for take the place of its
    index; the file is left out, so that a spec may move.
    """
    steps = finding.pointer.steps
    if steps[:1] == ("transitions",) and len(steps) > 1 and isinstance(steps[1], int):
        rows = finding.values or _rows(machine, steps[1])
        steps = ("transitions", " ".join(rows), *steps[2:])
    return machine.id + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _rows(machine: Machine, entry: int) -> tuple[str, ...]:
    rows = [(one.source, one.target, one.trigger) for one in machine.transitions if one.entry == entry]
    return tuple(part for one in sorted(rows) for part in one)


def fingerprint(rule: str, subject: str, values: tuple[str, ...]) -> str:
    """32 hexadecimal digits of rule, subject and values."""
    said = json.dumps([rule, subject, list(values)], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
