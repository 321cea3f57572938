"""The catalogue of checks in words: one line each, or the page of one, in Markdown."""

from __future__ import annotations

import re

from statebook.audit.registry import Check, checks
from statebook.diagnostic import Severity


def catalogue() -> str:
    """Every check on a line, gravest first, then by name; columns are padded with spaces."""
    order = list(Severity)
    ordered = sorted(checks().values(), key=lambda one: (order.index(one.severity), one.name))
    width = max(len(one.name) for one in ordered)
    return "".join(f"{one.severity.value:7}  {one.name:{width}}  {one.summary}\n" for one in ordered)


def check_page(check: Check) -> str:
    """What a check is for, how to repair and to silence it, and its two pages, with the spec they are held against."""
    against = ["", "Held against this spec:", "", "```yaml", check.spec.rstrip("\n"), "```"] if check.spec else []
    return "\n".join(
        [
            f"# {check.name}",
            "",
            f"{check.summary} Severity: {check.severity.value}.",
            "",
            check.page,
            "",
            "## How to silence",
            "",
            f"In `statebook.yml`: `rules: {{{check.name}: off}}`. For one run: `--rule {check.name}=off`.",
            "Levels are off, info, warning and error.",
            *against,
            "",
            "## Bad",
            "",
            *_shown(check.bad),
            "",
            "## Good",
            "",
            *_shown(check.good),
            "",
        ]
    )


LONGEST = 2_000


def _shown(page: str) -> list[str]:
    """A page as a code block that its own fences cannot end; a very long one is cut."""
    text = page.rstrip("\n") if len(page) <= LONGEST else page[:60] + " …"
    ticks = "`" * (max((len(run) for run in re.findall(r"`{3,}", text)), default=2) + 1)
    return [f"{ticks}markdown", text, ticks]
