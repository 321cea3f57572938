"""An example lacks an attribute that is always there.

## Why

A reader takes an example for the whole object. What is required and not shown will be missing in the
client, in its types and in its tests.

Against a spec, what the schema of the state requires. Without one, what the page's own tables call
required.

## How to repair

Add the attribute to the example. If it is not always there, say so where it is described.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.held import held
from statebook.audit.reading.attributes import COMMON, STATE
from statebook.audit.reading.examples import Example
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "example-attribute-missing"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

## The order object

Attribute | Type | Required | Description
--- | --- | --- | ---
`status` | string | yes | The state.
`amount` | integer | yes | The sum.
`note` | string | no | What the buyer wrote.

## The `open` status

```json
{"status": "open", "amount": 1}
```

## The `paid` status

```json
{"status": "paid"%s}
```
"""
BAD = _FRAME % ""
FOUND = ('{"status": "paid"',)
GOOD = _FRAME % ', "amount": 2'


def check(document: Document) -> Iterator[Finding]:
    """A finding for each attribute that an example lacks."""
    required: dict[str, list[str]] = {}
    for one in document.attributes if document.machine is None else ():
        if one.required and not one.optional and one.scope in (COMMON, STATE):
            for scope in ("",) if one.scope == COMMON else one.states:
                required.setdefault(scope, []).append(one.name)
    for example in document.examples:
        if not example.tree.whole or example.tree.elided or not example.root.value:
            continue
        if document.machine is not None:
            yield from _by_schema(document, example)
        elif example.owner is not None and example.state is not None:
            yield from _by_tables(required, example)


def _by_schema(document: Document, example: Example) -> Iterator[Finding]:
    for state, refusal in held(document, example):
        node = example.root.at(refusal.path)
        if refusal.keyword == "required" and node is not None:
            path = ".".join(str(step) for step in (*refusal.path, refusal.missing))
            yield Finding(
                example.place(node),
                f"the example of {quoted(state)} lacks {quoted(path)}, which is always there",
                "add it, or let the spec say that it may be left out",
                (state, path),
            )


def _by_tables(required: dict[str, list[str]], example: Example) -> Iterator[Finding]:
    owner = example.owner
    if owner is None:
        return
    for name in dict.fromkeys(one for scope in ("", *owner.states) for one in required.get(scope, ())):
        if name not in example.root.members:
            yield Finding(
                example.place(example.root),
                f"the example of {quoted(owner.name.text)} lacks {quoted(name)}, which the table calls required",
                "add it, or let the table say when it is not there",
                (owner.name.text, name),
            )
