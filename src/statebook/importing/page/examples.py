"""The example objects of a page: which state each shows, and which attribute holds the state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from statebook.audit.page.model import Page
from statebook.audit.reading.examples import Example, examples, guessed_path, is_other, object_fences
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.trees import Trees
from statebook.audit.reading.words import as_shown
from statebook.importing.draft import Draft, Object
from statebook.importing.page.text import Words


class PageExamples:
    """Reads the examples of one page into a draft; `bodies` are the objects of each state, those to keep first."""

    def __init__(
        self,
        pages: Sequence[Page],
        trees: Trees,
        owner_of: Mapping[int, StateSection],
        draft: Draft,
        words: Words,
    ) -> None:
        self.pages = pages
        self.trees = trees
        self.owner_of = dict(owner_of)
        self.draft = draft
        self.words = words
        self.bodies: dict[str, list[Object]] = {}
        self.empty: list[int] = []

    def read(self) -> str:
        """Add the examples to their states; the path of the state attribute, or nothing where none shows it."""
        path = guessed_path(self.pages, self.trees, self.owner_of)
        for one in examples(self.pages, self.trees, self.owner_of, path, None):
            if one.owner is not None:
                self._example(one)
        self._broken()
        if self.empty:
            count = "an empty example object" if len(self.empty) == 1 else f"{len(self.empty)} empty example objects"
            self.draft.leave(self.empty[0], count, "examples are made from the attributes")
        return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")

    def _example(self, one: Example) -> None:
        line = one.fence.place.line
        states = one.owner.states if one.owner is not None else ()
        self.words.take(one.fence)
        if not one.root.value:
            self.empty.append(line)
            return
        if not one.tree.whole or one.tree.elided or one.tree.flaws:
            flaw = one.tree.flaws[0].message if one.tree.flaws else "parts of it are left out"
            self.draft.leave(line, "an example object", f"it is no whole JSON: {flaw}")
            return
        shown = one.state.value if one.state is not None else None
        for state in states:
            if shown is not None and shown != state:
                self.draft.leave(
                    line, "an example object", f"it stands below {state[:60]!r} and shows {str(shown)[:60]!r}"
                )
                continue
            title = as_shown(one.fence.note)[:100] if one.fence.note else ""
            self.draft.states[state].examples.append({**({"title": title} if title else {}), "body": one.root.value})
            self.bodies.setdefault(state, []).append(one.root.value)

    def _broken(self) -> None:
        """Blocks that show something else, or cannot be read as an object at all."""
        for section, fence, tree in object_fences(self.pages, self.trees):
            owner = self.owner_of.get(id(section))
            if owner is not None and fence.place.line not in self.words.used and tree.root is not None:
                self.words.take(fence)
                about = (
                    "it is said to be of something else"
                    if is_other(section, fence, owner)
                    else "it is no example of a state"
                )
                self.draft.leave(fence.place.line, "a block of JSON", about)
