"""Text of a spec inside source code: literals and comments that it cannot leave.

One filter for each context of a template of `templates/client`. What no filter has made code may
not be printed there at all, unless it is a number: `as_code` refuses it. Hidden, acting and
right-to-left characters are escapes in every literal, so that the code reads in the order in which
it runs; in comments the acting ones are shown as escapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2.exceptions import SecurityError
from markupsafe import Markup

from statebook.jsontext import json_line
from statebook.model import Json
from statebook.render.environment import make_environment, render
from statebook.render.samples import languages
from statebook.visible import visible, visible_character

WIDTH = 120
"""Columns after which a line of a comment is broken, where it has a space."""

CODE = 4
"""Spaces from which on a line is code in Markdown, and is not broken."""

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_OUTSIDE = re.compile(f"[^\\x00-\\x7f]|[{_RIGHT_TO_LEFT}]")
_QUOTES = re.compile(r'"{3,}|"+\Z')
"""Quotes that would end a docstring."""
_TURNS = re.compile(f"[{_RIGHT_TO_LEFT}]")


CLIENT_FOLDER = "client"


def code_languages(folders: list[Path]) -> dict[str, str]:
    """The languages that have a template for a client, and the extensions of their files; among two for one, the first."""
    names = [name.partition(".") for name in languages(folders, CLIENT_FOLDER)]
    return {language: extension for language, _, extension in reversed(names) if extension}


def render_code(folders: list[Path], name: str, context: Mapping[str, Any]) -> str:
    """One template of code as text, with one line feed at its end. Raises `TemplateFlaw`."""
    environment = make_environment(folders).overlay(finalize=as_code)
    environment.filters.update(code_filters())
    return render(environment, name, context).rstrip() + "\n"


def as_code(value: Any) -> Markup:
    """What a filter has made code, and numbers. Raises `SecurityError` for everything else."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Markup(value)
    raise SecurityError(f"{str(value)[:40]!r} is printed as it is: give it to a filter such as `python` or `script`")


def code_filters() -> dict[str, Callable[..., Markup]]:
    """The filters of the templates of clients, by name."""
    return {
        "python": lambda value: Markup(python(value)),
        "script": lambda value: Markup(script(value)),
        "docstring": lambda text, indent=0: Markup(docstring(str(text), indent)),
        "block_comment": lambda text, indent=0: Markup(block_comment(str(text), indent)),
        "line_comment": lambda text, mark="#", indent=0: Markup(line_comment(str(text), mark, indent)),
    }


def python(value: Json) -> str:
    """A JSON value as a Python literal; a tuple of such values as a tuple."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{python(key)}: {python(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(python(item) for item in value) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return "[" + ", ".join(python(item) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return str(value)
    return _escaped(json_line(value), lambda sign: sign.encode("unicode_escape").decode("ascii"))


def script(value: Json) -> str:
    """A JSON value as a literal of JavaScript and TypeScript; an object never sets a prototype."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"[{script(key)}]: {script(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(script(item) for item in value) + "]"
    return _escaped(json_line(value), lambda sign: f"\\u{{{ord(sign):x}}}").replace("</", "<\\/")


def _escaped(literal: str, escape: Callable[[str], str]) -> str:
    def one(match: re.Match[str]) -> str:
        sign = match[0]
        return escape(sign) if _TURNS.match(sign) or visible_character(sign) != sign else sign

    return _OUTSIDE.sub(one, literal)


def docstring(text: str, indent: int = 0) -> str:
    r"""Text as a Python docstring between triple quotes; a backslash or a quote in it means itself."""
    margin = " " * indent
    lines = [_QUOTES.sub(_quoted, line.replace("\\", "\\\\")) for line in _lines(text, indent + 3)]
    body = "\n".join(f"{margin}{line}" if line and number else line for number, line in enumerate(lines))
    return f'"""{body}\n{margin}"""' if len(lines) > 1 else f'"""{body}"""'


def _quoted(match: re.Match[str]) -> str:
    return '\\"' * len(match[0])


def block_comment(text: str, indent: int = 0) -> str:
    """Text as a comment between `/**` and `*/`, which it cannot end."""
    margin = " " * indent
    lines = [line.replace("*/", "*\\/") for line in _lines(text, indent + 3)]
    if len(lines) == 1 and not lines[0].endswith("*"):
        return f"/** {lines[0]} */"
    body = "".join(f"{margin} * {line}".rstrip() + "\n" for line in lines)
    return f"/**\n{body}{margin} */"


def line_comment(text: str, mark: str = "#", indent: int = 0) -> str:
    """Text as comments to the end of the line, each behind `mark`; the first line comes without the indent."""
    margin = " " * indent
    return f"\n{margin}".join(f"{mark} {line}".rstrip() for line in _lines(text, indent + len(mark)))


def _lines(text: str, used: int) -> list[str]:
    """The lines of a text, without what acts or hides, broken at spaces; at least one, none empty at the ends."""
    shown = [visible(line.replace("\t", "    ")).rstrip() for line in re.split(r"\r\n|\r|\n", text.strip())]
    return [piece for line in shown for piece in _broken(line, max(WIDTH - used, 40))]


def _broken(line: str, width: int) -> list[str]:
    margin = line[: len(line) - len(line.lstrip())]
    pieces: list[str] = []
    while len(line) > width and len(margin) < CODE:
        place = line.rfind(" ", len(margin) + 1, width + 1)
        if place <= len(margin):
            place = line.find(" ", width)
        if place < 0:
            break
        pieces.append(line[:place].rstrip())
        line = margin + line[place:].lstrip()
    return [*pieces, line]
