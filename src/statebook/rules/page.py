"""The catalogue of rules in words: one line each, or the page of one, in Markdown."""

from __future__ import annotations

from statebook.diagnostic import Severity
from statebook.rules.ignores import KEY
from statebook.rules.registry import Rule, rules


def catalogue() -> str:
    """Every rule on a line, gravest first, then by name; columns are padded with spaces."""
    order = list(Severity)
    ordered = sorted(rules().values(), key=lambda one: (order.index(one.severity), one.name))
    width = max(len(one.name) for one in ordered)
    return "".join(f"{one.severity.value:7}  {one.name:{width}}  {one.summary}\n" for one in ordered)


def rule_page(rule: Rule) -> str:
    """What a rule is for, how to repair and to silence it, and its two examples."""
    silence = [
        f"In `statebook.yml`: `rules: {{{rule.name}: off}}`. For one run: `--rule {rule.name}=off`.",
        "Levels are off, info, warning and error.",
    ]
    if not rule.is_last:
        silence[1:1] = [
            f"In the spec: `{KEY}: [{{rule: {rule.name}, reason: …, until: YYYY-MM-DD}}]`, where `until:` may be left out."
        ]
    return "\n".join(
        [
            f"# {rule.name}",
            "",
            f"{rule.summary} Severity: {rule.severity.value}.",
            "",
            rule.page,
            "",
            *silence,
            "",
            "## Bad",
            "",
            "```yaml",
            rule.bad.rstrip("\n"),
            "```",
            "",
            "## Good",
            "",
            "```yaml",
            rule.good.rstrip("\n"),
            "```",
            "",
        ]
    )
