"""The example objects of a page: which JSON block shows the resource, and in which state it ought to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from statebook.audit.page.jsontree import Node, Tree
from statebook.audit.page.model import Fence, Page, Place, Section
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.trees import Trees
from statebook.pointer import Step

_OTHER_NOTE = re.compile(r"\b(errors?|requests?|body|payload|parameters?|headers?|webhooks?|events?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Example:
    """An example object. `owner` is the section of a state that it stands in, if any.

    `state` is the node at the state attribute, None where it has none.
    """

    fence: Fence
    tree: Tree
    root: Node
    section: Section
    owner: StateSection | None
    state: Node | None

    def place(self, node: Node) -> Place:
        """Where a value stands in the file."""
        return self.fence.place_at(node.line, node.column)


def object_fences(pages: Sequence[Page], trees: Trees) -> Iterator[tuple[Section, Fence, Tree]]:
    """Every block that holds a JSON object, broken or not."""
    for page in pages:
        for section in page.sections:
            for block in section.blocks:
                if isinstance(block, Fence):
                    tree = trees.of(block)
                    if tree is not None and tree.root is not None and isinstance(tree.root.value, dict):
                        yield section, block, tree


def is_other(section: Section, fence: Fence, owner: StateSection | None) -> bool:
    """Whether an example is said to be of something else: an error, a request."""
    if _OTHER_NOTE.search(fence.note.partition(":")[0][:200]):
        return True
    for one in section.chain():
        if owner is not None and one is owner.section:
            return False
        if _OTHER_NOTE.search(one.title.plain):
            return True
    return False


def examples(
    pages: Sequence[Page],
    trees: Trees,
    owner_of: Mapping[int, StateSection],
    path: tuple[Step, ...],
    known: Container[str] | None,
) -> list[Example]:
    """The examples that show the resource.

    `path` leads to the state attribute; empty when there is none. `known` are the keys that the resource
    may have: outside the sections of states, an object that shares few of them is another one.
    """
    found = []
    for section, fence, tree in object_fences(pages, trees):
        owner = owner_of.get(id(section))
        if is_other(section, fence, owner) or tree.root is None:
            continue
        state = tree.root.at(path) if path else None
        if owner is None and (state is None or not isinstance(state.value, str) or not _is_alike(tree.root, known)):
            continue
        found.append(Example(fence, tree, tree.root, section, owner, state))
    return found


def _is_alike(root: Node, known: Container[str] | None) -> bool:
    """Whether two thirds of an object's keys, and two of them at least, are the resource's."""
    if known is None:
        return True
    ours = sum(key in known for key in root.keys)
    return ours >= 2 and ours * 3 >= len(root.keys) * 2


def guessed_path(pages: Sequence[Page], trees: Trees, owner_of: Mapping[int, StateSection]) -> tuple[Step, ...]:
    """Where the examples of states name their state; empty when most do not. For pages without a machine."""
    votes: Counter[tuple[Step, ...]] = Counter()
    shown: Counter[tuple[Step, ...]] = Counter()
    states = 0
    seen: set[int] = set()
    for section, fence, tree in object_fences(pages, trees):
        owner = owner_of.get(id(section))
        if owner is None or id(owner) in seen or is_other(section, fence, owner) or tree.root is None:
            continue
        if not tree.root.value:
            continue
        seen.add(id(owner))
        states += 1
        for path, value in _texts(tree.root, (), 3):
            shown[path] += 1
            if value == owner.name.text:
                votes[path] += 1
    if not votes:
        return ()
    best = min(votes, key=lambda path: (-votes[path], -shown[path], len(path), [str(step) for step in path]))
    return best if votes[best] * 2 > states and votes[best] >= 2 else ()


def _texts(node: Node, path: tuple[Step, ...], depth: int) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(node.value, str):
        yield path, node.value
    elif depth:
        for key, member in node.members.items():
            yield from _texts(member, (*path, key), depth - 1)
        for index, item in enumerate(node.items[:1]):
            yield from _texts(item, (*path, index), depth - 1)
