"""The same observations asked by the command and by the statement for a warehouse."""

from __future__ import annotations

import json
import random
from typing import Any

from conform_case import Case, lines, moment

Row = tuple[str | None, str | None, str | None]
FINDINGS = list[tuple[str, int, str]]
STATES = ("idle", "warming", "printing", "scrapped", "testing", "jammed", "idel", 5, None)


def odd_log(seed: int, size: int = 60) -> list[Row]:
    """Rows of a table: mostly a walk, with every kind of flaw in between. No two rows share resource and time."""
    chance = random.Random(seed)
    rows: list[Row] = []
    second, state, since = 0.0, "idle", 0.0
    ways = {"idle": ["warming", "scrapped"], "warming": ["printing"], "printing": ["idle"]}
    for _ in range(size):
        second += 1 + chance.randrange(40)
        if chance.random() < 0.6:
            state, since = chance.choice(ways.get(state, ["idle"])), second - chance.choice([0, 1, 1, 30, 90])
        status: dict[str, Any] = {"name": state, "since": moment(max(since, 0))}
        status |= {"tray": chance.choice(["upper", "lower", None, "side"])} if state == "idle" else {}
        status |= (
            {"sheet": chance.choice([{"sheet_id": "s"}, {"sheet_id": "s", "pages": 2}, {}, None])}
            if state == "printing"
            else {}
        )
        status |= {
            chance.choice(["ink", "colour", "odd key", "ünïcode"]): chance.choice(
                [1, 2.5, True, "x", None, [], {"a": 1}]
            )
        }
        if chance.random() < 0.1:
            status["name"] = chance.choice(STATES)
        if chance.random() < 0.1:
            status.pop(chance.choice(list(status)))
        if chance.random() < 0.05:
            status["since"] = chance.choice(["never", 5, None, "2026-01-01T01:00:00+01:00"])
        text = json.dumps(status, ensure_ascii=chance.random() < 0.5)
        if chance.random() < 0.05:
            text = chance.choice(["{", "[]", "", "nothing"])
        name = chance.choice(["a", "b", 'it\'s \\ "c"'])
        rows.append((name, moment(second), None if chance.random() < 0.02 else text))
    return rows


def by_command(case: Case, rows: list[Row], *options: str) -> FINDINGS:
    """Resource, which of its observations, and rule; a text that is no JSON is a broken line there too."""
    log = []
    for name, at, status in rows:
        try:
            json.loads(status or "?")
        except ValueError:
            log.append("{broken")
        else:
            log.append(f'{{"id": {json.dumps(name)}, "at": {json.dumps(at)}, "status": {status}}}')
    times: dict[str | None, int] = {}
    places = []
    for name, _, _ in rows:
        times[name] = times.get(name, 0) + 1
        places.append((str(name), times[name]))
    found = [one.split() for one in case.findings(str(case.write("log.jsonl", lines(log))), *options)]
    return sorted((*places[int(line) - 1], rule) for line, rule, *_ in found)


def statement(case: Case, engine: str, *options: str) -> str:
    """What `--sql` prints."""
    assert (
        case.run("conform", "--sql", engine, "--table", "main.log", "--id", "resource", "--status", "body", *options)
        == 0
    )
    return case.shown


def numbered(found: list[tuple[Any, ...]]) -> FINDINGS:
    """The same of each finding of the statement."""
    return sorted((row[0][1:-1], row[1], row[3]) for row in found)
