"""What makes a finding the same finding after an edit elsewhere: never its line, never its wording."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from statebook.model import Machine
from statebook.rules.finding import Finding


def subject_of(machine: Machine, finding: Finding, rows: Mapping[int, tuple[str, ...]]) -> str:
    """The place of a finding as a JSON Pointer below the machine's id.

    Entries of `transitions:` have no id, so the rows that an entry stands for (see `rows_of`) take
    the place of its index. Indexes of other lists are left out where the values tell which one is
    meant: what is written before it changes nothing. The file is left out, so that a spec may move.
    """
    steps = finding.pointer.steps
    if steps[:1] == ("transitions",) and len(steps) > 1 and isinstance(steps[1], int):
        steps = ("transitions", " ".join(finding.values or rows.get(steps[1], ())), *steps[2:])
    elif finding.values:
        steps = tuple(step for step in steps if not isinstance(step, int))
    return machine.id + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def rows_of(machine: Machine) -> dict[int, tuple[str, ...]]:
    """The rows of each entry of `transitions:`, sorted: what tells entries apart."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for one in machine.transitions:
        found.setdefault(one.entry, []).append((one.source, one.target, one.trigger))
    return {entry: tuple(part for one in sorted(rows) for part in one) for entry, rows in found.items()}


def fingerprint(rule: str, subject: str, values: tuple[str, ...]) -> str:
    """32 hexadecimal digits of rule, subject and values."""
    said = json.dumps([rule, subject, list(values)], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
