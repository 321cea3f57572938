"""Runs the checks on pages and says which findings count, and for how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from statebook.audit.choose import choose
from statebook.audit.document import Document
from statebook.audit.finding import Finding, fingerprint
from statebook.audit.page.model import Page
from statebook.audit.page.prepare import LONGEST_LINE
from statebook.audit.registry import Check, checks
from statebook.audit.together import grouped
from statebook.diagnostic import Diagnostic, Severity
from statebook.examples.project import Machines, Project

Levels = Mapping[str, Severity | None]
"""A check's severity; None switches it off. Checks that are not named keep their own."""

MOST_FINDINGS = 1_000
"""Findings of one check on one page that are reported one by one; the last one says how many more there are."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with its weight and its fingerprint, which no edit elsewhere on the page changes."""

    check: Check
    severity: Severity
    finding: Finding
    fingerprint: str


def documents(pages: Sequence[Page], machines: Machines, machine: str = "") -> list[Document]:
    """The pages put together: those about one machine are one document, the others by the states that they share.

    `machine` names the machine of all pages. Without machines every page is held against itself.
    """
    project = Project.of(machines)
    about: dict[str, list[Page]] = {}
    for page in pages:
        about.setdefault(machine or (choose(page, project) if machines else ""), []).append(page)
    alone = about.pop("", [])
    given = tuple(pages)
    found = [Document(tuple(of), project[name], project, given) for name, of in about.items()]
    return found + [Document(of, all_pages=given) for of in grouped(alone)]


def judge(found: Sequence[Document], levels: Levels | None = None) -> list[Judged]:
    """The findings of all checks on all documents. Linear in the pages, for pages of one kind of content."""
    chosen = {
        name: severity
        for name, check in checks().items()
        if (severity := (levels or {}).get(name, check.severity)) is not None
    }
    judged: list[Judged] = []
    repeats: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for document in found:
        for name, severity in chosen.items():
            check = checks()[name]
            for finding in _bounded(
                sorted(dict.fromkeys(check.check(document)), key=lambda one: (one.place, one.message))
            ):
                key = (name, finding.place.file, finding.values)
                digest = fingerprint(name, finding.place.file, finding.values, repeats[key])
                repeats[key] += 1
                weight = Severity.INFO if finding.doubtful else severity
                judged.append(Judged(check, weight, finding, digest))
    return judged


def _bounded(found: Sequence[Finding]) -> list[Finding]:
    """The findings of each page up to a number, the last one with a word about the rest."""
    counts = Counter(one.place.file for one in found)
    if all(count <= MOST_FINDINGS for count in counts.values()):
        return list(found)
    kept: list[Finding] = []
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.place.file] += 1
        if seen[one.place.file] == MOST_FINDINGS and counts[one.place.file] > MOST_FINDINGS:
            more = counts[one.place.file] - MOST_FINDINGS
            kept.append(replace(one, message=f"{one.message} (and {more:,} more of this kind on the page)"))
        elif seen[one.place.file] <= MOST_FINDINGS:
            kept.append(one)
    return kept


def diagnostics(judged: Sequence[Judged], pages: Sequence[Page]) -> list[Diagnostic]:
    """The findings with the text of their lines."""
    lines = {page.name: page.lines for page in pages}
    made = []
    for one in judged:
        place = one.finding.place
        text = lines.get(place.file, ())
        shown = text[place.line - 1] if 0 < place.line <= len(text) else ""
        made.append(
            Diagnostic(
                place.file,
                place.line,
                place.column,
                one.check.name,
                one.finding.message,
                one.finding.hint,
                one.severity,
                shown if len(shown) <= LONGEST_LINE else shown[:LONGEST_LINE],
                one.fingerprint,
            )
        )
    return made
