"""Every check proves itself: its bad page has exactly the findings that it names, its good one none."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import pytest
from audit_text import findings

import statebook.audit.checks as package
from statebook.audit.registry import Check, checks

CHECKS = list(checks().values())
every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.name)


@every_check
def test_the_bad_page_has_exactly_the_findings_that_are_named(check: Check, tmp_path: Path) -> None:
    found = [one for one in findings(tmp_path, check.bad, check.spec) if one.rule == check.name]
    lines = check.bad.split("\n")
    shown = [lines[one.line - 1][one.column - 1 :] for one in found]
    assert len(shown) == len(check.found), [one.message for one in found]
    assert shown
    assert all(text.startswith(wanted) for text, wanted in zip(shown, check.found, strict=True)), shown


@every_check
def test_the_good_page_is_clean(check: Check, tmp_path: Path) -> None:
    assert [one.message for one in findings(tmp_path, check.good, check.spec) if one.rule == check.name] == []


@every_check
def test_findings_say_what_and_what_to_do(check: Check, tmp_path: Path) -> None:
    for one in findings(tmp_path, check.bad, check.spec):
        assert one.hint, one
        assert one.message == one.message.strip()
        assert not one.message.endswith(".")
        assert "\n" not in one.message + one.hint
        assert re.fullmatch(r"[0-9a-f]{32}", one.fingerprint)


@every_check
def test_the_name_is_that_of_the_file(check: Check) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", check.name)
    assert check.check.__module__.rsplit(".", 1)[1] == check.name.replace("-", "_")


@every_check
def test_the_page_is_complete(check: Check) -> None:
    assert 10 < len(check.summary) <= 120
    assert check.summary.endswith(".")
    assert re.findall(r"(?m)^## .*$", check.page) == ["## Why", "## How to repair"]
    assert all(len(body.strip()) > 10 for body in re.split(r"(?m)^## .*$", check.page)[1:])


def test_every_module_is_a_check() -> None:
    names = {info.name for info in pkgutil.iter_modules(package.__path__)}
    assert names == {check.name.replace("-", "_") for check in CHECKS}


def test_no_check_is_called_like_a_rule_of_lint() -> None:
    from statebook.rules.registry import rules

    assert not set(checks()) & set(rules())
