"""The JSON Schema for editors and the loader say the same of every document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from jsonschema import Draft202012Validator, FormatChecker

from language_documents import Plain, Tree, as_yaml, documents, spoilt
from statebook.diagnostic import Diagnostic
from statebook.jsontext import json_text
from statebook.source.compose import compose
from statebook.source.decode import decode
from statebook.source.document.machine import SpecDocument
from statebook.source.nodes import NotJson, to_json, to_plain
from statebook.source.schema import language_schema
from statebook.source.text import SourceText

ROOT = Path(__file__).resolve().parents[1]
SPECS = sorted((ROOT / "spec").glob("*.yaml"))


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(language_schema(), format_checker=FormatChecker(["date"]))


def verdicts(text: str) -> tuple[list[str], list[Diagnostic]]:
    """What the schema and the loader have against a document."""
    source = SourceText.of("case.yaml", text)
    root, found = compose(source)
    assert root is not None, (text, found)
    assert not found, (text, found)
    _, flaws = decode(source, root, SpecDocument)
    try:
        against = [f"{error.json_path}: {error.message}" for error in validator().iter_errors(to_json(to_plain(root)))]
    except NotJson as problem:
        against = [str(problem)]
    return against, flaws


def test_the_schema_in_the_repository_is_current() -> None:
    assert (ROOT / "schema/statebook-1.schema.json").read_text(encoding="utf-8") == json_text(language_schema())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(language_schema())


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_the_specs_of_this_project_follow_it(path: Path) -> None:
    assert verdicts(path.read_text(encoding="utf-8")) == ([], [])


@settings(max_examples=60)
@given(documents)
def test_both_accept_what_the_language_allows(tree: Tree) -> None:
    text = as_yaml(tree)
    assert verdicts(text) == ([], []), text


BASE: dict[str, Any] = {"statebook": Plain("1"), "id": Plain("lamp"), "title": Plain("Lamp"), "states": {}}


def has_nothing(tree: Tree) -> bool:
    """Whether somewhere nothing, or `~`, stands: to a schema that is null, which is a legal name."""
    if isinstance(tree, Plain):
        return tree.text in ("", "~")
    return any(map(has_nothing, tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()))


@settings(max_examples=200)
@given(spoilt())
@example(({**BASE, "title": Plain("null")}, "null for text"))
@example(({**BASE, "api": Plain("null")}, "null for a mapping that may be empty"))
@example(({**BASE, "states": {"a": {"value": []}}}, "a list as the value of a state"))
@example(({**BASE, "attributes": {"a": {"type": Plain("string"), "enum": {"x": []}}}}, "a list as a description"))
@example(({**BASE, "states": {"": {}}}, "an empty id"))
@example(({**BASE, "statebook": Plain("1.0")}, "the version as a fraction"))
@example(({**BASE, "deprecated": {"since": Plain("2027-02-30")}}, "no such day"))
def test_both_refuse_what_it_does_not(case: tuple[Tree, str]) -> None:
    tree, what = case
    text = as_yaml(tree)
    against, flaws = verdicts(text)
    if flaws and not against and has_nothing(tree):
        assert {one.rule for one in flaws} == {"wrong-type"}, (what, text)
        return
    assert bool(against) == bool(flaws), (what, text, against[:3], [one.message for one in flaws[:3]])


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property that the schema describes, with its path."""
    if isinstance(schema, dict):
        for name, described in schema.get("properties", {}).items():
            yield f"{path}/{name}", described
        for key, inner in schema.items():
            yield from properties(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            yield from properties(inner, f"{path}/{index}")


def test_an_editor_has_words_for_every_key() -> None:
    found = list(properties(language_schema()))
    assert len(found) > 150
    for path, described in found:
        words = described.get("description", "")
        assert words.endswith("."), (path, words)
        assert words[0].isupper() or words[0] == "`", (path, words)
        assert 8 <= len(words) <= 260, (path, words)


def test_every_part_says_what_it_is() -> None:
    for name, part in language_schema()["$defs"].items():
        assert part.get("description", "").endswith("."), name
        assert "\n" not in part["description"], name


def test_nothing_of_python_is_left_in_it() -> None:
    text = json.dumps(language_schema())
    for word in ("extension", "except_", "from_", "list_", "Annotated", "pydantic"):
        assert word not in text, word
