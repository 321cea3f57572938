"""How many findings there are, as `name=value` lines: for shells and for `$GITHUB_OUTPUT`."""

from __future__ import annotations

from statebook.diagnostic import Severity
from statebook.report.content import Report, Surface

NAME = "counts"

_NAMES = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}


def render(report: Report, surface: Surface) -> str:  # noqa: ARG001 - the same on every surface
    """A line for each severity, then the accepted ones and those for which the command fails."""
    counts = {_NAMES[severity]: number for severity, number in report.counts().items()}
    counts |= {"accepted": len(report.accepted()), "failing": len(report.failures())}
    return "".join(f"{name}={number}\n" for name, number in counts.items())
