"""Every Markdown text of a machine, and what a reader of Markdown sees in it.

Only suspicious texts are parsed, each once: most descriptions hold neither a bracket nor a tag.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from statebook.model import (
    Action,
    Attribute,
    Deprecation,
    ErrorType,
    Event,
    Evidence,
    Group,
    Initial,
    Machine,
    ObjectType,
    Openness,
    Parameter,
    Poll,
    Returns,
    Source,
    State,
    Transition,
)
from statebook.pointer import Pointer
from statebook.rules.elements import Element, elements, named

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

FIELDS: dict[type, tuple[str, ...]] = {
    Machine: ("summary", "state_derivation"),
    Openness: ("description",),
    Initial: ("description",),
    Source: ("description",),
    ObjectType: ("description",),
    ErrorType: ("description",),
    Action: ("description",),
    Parameter: ("description",),
    Returns: ("description",),
    Event: ("description",),
    Attribute: ("description", "when"),
    Group: ("description",),
    State: ("description", "next_step"),
    Poll: ("description",),
    Transition: ("guard", "effect", "description"),
}
"""Which fields of an element are Markdown; a field is called like its key."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text: where it stands and whose it is, in words."""

    pointer: Pointer
    content: str
    owner: str


def texts(machine: Machine) -> Iterator[Text]:
    """Every text that is not empty, where it is written; what a state inherits is left out."""
    for one in elements(machine):
        owner = named(one)
        wide = machine.attributes.get(one.name) if isinstance(one, Attribute) and one.refined else None
        for name in FIELDS[type(one)]:
            content = getattr(one, name)
            if content and (wide is None or getattr(wide, name) != content):
                yield Text(one.pointer / name, content, owner)
        yield from _beside(one, wide, owner)


def _beside(one: Element, wide: Attribute | None, owner: str) -> Iterator[Text]:
    """The notes of evidence and deprecation, and the descriptions of values."""
    for name in ("evidence", "kind_evidence"):
        evidence: Evidence | None = getattr(one, name, None)
        if evidence is not None and evidence.note and (wide is None or wide.evidence is not evidence):
            yield Text(evidence.pointer / "note", evidence.note, owner)
    deprecation: Deprecation | None = getattr(one, "deprecation", None)
    if deprecation is not None and deprecation.note and (wide is None or wide.deprecation is not deprecation):
        yield Text(one.pointer / "deprecated" / "note", deprecation.note, owner)
    if isinstance(one, Attribute) and one.enum and (wide is None or wide.enum != one.enum):
        yield from (Text(one.pointer / "enum", value.description, owner) for value in one.enum if value.description)


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a text besides plain words.

    `targets` are those of links and pictures, `tags` raw HTML, `labels` what stands in brackets
    around a code span or behind a text in brackets, `words` other words in brackets, `unclosed`
    code spans with a bracket on one side alone.
    """

    targets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unclosed: tuple[str, ...] = ()


_NOTHING = Seen()


def seen(text: str) -> Seen:
    """What a Markdown parser finds in a text."""
    if "[" not in text and "<" not in text and "`]" not in text:
        return _NOTHING
    return _look(text)


_SIMPLE = re.compile(r"\[`([^`\n]+)`\](?![\[(:])|`[^`\n]+`")
_SPECIAL = re.compile(r"[`\[\]<\\\t]|    |~~~")


@lru_cache(maxsize=4096)
def _look(text: str) -> Seen:
    """Most texts hold names in brackets and code spans alone: a parser would find the same."""
    if "``" in text or _SPECIAL.search(_SIMPLE.sub("", text)):
        return _parse(text)
    return Seen(labels=tuple(one for one in _SIMPLE.findall(text) if one))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]  # dangerous targets are looked for
    return parser


def _parse(text: str) -> Seen:
    targets: list[str] = []
    tags: list[str] = []
    labels: list[str] = []
    words: list[str] = []
    unclosed: list[str] = []
    for block in _parser().parse(text):
        if block.type == "html_block":
            tags.append(block.content.strip())
        children = block.children or []
        for token in children:
            if token.type == "link_open":
                targets.append(str(token.attrGet("href") or ""))
            elif token.type == "image":
                targets.append(str(token.attrGet("src") or ""))
            elif token.type == "html_inline":
                tags.append(token.content)
        _brackets(children, labels, words, unclosed)
    return Seen(tuple(targets), tuple(tags), tuple(labels), tuple(words), tuple(unclosed))


LONGEST_LABEL = 999
"""Characters of a label in brackets (CommonMark, section 6.3)."""


def _brackets(tokens: list[Token], labels: list[str], words: list[str], unclosed: list[str]) -> None:
    """Brackets that the parser left alone, because it knows no names of ours; one pass."""
    flat, spans = _flattened(tokens)
    opened: list[int] = []
    closed, word_before = -1, False
    for place, sign in enumerate(flat):
        if sign == "[":
            opened.append(place)
        elif sign == "]" and not opened:
            unclosed.extend(spans[one] for one in (place - 1,) if one in spans)
        elif sign == "]":
            start = opened.pop()
            inner = flat[start + 1 : min(place, start + LONGEST_LABEL)]
            is_label = inner == _SPAN or (closed >= 0 and start == closed + 1)
            if is_label and word_before and start == closed + 1:
                words.pop()  # it was the text of this link
            word_before = False
            if inner == _SPAN:
                labels.append(spans[start + 1])
            elif inner and not any(one in inner for one in (_SPAN, "[", "]")):
                (labels if is_label else words).append(inner)
                word_before = not is_label
            closed = place
    unclosed.extend(spans[start + 1] for start in opened if start + 1 in spans)


_SPAN = "\ue000"
"""A private character that stands for a code span."""


def _flattened(tokens: list[Token]) -> tuple[str, dict[int, str]]:
    """Inline tokens as plain text in which `_SPAN` stands for each code span, and the spans by place."""
    parts: list[str] = []
    spans: dict[int, str] = {}
    length = 0
    for token in tokens:
        part = " "
        if token.type == "text":
            part = token.content.replace(_SPAN, " ")
        elif token.type == "code_inline":
            part = _SPAN
            spans[length] = token.content
        parts.append(part)
        length += len(part)
    return "".join(parts), spans


_TICKS = re.compile("`+")


def without_code(text: str) -> str:
    """A text without its code spans: from a run of back quotes to the next of the same length."""
    runs = list(_TICKS.finditer(text))
    places: dict[int, deque[int]] = {}
    for index, one in enumerate(runs):
        places.setdefault(len(one[0]), deque()).append(index)
    kept: list[str] = []
    start = index = 0
    while index < len(runs):
        same = places[len(runs[index][0])]
        while same and same[0] <= index:
            same.popleft()
        if same:
            kept.append(text[start : runs[index].start()])
            index = same[0]
            start = runs[index].end()
        index += 1
    return " ".join([*kept, text[start:]])
