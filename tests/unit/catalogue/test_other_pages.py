"""Commands, settings, keys, formats and templates: everything that a registry knows has its entry, nothing else has."""

from __future__ import annotations

import argparse
import html
import re
from pathlib import Path
from typing import Any

import pytest
from reference import fences, pages, rows, section, titles

from statebook.anchors import slug
from statebook.catalogue.book import chapters
from statebook.catalogue.keys import all_documents
from statebook.catalogue.language import sections
from statebook.catalogue.shipped import Comment, comment_of, comments
from statebook.catalogue.templates import asked
from statebook.commands.registry import commands, shared_options
from statebook.diagram.engines import ENGINES
from statebook.export.format import formats as export_formats
from statebook.render.environment import filters, shipped_templates
from statebook.render.markdown import Writer
from statebook.render.samples import languages
from statebook.report.registry import formats as report_formats
from statebook.review.registry import formats as review_formats
from statebook.source.compose import compose
from statebook.source.decode import decode
from statebook.source.document.machine import SpecDocument
from statebook.source.nodes import MappingNode, SequenceNode
from statebook.source.schema import language_schema
from statebook.source.settings import Settings
from statebook.source.text import SourceText


def test_the_index_names_every_chapter() -> None:
    index = pages()["index.md"]
    assert re.findall(r"(?m)^\* \[(.+?)\]\((.+?)\): (.+)$", index) == [
        (one.title, one.entrance, one.summary) for one in chapters().values()
    ]
    assert {one.entrance for one in chapters().values()} <= set(pages())


def parser_of(module: Any) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    module.configure(parser)
    return parser


def test_every_command_has_its_section_and_nothing_else_has() -> None:
    page = pages()["commands.md"]
    assert titles(page) == ["Exit codes", "Options of every command", *commands()]


@pytest.mark.parametrize("name", list(commands()))
def test_every_option_has_its_row(name: str) -> None:
    text = section(pages()["commands.md"], name)
    actions = parser_of(commands()[name])._actions
    listed = re.findall(r"(?m)^(.+?) \| (?!Means)", text)[1 if actions else 0 :]
    assert len(listed) == len(actions)
    for cell, one in zip(listed, actions, strict=True):
        shown = html.unescape(re.sub(r"</?code>|`|<br>", " ", cell)).split()
        for form in one.option_strings or [str(one.metavar or one.dest)]:
            assert form in shown or f"[{form}]" in shown or f"[{form}" in shown, (form, cell)
    usage = " ".join(fences(text, "text")[0].split())
    assert usage.startswith(f"statebook {name}")
    for one in actions:
        assert (max(one.option_strings, key=len) if one.option_strings else str(one.metavar or one.dest)) in usage


def test_the_options_of_every_command_are_said_once() -> None:
    page = pages()["commands.md"]
    text = section(page, "Options of every command")
    for one in shared_options()._actions:
        for form in one.option_strings:
            assert f"`{form}" in text
            assert page.count(f"`{form}`") <= 1


def keys(schema: dict[str, Any]) -> list[str]:
    mapping = next(one for one in (schema, *schema.get("anyOf", ())) if "properties" in one)
    return list(mapping["properties"])


def test_every_key_of_the_language_has_its_row() -> None:
    schema = language_schema()
    kinds = {SpecDocument.__name__: schema, **schema["$defs"]}
    page = pages()["language.md"]
    assert titles(page) == ["Values", *(one.title for one in sections())]
    assert len(sections()) == len(kinds)
    found = sorted((rows(section(page, one.title)) for one in sections()), key=str)
    assert found == sorted((keys(one) for one in kinds.values()), key=str)


def test_every_key_says_what_it_takes_and_means() -> None:
    for one in sections():
        for key in one.keys:
            assert key.form, key.name
            assert not re.search(r"string|Document|\bobject\b|\bmapping$", re.sub("`[^`]*`", "", key.form)), key.form
            assert key.says.endswith("."), key.says


@pytest.mark.parametrize("part", sections(), ids=lambda one: one.title)
def test_the_example_of_a_section_is_one(part: Any) -> None:
    text = fences(f"\n{part.example}\n", "yaml")[0] + "\n"
    source = SourceText.of("example.yaml", text)
    node, flaws = compose(source)
    assert not flaws
    assert isinstance(node, MappingNode)
    if part.title == "The file":
        assert decode(source, node, SpecDocument)[1] == []
        return
    assert list(node.pairs) == [part.title]
    kind = next(one for one in all_documents().values() if (one.__doc__ or "").strip() == part.meaning)
    value = node.pairs[part.title][1]
    by_id = any(key.name == part.title and "mapping of ids" in key.form for one in sections() for key in one.keys)
    if isinstance(value, SequenceNode):
        inner = list(value.items)
    else:
        inner = [pair[1] for pair in value.pairs.values()] if by_id and isinstance(value, MappingNode) else [value]
    assert inner
    for one in inner:
        assert decode(source, one, kind)[1] == []


def test_examples_of_the_language_belong_to_its_sections() -> None:
    folder = shipped_templates() / "catalogue/language"
    assert {path.stem for path in folder.iterdir()} == {slug(one.title) for one in sections()}


def test_every_setting_has_its_row() -> None:
    schema = Settings.model_json_schema(by_alias=True)
    page = pages()["settings.md"]
    assert rows(page.partition("\n## ")[0]) == list(schema["properties"])
    for title in titles(page):
        inner = schema["properties"][title]["$ref"].rsplit("/", 1)[1]
        assert rows(section(page, title)) == list(schema["$defs"][inner]["properties"])
    assert len(titles(page)) == len(schema["$defs"])


def test_every_format_engine_and_language_has_its_row() -> None:
    page = pages()["formats.md"]
    assert rows(section(page, "Report formats")) == list(report_formats())
    assert rows(section(page, "Review formats")) == list(review_formats())
    assert rows(section(page, "Export formats")) == list(export_formats())
    assert re.findall(r"`([\w-]+)`(?= \(the default\)|, |\.\n)", section(page, "Diagram engines")) == list(ENGINES)
    assert rows(section(page, "Sample languages")) == list(languages([shipped_templates()]))


def test_every_template_and_what_it_may_ask_has_its_entry() -> None:
    page = pages()["templates.md"]
    folder = shipped_templates()
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.j2")}
    assert set(rows(page.partition("\n## ")[0])) == {one for one in there if not one.startswith("catalogue/")}
    assert titles(page) == [one.__name__ for one in asked(comments())]
    for name in filters(Writer({})):
        assert f"`{name}`" in page


def test_every_class_that_a_template_names_is_one() -> None:
    named = {name for one in comments().values() for name in re.findall(r"\((\w+)\)", one.variables)}
    assert named == {one.__name__ for one in asked(comments())}


def test_every_template_begins_with_a_comment_that_says_what_it_is() -> None:
    assert [name for name, one in comments().items() if not one.summary] == []
    assert comment_of("# {{ page.title }}\n").summary == ""
    whole = "{#- What it is. Variables: page (PageView), a.\n   Blocks: top, end. -#}\n{# More. #}"
    assert comment_of(whole) == Comment("What it is.", "page (PageView), a", "top, end")


def test_every_variable_has_a_meaning() -> None:
    page = pages()["templates.md"]
    for line in page.splitlines():
        assert not re.fullmatch(r"`[^`]+` \| ?", line), line


ANCHOR = re.compile(r'<a id="([^"]+)">')
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


def anchors(text: str) -> set[str]:
    outside = re.sub(r"(?ms)^(`{3,}).*?^\1$", "", text)
    return {slug(one.replace("`", "")) for one in re.findall(r"(?m)^#+ (.+)$", outside)}


def test_every_link_leads_somewhere() -> None:
    broken = []
    for path, text in pages().items():
        for target, anchor in LINK.findall(re.sub(r"(?ms)^(`{3,}).*?^\1$", "", text)):
            place = (Path("/") / path).parent / target if target else Path("/") / path
            name = place.resolve().as_posix().removeprefix("/")
            if name not in pages() or (anchor and anchor not in anchors(pages()[name])):
                broken.append(f"{path}: {target}#{anchor}")
    assert broken == []
