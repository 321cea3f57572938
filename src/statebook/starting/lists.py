"""Adds an entry to a list of a YAML file without touching anything else: comments, order and line ends stay.

The file is edited as text at the place that the reader of specs gives. The result is read again, and given up where it
does not say exactly what was meant: then a person has to add the entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.source.compose import compose
from statebook.source.nodes import MappingNode, Node, ScalarNode, SequenceNode, to_plain
from statebook.source.text import SourceText

_CLOSING = {"[": "]", "{": "}"}


def entries_of(text: str, key: str) -> list[str] | None:
    """The names of a list's entries, or of a mapping's keys; None where the file cannot be read as a mapping."""
    root = _root(text)
    if root is None:
        return None
    value = root.pairs[key][1] if key in root.pairs else None
    if isinstance(value, MappingNode):
        return list(value.pairs)
    found: list[str] = []
    for one in value.items if isinstance(value, SequenceNode) else ():
        found += [one.text] if isinstance(one, ScalarNode) else list(one.pairs) if isinstance(one, MappingNode) else []
    return found


def text_at(text: str, key: str) -> str:
    """The text of a key at the top of a file, or nothing; of a mapping, its `name`."""
    root = _root(text)
    value = root.pairs[key][1] if root is not None and key in root.pairs else None
    if isinstance(value, MappingNode) and "name" in value.pairs:
        value = value.pairs["name"][1]
    return value.text if isinstance(value, ScalarNode) else ""


def with_entry(text: str, key: str, entry: str, before: tuple[str, ...] = ()) -> str | None:
    """The file with one more entry at the end of the list at `key`, or None where that cannot be done surely.

    `entry` is YAML on one line, or on several with the indentation that it has below `- `. A missing list is added
    at the end of the file, with the entries of `before` first. To a mapping the entry is added as a key.
    """
    root = _root(text)
    if root is None:
        return None
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    added = _added(lines, root, key, entry, before)
    if added is None:
        return None
    result = "\n".join(added)
    return result.replace("\n", ending) if _is_right(root, result, key, before) else None


def _root(text: str) -> MappingNode | None:
    source = SourceText.of("", text.removeprefix("\ufeff"))
    root, flaws = compose(source)
    serious = [
        one for one in flaws if "tag" not in one.message
    ]  # sites name Python objects by tags; they are only read over
    return root if isinstance(root, MappingNode) and not serious else None


def _added(lines: list[str], root: MappingNode, key: str, entry: str, before: tuple[str, ...]) -> list[str] | None:
    if key not in root.pairs:
        while lines and not lines[-1].strip():
            lines = lines[:-1]
        return [*lines, "", f"{key}:", *(line for one in (*before, entry) for line in _item(one, 2)), ""]
    value = root.pairs[key][1]
    if isinstance(value, ScalarNode):
        if value.text or not value.plain:
            return None
        at = root.pairs[key][0].line
        return [*lines[:at], *(line for one in (*before, entry) for line in _item(one, 2)), *lines[at:]]
    opening = lines[value.line - 1][value.column - 1 : value.column]
    if opening in _CLOSING:
        return _in_flow(lines, value, entry, opening)
    if isinstance(value, SequenceNode):
        end = _end_of(lines, value)
        return [*lines[:end], *_item(entry, value.column - 1), *lines[end:]]
    end = _end_of(lines, value)
    return [*lines[:end], " " * (value.column - 1) + f"{entry}: {{}}", *lines[end:]]


def _item(entry: str, indent: int) -> list[str]:
    first, *rest = entry.split("\n")
    space = " " * indent
    return [f"{space}- {first}", *(f"{space}  {line}" for line in rest)]


def _end_of(lines: list[str], value: Node) -> int:
    """The line (from 0) behind the last one that belongs to a block collection."""
    inside = value.column - 1
    end = value.line
    for index in range(value.line, len(lines)):
        line = lines[index]
        indent = len(line) - len(line.lstrip())
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        is_entry = indent == inside and (not isinstance(value, SequenceNode) or line.lstrip().startswith("-"))
        if indent <= inside and not is_entry:
            break
        end = index + 1
    return end


def _in_flow(lines: list[str], value: Node, entry: str, opening: str) -> list[str] | None:
    """A collection in brackets: the entry goes before the bracket that closes it."""
    if "\n" in entry:
        return None
    depth, last = 0, ""
    for index, column, sign in _signs(lines, value):
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
            if not depth:
                said = entry if opening == "[" else f"{entry}: {{}}"
                line = lines[index]
                before = line[:column].rstrip() if line[:column].strip() else line[:column]
                comma = "" if last in (",", opening) else ","
                space = " " if last != opening and before.strip() else ""
                return [*lines[:index], f"{before}{comma}{space}{said}{line[column:]}", *lines[index + 1 :]]
        if sign.strip():
            last = sign
    return None


def _signs(lines: list[str], value: Node) -> Iterator[tuple[int, int, str]]:
    """The signs from a node on that stand in no quotes and no comment; of quoted text, its quotes."""
    quote = ""
    for index in range(value.line - 1, len(lines)):
        line = lines[index]
        for column in range(value.column - 1 if index == value.line - 1 else 0, len(line)):
            sign = line[column]
            if quote:
                quote = "" if sign == quote else quote
                continue
            if sign == "#" and (not column or line[column - 1] in " \t"):
                break
            quote = sign if sign in "\"'" else ""
            yield index, column, sign


def _is_right(root: MappingNode, result: str, key: str, before: tuple[str, ...]) -> bool:
    """Whether the result says what the file said, and one entry more at the end of the list."""
    again = _root(result)
    if again is None:
        return False
    old, new = to_plain(root), to_plain(again)
    old_value, other = old.pop(key, ""), new.pop(key, None)
    one = old_value or []
    if old != new:
        return False
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and len(other) == len(one) + 1
            and all(other.get(name) == item for name, item in one.items())
        )
    count = len(one) + 1 + len(before if isinstance(old_value, str) else ())
    return isinstance(other, list) and len(other) == count and other[: len(one)] == one
