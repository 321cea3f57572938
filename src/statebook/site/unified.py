"""Two contents as a unified diff that is safe to print: bounded, and nothing in it acts on a terminal."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from statebook.visible import visible

MAXIMUM_BYTES = 1 << 20
MAXIMUM_LINES = 20_000
MAXIMUM_COLUMNS = 400
_CONTEXT = 3


def unified(path: str, old: bytes | None, new: bytes | None) -> list[str]:
    """The diff from `old` to `new` in lines without ends; None is no file. Empty when they are equal."""
    if old == new:
        return []
    head = [
        f"--- {f'a/{path}' if old is not None else '/dev/null'}",
        f"+++ {f'b/{path}' if new is not None else '/dev/null'}",
    ]
    before, after = _text(old), _text(new)
    if before is None or after is None:
        return [*head, f"@@ not shown: binary or long, {_size(old)} to {_size(new)} @@"]
    if old is not None and new is not None and before.replace("\r\n", "\n") == after:
        return [*head, "@@ only the line ends differ: give generated files `text eol=lf` in .gitattributes @@"]
    return head + _hunks(_lines(before), _lines(after))


def first_difference(old: bytes, new: bytes) -> int:
    """The number, from 1, of the first line of `old` that differs; its last line when `new` goes on."""
    common = 0
    lines = old.split(b"\n")
    for one, other in zip(lines, new.split(b"\n"), strict=False):
        if one != other:
            break
        common += 1
    return min(common + 1, len(lines))


def _size(content: bytes | None) -> str:
    return "no file" if content is None else f"{len(content)} bytes"


def _text(content: bytes | None) -> str | None:
    if content is None:
        return ""
    if len(content) > MAXIMUM_BYTES or b"\0" in content or content.count(b"\n") > MAXIMUM_LINES:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def _lines(text: str) -> list[str]:
    """Lines with their ends; split at line feeds only, as git does."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _hunks(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Hunks of what lies between the equal head and the equal tail: near files are compared fast."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    start = max(head - _CONTEXT, 0)
    end = max(tail - _CONTEXT, 0)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    matcher = difflib.SequenceMatcher(None, before, after)
    result: list[str] = []
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        result.append(f"@@ -{_range(start, group[0][1], group[-1][2])} +{_range(start, group[0][3], group[-1][4])} @@")
        for tag, first, last, other_first, other_last in group:
            if tag == "equal":
                result += _shown(" ", before[first:last])
                continue
            result += _shown("-", before[first:last])
            result += _shown("+", after[other_first:other_last])
    return result


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _range(start: int, first: int, last: int) -> str:
    """A hunk's range as diff(1) writes it: an empty one names the line before it."""
    length = last - first
    begin = start + first + (1 if length else 0)
    return str(begin) if length == 1 else f"{begin},{length}"


def _shown(sign: str, lines: Sequence[str]) -> list[str]:
    result = []
    for line in lines:
        text = visible(line.removesuffix("\n"), keep="\t")
        more = len(text) - MAXIMUM_COLUMNS
        result.append(sign + (f"{text[:MAXIMUM_COLUMNS]}… {more} more characters" if more > 0 else text))
        if not line.endswith("\n"):
            result.append("\\ No newline at end of file")
    return result
