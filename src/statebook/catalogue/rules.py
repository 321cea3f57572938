"""The flaws that `lint` looks for: why each hurts, an example with what is said, and how to silence it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from statebook.catalogue.book import Page
from statebook.catalogue.findings import shown
from statebook.catalogue.markdown import cell, code, own, sections
from statebook.catalogue.shelf import Entry, gravest_first
from statebook.rules.ignores import KEY
from statebook.rules.registry import Rule, rules

NAME = "rules"
TITLE = "Lint rules"
ENTRANCE = "rules/index.md"
COMMAND = "lint"


def pages() -> Iterator[Page]:
    """The table of all rules, and a page for each."""
    rows = [
        {"name": one.name, "severity": one.severity.value, "summary": cell(one.summary)}
        for one in gravest_first(entries())
    ]
    yield Page(ENTRANCE, "rules.md.j2", {"rules": rows, "key": KEY}, "statebook.rules")
    for rule in rules().values():
        yield page_of(rule)


@cache
def page_of(rule: Rule) -> Page:
    """The page of one rule."""
    told = sections(rule.page)
    bad = shown(rule)
    view = {
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": own(rule.summary),
        "why": told["Why"],
        "repair": told["How to repair"],
        "silence": told["How to silence"],
        "in_place": not rule.is_last,
        "bad": code(bad.text, "yaml", bad.lines),
        "said": code(bad.said, "text"),
        "good": code(rule.good, "yaml"),
        "key": KEY,
    }
    return Page(f"rules/{rule.name}.md", "rule.md.j2", view, rule.check.__module__)


def entries() -> list[Entry]:
    """Every rule, with its page."""
    return [Entry(one.name, one.severity, one.summary, partial(page_of, one)) for one in rules().values()]
