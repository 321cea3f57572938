"""The JSON format keeps to its schema and to its bytes."""

from __future__ import annotations

import json

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from statebook import __version__
from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Report, Surface
from statebook.report.json import render, schema

VALIDATOR = jsonschema.Draft202012Validator(schema())
TEXTS = st.text(max_size=20)
DIAGNOSTICS = st.builds(
    Diagnostic,
    file=TEXTS,
    line=st.integers(1, 10_000),
    column=st.integers(1, 10_000),
    rule=TEXTS,
    message=TEXTS,
    hint=TEXTS,
    severity=st.sampled_from(Severity),
    source_line=TEXTS,
)


def test_the_whole_envelope() -> None:
    one = Diagnostic(
        "spec/x.yaml",
        42,
        9,
        "unknown-reference",
        "no état \x1b",
        hint="look",
        source_line="  to: x",
        fingerprint="0123456789abcdef",
    )
    accepted = Diagnostic("spec/x.yaml", 1, 1, "dead-end-state", "m", hint="known", severity=Severity.WARNING)
    report = Report(
        (one,), command="lint", checked=("spec/z.yaml", "spec/x.yaml"), suppressed=(accepted,), notes=("n",)
    )
    text = render(report, Surface(colored=True))
    assert json.loads(text) == {
        "format": "statebook-report",
        "version": 1,
        "tool": {"name": "statebook", "version": __version__},
        "command": "lint",
        "summary": {"error": 1, "warning": 0, "info": 0, "suppressed": 1, "files": 2},
        "checked": ["spec/x.yaml", "spec/z.yaml"],
        "notes": ["n"],
        "diagnostics": [
            {
                "file": "spec/x.yaml",
                "line": 42,
                "column": 9,
                "severity": "error",
                "rule": "unknown-reference",
                "message": "no état \x1b",
                "hint": "look",
                "fingerprint": "0123456789abcdef",
            }
        ],
        "suppressed": [
            {
                "file": "spec/x.yaml",
                "line": 1,
                "column": 1,
                "severity": "warning",
                "rule": "dead-end-state",
                "message": "m",
                "hint": "known",
                "fingerprint": "10548bcba2b8667cbb672cebf329f912",
            }
        ],
    }
    assert text.isascii()
    assert text.endswith("}\n")


def test_the_schema_is_one_and_refuses_other_things() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    good = json.loads(render(Report((Diagnostic("f", 1, 1, "r", "m"),)), Surface()))
    assert VALIDATOR.is_valid(good)
    for key in good:
        assert not VALIDATOR.is_valid({name: value for name, value in good.items() if name != key}), key
    good["diagnostics"][0]["line"] = 0
    assert not VALIDATOR.is_valid(good)


@settings(max_examples=40, deadline=None)
@given(st.lists(DIAGNOSTICS, max_size=4), st.lists(DIAGNOSTICS, max_size=2), st.lists(TEXTS, max_size=3))
def test_every_report_keeps_to_the_schema(
    found: list[Diagnostic], accepted: list[Diagnostic], names: list[str]
) -> None:
    report = Report(tuple(found), names[0] if names else "", tuple(names), (), tuple(accepted), tuple(names))
    text = render(report, Surface())
    VALIDATOR.validate(json.loads(text))
    again = Report(
        tuple(reversed(found)), report.command, tuple(reversed(names)), (), tuple(reversed(accepted)), report.notes
    )
    assert render(again, Surface(excerpts=True)) == text
