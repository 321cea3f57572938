"""Where the pages of Statebook itself are published, so that a report can lead to them.

Only the addresses stand here; what the pages say is made from the rules and the kinds of change.
"""

from __future__ import annotations

PUBLISHED = "https://statebook.github.io/statebook/reference/"
"""The catalogue; the one place that knows where it is."""

HOME = "https://github.com/statebook/statebook"
"""The project, for reports that name the tool that made them."""


def rule_url(name: str) -> str:
    """The page of a rule of `lint`, by its kebab-case name."""
    return f"{PUBLISHED}rules/{name}/"


def check_url(name: str) -> str:
    """The page of a check of `audit`, by its kebab-case name."""
    return f"{PUBLISHED}checks/{name}/"


def log_finding_url(name: str) -> str:
    """The page of what `conform` finds in a log, by its kebab-case name."""
    return f"{PUBLISHED}logs/{name}/"


def error_url(name: str) -> str:
    """The page of what stops a build or is found by `check`, by its kebab-case name."""
    return f"{PUBLISHED}errors/{name}/"


def change_url(name: str) -> str:
    """The page of a kind of change, by its kebab-case name."""
    return f"{PUBLISHED}changes/{name}/"
