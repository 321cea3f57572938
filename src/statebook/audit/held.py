"""The examples of a document held against the schemas of its machine, once for all checks."""

from __future__ import annotations

from statebook.audit.document import Document
from statebook.audit.reading.examples import Example
from statebook.examples.held import Refusal
from statebook.model import Visibility


def held(document: Document, example: Example, *, by_section: bool = False) -> list[tuple[str, Refusal]]:
    """Why the schema of its state refuses an example, with the state; nothing where its state is not sure.

    An example that shows another state than that of its section is of neither; `by_section` holds it
    against that of its section.
    """
    state = claimed_state(document, example)
    if not state and by_section and example.owner is not None and len(example.owner.states) == 1:
        state = example.owner.states[0]
    if not state or document.machine is None:
        return []
    return [(state, one) for one in _refusals(document, state, example)]


def claimed_state(document: Document, example: Example) -> str:
    """The state that an example is of: what it says itself, unless its section says otherwise; else the section's."""
    machine = document.machine
    if machine is None:
        return ""
    value = example.state.value if example.state is not None else None
    said = document.states_of(value) if example.state is not None else ()
    owned = example.owner.states if example.owner is not None else ()
    found = [one for one in said if one in owned or not owned] if said else list(owned)
    shown = [one for one in found if machine.states[one].visibility is not Visibility.GONE]
    return shown[0] if len(shown) == 1 else ""


def _refusals(document: Document, state: str, example: Example) -> list[Refusal]:
    return document.held_bodies.refusals(state, example.root.value) if document.held_bodies is not None else []
