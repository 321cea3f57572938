"""The flaws that `lint` looks for: why each hurts, an example with what is said, and how to silence it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from statebook.catalogue.book import Page, text_of
from statebook.catalogue.findings import shown
from statebook.catalogue.markdown import cell, code, own
from statebook.catalogue.terminal import as_terminal
from statebook.diagnostic import Severity
from statebook.rules.ignores import KEY
from statebook.rules.registry import Rule, rules

NAME = "rules"
TITLE = "Lint rules"
ENTRANCE = "rules/index.md"


def pages() -> Iterator[Page]:
    """The table of all rules, and a page for each."""
    rows = [{"name": one.name, "severity": one.severity.value, "summary": cell(one.summary)} for one in ordered()]
    yield Page(ENTRANCE, "rules.md.j2", {"rules": rows, "key": KEY}, "statebook.rules")
    for rule in rules().values():
        yield page_of(rule)


@cache
def page_of(rule: Rule) -> Page:
    """The page of one rule."""
    sections = {
        title: own(body.strip()) for title, body in re.findall(r"(?ms)^## ([^\n]+)\n(.*?)(?=^## |\Z)", rule.page)
    }
    bad = shown(rule)
    view = {
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": own(rule.summary),
        "why": sections["Why"],
        "repair": sections["How to repair"],
        "silence": sections["How to silence"],
        "in_place": not rule.is_last,
        "bad": code(bad.text, "yaml", bad.lines),
        "said": code(bad.said, "text"),
        "good": code(rule.good, "yaml"),
        "key": KEY,
    }
    return Page(f"rules/{rule.name}.md", "rule.md.j2", view, rule.check.__module__)


def ordered() -> list[Rule]:
    """All rules, gravest first, then by name."""
    order = list(Severity)
    return sorted(rules().values(), key=lambda one: (order.index(one.severity), one.name))


def table() -> str:
    """Every rule on a line for the terminal; columns are padded with spaces."""
    width = max(len(one.name) for one in ordered())
    return "".join(f"{one.severity.value:7}  {one.name:{width}}  {one.summary}\n" for one in ordered())


def explained(rule: Rule) -> str:
    """The page of a rule for the terminal."""
    page = page_of(rule)
    return as_terminal(text_of(page), page.address)
