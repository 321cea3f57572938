"""What makes a finding of lint known to a baseline."""

from __future__ import annotations

from statebook.baseline import Known
from statebook.rules.fingerprint import fingerprint
from statebook.rules.judge import Judged


def fingerprint_of(one: Judged) -> str:
    """The fingerprint of a finding."""
    return fingerprint(one.rule.name, one.subject, one.finding.values)


def known_of(one: Judged) -> Known:
    """The finding as a baseline has it."""
    return Known(one.rule.name, one.subject, one.finding.values, fingerprint_of(one))
