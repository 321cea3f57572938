"""The examples of the kinds of change, and what `diff` says to each: asked, not written.

They stand in `diff/examples.yaml`: a spec that has a bit of everything, and one edit for each kind, which
the tests hold against the exact changes that it is. Each is read forwards and backwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from statebook.diagnostic import Diagnostic
from statebook.diff.change import Change
from statebook.diff.compare import compare
from statebook.diff.kinds import kinds
from statebook.pointer import Pointer
from statebook.review.content import Item, Paper, Place, Review, entries
from statebook.review.text import render
from statebook.source.compose import compose
from statebook.source.load import Project
from statebook.source.nodes import to_json, to_plain
from statebook.source.snapshot import load_texts
from statebook.source.text import SourceText, read_text

BASE, HEAD = "base.yaml", "head.yaml"


@dataclass(frozen=True, slots=True)
class Edit:
    """Two versions of a spec, either of which may be empty: no such file. `today` is YYYY-MM-DD or empty.

    `is_backwards` marks an edit that the file of examples has the other way round.
    """

    base: str
    head: str
    today: str
    is_backwards: bool = False

    def difference(self) -> str:
        """The edit as `diff -u` shows it, with one line around it."""
        if not self.base or not self.head:
            return ""
        lines = unified_diff(self.base.splitlines(), self.head.splitlines(), n=1, lineterm="")
        return "\n".join(list(lines)[2:])


@dataclass(frozen=True, slots=True)
class Met:
    """A change that an edit is, and the other kinds of change that the same edit is."""

    edit: Edit
    change: Change
    others: tuple[str, ...]

    def said(self) -> str:
        """What `diff` says of it, line by line."""
        return render(Review(base=BASE, head=HEAD, items=(self._item(),)), Paper()).rstrip("\n").rpartition("\n")[0]

    def approval(self) -> str:
        """The entry that accepts it."""
        return entries((self._item(),))

    def _item(self) -> Item:
        fact = self.change.fact
        return Item(
            self.change,
            _place(BASE, self.edit.base, fact.base_pointer),
            _place(HEAD, self.edit.head, fact.head_pointer),
        )


@cache
def met() -> dict[str, list[Met]]:
    """For each kind of change the edits that it is part of: the plainest first, and rather as written than backwards."""
    found: dict[str, list[Met]] = {name: [] for name in kinds()}
    for edit in _edits():
        changes = compare(
            _read(edit.base).machines, _read(edit.head).machines, today=edit.today, one_thing=True
        ).changes
        for change in changes:
            others = tuple(dict.fromkeys(one.kind for one in changes if one.kind != change.kind))
            found[change.kind].append(Met(edit, change, others))
    for edits in found.values():
        edits.sort(key=lambda one: len(one.others) + one.edit.is_backwards)
    return found


def _edits() -> Iterator[Edit]:
    document = _document()
    specs, seen = document["specs"], []
    for case in document["cases"]:
        base, today = specs[case["base"]], str(case.get("today", ""))
        head = specs[case["head"]] if "head" in case else base
        for old, new in case.get("edit", ()):
            head = head.replace(old, new)
        seen.append(Edit(base, head, today))
    yield from seen
    yield from (Edit(one.head, one.base, one.today, is_backwards=True) for one in seen)
    for text in specs.values():
        yield Edit("", text, "")
        yield Edit(text, "", "")


def _document() -> Any:
    with as_file(files("statebook.diff") / "examples.yaml") as path:
        source = read_text(Path(path), path.name)
    if isinstance(source, Diagnostic):
        raise TypeError(source.message)
    node, flaws = compose(source)
    if node is None or flaws:
        raise ValueError(f"{source.name}: {flaws[0].message}")
    return to_json(to_plain(node))


@cache
def _read(text: str) -> Project:
    name = BASE if text else ""
    project, flaws = load_texts(Path(), {name: SourceText.of(name, text)} if text else {})
    if flaws:
        raise ValueError(f"an example of a change cannot be read: line {flaws[0].line}: {flaws[0].message}")
    return project


def _place(name: str, text: str, pointer: Pointer | None) -> Place | None:
    return None if pointer is None else Place(name, *_read(text).position(pointer))
