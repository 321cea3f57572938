"""Code quality: what GitLab documents and what the Code Climate specification demands."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from hostile_report import hostile

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Report, RuleNote, Surface
from statebook.report.gitlab import render

# The keys of https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format, and those that
# https://github.com/codeclimate/platform/blob/master/spec/analyzers/SPEC.md#issues requires besides.
RULES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "check_name", "description", "categories", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "type": {"const": "issue"},
            "check_name": {"type": "string", "minLength": 1},
            "description": {"type": "string", "minLength": 1, "pattern": "^[^\\n]*$"},
            "content": {"type": "object", "required": ["body"], "properties": {"body": {"type": "string"}}},
            "categories": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "enum": [
                        "Bug Risk",
                        "Clarity",
                        "Compatibility",
                        "Complexity",
                        "Duplication",
                        "Performance",
                        "Security",
                        "Style",
                    ]
                },
            },
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16,}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "pattern": "^(?!\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def issues(report: Report) -> list[dict[str, Any]]:
    text = render(report, Surface())
    assert text.isascii()
    found: list[dict[str, Any]] = json.loads(text)
    jsonschema.Draft202012Validator(RULES).validate(found)
    assert len({one["fingerprint"] for one in found}) == len(found)
    return found


def test_the_whole_of_a_small_one() -> None:
    one = Diagnostic(
        "./spec/état.yaml", 7, 3, "dead-end-state", "a trap", "add a way", Severity.WARNING, fingerprint="0" * 32
    )
    report = Report((one,), rules=(RuleNote("dead-end-state", url="https://x.example/"),), folder="sub")
    assert issues(report) == [
        {
            "type": "issue",
            "check_name": "dead-end-state",
            "description": "a trap",
            "categories": ["Bug Risk"],
            "severity": "minor",
            "fingerprint": "0" * 32,
            "location": {"path": "sub/spec/état.yaml", "lines": {"begin": 7}},
            "content": {"body": "add a way\n\nhttps://x.example/"},
        }
    ]


def test_strangers_text_keeps_to_the_rules() -> None:
    report = hostile()
    found = issues(report)
    assert len(found) == len(report.diagnostics), "accepted ones are left out"
    assert not {"\u202e", "\x1b", "\x00"} & {*"".join(one["description"] for one in found)}


def test_equal_fingerprints_are_told_apart_and_nothing_is_an_empty_list() -> None:
    twins = [Diagnostic("x", line, 1, "r", "m", fingerprint="a" * 32) for line in (1, 2, 3)]
    assert issues(Report(tuple(twins)))[0]["fingerprint"] == "a" * 32
    assert render(Report(), Surface()) == "[]\n"
    assert issues(Report((Diagnostic("x", 0, 0, "r", ""),)))[0]["location"]["lines"] == {"begin": 1}
