"""What was seen and is not documented, as YAML that can be pasted into the spec.

Every scalar is quoted as JSON, which is YAML too, so no text of a log can become anything else.
"""

from __future__ import annotations

import json

from statebook.coverage.content import Coverage
from statebook.jsontext import json_line

TRIGGER = "observed"


def paste(content: Coverage) -> str:
    """The YAML, ending with a line break; empty when everything is documented."""
    lines: list[str] = []
    if content.undocumented:
        lines += [
            "events:",
            f"  {_free(content)}:",
            "    by: system",
            '    description: "Seen in recorded answers. Who or what causes it is not known yet."',
        ]
    if content.unknown:
        lines.append("states:")
        for text, count in content.unknown.items():
            value = _value(text)
            name = value if isinstance(value, str) else json.dumps(value)
            lines.append(f"  {json_line(name)}:")
            if not isinstance(value, str):
                lines.append(f"    value: {json_line(value)}")
            lines += ["    kind: resting", *_evidence(count)]
    if content.undocumented:
        lines.append("transitions:")
        for one in content.undocumented:
            lines += [
                f"  - from: {json_line(one.source)}",
                f"    to: {json_line(one.target)}",
                f"    trigger: {_free(content)}",
                *_evidence(one.count),
            ]
    return "\n".join(lines) + "\n" if lines else ""


def _evidence(count: int) -> list[str]:
    times = "once" if count == 1 else f"{count} times"
    return ["    evidence:", "      level: inferred", f'      note: "Seen {times} in recorded answers."']


def _free(content: Coverage) -> str:
    """A name for the trigger that the spec does not have yet."""
    taken = {*content.machine.actions, *content.machine.events}
    number, name = 1, TRIGGER
    while name in taken:
        number += 1
        name = f"{TRIGGER}_{number}"
    return name


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
