"""Coverage as JSON, for programs. Times are in seconds."""

from __future__ import annotations

from statebook.coverage.content import Coverage
from statebook.coverage.paste import paste
from statebook.jsontext import json_text

ENDING = ".json"
VERSION = 1


def render(content: Coverage) -> str:
    """One object; `version` grows when a key changes its meaning."""
    return json_text(
        {
            "version": VERSION,
            "machine": content.machine.id,
            "observations": content.observations,
            "resources": content.resources,
            "states": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "observations": one.count,
                    "stays": None
                    if one.stayed is None
                    else {"count": one.stayed.count, "median": one.stayed.median, "p95": one.stayed.p95},
                    "poll_every": one.every or None,
                    "hint": one.hint or None,
                }
                for one in content.states
            ],
            "transitions": [
                {
                    "from": one.source,
                    "to": one.target,
                    "triggers": list(one.triggers),
                    "observed": one.count,
                    "perhaps_between_polls": one.between,
                }
                for one in content.steps
            ],
            "never_observed": {
                "states": [one.id for one in content.states_never_seen()],
                "transitions": [[one.source, one.target] for one in content.steps_never_seen()],
            },
            "undocumented": {
                "states": dict(content.unknown),
                "transitions": [
                    {"from": one.source, "to": one.target, "observed": one.count} for one in content.undocumented
                ],
                "yaml": paste(content),
            },
        }
    )
