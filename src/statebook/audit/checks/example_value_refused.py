"""A value in an example is none that the attribute can have.

## Why

A misspelt value, a text where a number belongs, null where there is always something: a client that
is written after the example fails on the first real answer.

Without a spec only the state itself is looked at: its value must be one of the page's states.

## How to repair

Write a value that the API answers. If the page is right, correct the spec.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.held import held
from statebook.audit.page.jsontree import Node
from statebook.audit.reading.examples import Example
from statebook.audit.reading.names import listed, spoken
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity
from statebook.examples.held import Refusal
from statebook.model import Json

NAME = "example-value-refused"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

## The `processing` state

```json
{"status": "%s", "amount": %s}
```

## The `paid` state

```json
{"status": "paid", "amount": 1}
```
"""
BAD = _FRAME % ("processsing", '"2"')
FOUND = ('"processsing"', '"2"')
GOOD = _FRAME % ("processing", "2")
SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: processing
attributes: {amount: {type: integer}}
states: {processing: {}, paid: {}}
"""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each value that the schema refuses, and for each state that nobody knows."""
    for example in document.examples:
        if not example.root.value:
            continue
        yield from _state(document, example)
        yield from _others(document, example)


def _state(document: Document, example: Example) -> Iterator[Finding]:
    if example.state is None or document.states_of(example.state.value):
        return
    value = example.state.value
    is_text = isinstance(value, str)
    if not document.names.ids or (example.owner is None and not is_text) or (is_text and not value.strip()):
        return
    if document.machine is None and value is None:
        return  # a state may be null, and a page cannot say it by its name
    members = document.names.find(value) if is_text and document.machine is not None else ()
    if len(members) > 1:
        yield Finding(
            example.place(example.state),
            f"{quoted(spoken(value))} is a group of states; an answer has one of them",
            f"write {listed(members, 3)}",
            (example.owner.name.text if example.owner else "", spoken(value)),
        )
        return
    near = document.names.near(value) if is_text else ""
    if example.owner is None and not near:
        return  # perhaps another object that has an attribute of this name
    if document.machine is None and example.owner is not None and not near:
        near = example.owner.name.text
    own = example.owner.states[0] if example.owner is not None and example.owner.states else near
    meant = document.machine.states[own].value if document.machine is not None and own else own
    yield Finding(
        example.place(example.state),
        f"{quoted(spoken(value))} is no state of {_whose(document)}",
        f"did you mean {quoted(spoken(meant))}?" if own else "write the value of a state",
        (example.owner.name.text if example.owner else "", spoken(value)),
    )


def _whose(document: Document) -> str:
    return f"the machine {quoted(document.machine.id)}" if document.machine is not None else "this page"


def _others(document: Document, example: Example) -> Iterator[Finding]:
    for state, refusal in held(document, example, by_section=True):
        node = example.root.at(refusal.path)
        if refusal.keyword == "required" or not refusal.path or node is None or refusal.path == document.state_path:
            continue
        name = ".".join(str(step) for step in refusal.path) or "the object"
        yield Finding(
            example.place(node),
            f"{quoted(name)} of {quoted(state)} cannot be {_shown(node.value)}",
            _hint(refusal, node),
            (state, name, refusal.keyword, spoken(node.value)[:80]),
        )


def _shown(value: Json) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return quoted(f'"{value}"' if isinstance(value, str) else spoken(value))


def _hint(refusal: Refusal, node: Node) -> str:
    if refusal.keyword in ("enum", "const"):
        texts = {spoken(one): one for one in refusal.expected}
        close = get_close_matches(spoken(node.value)[:80], list(texts), n=1)
        if close:
            return f"did you mean {quoted(close[0])}?"
        return f"it is one of {', '.join(quoted(one) for one in list(texts)[:8])}" if texts else "see the spec"
    if refusal.keyword == "type":
        kinds = [str(one) for one in refusal.expected]
        return f"its type is {' or '.join(kinds)}"
    if refusal.keyword == "format":
        return refusal.message[-80:]
    return "hold it against the schema of the state"
