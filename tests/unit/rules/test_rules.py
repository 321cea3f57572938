"""Every rule proves itself: its bad spec has exactly the marked findings, its good one none."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import pytest
from lint_text import judged, lines, marked

import statebook.rules as package
from statebook.rules.registry import Rule, rules

RULES = list(rules().values())
SECTIONS = ["## Why", "## How to repair", "## How to silence"]
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda one: one.name)


@every_rule
def test_the_bad_spec_has_exactly_the_marked_findings(rule: Rule, tmp_path: Path) -> None:
    wanted = marked(rule.bad, rule.name)
    assert wanted
    assert lines(tmp_path, rule.name, rule.bad) == wanted
    assert "error: [" not in rule.bad.replace(f"error: [{rule.name}]", "")


@every_rule
def test_the_good_spec_is_clean(rule: Rule, tmp_path: Path) -> None:
    assert lines(tmp_path, rule.name, rule.good) == []
    assert "error:" not in rule.good.replace("errors:", "")


@every_rule
def test_findings_say_what_and_what_to_do(rule: Rule, tmp_path: Path) -> None:
    found = [one.finding for one in judged(tmp_path, rule.bad) if one.rule == rule]
    assert found
    for one in found:
        assert one.hint, one
        assert one.message == one.message.strip()
        assert not one.message.endswith(".")
        assert "\n" not in one.message + one.hint
    assert len(set(found)) == len(found)


@every_rule
def test_the_name_is_that_of_the_file(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    module = rule.check.__module__.rsplit(".", 1)[1]
    assert module == rule.name.replace("-", "_")


@every_rule
def test_the_page_is_complete(rule: Rule) -> None:
    assert 10 < len(rule.summary) <= 100
    assert rule.summary.endswith(".")
    assert re.findall(r"(?m)^## .*$", rule.page) == SECTIONS
    bodies = re.split(r"(?m)^## .*$", rule.page)[1:]
    assert all(len(body.strip()) > 20 for body in bodies)


def test_every_module_is_a_rule_or_serves_them() -> None:
    names = {info.name for info in pkgutil.iter_modules(package.__path__)}
    serving = names - {rule.name.replace("-", "_") for rule in RULES}
    for name in serving:
        text = (Path(package.__path__[0]) / f"{name}.py").read_text(encoding="utf-8")
        assert not re.search(r"(?m)^def check\(", text), f"{name} looks like a rule and has no NAME"
