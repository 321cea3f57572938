"""A spec as YAML text, as a person would write it: block style, short rows in one line, no needless quotes.

PyYAML writes YAML 1.1, escapes or folds by rules of its own, and has no rows; a spec is read with every
scalar's spelling in view. So the few forms that a spec needs are written here, and whatever is not plainly
safe stands in double quotes, which JSON, YAML 1.1 and YAML 1.2 read alike.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from statebook.model import Json

WIDTH = 110
FOLDED = 100
"""Characters of a line of folded text, its indentation included."""
LONGEST_KEY = 900
"""Characters of a key that stands before its colon; YAML allows 1,024."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./'()&+=;?!%$*,\- ]*(?<![ ,])|[A-Za-z_]")
_PLAIN_IN_ROW = re.compile(r"[A-Za-z_][A-Za-z0-9_.\- ]*(?<! )|[A-Za-z_]")
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"))
"""Text that some version of YAML takes for something else, in small letters."""
_LITERAL = re.compile(r"[^\S \n]")


def yaml_text(value: dict[str, Json], comments: tuple[str, ...] = ()) -> str:
    """The text of a mapping, with comments above it; one line feed at the end."""
    lines = [f"# {_printable(one)}" for one in comments]
    lines += _mapping(value, 0)
    return "\n".join(lines) + "\n"


def scalar(value: Json, *, in_row: bool = False) -> str:
    """One value on one line: plain where that is safe, else in double quotes."""
    if isinstance(value, str):
        form = _PLAIN_IN_ROW if in_row else _PLAIN
        if form.fullmatch(value) and value.isascii() and value.lower() not in _WORDS and " #" not in value:
            return value
        return _quoted(value)
    if isinstance(value, float) and not math.isfinite(value):
        return _quoted(str(value))
    return json.dumps(value)


def _quoted(text: str) -> str:
    """Text in double quotes; what no reader can see is escaped, and half characters, which no file can hold, replaced."""
    found = []
    for sign in text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"):
        if sign in '"\\':
            found.append("\\" + sign)
        elif sign == "\n":
            found.append("\\n")
        elif sign == " " or (sign.isprintable() and sign not in "\ufeff\ufffe\uffff"):
            found.append(sign)
        elif ord(sign) < 0x10000:
            found.append(f"\\u{ord(sign):04x}")
        else:
            found.append(f"\\U{ord(sign):08x}")
    return '"' + "".join(found) + '"'


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() and ord(sign) < 0xD800 else "?" for sign in text)


def _mapping(value: dict[str, Json], indent: int) -> Iterator[str]:
    space = " " * indent
    for key, item in value.items():
        shown = scalar(key)
        if len(shown) > LONGEST_KEY:
            yield f"{space}? {shown}"
            shown = ""
        yield from _entry(f"{space}{shown}:", item, indent)


def _entry(head: str, item: Json, indent: int) -> Iterator[str]:
    """A key with what stands behind it, or below it."""
    if isinstance(item, dict):
        row = _row(item) if item and _is_flat(item) and indent > 0 else None
        if not item:
            yield f"{head} {{}}"
        elif row is not None and len(head) + 1 + len(row) <= WIDTH and len(item) <= 3:
            yield f"{head} {row}"
        else:
            yield head
            yield from _mapping(item, indent + 2)
    elif isinstance(item, list):
        row = _row(item) if not any(isinstance(one, dict) for one in item) else None
        if not item:
            yield f"{head} []"
        elif row is not None and len(head) + 1 + len(row) <= WIDTH:
            yield f"{head} {row}"
        else:
            yield head
            yield from _items(item, indent + 2)
    elif isinstance(item, str):
        yield from _text(head, item, indent + 2)
    else:
        yield f"{head} {scalar(item)}"


def _items(items: list[Json], indent: int) -> Iterator[str]:
    space = " " * indent
    for item in items:
        if isinstance(item, dict) and item:
            row = _row(item)
            if row is not None and len(space) + 2 + len(row) <= WIDTH:
                yield f"{space}- {row}"
                continue
            lines = list(_mapping(item, indent + 2))
            yield f"{space}- {lines[0][indent + 2 :]}"
            yield from lines[1:]
        elif isinstance(item, str):
            yield from _text(f"{space}-", item, indent + 2)
        else:
            inner = list(_entry(f"{space}-", item, indent))
            yield from inner


def _is_flat(value: dict[str, Json]) -> bool:
    return not any(isinstance(one, dict) for one in value.values())


def _row(value: Json) -> str | None:
    """A short collection in one line, or None where it would not be short."""
    if isinstance(value, dict):
        pairs = []
        for key, item in value.items():
            shown = _row(item)
            if shown is None or len(key) > WIDTH:
                return None
            pairs.append(f"{scalar(key, in_row=True)}: {shown}")
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        shown_items = [_row(one) for one in value]
        if None in shown_items:
            return None
        return "[" + ", ".join(one for one in shown_items if one is not None) + "]"
    if isinstance(value, str) and (len(value) > WIDTH or "\n" in value):
        return None
    return scalar(value, in_row=True)


def _text(head: str, text: str, indent: int) -> Iterator[str]:
    """Text behind a key: on its line, or as a block below it."""
    space = " " * indent
    if "\n" in text and _fits_a_block(text):
        yield f"{head} |" if text.endswith("\n") else f"{head} |-"
        for line in text.removesuffix("\n").split("\n"):
            yield f"{space}{line}" if line else ""
        return
    shown = scalar(text)
    words = text.split(" ")
    if len(head) + 1 + len(shown) > WIDTH and "\n" not in text and all(words) and _fits_a_block(text):
        yield f"{head} >-"
        yield from _wrapped(words, space)
        return
    yield f"{head} {shown}"


def _fits_a_block(text: str) -> bool:
    """Whether a block says exactly this: nothing unseen, no white space at its ends that a block would not keep."""
    if text[:1] in ("", " ", "\n") or text.endswith("\n\n") or _LITERAL.search(text):
        return False
    return all(line.isprintable() and "\ufeff" not in line for line in text.split("\n")) and text.strip() != ""


def _wrapped(words: list[str], space: str) -> Iterator[str]:
    line = space + words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) > FOLDED:
            yield line
            line = space + word
        else:
            line += " " + word
    yield line
