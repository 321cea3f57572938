"""Jinja's sandbox, taught that text is Markdown and that work has bounds.

Jinja escapes for HTML where markup and plain text meet (`~`, `+`, `join`, `replace`); a page is
Markdown, so here they meet by `escape`. A template may come with a stranger's pull request: what
could eat memory or time without end is refused. Knows no filter of ours and no machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from statebook.render.escape import escape

MAXIMUM_TEXT = 4 * 1024 * 1024
"""Characters that one operation or filter may ask for."""

MAXIMUM_ITEMS = 1_000_000
"""Items that the loops over ranges of one page may ask for, all together."""

_FOR_HTML = ("urlize", "xmlattr", "forceescape")
_PADS = re.compile(r"%(?:\(\w*\))?[-+ #0]*(?:\d{4,}|\*|\d*\.(?:\d{4,}|\*))")
_MILD = re.compile(r"[ ,;·|]*|<br>")
"""What may stand between Markdown as it is: signs that only divide."""
_WIDE = ("center", "indent", "round", "batch", "slice")


def as_markdown(value: Any) -> Markup:
    """Markdown as it is, everything else as plain text, escaped."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


class _Generator(CodeGenerator):
    """`~` goes through `joined`, too, instead of Jinja's joining of HTML."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        self.write("environment.joined((")
        for argument in node.nodes:
            self.visit(argument, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of all templates."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._items = 0
        for name in _FOR_HTML:
            self.filters.pop(name, None)
        for name in _WIDE:
            self.filters[name] = _bounded(self.filters[name])
        self.filters.update(escape=as_markdown, e=as_markdown, join=self._join, replace=_replace, format=_format)
        self.globals["range"] = self._range
        self.globals.pop("lipsum", None)

    def joined(self, values: Iterable[Any]) -> str:
        """Texts behind one another: Markdown as soon as one of them is."""
        found = list(values)
        if any(isinstance(one, Markup) for one in found):
            return Markup("").join(as_markdown(one) for one in found)
        return "".join(str(one) for one in found)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Operators whose outcome may be unsafe or huge."""
        if operator == "*":
            sizes = [
                (one, other) for one, other in ((left, right), (right, left)) if isinstance(one, str | list | tuple)
            ]
            if any(isinstance(times, int) and len(text) * times > MAXIMUM_TEXT for text, times in sizes):
                raise SecurityError("the product is too large")
        if operator in ("*", "**") and all(isinstance(one, int) for one in (left, right)):
            bits = left.bit_length() * (right if operator == "**" else 1) + right.bit_length()
            if bits > 10_000:
                raise SecurityError("the number is too large")
        if operator in ("+", "%") and isinstance(left, str):
            if operator == "%":
                return _format(left, right)
            if isinstance(left, Markup) or isinstance(right, Markup):
                return self.joined((left, right))
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """`str.format` pads as far as it is told, so it is refused; the filter `format` stays."""
        if super().wrap_str_format(value) is not None:
            raise SecurityError("`format` is a filter here, and `~` joins texts")
        return None

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As the sandbox has it, without methods of text that pad or escape for HTML."""
        if isinstance(obj, str) and attr in (
            "center",
            "ljust",
            "rjust",
            "zfill",
            "expandtabs",
            "join",
            "replace",
            "format",
            "format_map",
            "translate",
        ):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def _range(self, *arguments: int) -> range:
        found = range(*arguments)
        self._items += len(found) if -MAXIMUM_ITEMS < found.stop - found.start < MAXIMUM_ITEMS else MAXIMUM_ITEMS
        if self._items >= MAXIMUM_ITEMS:
            raise SecurityError(f"the ranges of this template have more than {MAXIMUM_ITEMS} items")
        return found

    def _join(self, values: Iterable[Any], separator: str = "", attribute: str | int | None = None) -> str:
        found = list(values)
        if attribute is not None:
            found = [
                self.getitem(one, attribute) if isinstance(attribute, int) else self.getattr(one, attribute)
                for one in found
            ]
        if _MILD.fullmatch(str(separator)):
            separator = Markup(separator)
        parts: list[Any] = []
        for one in found:
            parts += [separator, one] if parts else [one]
        return self.joined(parts)


def _replace(text: Any, old: str, new: str, count: int = -1) -> str:
    """Plain text into plain text; in Markdown only Markdown or escaped text is put."""
    if isinstance(text, Undefined):
        str(text)
    if len(str(text)) * max(len(str(new)), 1) > MAXIMUM_TEXT:
        raise SecurityError("the replacement is too large")
    if isinstance(text, Markup):
        return Markup(str.replace(text, str(old), as_markdown(new), count))
    return str(text).replace(str(old), str(new), count)


def _format(text: Any, *arguments: Any, **named: Any) -> str:
    """`%s` and the like, without padding; the outcome is plain text and will be escaped."""
    values = named or (arguments[0] if len(arguments) == 1 and isinstance(arguments[0], tuple | dict) else arguments)
    if _PADS.search(str(text)):
        raise SecurityError("a format that pads is not allowed here")
    return str.__mod__(str(text), values)


def _bounded(original: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of Jinja's that takes a width or a count: no number in its arguments is large."""

    @wraps(original)
    def bounded(*arguments: Any, **named: Any) -> Any:
        if any(isinstance(one, int) and one > 10_000 for one in (*arguments[1:], *named.values())):
            raise SecurityError("the width is too large")
        return original(*arguments, **named)

    return bounded
