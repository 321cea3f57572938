"""Logs with columns: CSV and Parquet."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import duckdb
import pytest

from conform_case import Case, moment, seen

HEAD = "id,at,status\n"


def row(observation: dict[str, object]) -> str:
    text = json.dumps(observation["status"]).replace('"', '""')
    return f'{observation["id"]},{observation["at"]},"{text}"\n'


STEPS = [seen("idle", 0), seen("scrapped", 1), seen("idle", 2)]


def test_csv_with_json_in_a_column(case: Case) -> None:
    assert case.conform(HEAD + "".join(map(row, STEPS)), name="log.csv") == [
        (
            "4 final-state-left resource 'p1' since line 3: 'scrapped' to 'idle', "
            "/status/name: expected 'scrapped', seen 'idle', and 'scrapped' is final"
        )
    ]


def test_csv_with_columns_for_attributes(case: Case) -> None:
    head = "id;at;status.name;status.since;status.ink;status.tray;status.sheet.sheet_id;status.colour\n"
    log = (
        f"1;0;idle;{moment(0)};12;upper;;\n"
        f"1;1767225601;warming;{moment(1)};;;;\n"
        f"1;1767225602;printing;{moment(2)};;;s1;TRUE\n"
        f"1;1767225603;idle;{moment(3)};much;;;\n"
        f"1;1767225604;idle;{moment(3)};1;lowest;;\n"
    )
    assert case.conform(head + log.replace("1;0;", "1;1767225600;"), name="log.csv") == [
        "5 wrong-type /status/ink in state 'idle': expected integer, seen 'much'",
        "6 value-not-in-enum /status/tray in state 'idle': expected one of \"upper\", \"lower\" or null, seen 'lowest'",
    ]


def test_csv_whose_rows_are_the_objects(case: Case) -> None:
    log = f"printer,when,name,since,tray\n007,{moment(0)},idle,{moment(0)},upper\n007,{moment(1)},melted,{moment(1)},\n"
    options = ("--status", "", "--id", "printer", "--at", "/when")
    assert case.conform(log, *options, name="log.csv") == [
        "3 unknown-state /name: expected a documented state, seen 'melted'"
    ]
    assert case.told(log.replace(",", "\t"), *options, name="log.tsv") == ["3 unknown-state"]


def test_csv_records_are_found_at_their_first_line(case: Case) -> None:
    note = seen("idle", 0, note="two\nlines")
    text = row(note).replace("\\n", "\n\n")
    pretty = json.dumps(seen("idle", 1, 0)["status"], indent=1).replace('"', '""')
    log = f'{HEAD}{text}p1,{moment(1)},"{pretty}"\n\n{row(seen("scrapped", 2))}{row(seen("idle", 3))}'
    found = case.conform(log.replace("two\n\nlines", "two lines"), name="log.csv")
    assert [one.split()[:2] for one in found] == [["10", "final-state-left"]]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("p1,now\n", "the record has 2 cells, the header 3"),
        ("p1,now,{},4\n", "the record has 4 cells, the header 3"),
        ('p1,now,"a"b\n', "',' expected after '\"'"),
        ("p1,now,{\n", None),
    ],
)
def test_a_bad_record_is_a_finding_and_the_rest_is_judged(case: Case, bad: str, reason: str | None) -> None:
    found = case.conform(HEAD + bad + "".join(map(row, STEPS)), name="log.csv")
    assert found[0] == f"2 broken-line {reason or 'the line is no JSON'}; the rest is judged without it"
    assert found[1].startswith("5 final-state-left")


def test_an_unclosed_quote_is_told_where_it_begins(case: Case) -> None:
    found = case.conform(HEAD + row(STEPS[0]) + 'p1,now,"{\n' + row(STEPS[1]).replace('"', ""), name="log.csv")
    assert found == ["3 broken-line unexpected end of data; the rest is judged without it"]


def test_csv_in_another_encoding_is_told_line_by_line(case: Case) -> None:
    log = (HEAD + row(STEPS[1])).encode() + "ü,1,2\n".encode("latin-1") + row(STEPS[2]).encode()
    assert case.told(gzip.compress(log), name="log.csv.gz") == ["3 broken-line", "4 final-state-left"]


@pytest.mark.parametrize(
    ("head", "options", "said"),
    [
        (
            "id,time,status",
            (),
            "no column is called 'at'\n  hint: the columns are id, time, status; choose one with --at",
        ),
        (
            "id,at,statuss",
            (),
            "no column is called 'status'\n  hint: did you mean --status statuss? the columns are id, at, statuss",
        ),
        ("id,at,status", ("--id", "idd"), "no column is called 'idd'\n  hint: did you mean --id id?"),
        ("id,at,status,id", (), "two columns are called 'id'"),
        ("", (), "the log has no columns"),
    ],
)
def test_wrong_columns_are_refused_with_the_right_ones(
    case: Case, head: str, options: tuple[str, ...], said: str
) -> None:
    path = str(case.write("log.csv", f"{head}\n1,2,3\n"))
    assert said in case.refusal(path, *options)


def parquet(path: Path, query: str) -> str:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return str(path)


def test_parquet_with_json_text(case: Case) -> None:
    rows = ", ".join(f"('p1', '{one['at']}', '{json.dumps(one['status'])}')" for one in STEPS)
    path = parquet(case.root / "log.parquet", f'SELECT * FROM (VALUES {rows}) AS t(id, "at", status)')
    assert [one.split()[:2] for one in case.findings(path)] == [["3", "final-state-left"]]


def test_parquet_with_structures_and_moments(case: Case) -> None:
    def status(name: str, second: int, ink: str, tray: str, sheet: str) -> str:
        since = f"TIMESTAMPTZ '2026-01-01 00:00:0{second}.5+00'"
        return f"{{'name': '{name}', 'since': {since}, 'ink': {ink}, 'tray': {tray}, 'sheet': {sheet}}}"

    sheet = "{'sheet_id': 's1', 'pages': NULL::INTEGER}"
    steps = [
        status("idle", 0, "NULL::INTEGER", "'upper'", "NULL"),
        status("warming", 1, "NULL::INTEGER", "NULL", "NULL"),
        status("printing", 2, "NULL::INTEGER", "NULL", sheet),
        status("idle", 3, "3", "'none'", "NULL"),
    ]
    rows = ", ".join(f"(7, TIMESTAMP '2026-01-01 00:00:0{n + 1}', {text})" for n, text in enumerate(steps))
    path = parquet(case.root / "log.pq", f'SELECT * FROM (VALUES {rows}) AS t(id, "at", status)')
    assert case.findings(path) == [
        "4 value-not-in-enum /status/tray in state 'idle': expected one of \"upper\", \"lower\" or null, seen 'none'"
    ]
    assert case.findings(path, "--rule", "value-not-in-enum=off", "--strict") == []
    assert "no column is called 'when'" in case.refusal(path, "--at", "when")


def test_what_is_no_parquet_is_refused(case: Case) -> None:
    assert "the file is no Parquet" in case.refusal(str(case.write("log.parquet", "id,at\n")))
    assert "the file cannot be read" in case.refusal(str(case.write("log.parquet", b"PAR1" + b"\0" * 50)))
