"""JUnit: the schema of Jenkins' xUnit plugin, a real reader, cases that pass, and strangers' text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_report import FILES, hostile
from junitparser import JUnitXml
from lxml import etree

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Report, RuleNote, Surface
from statebook.report.junit import render
from statebook.visible import visible

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("junit-10.xsd"))))
ONE = Diagnostic("spec/x.yaml", 7, 3, "dead-end-state", "a <trap>", "add a way")
TWO = Diagnostic("spec/x.yaml", 9, 1, "dead-end-state", "another")
MILD = Diagnostic("spec/x.yaml", 1, 1, "missing-since", "no since", severity=Severity.WARNING)
KNOWN = Diagnostic("spec/x.yaml", 2, 1, "raw-html", "m", "ignored: on purpose", Severity.WARNING)
RULES = tuple(RuleNote(name) for name in ("dead-end-state", "missing-since", "raw-html", "unsafe-link"))


def read(report: Report) -> JUnitXml:
    data = render(report, Surface()).encode()
    SCHEMA.assertValid(etree.fromstring(data, etree.XMLParser(resolve_entities=False)))
    return JUnitXml.fromstring(data)


def test_the_whole_of_a_small_one() -> None:
    report = Report((ONE, TWO, MILD), "lint", ("spec/x.yaml", "spec/y.yaml"), RULES[:3], ignored=(KNOWN,))
    assert render(report, Surface()) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="statebook lint" tests="6" failures="1" errors="0">\n'
        '  <testsuite name="spec/x.yaml" tests="3" failures="1" errors="0" skipped="1">\n'
        '    <testcase classname="spec/x.yaml" name="dead-end-state">\n'
        '      <failure type="error" message="a &lt;trap&gt; (and 1 more)">'
        "spec/x.yaml:7:3: error[dead-end-state] a &lt;trap&gt;\n"
        "  hint: add a way\n"
        "spec/x.yaml:9:1: error[dead-end-state] another</failure>\n"
        "    </testcase>\n"
        '    <testcase classname="spec/x.yaml" name="missing-since">\n'
        "      <system-out>spec/x.yaml:1:1: warning[missing-since] no since</system-out>\n"
        "    </testcase>\n"
        '    <testcase classname="spec/x.yaml" name="raw-html">\n'
        '      <skipped message="ignored: on purpose"/>\n'
        "      <system-out>spec/x.yaml:2:1: warning[raw-html] m\n"
        "  hint: ignored: on purpose</system-out>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="spec/y.yaml" tests="3" failures="0" errors="0" skipped="0">\n'
        '    <testcase classname="spec/y.yaml" name="dead-end-state"/>\n'
        '    <testcase classname="spec/y.yaml" name="missing-since"/>\n'
        '    <testcase classname="spec/y.yaml" name="raw-html"/>\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    )
    found = read(report)
    assert (found.tests, found.failures, found.errors) == (6, 1, 0)


def test_a_clean_run_has_tests() -> None:
    assert read(Report(command="lint", checked=("a", "b"), rules=RULES)).tests == 8
    assert read(Report(command="check", checked=("a", "b"))).tests == 2, "files without rules"
    (suite,) = read(Report(command="diff"))
    assert (suite.name, suite.tests) == ("diff", 1)
    assert read(Report()).tests == 1


def test_the_gate_decides_what_fails() -> None:
    assert read(Report((ONE, MILD), failing=(ONE, MILD))).failures == 2
    assert read(Report((ONE, MILD), failing=())).failures == 0
    assert read(Report((ONE, MILD))).failures == 1


def test_a_file_that_was_not_checked_has_only_what_was_found() -> None:
    (suite,) = read(Report((ONE,), rules=RULES))
    assert [case.name for case in suite] == ["dead-end-state"]


def test_strangers_text_is_well_formed_and_complete() -> None:
    report = hostile()
    found = read(report)
    assert sorted(suite.name for suite in found) == sorted(visible(file) for file in FILES)
    for suite in found:
        cases = list(suite)
        assert suite.tests == len(cases) > 0
        assert suite.failures == sum(any(type(one).__name__ == "Failure" for one in case.result) for case in cases)
    text = "".join(etree.fromstring(render(report, Surface()).encode()).itertext())
    for one in (*report.diagnostics, *report.accepted()):
        assert visible(one.message) in text
        assert visible(one.hint) in text


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF])
def test_no_character_breaks_the_document(code: int) -> None:
    odd = f"a{chr(code)}b"
    read(Report((Diagnostic(odd, 1, 1, odd, odd, odd),), odd, (odd,), (RuleNote(odd),)))
