"""Finds the formats of a review: every module of this package that has a `NAME`, and every report format.

A format module offers what one of `report` does, with `render(review: Review, paper: Paper) -> str`.
A format that this package does not have is the report's, told the review as a report: text, markdown,
json and counts are of two sides by nature, and all others exist once, over there.
"""

from __future__ import annotations

import statebook.report as report_package
import statebook.review as package
from statebook.discovery import names_in
from statebook.report.registry import Format, format_in
from statebook.report.registry import find_format as find_report_format
from statebook.review.content import Paper, Review


def formats() -> dict[str, str]:
    """The names of the formats and their summaries, sorted."""
    names = sorted({*names_in(package), *names_in(report_package)})
    return {name: one.summary for name in names if (one := find_format(name)) is not None}


def find_format(name: str) -> Format[Review] | None:
    """One format by name; None when there is no such format."""
    own: Format[Review] | None = format_in(package, name)
    return own or _told_as_report(name)


def _told_as_report(name: str) -> Format[Review] | None:
    found = find_report_format(name)
    if found is None:
        return None
    render = found.render

    def told(review: Review, paper: Paper) -> str:
        from statebook.review.projection import as_report

        return render(as_report(review), paper)

    return Format(found.name, found.summary, told, found.beside)
