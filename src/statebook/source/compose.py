"""YAML text to nodes: syntax, positions, and the limits that keep a hostile file cheap.

PyYAML's parser gives the events; the tree is ours, because a spec needs every scalar's text and
position, refuses duplicate keys, tags and merge keys, and bounds depth and what aliases repeat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NoReturn

import yaml
from yaml import events as yaml_events

from statebook.diagnostic import Diagnostic
from statebook.source.nodes import MappingNode, Node, ScalarNode, SequenceNode
from statebook.source.text import SourceText

MAXIMUM_DEPTH = 40
MAXIMUM_REPEATED = 100_000
"""Nodes that aliases may add to those written out: far more than a person would, far less than a bomb."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML 1.2.2 section 5.1 does not allow in a stream, and four that it does.

NEL, LS and PS end a line, and so a comment, for a reader of YAML 1.1 such as PyYAML, and do not for an
editor: what a reviewer takes for a comment could be read as a key. A byte order mark inside the text
is invisible.
"""

_BREAK = re.compile(r"\r\n|\r|\n")
_SURROGATE = re.compile("[\ud800-\udfff]")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_TOO_DEEP = (f"nested deeper than {MAXIMUM_DEPTH} levels", "a spec needs about eight")

_NO_KEY = ScalarNode(0, 0, "", plain=False)
"""Stands for a key that was refused, so that its value is read and dropped."""


class _Refused(Exception):
    """Composing cannot go on; the diagnostic says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def compose(source: SourceText) -> tuple[Node | None, list[Diagnostic]]:
    """The root node of a file, or None, and every flaw found.

    A syntax error ends the reading, as nothing behind it can be trusted; duplicate keys, tags and
    merge keys are all reported and the rest is composed.
    """
    composer = _Composer(source)
    bad = _UNPRINTABLE.search(source.text)
    if bad is not None:
        return None, [_unprintable(source, bad.start())]
    parser = None
    try:
        parser = _LOADER(source.text)
        root = composer.run(parser)
    except _Refused as refused:
        return None, [*composer.diagnostics, refused.diagnostic]
    except yaml.MarkedYAMLError as problem:
        return None, [*composer.diagnostics, _syntax(source, problem, composer.stack)]
    except yaml.YAMLError as problem:  # a reader error: no mark
        return None, [*composer.diagnostics, source.diagnostic(1, 1, "syntax", _one_line(str(problem)))]
    finally:
        if parser is not None:
            parser.dispose()
    return root, composer.diagnostics


def _unprintable(source: SourceText, index: int) -> Diagnostic:
    breaks = [found.end() for found in _BREAK.finditer(source.text, 0, index)]
    column = index - (breaks[-1] if breaks else 0) + 1
    code = ord(source.text[index])
    message = f"character U+{code:04X} is not allowed in YAML"
    escaped = f"\\u{code:04x}"
    hint = "is this a binary file?" if code == 0 else f'write it as "{escaped}" in double quotes, or leave it out'
    return source.diagnostic(len(breaks) + 1, column, "syntax", message, hint)


_UNCLOSED = "is the closing quote or bracket missing?"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _syntax(source: SourceText, problem: yaml.MarkedYAMLError, unfinished: list[_Open]) -> Diagnostic:
    mark = problem.problem_mark or problem.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = _one_line(str(problem.problem or problem.context or "is no YAML"))
    at = source.lines[line - 1] if line <= len(source.lines) else ""
    if "end of stream" in message and problem.context_mark:
        # The end of the file is where the reader gave up, not where the author went wrong.
        line, column = problem.context_mark.line + 1, problem.context_mark.column + 1
        message = f"{_one_line(str(problem.context))}: {message}"
        return source.diagnostic(line, column, "syntax", message, _UNCLOSED)
    if "nesting depth" in message:
        # libyaml looks ahead and, from PyYAML 6.0.4 on, gives up at a depth of its own before ours is met.
        return source.diagnostic(line, column, "syntax", *_TOO_DEEP)
    if mark and unfinished and not source.text[mark.index :].strip():
        node = unfinished[-1].node
        return source.diagnostic(node.line, node.column, "syntax", f"{message} before the end of the file", _UNCLOSED)
    hint = "quote the value if it contains `: `, ` #`, or begins with one of @ ` % & * ! | > [ { , ?"
    if "escape" in message:
        return source.diagnostic(line, column, "syntax", message, "write \\\\ for a backslash, or use single quotes")
    if "\t" in at[:column]:
        hint = "indent with spaces, not tabs"
    elif problem.context:
        hint = f"{_one_line(str(problem.context))}; {hint}"
    return source.diagnostic(line, column, "syntax", message, hint)


@dataclass(slots=True)
class _Open:
    """A collection that is being filled."""

    node: SequenceNode | MappingNode
    anchor: str | None
    key: ScalarNode | None = None
    size: int = 1
    """Nodes in it, itself included, as often as aliases repeat them."""
    depth: int = 1
    """Collections inside each other, itself included."""


@dataclass(slots=True)
class _Composer:
    """The state of one pass over the events of a file; a stack instead of recursion."""

    source: SourceText
    diagnostics: list[Diagnostic] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int, int] | None] = field(default_factory=dict)
    """Node, size and depth; None while the anchored node is still open: an alias to it would be a cycle."""
    root: Node | None = None
    documents: int = 0
    written: int = 0
    """Nodes read so far, aliases not followed."""

    def run(self, parser: yaml.SafeLoader) -> Node:
        """Consume all events; the root, or `_Refused`."""
        while parser.check_event():
            self.written += 1
            self.take(parser.get_event())  # type: ignore[no-untyped-call]
        if self.root is None or (isinstance(self.root, ScalarNode) and not self.root.text):
            raise _Refused(self.source.diagnostic(1, 1, "syntax", "the file is empty", "begin with `statebook: 1`"))
        return self.root

    def take(self, event: yaml_events.Event) -> None:
        match event:
            case yaml_events.ScalarEvent():
                self.scalar(event)
            case yaml_events.MappingStartEvent():
                self.open(MappingNode(*_place(event)), event)
            case yaml_events.SequenceStartEvent():
                self.open(SequenceNode(*_place(event)), event)
            case yaml_events.MappingEndEvent() | yaml_events.SequenceEndEvent():
                done = self.stack.pop()
                self.finish(done.anchor, done.node, done.size, done.depth)
            case yaml_events.AliasEvent():
                self.alias(event)
            case yaml_events.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.refuse(event, "a second document begins here", "keep one machine in a file")

    def scalar(self, event: yaml_events.ScalarEvent) -> None:
        if _SURROGATE.search(event.value):
            self.refuse(event, "an escape names half a character", 'write one character as "\\U0001F600"')
        node = ScalarNode(*_place(event), event.value, plain=event.implicit[0] and not event.style)
        self.check_tag(event)
        self.finish(event.anchor, node, 1, 0)

    def refuse(self, event: yaml_events.Event, message: str, hint: str) -> NoReturn:
        raise _Refused(self.source.diagnostic(*_place(event), "syntax", message, hint))

    def check_tag(self, event: yaml_events.ScalarEvent | yaml_events.CollectionStartEvent) -> None:
        if event.tag is not None:
            self.diagnostics.append(
                self.source.diagnostic(
                    *_place(event), "syntax", f"tag {event.tag!r} is not part of the language", "leave the tag out"
                )
            )

    def open(self, node: SequenceNode | MappingNode, event: yaml_events.CollectionStartEvent) -> None:
        if len(self.stack) >= MAXIMUM_DEPTH:
            self.refuse(event, *_TOO_DEEP)
        self.check_tag(event)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(node, event.anchor))

    def finish(self, anchor: str | None, node: Node, size: int, depth: int) -> None:
        if anchor:
            self.anchors[anchor] = (node, size, depth)
        self.add(node, size, depth)

    def alias(self, event: yaml_events.AliasEvent) -> None:
        if event.anchor is None or event.anchor not in self.anchors:
            self.refuse(
                event, f"alias *{event.anchor} is not defined", f"define it with &{event.anchor} before its use"
            )
        found = self.anchors[event.anchor]
        if found is None:
            self.refuse(event, f"alias *{event.anchor} refers to what it stands in", "an alias cannot contain itself")
        node, size, depth = found
        if len(self.stack) + depth > MAXIMUM_DEPTH:
            self.refuse(event, *_TOO_DEEP)
        # What is wrong with it as a whole is wrong here; what is wrong inside is wrong where it is written.
        line, column = _place(event)
        self.add(replace(node, line=line, column=column), size, depth)

    def add(self, node: Node, size: int, depth: int) -> None:
        """Put a finished node where it belongs: the root, a list, a key, or a value."""
        line, column = node.line, node.column
        if not self.stack:
            self.root = node
            return
        holder = self.stack[-1]
        holder.size += size
        holder.depth = max(holder.depth, depth + 1)
        if holder.size - self.written > MAXIMUM_REPEATED:
            message = f"aliases repeat more than {MAXIMUM_REPEATED:,} values"
            raise _Refused(self.source.diagnostic(line, column, "syntax", message, "use fewer aliases"))
        if isinstance(holder.node, SequenceNode):
            holder.node.items.append(node)
        elif holder.key is None:
            self.take_key(holder, node, line, column)
        else:
            self.add_pair(holder.node, holder.key, node)
            holder.key = None

    def take_key(self, holder: _Open, node: Node, line: int, column: int) -> None:
        if isinstance(node, ScalarNode):
            holder.key = ScalarNode(line, column, node.text, node.plain)
            return
        self.diagnostics.append(
            self.source.diagnostic(line, column, "syntax", "a key must be text", "quote it if it begins with [ or {")
        )
        holder.key = _NO_KEY

    def add_pair(self, holder: MappingNode, key: ScalarNode, value: Node) -> None:
        if key is _NO_KEY:
            return
        if key.text == "<<" and key.plain:
            self.diagnostics.append(
                self.source.diagnostic(
                    key.line,
                    key.column,
                    "syntax",
                    "merge keys are not part of the language",
                    "use a list or a group to say something of several states at once",
                )
            )
            return
        first = holder.pairs.get(key.text)
        if first is not None:
            self.diagnostics.append(
                self.source.diagnostic(
                    key.line,
                    key.column,
                    "duplicate-key",
                    f"key {key.text!r} stands here twice",
                    f"the first is on line {first[0].line}; remove or rename one",
                )
            )
            return
        holder.pairs[key.text] = (key, value)


def _place(event: yaml_events.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
