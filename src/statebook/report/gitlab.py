"""A code quality report of GitLab: the artifact `reports: codequality`.

The keys that GitLab reads, and those that the Code Climate specification asks for besides
(`type`, `categories`). GitLab drops a finding whose fingerprint another one has, so all differ.
Accepted findings are left out: GitLab has no word for them.
"""

from __future__ import annotations

import json
from typing import Any

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Report, Surface
from statebook.report.identity import identities
from statebook.report.location import path_of
from statebook.visible import visible

NAME = "gitlab"

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_CATEGORIES = {Severity.ERROR: "Bug Risk", Severity.WARNING: "Bug Risk", Severity.INFO: "Clarity"}


def render(report: Report, surface: Surface) -> str:  # noqa: ARG001 - the same on every surface
    """A list of issues as indented JSON in ASCII; an empty list tells GitLab that all is well."""
    found = report.sorted()
    urls = {note.name: note.url for note in report.notes_of().values()}
    issues = [
        _issue(one, fingerprint, urls.get(one.rule, ""), report.folder)
        for one, fingerprint in zip(found, identities(found), strict=True)
    ]
    return json.dumps(issues, indent=2) + "\n"


def _issue(one: Diagnostic, fingerprint: str, url: str, folder: str) -> dict[str, Any]:
    more = "\n\n".join(visible(part) for part in (one.hint, url) if part)
    issue = {
        "type": "issue",
        "check_name": one.rule,
        "description": visible(one.message) or one.rule,
        "categories": [_CATEGORIES[one.severity]],
        "severity": _SEVERITIES[one.severity],
        "fingerprint": fingerprint,
        "location": {"path": visible(path_of(one.file, folder)), "lines": {"begin": max(one.line, 1)}},
    }
    return {**issue, "content": {"body": more}} if more else issue
