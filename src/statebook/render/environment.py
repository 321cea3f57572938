"""The template environment: sandboxed, strict, and escaping by default.

A template prints Markdown. Whatever it prints that no filter has made Markdown is escaped as plain
text: an author's text can reach the page as markup only through `block` or `cell`, which write it
anew. Templates of the project shadow the shipped ones by name.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError, UndefinedError
from markupsafe import Markup

from statebook.examples.project import NoExample
from statebook.jsontext import json_line, json_text
from statebook.model import Json
from statebook.render.escape import code_span, fence, html_text, visible
from statebook.render.loader import FolderLoader, TemplateFlaw
from statebook.render.markdown import Writer
from statebook.render.sandbox import Sandbox, as_markdown

TEMPLATES_PACKAGE = "statebook.templates"


def shipped_templates() -> Path:
    """The folder of the templates that come with Statebook."""
    with as_file(files(TEMPLATES_PACKAGE)) as folder:
        return Path(folder)


def template_folders(root: Path, own: str) -> list[Path]:
    """Where templates are looked for, first match wins: the project's folder, then the shipped ones.

    A folder that is a link out of the project is not looked into.
    """
    folder = (root / own).resolve()
    inside = folder.is_dir() and folder.is_relative_to(root.resolve())
    return [*([folder] if inside else []), shipped_templates()]


class _Compiled(BytecodeCache):
    """Compiled templates, in this process alone: every machine's page is made by the same ones.

    Never on disk: a cache folder may come with a pull request, and compiled code would be run.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def make_environment(folders: list[Path], writer: Writer | None = None) -> Sandbox:
    """An environment for one page. `writer` prints the author's Markdown; samples need none."""
    environment = Sandbox(
        loader=FolderLoader(folders),
        autoescape=True,
        finalize=as_markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    environment.filters.update(filters(writer))
    return environment


def filters(writer: Writer | None) -> dict[str, Callable[..., Markup]]:
    """One filter for each context of a template; each returns Markdown or code that is safe there."""
    found: dict[str, Callable[..., Markup]] = {
        "code": lambda text: Markup(code_span(str(text))),
        "code_cell": lambda text: Markup(code_span(str(text), in_cell=True)),
        "comment": lambda text: Markup(comment_text(str(text))),
        "html": lambda text: Markup(html_text(str(text))),
        "fence": lambda text, language="": Markup(fence(str(text), language)),
        "json": lambda value: Markup(json_text(value).rstrip("\n")),
        "json_line": lambda value: Markup(json_line(value)),
        "shell": lambda text: Markup(shlex.quote(visible(str(text)))),
        "python": lambda value: Markup(python_literal(value)),
        "javascript": lambda value: Markup(javascript_literal(value)),
        "tojson": lambda value: Markup(json_line(value)),
        "source": lambda text: Markup(str(text)),
    }
    if writer is not None:
        found["block"] = lambda text: Markup(writer.block(str(text)))
        found["cell"] = lambda text: Markup(writer.cell(str(text)))
    return found


def comment_text(text: str) -> str:
    """Text inside an HTML comment, which it cannot end."""
    return re.sub(r"-(?=-)", "- ", visible(text).replace("\n", " ")).replace("<", "(").replace(">", ")")


def python_literal(value: Json) -> str:
    """A JSON value as Python source, with double quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json_line(key)}: {python_literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(python_literal(item) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return str(value)
    return json_line(value)


def javascript_literal(value: Json) -> str:
    """A JSON value as JavaScript source. A key `__proto__` stands in brackets: bare, it would set the prototype."""
    if isinstance(value, dict):
        names = {key: '["__proto__"]' if key == "__proto__" else _script(key) for key in value}
        return "{" + ", ".join(f"{names[key]}: {javascript_literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(javascript_literal(item) for item in value) + "]"
    return _script(value)


def _script(value: Json) -> str:
    return json_line(value).replace("</", "<\\/")


def render(environment: Sandbox, name: str, context: Mapping[str, Any]) -> str:
    """One template as text. Raises `TemplateFlaw`, or `NoExample` as the spec deserves."""
    try:
        return environment.get_template(name).render(**context)
    except NoExample:  # of the spec, not of the template that asked for the example
        raise
    except TemplateNotFound as flaw:
        file, line = _place(flaw, name)
        raise TemplateFlaw(file, line, f"there is no template {flaw.name}") from None
    except TemplateSyntaxError as flaw:
        raise TemplateFlaw(flaw.filename or name, flaw.lineno, flaw.message or "syntax error") from None
    except (UndefinedError, SecurityError, TemplateError) as flaw:
        file, line = _place(flaw, name)
        raise TemplateFlaw(file, line, flaw.message or type(flaw).__name__) from None
    except (ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, TypeError, ValueError) as flaw:
        file, line = _place(flaw, name)
        if line == 0:
            raise
        raise TemplateFlaw(file, line, f"{type(flaw).__name__}: {flaw}") from None


def _place(flaw: BaseException, name: str) -> tuple[str, int]:
    """The innermost template frame that the flaw came through; line 0 when it is no template's."""
    trace, file, line = flaw.__traceback__, name, 0
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return file, line


def tidy(text: str) -> str:
    """A page with LF line ends and one at the end; no trailing white space but Markdown's own line break, no more than one empty line in a row outside fences."""
    lines: list[str] = []
    ticks = ""
    for raw in text.replace("\r\n", "\n").split("\n"):
        mark = raw[: len(raw) - len(raw.lstrip("`"))] if raw.startswith("```") else ""
        if mark and not ticks:
            ticks = mark
        elif mark and ticks and raw.strip() == mark and len(mark) >= len(ticks):
            ticks = ""
        line = raw if ticks or (raw.endswith("  ") and raw.strip()) else raw.rstrip()
        if line or ticks or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"
