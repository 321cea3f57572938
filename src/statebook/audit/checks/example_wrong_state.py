"""An example in the section of one state shows another one.

## Why

A reader who looks up `error` and finds an object that says `idle` cannot tell which of the two is meant,
and a client that is written after the example waits for the wrong value.

## How to repair

Move the example to its section, or write the value of this state.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.reading.examples import Example
from statebook.audit.reading.names import spoken
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity
from statebook.model import MISSING, Json

NAME = "example-wrong-state"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

## The `open` state

```json
{"status": "open"}
```

## The `paid` state

```json
{"status": "%s"}
```

## The `sent` state

```json
{"status": "%s"}
```
"""
BAD = _FRAME % ("paid", "paid")
FOUND = ('"paid"}',)
GOOD = _FRAME % ("paid", "sent")


def check(document: Document) -> Iterator[Finding]:
    """A finding for each example whose state is another known one."""
    for example in document.examples:
        own = own_value(document, example)
        if own is MISSING or example.state is None or example.owner is None:
            continue
        value = example.state.value
        states = document.states_of(value)
        if states and not set(states) & set(example.owner.states):
            yield Finding(
                example.place(example.state),
                f"an example in the section of {quoted(example.owner.name.text)} shows the state {quoted(spoken(value))}",
                f"write {quoted(spoken(own))}, or move the example",
                (example.owner.name.text, spoken(value)),
            )


def own_value(document: Document, example: Example) -> Json:
    """The value that the section of an example promises; `MISSING` where it is not about one known state."""
    owner = example.owner
    if owner is None or len(owner.states) != 1:
        return MISSING
    if document.machine is None:
        return owner.name.text
    return document.machine.states[owner.states[0]].value
