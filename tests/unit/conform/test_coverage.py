"""What a log showed of a machine, in four forms."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import html5lib
import pytest
import yaml

from conform_case import PRINTER, Case, lines, seen
from statebook.coverage.content import seconds_of, span_of
from statebook.source.load import load_project

LOG = [
    seen("idle", 0),
    seen("warming", 40),
    seen("printing", 42),
    seen("idle", 100),
    seen("printing", 103),
    seen("warming", 110),
    seen("jammed", 111),
    seen("idle", 120, resource="p2"),
]


@pytest.fixture
def covered(case: Case) -> Case:
    path = str(case.write("log.jsonl", lines(LOG)))
    wanted = [f"--coverage={case.root / f'coverage{ending}'}" for ending in (".txt", ".json", ".md", ".html")]
    assert case.run("conform", path, *wanted) == 1
    return case


def test_text_shows_all_there_is(covered: Case) -> None:
    assert (
        covered.read("coverage.txt")
        == """\
Printer: 8 observations of 2 resources. Of what is documented, 3 of 4 states and 3 of 4 steps were seen. Not documented: 1 state, 1 step.

States

  State     Kind       Observations  Stays  Median  95 %  Poll every
  idle      resting               3      1     40s   40s
  warming   transient             2      1      2s    2s  10s
  printing  transient             2      1     58s   58s
  scrapped  final                 0
  testing   transient             0

Advice to poll that is far off

  State    What was seen
  warming  half of the stays end within 2s, so looking every 10s comes late: every 1s would see the end soon

Steps that were seen

  From      To        Trigger  Seen  Perhaps between
  idle      warming   print       1                1
  warming   printing  warmed      1                1
  printing  idle      done        1                0

States that were never seen

  State     Kind
  scrapped  final

Steps that were never seen

  From  To        Trigger  Perhaps between
  idle  scrapped  scrap                  0

States that are not documented

  State     Observations
  "jammed"             1

Steps that are not documented

  From      To       Seen
  printing  warming     1

To paste into the spec

events:
  observed:
    by: system
    description: "Seen in recorded answers. Who or what causes it is not known yet."
states:
  "jammed":
    kind: resting
    evidence:
      level: inferred
      note: "Seen once in recorded answers."
transitions:
  - from: "printing"
    to: "warming"
    trigger: observed
    evidence:
      level: inferred
      note: "Seen once in recorded answers."
"""
    )


def test_json_says_the_same(covered: Case) -> None:
    found = json.loads(covered.read("coverage.json"))
    assert found["states"][1] == {
        "id": "warming",
        "kind": "transient",
        "observations": 2,
        "stays": {"count": 1, "median": 2.0, "p95": 2.0},
        "poll_every": "10s",
        "hint": "half of the stays end within 2s, so looking every 10s comes late: every 1s would see the end soon",
    }
    assert found["never_observed"] == {"states": ["scrapped"], "transitions": [["idle", "scrapped"]]}
    assert found["undocumented"]["states"] == {'"jammed"': 1}
    assert found["undocumented"]["transitions"] == [{"from": "printing", "to": "warming", "observed": 1}]
    assert found["undocumented"]["yaml"] in covered.read("coverage.txt")


def test_what_is_not_documented_can_be_pasted(covered: Case, tmp_path: Path) -> None:
    spec = yaml.safe_load(PRINTER)
    for key, value in yaml.safe_load(json.loads(covered.read("coverage.json"))["undocumented"]["yaml"]).items():
        spec[key] = spec[key] + value if isinstance(value, list) else {**spec[key], **value}
    mended = Case(tmp_path / "mended", json.dumps(spec))
    project, flaws = load_project(mended.root)
    assert not [one for one in flaws if one.severity == "error"]
    assert "jammed" in project.machines["printer"].states
    assert "unknown-state" not in " ".join(mended.conform(LOG[:6]))
    assert mended.conform(LOG[:6]) == []


def test_markdown_has_the_same_tables(covered: Case) -> None:
    found = covered.read("coverage.md")
    assert "| warming | transient | 2 | 1 | 2s | 2s | 10s |" in found
    assert "## To paste into the spec\n\n```yaml\nevents:\n" in found


def test_the_page_stands_alone(covered: Case) -> None:
    page = covered.read("coverage.html")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<script" not in page
    assert not re.findall(r"(?:src|href)=", page)
    assert "<svg" in page
    assert "prefers-color-scheme: dark" in page
    assert 'title="' not in page.split("<svg")[0]
    assert "printing to warming: 1" in page  # the title of a line
    assert ">! 1" in re.sub(r">\s+", ">", page)


def test_the_same_log_gives_the_same_bytes(covered: Case) -> None:
    before = covered.tree()
    wanted = [f"--coverage={covered.root / f'coverage{ending}'}" for ending in (".txt", ".json", ".md", ".html")]
    covered.run("conform", str(covered.root / "log.jsonl"), *wanted)
    assert covered.tree() == before


HOSTILE = "</title><script>alert(1)</script>|`${x}`\u202e--\"'&\\\\n]]>"


def test_texts_of_strangers_do_nothing(tmp_path: Path) -> None:
    state = json.dumps(HOSTILE)
    spec = (
        f"statebook: 1\nid: a\ntitle: {state}\nstate_attribute: name\nopenness: closed\nevents: {{go: {{by: system}}}}\n"
        f"states: {{{state}: {{kind: resting}}, b: {{kind: resting}}}}\ntransitions: [{{from: b, to: {state}, trigger: go}}]\n"
    )
    case = Case(tmp_path, spec)
    names = ("b", HOSTILE, "b", f"{HOSTILE}2")
    path = str(
        case.write("log.jsonl", lines({"id": 1, "at": n, "status": {"name": name}} for n, name in enumerate(names)))
    )
    wanted = [f"--coverage={case.root / f'c{ending}'}" for ending in (".txt", ".json", ".md", ".html")]
    assert case.run("conform", path, *wanted) == 1, case.said
    for ending in (".txt", ".md", ".html"):
        assert "\u202e" not in case.read(f"c{ending}")
    assert "<script" not in case.read("c.html") + re.sub(r"`{3,}yaml.*", "", case.read("c.md"), flags=re.DOTALL)
    assert html.escape("</title><script>alert(1)") in case.read("c.html")
    html5lib.HTMLParser(strict=True).parse(case.read("c.html"))
    pasted = yaml.safe_load(json.loads(case.read("c.json"))["undocumented"]["yaml"])
    assert list(pasted["states"]) == [f"{HOSTILE}2"]
    assert pasted["transitions"][0]["from"] == HOSTILE


def test_a_log_of_nothing_is_covered_too(case: Case) -> None:
    assert case.run("conform", str(case.write("log.jsonl", "")), "--coverage", str(case.root / "c.html")) == 0
    assert "0 observations of 0 resources" in case.read("c.html")


@pytest.mark.parametrize(
    ("span", "seconds"),
    [("10s", 10.0), ("500ms", 0.5), ("2m", 120.0), ("1.5h", 5400.0), ("1d", 86400.0), ("soon", None), ("", None)],
)
def test_spans_are_read(span: str, seconds: float | None) -> None:
    assert seconds_of(span) == seconds


@pytest.mark.parametrize(
    ("seconds", "span"),
    [(0.25, "250ms"), (1.0, "1s"), (90.0, "90s"), (150.0, "2.5m"), (10800.0, "3h"), (200000.0, "2.31d")],
)
def test_spans_are_told_in_the_largest_unit_that_fits(seconds: float, span: str) -> None:
    assert span_of(seconds) == span


def test_advice_that_asks_too_often_is_told(tmp_path: Path) -> None:
    case = Case(tmp_path, PRINTER.replace("every: 10s", "every: 1s"))
    path = str(case.write("log.jsonl", lines([seen("warming", 0), seen("printing", 600)])))
    assert case.run("conform", path, f"--coverage={case.root / 'c.json'}") == 0
    (hint,) = [one["hint"] for one in json.loads(case.read("c.json"))["states"] if one["hint"]]
    assert hint == "looking every 1s asks 600 times in a stay: every 30s would do"
