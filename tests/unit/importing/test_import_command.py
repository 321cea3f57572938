"""`import`: what it reads, where it writes, and everything that it refuses."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace
from typing import Any

import pytest

from importing_folder import Importing
from statebook.importing.registry import importers

LAMP: dict[str, Any] = {
    "statebook": 1,
    "id": "lamp",
    "title": "Lamp",
    "noun": "lamp",
    "state_attribute": "status",
    "initial": [{"state": "dark"}],
    "states": [
        {"id": "dark", "value": "dark", "kind": "resting"},
        {"id": "bright", "value": "bright", "kind": "resting"},
    ],
    "transitions": [{"from": "dark", "to": "bright", "trigger": "press", "by": "client"}],
    "actions": [{"id": "press", "title": "Press", "by": "client"}],
}
TEXT = json.dumps(LAMP, indent=1)


def test_without_a_file_the_formats_are_listed(folder: Importing) -> None:
    assert folder.run("import") == 0
    assert [line.split()[0] for line in folder.shown.splitlines() if line[0] != " "] == list(importers())


def test_the_spec_stands_where_the_project_looks_for_specs(folder: Importing) -> None:
    folder.write("statebook.yml", "specs: machines/*.yml\n")
    folder.take("lamp.json", TEXT)
    assert (folder.root / "machines/lamp.yml").is_file()
    folder.builds()


def test_out_names_the_file_and_machine_the_id(folder: Importing) -> None:
    folder.write("a.json", TEXT)
    assert folder.run("import", "a.json", "--out", "x/y.yaml", "--machine", "Desk.Lamp") == 0
    assert "id: Desk.Lamp" in folder.read("x/y.yaml")
    assert "does not see it there" in folder.said
    assert folder.run("import", "a.json", "--out", "-", "-q") == 0
    assert folder.shown.startswith("# Imported from a.json (json).\nstatebook: 1\n")
    assert folder.run("import", "a.json", "--machine", "a/b") == 2


def test_nothing_is_overwritten_unless_it_is_asked_for(folder: Importing) -> None:
    folder.take("lamp.json", TEXT)
    folder.write("spec/lamp.yaml", "mine")
    assert folder.run("import", "lamp.json") == 2
    assert "is there already" in folder.said and "--force" in folder.said
    assert folder.read("spec/lamp.yaml") == "mine"
    assert folder.run("import", "lamp.json", "--force") == 0
    assert folder.machine().id == "lamp"


def test_a_machine_whose_id_is_taken_is_refused(folder: Importing) -> None:
    folder.take("lamp.json", TEXT)
    assert folder.run("import", "lamp.json", "--out", "spec/other.yaml") == 2
    assert "is the id of" in folder.said
    assert not (folder.root / "spec/other.yaml").exists()


def test_standard_input_is_read(folder: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    assert folder.run("import", "-") == 0, folder.said
    assert folder.machine().id == "lamp"


def test_the_report_has_the_formats_of_all_reports(folder: Importing) -> None:
    rest = {**LAMP, "actions": [{"id": "press", "title": "Press", "starts": "job"}]}
    folder.write("a.json", json.dumps(rest, indent=1))
    assert folder.run("import", "a.json", "-f", "json", "-o", "report.json") == 0
    report = json.loads(folder.read("report.json"))
    assert [(one["rule"], one["severity"], one["line"]) for one in report["diagnostics"]] == [
        ("not-carried-over", "info", folder.read("a.json").split('"starts"')[0].count("\n") + 1)
    ]
    assert "the project has no such machine" in report["diagnostics"][0]["hint"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT[:-40], "a.json:"),
        ("", "a.json"),
        ("{" * 100, "a.json"),
        ("hello", "recognised"),
        (b"\xff\xfe{", "UTF-8"),
        (b"{\x00}", "NUL"),
        (json.dumps({**LAMP, "statebook": 2}), "a.json:1:1"),
        (json.dumps({**LAMP, "states": []}), "no state is called 'dark'"),
        (json.dumps({**LAMP, "states": [], "initial": [], "transitions": []}), "no state was found"),
        (json.dumps({**LAMP, "states": [1]}), "a state is an object"),
        (json.dumps({**LAMP, "states": [{"id": []}]}), "is text"),
        (json.dumps({**LAMP, "states": [*LAMP["states"], {"id": "a\nb"}]}), "control character"),
        (json.dumps({**LAMP, "actions": []}), "no action or event is called"),
    ],
)
def test_bad_files_are_refused_with_their_place(content: str | bytes, said: str, folder: Importing) -> None:
    kind = () if said == "recognised" else ("--from", "json")
    assert said in folder.refuses("a.json", content, *kind)


def test_what_cannot_be_read_is_refused(folder: Importing) -> None:
    for name in ("nowhere.md", "."):
        assert folder.run("import", str(folder.root / name)) == 2
    folder.write("big.json", b'{"a": "' + b"x" * (9 * 1024 * 1024))
    assert folder.run("import", "big.json", "--from", "json") == 2
    assert "larger than 8 MiB" in folder.said
    assert folder.run("import", "big.json", "--from", "jsn") == 2
    assert "did you mean 'json'?" in folder.said
    folder.write("a.json", TEXT)
    assert folder.run("import", "a.json", "--nothing", "x") == 2
    assert folder.run("import", "a.json", "--out", "a.json/b.yaml") == 2


@pytest.mark.parametrize(("text", "place"), [('{"states": {"a": ', "1:18"), ('[{"id": 1},\n {"id" 2}]', "2:8")])
def test_json_of_no_known_format_that_breaks_off_is_told_with_its_place(
    text: str, place: str, folder: Importing
) -> None:
    said = folder.refuses("cut.json", text)
    assert f"cut.json:{place}: error[unusable-original] this is no JSON" in said
