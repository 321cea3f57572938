"""How readers of the family see a piece of Markdown: the text, and every element with its attributes."""

from __future__ import annotations

import functools
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import html5lib
import markdown
import pytest
from markdown_it import MarkdownIt

_PLAIN = ["tables", "fenced_code", "attr_list", "md_in_html", "admonition", "footnotes", "abbr", "def_list", "toc"]
_PYMDOWN = [
    "tables", "attr_list", "md_in_html", "footnotes", "def_list", "pymdownx.superfences", "pymdownx.tilde", "pymdownx.caret",
    "pymdownx.mark", "pymdownx.critic", "pymdownx.details", "pymdownx.tabbed", "pymdownx.snippets", "pymdownx.magiclink",
    "pymdownx.emoji", "pymdownx.arithmatex", "pymdownx.keys", "pymdownx.blocks.admonition", "pymdownx.inlinehilite",
]  # fmt: skip
HAS_PYMDOWN = importlib.util.find_spec("pymdownx") is not None

Reader = Callable[[str], str]


@functools.cache
def _python_markdown(names: tuple[str, ...]) -> markdown.Markdown:
    return markdown.Markdown(extensions=list(names))


def plain(text: str) -> str:
    """Python-Markdown with the extensions that come with it."""
    return str(_python_markdown(tuple(_PLAIN)).reset().convert(text))


def pymdown(text: str) -> str:
    """Python-Markdown as Material sites switch it on."""
    return str(_python_markdown(tuple(_PYMDOWN)).reset().convert(text))


@functools.cache
def _commonmark() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def commonmark(text: str) -> str:
    """CommonMark with GitHub's tables and strikethrough; raw HTML is let through, as a site may."""
    return str(_commonmark().render(text))


READERS: dict[str, Reader] = {"plain": plain, "commonmark": commonmark, **({"pymdown": pymdown} if HAS_PYMDOWN else {})}


@functools.cache
def has_redcarpet() -> bool:
    ruby = shutil.which("ruby")
    return (
        ruby is not None
        and subprocess.run([ruby, "-e", 'require "redcarpet"'], check=False, capture_output=True).returncode == 0
    )


needs_redcarpet = pytest.mark.skipif(not has_redcarpet(), reason="Redcarpet is not installed")


def redcarpet(texts: list[str]) -> list[str]:
    """Redcarpet as Slate sets it up, for several texts in one go."""
    code = (
        'require "redcarpet"; require "json"; '
        "m = Redcarpet::Markdown.new(Redcarpet::Render::HTML.new, fenced_code_blocks: true, tables: true, "
        "no_intra_emphasis: true, strikethrough: true, superscript: true, highlight: true, autolink: false); "
        "puts JSON.generate(JSON.parse(STDIN.read).map { |t| m.render(t) })"
    )
    import json

    done = subprocess.run(
        ["ruby", "-Ku", "-E", "UTF-8:UTF-8", "-e", code], input=json.dumps(texts), check=True, capture_output=True, text=True,
    )  # fmt: skip
    return list(json.loads(done.stdout))


def elements(html: str) -> list[tuple[str, dict[str, str], str]]:
    """Every element of a fragment with its attributes and its text, comments as `#comment`."""
    tree = html5lib.parse(f"<!doctype html><title>x</title><body>{html}", namespaceHTMLElements=False).find("body")
    return [
        (node.tag if isinstance(node.tag, str) else "#comment", dict(node.attrib), "".join(node.itertext()))
        for node in _walk(tree)
        if node is not tree
    ]


def _walk(node: Any) -> Iterator[Any]:
    yield node
    for child in node:
        yield from _walk(child)


def words(html: str) -> str:
    """The text of a fragment with its white space collapsed, as a browser shows it."""
    spaced = re.sub(r"<br ?/?>|</(?:p|li|td|th|h\d|pre|tr)>", lambda match: match[0] + " ", html)
    tree = html5lib.parse(f"<!doctype html><title>x</title><body>{spaced}", namespaceHTMLElements=False).find("body")
    assert tree is not None
    return collapse("".join(tree.itertext()))


def collapse(text: str) -> str:
    """White space as HTML collapses it."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).strip(" ")
