"""One JSON object in a versioned envelope, for programs; its schema is `json.schema.json`.

Everything beyond ASCII is escaped, so the bytes are safe in any terminal and log.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from statebook import __version__
from statebook.diagnostic import Diagnostic
from statebook.report.content import Report, Surface
from statebook.report.identity import identities, value_of

NAME = "json"
FORMAT = "statebook-report"
VERSION = 1
"""Goes up when a reader of the former version would misunderstand; new keys alone do not change it."""


def render(report: Report, surface: Surface) -> str:  # noqa: ARG001 - the same on every surface
    """The report as indented JSON."""
    counts = report.counts()
    envelope = {
        "format": FORMAT,
        "version": VERSION,
        "tool": {"name": "statebook", "version": __version__},
        "command": report.command,
        "summary": {
            **{severity.value: number for severity, number in counts.items()},
            "suppressed": len(report.accepted()),
            "files": len(report.files()),
        },
        "checked": sorted(dict.fromkeys(report.checked)),
        "notes": [*report.notes],
        "diagnostics": _diagnostics(report.sorted()),
        "suppressed": _diagnostics(report.accepted()),
    }
    return json.dumps(envelope, indent=2) + "\n"


def _diagnostics(found: list[Diagnostic]) -> list[dict[str, str | int]]:
    return [_diagnostic(one, fingerprint) for one, fingerprint in zip(found, identities(found), strict=True)]


def _diagnostic(one: Diagnostic, fingerprint: str) -> dict[str, str | int]:
    return {
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "severity": one.severity.value,
        "rule": one.rule,
        "message": one.message,
        "hint": one.hint,
        "fingerprint": fingerprint,
        **value_of(one),
    }


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every report of this format keeps to."""
    text = resources.files("statebook.report").joinpath("json.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
