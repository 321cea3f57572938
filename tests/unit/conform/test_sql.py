"""The statement for a warehouse gives the verdicts of the command."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
import sqlglot

from conform_case import PRINTER, Case, moment
from conform_sql import Row, by_command, numbered, odd_log, statement
from statebook.conform.dialects.registry import dialects


def ask(text: str, rows: list[Row]) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute('CREATE TABLE log (resource VARCHAR, "at" VARCHAR, body VARCHAR)')
        connection.executemany("INSERT INTO log VALUES (?, ?, ?)", rows)
        return connection.execute(text).fetchall()


@pytest.mark.parametrize("options", [(), ("--mode", "events"), ("--may-miss", "any", "--skew", "5"), ("--strict",)])
@pytest.mark.parametrize("seed", range(6))
def test_the_duckdb_text_says_what_the_command_says(case: Case, seed: int, options: tuple[str, ...]) -> None:
    rows = odd_log(seed)
    wanted = by_command(case, rows, *options)
    assert numbered(ask(statement(case, "duckdb", *options), rows)) == wanted
    assert len({rule for *_, rule in wanted}) >= 5


def test_the_rows_of_the_result_say_which_observation_of_which_resource(case: Case) -> None:
    rows = [("a", moment(2), '{"name": "jammed"}'), ("b", None, '{"name": "jam"}'), ("a", moment(1), "{}")]
    assert ask(statement(case, "duckdb"), rows) == [
        ('"a"', 1, 1767225601000000, "missing-attribute", "/name", None),
        ('"a"', 2, 1767225602000000, "unknown-state", "/name", '"jammed"'),
        ('"b"', 1, None, "unknown-state", "/name", '"jam"'),
    ]


HOSTILE = ["it's", 'a "b"', "back\\slash", "c:\\temp\\", "line\nbreak", "tab\tand\x01", "'; DROP TABLE log; --", "`x`", "{{y}}", "${z}", "é\u2028😀", "%s", "null", "a.b[0]"]  # fmt: skip


NAMES = [f"{number} {''.join(sign for sign in name if sign.isprintable())}" for number, name in enumerate(HOSTILE)]


def hostile_spec() -> str:
    def told(text: str) -> str:
        return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028")

    states = ", ".join(
        f"{told(NAMES[number])}: {{kind: resting, value: {told(name)}, attributes: {{{told(f'k {number}')}: {{type: string, enum: [{told(name)}]}}}}}}"
        for number, name in enumerate(HOSTILE)
    )
    return (
        "statebook: 1\nid: h\ntitle: H\nstate_attribute: name\nopenness: closed\nevents: {go: {by: system}}\n"
        f"states: {{{states}}}\ntransitions: [{{from: {told(NAMES[0])}, to: {told(NAMES[1])}, trigger: go}}]\n"
    )


def hostile_rows() -> list[Row]:
    return [
        (str(number), "2026-01-01T00:00:00Z", json.dumps({"name": name, f"k {number}": name}))
        for number, name in enumerate(HOSTILE)
    ]


def test_hostile_states_are_found_as_they_are(tmp_path: Path) -> None:
    case = Case(tmp_path, hostile_spec())
    assert ask(statement(case, "duckdb"), hostile_rows()) == []
    assert by_command(case, hostile_rows()) == []
    rows = [(*row[:2], row[2].replace("name", "nome")) for row in hostile_rows() if row[2]]
    assert by_command(case, rows) == sorted((str(n), 1, "missing-attribute") for n in range(len(HOSTILE)))


@pytest.mark.parametrize("strict", [(), ("--strict",)])
@pytest.mark.parametrize("engine", dialects())
def test_every_engine_can_parse_its_text(tmp_path: Path, engine: str, strict: tuple[str, ...]) -> None:
    for name, spec in (("hostile", hostile_spec()), ("printer", PRINTER)):
        text = statement(Case(tmp_path / name, spec), engine, *strict)
        parsed = sqlglot.parse(text, dialect=engine)
        (tree,) = [one for one in parsed if one is not None]
        names = {one.name for one in tree.find_all(sqlglot.exp.Table)}
        assert "log" in names
        literals = {one.this for one in tree.find_all(sqlglot.exp.Literal) if one.is_string}
        if name == "hostile":
            assert literals >= {json.dumps(one, ensure_ascii=False) for one in HOSTILE}


@pytest.mark.parametrize("engine", dialects())
def test_the_text_says_what_it_is_and_is_the_same_every_time(case: Case, engine: str) -> None:
    text = statement(case, engine)
    assert text.startswith("-- Observations held against the machine printer, read as polls.\n--   broken-line: ")
    assert text.endswith("ORDER BY id, line, rule, path;\n")
    assert text == statement(case, engine)


def test_every_engine_of_the_help_is_there() -> None:
    from statebook.commands.conform import DIALECTS

    assert tuple(dialects()) == DIALECTS
