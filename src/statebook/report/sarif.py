"""SARIF 2.1.0 for code scanning and for viewers in editors.

Follows OASIS SARIF 2.1.0 with Errata 01. File names are percent-encoded URIs below `%SRCROOT%`, the
top of the repository; columns count code points, which `columnKind` says, as SARIF expects UTF-16
units otherwise. A finding that was accepted is a result with a suppression, so a viewer can still
show it. Two uploads of one commit are kept apart by `automationDetails`, one for each command.
"""

from __future__ import annotations

import json
import re
from typing import Any

from statebook import __version__
from statebook.diagnostic import Diagnostic, Severity
from statebook.published import HOME
from statebook.report.content import Report, RuleNote, Surface
from statebook.report.identity import identities, value_of
from statebook.report.location import is_inside, path_of, uri_of
from statebook.visible import visible

NAME = "sarif"
VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "statebook/v1"
ROOT = "%SRCROOT%"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_SPECIAL = re.compile(r"([\\\[\]])")


def render(report: Report, surface: Surface) -> str:  # noqa: ARG001 - the same on every surface
    """The log with one run, as indented JSON in ASCII."""
    notes = list(report.notes_of().values())
    places = {note.name: index for index, note in enumerate(notes)}
    ignored = set(report.ignored)
    found, accepted = report.sorted(), report.accepted()
    results = []
    for one, fingerprint in zip([*found, *accepted], identities([*found, *accepted]), strict=True):
        results.append(_result(one, fingerprint, places[one.rule], report.folder))
    for one, result in zip(accepted, results[len(found) :], strict=True):
        kind = "inSource" if one in ignored else "external"
        result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": visible(one.hint)}]
    run = {
        "tool": {
            "driver": {
                "name": "statebook",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": HOME,
                "rules": [_rule(note) for note in notes],
            }
        },
        "automationDetails": {"id": f"statebook-{report.command or 'report'}/"},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top folder of the repository."}}},
        "artifacts": [
            {"location": location, "roles": ["analysisTarget"]}
            for location in _locations(report.checked, report.folder)
        ],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": VERSION, "runs": [run]}, indent=2) + "\n"


def _rule(note: RuleNote) -> dict[str, Any]:
    summary = visible(note.summary) or note.name
    rule: dict[str, Any] = {
        "id": note.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": visible(note.description, keep="\n") or summary},
        "help": {"text": f"See {note.url}" if note.url else summary},
        "defaultConfiguration": {"level": _LEVELS[note.severity]},
    }
    if note.url:
        rule["helpUri"] = note.url
    return rule


def _result(one: Diagnostic, fingerprint: str, index: int, folder: str) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": max(one.line, 1), "startColumn": max(one.column, 1)}
    if one.source_line:
        region["snippet"] = {"text": one.source_line}
    value = value_of(one)
    return {
        "ruleId": one.rule,
        "ruleIndex": index,
        "level": _LEVELS[one.severity],
        "message": {"text": _message(one)},
        "locations": [
            {"physicalLocation": {"artifactLocation": _location(path_of(one.file, folder)), "region": region}}
        ],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        **({"properties": value} if value else {}),
    }


def _message(one: Diagnostic) -> str:
    return literal("\n".join(visible(part) for part in (one.message, one.hint) if part)) or one.rule


def literal(text: str) -> str:
    r"""Text in which a viewer finds no placeholder `{0}` (SARIF 3.11.5) and no link `[x](y)` (3.11.6).

    Backslashes and brackets are escaped only where a link could be read, for not every viewer takes
    the escapes away again.
    """
    plain = _PLACEHOLDER.sub(r"{{\1}}", text)
    return _SPECIAL.sub(r"\\\1", plain) if "](" in plain else plain


def _location(path: str) -> dict[str, str]:
    found = {"uri": uri_of(path)}
    return {**found, "uriBaseId": ROOT} if is_inside(path) else found


def _locations(files: tuple[str, ...], folder: str) -> list[dict[str, str]]:
    return [_location(path) for path in sorted({path_of(file, folder) for file in files})]
