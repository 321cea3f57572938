"""An example has an attribute that is described nowhere.

## Why

Either the table of attributes has a gap, or the example shows what the API does not answer. The reader
cannot know which.

Against a spec, the spec's attributes of that state count. Without one, it is enough that the page names
the attribute in a table or in code within the section or in the part about the object as a whole; pages
without a table of attributes are left alone.

## How to repair

Describe the attribute, or take it out of the example.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from statebook.audit.document import Document, known_keys
from statebook.audit.finding import Finding
from statebook.audit.held import claimed_state
from statebook.audit.page.model import Section
from statebook.audit.reading.attributes import COMMON, STATE
from statebook.audit.reading.examples import Example
from statebook.audit.reading.texts import codes_of
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "example-attribute-unknown"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

## The order object

Attribute | Description
--- | ---
`status` | The state.
`amount` | The sum.

## The `open` status

```json
{"status": "open", "amount": 1}
```

## The `paid` status

```json
{"status": "paid", "%s": 1}
```
"""
BAD = _FRAME % "amuont"
FOUND = ('"amuont"',)
GOOD = _FRAME % "amount"


def check(document: Document) -> Iterator[Finding]:
    """A finding for each key of an example that nothing describes."""
    page = _Page(document)
    for example in document.examples:
        known = _of_machine(document, example) if document.machine is not None else page.known(example)
        if not known:
            continue
        where = example.owner.name.text if example.owner is not None else example.section.title.plain
        for key, (line, column) in example.root.keys.items():
            if key not in known:
                close = get_close_matches(key[:60], sorted(known), n=1)
                source = "the spec" if document.machine is not None else "the page"
                yield Finding(
                    example.fence.place_at(line, column),
                    f"{quoted(key)} is in an example of {quoted(where)}, and {source} has no such attribute there",
                    _hint(document, key, close),
                    (where, key),
                )


def _hint(document: Document, key: str, close: list[str]) -> str:
    if document.machine is not None and document.state_path[:1] == (key,):
        return f"the spec calls the attribute that names the state {quoted(document.machine.state_attribute)}"
    return f"did you mean {quoted(close[0])}?" if close else "describe it, or take it out of the example"


def _of_machine(document: Document, example: Example) -> set[str]:
    """The keys that the machine's object may have in the state of an example; none where that is not sure."""
    machine = document.machine
    state = claimed_state(document, example)
    if machine is None or not state:
        return set()
    return known_keys(machine, (state,))


class _Page:
    """What a page without a machine says about attributes, looked up once for all examples."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.common: set[str] = set()
        self.own: dict[str, set[str]] = {}
        sections: dict[int, Section] = {}
        for one in document.attributes:
            if one.scope == COMMON:
                self.common.add(one.name)
                sections[id(one.section)] = one.section
            elif one.scope == STATE:
                for state in one.states:
                    self.own.setdefault(state, set()).add(one.name)
        self.has_common = bool(self.common)
        for section in sections.values():
            self.common.update(_codes_in(section))
        self.mentioned: dict[int, set[str]] = {}
        for page in document.pages:
            for section in page.sections:
                owner = document.owner_of.get(id(section))
                if owner is not None:
                    self.mentioned.setdefault(id(owner.section), set()).update(_codes_in(section))

    def known(self, example: Example) -> set[str]:
        """What an example may have; nothing where nothing says which attributes every state has."""
        owner, path = example.owner, self.document.state_path
        if owner is None or not path or example.state is None or not self.has_common:
            return set()
        own = {name for state in owner.states for name in self.own.get(state, ())}
        return own | self.common | self.mentioned.get(id(owner.section), set()) | {str(path[0])}


def _codes_in(section: Section) -> Iterator[str]:
    for code in codes_of(section):
        yield code.text.strip()
        yield code.text.strip().split(".")[0].split("[")[0]
