"""The templates that pages are made by, and what each may ask."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from functools import cached_property
from typing import Any

import statebook.model
import statebook.render
from statebook.catalogue.book import Page
from statebook.catalogue.markdown import Markdown, cell, own
from statebook.catalogue.shipped import Comment, comments
from statebook.render.environment import filters
from statebook.render.escape import code_span
from statebook.render.markdown import Writer

NAME = "templates"
TITLE = "Templates"
ENTRANCE = "templates.md"

_CLASS = re.compile(r"\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Variable:
    """A class that templates ask: its documented attributes as rows, and the names of the others."""

    name: str
    meaning: Markdown
    rows: tuple[tuple[Markdown, Markdown], ...]
    others: Markdown


def pages() -> Iterator[Page]:
    """One page."""
    said = comments()
    view = {
        "templates": [_row(name, comment) for name, comment in said.items()],
        "filters": own(_listed(sorted(filters(Writer({}))))),
        "variables": [_variable(one) for one in asked(said)],
    }
    yield Page(ENTRANCE, "templates.md.j2", view, "statebook.templates, render")


def asked(said: dict[str, Comment]) -> list[type]:
    """The classes that the comments name, each once, in the order in which they are met."""
    known = _classes()
    names = [name for comment in said.values() for name in _CLASS.findall(comment.variables)]
    return [known[name] for name in dict.fromkeys(names) if name in known]


def _row(name: str, comment: Comment) -> dict[str, Any]:
    return {
        "name": name,
        "says": cell(comment.summary),
        "variables": own(_linked(comment.variables)),
        "blocks": own(_listed(comment.blocks.split(", ") if comment.blocks else [])),
        "macros": cell(comment.macros),
    }


def _linked(variables: str) -> str:
    known = _classes()

    def link(found: re.Match[str]) -> str:
        return f"([{found[1]}](#{found[1].lower()}))" if found[1] in known else found[0]

    return _CLASS.sub(link, variables)


def _listed(names: list[str]) -> str:
    return ", ".join(code_span(name, in_cell=True) for name in names)


def _classes() -> dict[str, type]:
    """The classes of the packages whose objects templates see, by name."""
    modules = [
        importlib.import_module(f"{package.__name__}.{one.name}")
        for package in (statebook.model, statebook.render)
        for one in pkgutil.iter_modules(package.__path__)
    ]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__
    }


def _variable(kind: type) -> Variable:
    said: dict[str, str] = {}
    for name, member in _members(kind).items():
        shown = f"{name}()" if inspect.isfunction(member) else name
        said[shown] = (inspect.getdoc(member) or "").partition("\n\n")[0]
    others = [name for name in _plain_attributes(kind) if name not in said]
    return Variable(
        kind.__name__,
        own(" ".join((inspect.getdoc(kind) or "").partition("\n\n")[0].split())),
        tuple((own(code_span(name, in_cell=True)), cell(text)) for name, text in said.items()),
        own(_listed(others)),
    )


def _members(kind: type) -> dict[str, Any]:
    """The documented members: properties and methods, those of the bases first."""
    own_first = [item for one in reversed(kind.__mro__[:-1]) for item in vars(one).items()]
    return {
        name: member
        for name, member in own_first
        if not name.startswith("_") and (isinstance(member, property | cached_property) or inspect.isfunction(member))
    }


def _plain_attributes(kind: type) -> list[str]:
    """The attributes that an object simply has: fields, and what its maker sets."""
    if is_dataclass(kind):
        return [name for name in kind.__dataclass_fields__ if not name.startswith("_")]
    found: dict[str, None] = {}
    for one in reversed(kind.__mro__[:-1]):
        maker = vars(one).get("__init__")
        tree = ast.parse(textwrap.dedent(inspect.getsource(maker))) if maker is not None else ast.Module([], [])
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and not node.attr.startswith("_"):
                found[node.attr] = None
    return list(found)
