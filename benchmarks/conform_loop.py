"""What a person would write: one loop over the lines that does the checks of `conform` in plain Python.

It keeps the last observation of each resource in memory and counts what it finds.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from observations import largest

from statebook.conform.checks import Rule, checks_of
from statebook.conform.ways import Reading, Ways
from statebook.examples.path import parse_path

KINDS = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}
NOTHING = object()


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """What stands at a path, or `NOTHING`."""
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return NOTHING
        value = value[step]
    return value


def is_wrong(value: Any, rule: Rule) -> bool:
    """Whether a value breaks its rule."""
    if value is NOTHING:
        return rule.required
    if value is None:
        return not rule.nullable
    if KINDS[type(value)] not in rule.types:
        return True
    return bool(rule.enum) and json.dumps(value) not in rule.enum


def main(project: Path, log: Path) -> None:
    """Count lines and faults."""
    _, machine = largest(project)
    checks = [(check.path, check.path[:-1], check.rules) for check in checks_of(machine)]
    legal = {(way.source, way.target) for way in Ways(machine, Reading.POLLS).all()}
    state_path, since_path = parse_path(machine.state_attribute), parse_path(machine.since_attribute)
    last: dict[str, tuple[str, datetime, datetime | None]] = {}
    lines = faults = 0
    with log.open(encoding="utf-8") as stream:
        for line in stream:
            lines += 1
            found = json.loads(line)
            status = found["status"]
            state = at(status, state_path)
            moment = datetime.fromisoformat(found["at"])
            since = datetime.fromisoformat(at(status, since_path)) if since_path else None
            for path, holder, rules in checks:
                rule = rules.get(state)
                if rule is not None and (not holder or isinstance(at(status, holder), dict)):
                    faults += is_wrong(at(status, path), rule)
            before = last.get(found["id"])
            if before is not None:
                same = state == before[0] and since == before[2]
                faults += moment < before[1] or not (same or (before[0], state) in legal)
            last[found["id"]] = (state, moment, since)
    sys.stdout.write(f"{lines} lines, {faults} faults\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
