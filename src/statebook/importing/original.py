"""The file that is imported: its text, its lines, and its JSON or YAML, read once for all who ask.

A file is a stranger's: it is read as data with the limits of `source`, and nothing in it is run or followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from statebook.audit.page.jsontree import Node, Tree, read_json
from statebook.source.compose import compose
from statebook.source.nodes import MappingNode, NotJson, ScalarNode, SequenceNode, json_scalar
from statebook.source.text import SourceText

HEAD = 65_536
"""Characters that a look at a file needs to recognise what it is."""


class BadInput(Exception):
    """The original cannot be read as its format: what is wrong, at which line and column (from 1), and what to do."""

    def __init__(self, message: str, line: int = 1, column: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = max(line, 1)
        self.column = max(column, 1)
        self.hint = hint


@dataclass
class Original:
    """One file. `name` is as the user typed it, `options` hold what the user chose for the format.

    `path` is where it lies, for formats that read it in a stream; None for standard input. `is_cut` says that
    the file is larger than what is read at once, so that `text` is only its beginning. `machines` are the ids that
    the project has already.
    """

    name: str
    text: str
    path: Path | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False
    machines: Sequence[str] = ()

    @cached_property
    def head(self) -> str:
        """The beginning, without white space before it."""
        return self.text[:HEAD].lstrip()

    @cached_property
    def source(self) -> SourceText:
        """The text with its lines."""
        return SourceText.of(self.name, self.text)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return self.source.lines

    @property
    def stem(self) -> str:
        """The file's name without folders and endings."""
        last = self.name.replace("\\", "/").rsplit("/", 1)[-1]
        return last.lstrip(".").partition(".")[0] or last

    def ends_with(self, *endings: str) -> bool:
        """Whether the file's name has one of these endings, whatever the case."""
        return self.name.lower().endswith(endings)

    @property
    def looks_like_json(self) -> bool:
        """Whether the text begins as a JSON object or array does."""
        return self.head[:1] in ("{", "[")

    @cached_property
    def _tree(self) -> Tree:
        return read_json(self.text, longest=len(self.text))

    @cached_property
    def json_or_none(self) -> Node | None:
        """The JSON of the file, for those who recognise formats; None where it is none."""
        if self.is_cut or not self.looks_like_json:
            return None
        tree = self._tree
        return tree.root if tree.whole and not [one for one in tree.flaws if not one.parses] else None

    def json(self) -> Node:
        """The JSON of the file with the places of its values. Raises `BadInput` at its first flaw."""
        flaw = next(iter(self._tree.flaws), None)
        if flaw is not None or self._tree.root is None:
            line, column = (flaw.line + 1, flaw.column + 1) if flaw else (1, 1)
            raise BadInput(
                f"this is no JSON: {flaw.message if flaw else 'it is empty'}", line, column, "is the file whole?"
            )
        return self._tree.root

    def data(self) -> Node:
        """The JSON or the YAML of the file with the places of its values. Raises `BadInput` at its first flaw.

        YAML is read with the limits of a spec: no tags, no merge keys, no aliases without end.
        """
        if self.looks_like_json:
            return self.json()
        root, flaws = compose(self.source)
        flaw = next(iter(flaws), None)
        if root is None or flaw is not None:
            message, line, column = (flaw.message, flaw.line, flaw.column) if flaw else ("it is empty", 1, 1)
            raise BadInput(f"this is no YAML that can be read: {message}", line, column, flaw.hint if flaw else "")
        try:
            return _node_of(root)
        except NotJson as problem:
            raise BadInput(f"this is no YAML that can be read: {problem}") from None


def _node_of(written: ScalarNode | SequenceNode | MappingNode) -> Node:
    """A node of YAML as one of JSON; depth is bounded by who composed it."""
    line, column = written.line - 1, written.column - 1
    if isinstance(written, ScalarNode):
        return Node(json_scalar(written.text, plain=written.plain), line, column)
    if isinstance(written, SequenceNode):
        items = [_node_of(one) for one in written.items]
        return Node([one.value for one in items], line, column, items=items)
    members = {key: _node_of(value) for key, (_, value) in written.pairs.items()}
    keys = {key: (name.line - 1, name.column - 1) for key, (name, _) in written.pairs.items()}
    return Node({key: one.value for key, one in members.items()}, line, column, members, keys)
