"""What stands inside values: arrays, maps, unions, expandable attributes, patterns."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conform_case import Case
from statebook.conform.usual import usual
from statebook.examples.schemas import state_schema
from statebook.source.load import load_project

BOX = """
statebook: 1
id: box
title: Box
state_attribute: name
openness: closed
objects:
  part:
    title: Part
    identifier: part_id
    attributes:
      part_id: {type: string}
      size: {type: integer, required: false}
      tags: {type: "array<string>", required: false}
  owner:
    title: Owner
    identifier: owner_id
    attributes:
      owner_id: {type: string}
      names: {type: "map<string | null>"}
attributes:
  sizes: {type: "array<integer>", required: false}
  words: {type: "array<string>", enum: [small, large], required: false}
  code: {type: string, pattern: "^[A-Z]{2}-[0-9]+$", required: false}
  codes: {type: "array<string>", pattern: "^[a-z]+$", required: false}
  prices: {type: "map<number>", nullable: true, required: false}
  either: {type: "integer | array<part>", required: false}
  deep: {type: "array<map<boolean | null>>", required: false}
  place: {type: part, required: false}
  owner: {type: owner, expandable: true, required: false}
  before: {type: "array<state>", required: false}
states:
  open: {kind: resting}
  shut: {kind: resting, attributes: {lock: {type: "array<part>"}}}
transitions: []
"""
LOCK = [{"part_id": "p"}]


@pytest.fixture
def box(tmp_path: Path) -> Case:
    return Case(tmp_path, BOX)


def seen(state: str = "open", **more: Any) -> dict[str, Any]:
    own = {"lock": LOCK} if state == "shut" else {}
    return {"id": "b", "status": {"name": state, **own, **more}}


@pytest.mark.parametrize(
    ("more", "finding"),
    [
        ({"sizes": [1, "2"]}, "wrong-type /status/sizes/1 in state 'open': expected integer, seen '2'"),
        ({"sizes": [1, None]}, "null-not-allowed /status/sizes/1 in state 'open': expected integer, seen null"),
        ({"sizes": [True]}, "wrong-type /status/sizes/0 in state 'open': expected integer, seen true"),
        ({"words": ["small", "lage"]}, 'value-not-in-enum /status/words/1 in state \'open\': expected one of "small", "large", seen \'lage\''),
        ({"code": "AB12"}, "wrong-type /status/code in state 'open': expected text that matches ^[A-Z]{2}-[0-9]+$, seen 'AB12'"),
        ({"code": "\n\nAB-12"}, "wrong-type /status/code in state 'open': expected text that matches ^[A-Z]{2}-[0-9]+$, seen '\\n\\nAB-12'"),
        ({"codes": ["ab", "A"]}, "wrong-type /status/codes/1 in state 'open': expected text that matches ^[a-z]+$, seen 'A'"),
        ({"prices": {"a": 1.5, "b/c": "2"}}, "wrong-type /status/prices/b~1c in state 'open': expected number, seen '2'"),
        ({"either": [{"part_id": "p", "size": "5"}]}, "wrong-type /status/either/0/size in state 'open': expected integer, seen '5'"),
        ({"either": [{}]}, "missing-attribute /status/either/0/part_id in state 'open': expected a value, seen nothing"),
        ({"deep": [{"x": None}, {"x": 0}]}, "wrong-type /status/deep/1/x in state 'open': expected boolean or null, seen 0"),
        ({"place": {"part_id": "p", "tags": ["a", 1]}}, "wrong-type /status/place/tags/1 in state 'open': expected string, seen 1"),
        ({"before": ["open", "oben"]}, 'value-not-in-enum /status/before/1 in state \'open\': expected one of "open", "shut", seen \'oben\''),
    ],
)  # fmt: skip
def test_a_fault_inside_is_told_at_its_path(box: Case, more: dict[str, Any], finding: str) -> None:
    assert box.conform([seen(), seen(**more)], "--at", "") == [f"2 {finding}"]


@pytest.mark.parametrize(
    "more",
    [
        {"sizes": []},
        {"sizes": [1, 2.0]},
        {"words": ["large"]},
        {"code": "AB-1"},
        {"prices": {}},
        {"prices": None},
        {"prices": {"a": 1, "b": 1.5}},
        {"either": 5},
        {"either": [{"size": 3, "part_id": "\\u0041", "more": True}]},
        {"deep": [{"x": True, "y": None}, {}]},
        {"owner": {"owner_id": "o"}},
        {"owner": {"owner_id": "o", "names": {"de": "Karl", "fr": None}}},
        {"before": ["open", "shut"]},
    ],
)
def test_what_the_spec_allows_inside_is_no_finding(box: Case, more: dict[str, Any]) -> None:
    assert box.conform([seen(**more)], "--at", "") == []


def test_an_expandable_attribute_has_to_be_one_of_its_forms(box: Case) -> None:
    (found,) = box.told([seen(owner={"owner_id": "o", "names": {"de": 5}})], "--at", "")
    assert found == "1 wrong-type"


def test_a_value_is_judged_in_the_states_that_have_it_alone(box: Case) -> None:
    log = [seen(lock=[5]), {**seen("shut", lock=[{"part_id": 5}]), "id": "c"}]
    assert box.told(log, "--at", "") == ["2 wrong-type"]


def test_the_statement_for_a_warehouse_says_what_it_leaves_to_the_command(box: Case) -> None:
    assert box.run("conform", "--sql", "duckdb") == 0
    (line,) = [one for one in box.shown.splitlines() if one.startswith("-- Contents")]
    assert line.startswith("-- Contents and patterns are left to the command: /sizes, /words, /code, /codes")
    assert "/place/tags" in line
    assert "/place," not in line


def test_equal_faults_are_all_counted_and_the_first_are_told(box: Case) -> None:
    log = [{**seen(sizes=["x"]), "id": str(number)} for number in range(250)]
    assert box.told(log, "--at", "") == [f"{number} wrong-type" for number in range(1, 201)]
    assert "250 findings, of which the first of each kind are told: 200" in box.said


def test_a_fault_has_one_fingerprint_wherever_it_stands_in_a_list(box: Case) -> None:
    path = box.write("log.jsonl", "".join(f"{json.dumps(seen(sizes=sizes))}\n" for sizes in (["x"], [1, 2, "y"])))
    box.run("conform", str(path), "--at", "", "-f", "sarif")
    (run,) = json.loads(box.shown)["runs"]
    pointers = [one["properties"]["path"] for one in run["results"]]
    assert pointers == ["/status/sizes/0", "/status/sizes/2"]


def test_a_value_deeper_than_a_reader_goes_is_a_finding_and_no_crash(box: Case) -> None:
    nested = "[" * 900 + "]" * 900
    log = f'{{"id": "b", "status": {{"name": "open", "deep": {nested}}}}}\n'
    assert box.told(log, "--at", "") == ["1 wrong-type"]


TEXTS = st.sampled_from(["", "small", "large", "open", "AB-1", "ab", "é", 'q"\\', "p\n"])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, 2.0, 1e300]), TEXTS)
KEYS = st.sampled_from(["part_id", "size", "tags", "owner_id", "names", "x"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)
NAMES = ["sizes", "words", "code", "codes", "prices", "either", "deep", "place", "owner", "before", "lock"]
BODIES = st.tuples(st.sampled_from(["open", "shut"]), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3))


@settings(max_examples=25, deadline=None)
@given(bodies=st.lists(BODIES, min_size=20, max_size=40))
def test_a_line_has_a_finding_where_the_json_schema_refuses_its_object(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[tuple[str, dict[str, Any]]]
) -> None:
    case = Case(tmp_path_factory.mktemp("box"), BOX)
    project = load_project(case.root)[0].machines
    validators = {
        state: jsonschema.Draft202012Validator(state_schema(project, project["box"], state))
        for state in ("open", "shut")
    }
    statuses = [{**(seen(state)["status"] if len(more) % 2 else {"name": state}), **more} for state, more in bodies]
    log = [{"id": number, "status": status} for number, status in enumerate(statuses)]
    refused = {line for line, status in enumerate(statuses, 1) if not validators[status["name"]].is_valid(status)}
    assert {int(one.split()[0]) for one in case.told(log, "--at", "")} == refused


@settings(max_examples=300)
@given(value=VALUES, name=st.sampled_from(NAMES[:-1]))
def test_no_wrong_value_looks_as_usual(value: Any, name: str, box_schema: dict[str, Any]) -> None:
    schema = box_schema["properties"][name]
    expression = usual(schema, box_schema["$defs"])
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    if expression and re.search(expression, text):
        whole = {**schema, "$defs": box_schema["$defs"]}
        assert jsonschema.Draft202012Validator(whole).is_valid(value), (text, expression)


@pytest.fixture(scope="module")
def box_schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    case = Case(tmp_path_factory.mktemp("schema"), BOX)
    project = load_project(case.root)[0].machines
    return state_schema(project, project["box"], "open")


def test_the_usual_form_of_a_value_is_known(box_schema: dict[str, Any]) -> None:
    def is_usual(name: str, value: Any) -> bool:
        expression = usual(box_schema["properties"][name], box_schema["$defs"])
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        return bool(expression and re.search(expression, text))

    assert is_usual("owner", {"owner_id": "o-1"})
    assert is_usual("sizes", [1, 20])
    assert is_usual("either", [{"part_id": "p", "size": 5}])
    assert is_usual("prices", {"a": 1.5})
    assert not is_usual("sizes", [1, None])
    assert not is_usual("owner", {"owner_id": 5})
