"""HAR: what a browser or a proxy recorded."""

from __future__ import annotations

import base64
import gzip
import json

import pytest

from conform_case import PRINTER, Case, moment, seen

GONE = PRINTER.replace("scrapped: {kind: final}", "scrapped: {kind: final, visibility: gone}")


def entry(url: str, second: float, body: object = None, *, status: int = 200, method: str = "GET", **content: object) -> dict[str, object]:  # fmt: skip
    text = {} if body is None else {"text": body if isinstance(body, str) else json.dumps(body)}
    return {
        "startedDateTime": moment(second),
        "request": {"method": method, "url": f"https://example.org/v2{url}"},
        "response": {"status": status, "content": {**text, **content}},
    }


def har(*entries: object) -> str:
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "log"}, "entries": entries}}, indent=1)


def shown(state: str, second: float) -> object:
    return seen(state, second)["status"]


STATUS = "/printers/p%201/status"


def line_of(text: str, second: float) -> int:
    """The line of the brace that opens an entry: the one before its time."""
    return text[: text.index(moment(second))].count("\n")


def test_answers_of_the_action_that_returns_the_state_are_observations(case: Case) -> None:
    text = har(
        entry(f"{STATUS}?x=1", 0, shown("idle", 0)),
        entry("/printers", 1, "[]"),
        entry("/printers/p%201/print", 2, "{}", method="POST"),
        entry(STATUS, 3, shown("scrapped", 3)),
        entry("/printers/other/status", 4, shown("warming", 4)),
        entry(STATUS, 5, "oops", status=500),
        entry(STATUS, 6, shown("warming", 6)),
    )
    assert case.conform(text, name="log.har") == [
        (
            f"{line_of(text, 6)} final-state-left resource 'p 1' since line {line_of(text, 3)}: 'scrapped' to 'warming', "
            "/status/name: expected 'scrapped', seen 'warming', and 'scrapped' is final"
        )
    ]
    assert "4 observations of 2 resources" in case.said


def test_entries_of_one_line_keep_their_order(case: Case) -> None:
    entries = [entry(STATUS, n, shown(state, n)) for n, state in enumerate(("idle", "scrapped", "idle"))]
    text = json.dumps(json.loads(har(*entries)))
    assert case.told(text, name="log.har") == ["1 final-state-left"]
    assert case.told(gzip.compress(text.encode()), name="log.har.gz") == ["1 final-state-left"]


def test_not_found_is_a_state_shown_as_gone(tmp_path: object) -> None:
    case = Case(tmp_path, GONE)  # type: ignore[arg-type]
    text = har(entry(STATUS, 0, shown("idle", 0)), entry(STATUS, 1, status=404), entry(STATUS, 2, shown("idle", 2)))
    assert [one.split()[1] for one in case.conform(text, name="log.har")] == ["final-state-left"]
    text = har(entry(STATUS, 0, shown("printing", 0)), entry(STATUS, 1, status=410))
    assert [one.split()[1] for one in case.conform(text, name="log.har")] == ["illegal-transition"]


def test_not_found_says_nothing_where_no_state_is_gone(case: Case) -> None:
    text = har(entry(STATUS, 0, shown("printing", 0)), entry(STATUS, 1, status=404))
    assert case.conform(text, name="log.har") == []


def test_bodies_may_be_base64(case: Case) -> None:
    packed = base64.b64encode(json.dumps(shown("melted", 0)).encode()).decode()
    assert [one.split()[1] for one in case.conform(har(entry(STATUS, 0, packed, encoding="base64")), name="a.har")] == ["unknown-state"]  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (entry(STATUS, 0), "the entry has no body: save the HAR with its content"),
        (entry(STATUS, 0, "<html>"), "the body is no JSON"),
        (entry(STATUS, 0, "[" * 100000), "the body is no JSON"),
        (entry(STATUS, 0, "?", encoding="base64"), "the body is no base64 of UTF-8 text"),
    ],
)
def test_an_answer_that_cannot_be_read_is_a_finding_at_its_entry(case: Case, bad: object, reason: str) -> None:
    text = har(bad, entry(STATUS, 1, shown("idle", 1)))
    found = case.conform(text, name="a.har")
    assert found == [f"{line_of(text, 0)} broken-line {reason}; the rest is judged without it"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is no HAR"),
        ("[]", "the file is no HAR"),
        ('{"log": {}}', "the file is no HAR\n  hint: it has no 'entries'"),
        ('{"log": {"entries": {}}}', "its log.entries is no list"),
        (har(entry(STATUS, 0, "{}"))[:-20], "is the file complete?"),
        ('{"log": {"entries": [' + "[" * 100000, "the file is nested too deeply"),
        (har(entry("/x", 0, "{}")), "no entry shows a state\n  hint: record answers to GET /printers/{printer}/status"),
        (b'{"log": "\xff"}', "line 1 is no UTF-8"),
        (gzip.compress(b"{}" * 50, mtime=0)[:-9], "the compressed file breaks off or is damaged"),
    ],
)
def test_what_is_no_har_is_refused(case: Case, text: str | bytes, said: str) -> None:
    assert said in case.refusal(str(case.write("a.har", text)))


def test_a_har_beyond_the_limit_is_refused(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("statebook.conform.logs.har.MAXIMUM_BYTES", 1024 * 1024)
    assert "the file is larger than 1 MiB" in case.refusal(str(case.write("a.har", " " * 1024 * 1024 + "{}")))
    assert "the file is larger than 1 MiB" in case.refusal(str(case.write("a.har", gzip.compress(b" " * (1 << 21)))))
