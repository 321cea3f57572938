"""A review told as a report: each change is a diagnostic, so that every machine format serves both.

What two sides and a picture say gets lost on the way; formats for people are made from the review
itself.
"""

from __future__ import annotations

import re

from statebook.diagnostic import Diagnostic, Severity
from statebook.diff.kinds import Impact, kinds
from statebook.diff.words import plain, sentence
from statebook.published import change_url
from statebook.report.content import Report, RuleNote
from statebook.report.location import is_stdin
from statebook.review.content import Item, Place, Review

SEVERITIES = {
    Impact.BREAKING: Severity.ERROR,
    Impact.DANGEROUS: Severity.WARNING,
    Impact.SAFE: Severity.INFO,
    Impact.TEXT: Severity.INFO,
}
"""What an impact counts as; whether the command fails is the gate's business alone."""


_FIELD = re.compile(r"\{\w+\}")
"""A field of a kind's sentence."""


def as_report(review: Review) -> Report:
    """The review as a report of `diff`; approved changes are suppressed."""
    failing = {id(item) for item in review.failing}
    open_ones = [item for item in review.items if item.approval is None]
    return Report(
        diagnostics=tuple(_diagnostic(item, _hint(item, review, fails=id(item) in failing)) for item in open_ones),
        command="diff",
        checked=review.files,
        rules=tuple(
            RuleNote(
                one.name,
                _FIELD.sub("…", one.says),
                change_url(one.name),
                SEVERITIES[one.impact],
                f"{one.why} {one.advice}",
            )
            for one in sorted(kinds().values(), key=lambda one: one.name)
            if not (review.hidden and one.impact is Impact.TEXT)  # it was not asked for, so it did not pass
        ),
        suppressed=tuple(
            _diagnostic(item, f"approved by {item.approval.by}: {item.approval.reason}")
            for item in review.items
            if item.approval is not None
        ),
        failing=tuple(_diagnostic(item, _hint(item, review, fails=True)) for item in review.failing),
        folder=review.folder,
    )


def _diagnostic(item: Item, hint: str) -> Diagnostic:
    change, (file, line, column) = item.change, place_of(item)
    return Diagnostic(
        file=file,
        line=line,
        column=column,
        rule=change.kind,
        message=f"{plain(sentence(change))} {change.why}",
        hint=hint,
        severity=SEVERITIES[change.impact],
        fingerprint=change.fingerprint,
    )


def _hint(item: Item, review: Review, *, fails: bool) -> str:
    accept = f"Or accept it: fingerprint {item.change.fingerprint} in {review.approvals_file}." if fails else ""
    return " ".join(part for part in (item.change.advice, item.change.hint, accept) if part)


def place_of(item: Item) -> tuple[str, int, int]:
    """File, line and column to point a reader of the head at; lines and columns count from 1.

    What was removed is shown where the head would hold it, and a machine that is gone with its file
    where that file was. Standard input in the place of the head is the file that it stands for.
    """
    head, base = item.head, item.base
    if head is None:
        return _position(base) if base is not None else ("", 1, 1)
    file, line, column = _position(head)
    if is_stdin(file) and base is not None:
        file = _position(base)[0]
    return file, line, column


def _position(place: Place) -> tuple[str, int, int]:
    return place.path, max(place.line, 1), max(place.column, 1)
