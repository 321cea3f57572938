"""DOT, the text that Graphviz draws the whole machine from.

The text is that of the page's own diagram. This is the only module of the package that asks
`diagram` for something, and it does so when it is called.
"""

from __future__ import annotations

from statebook.anchors import Anchors
from statebook.export.format import Export, Loss, Subject

NAME = "dot"
EXTENSION = "dot"


def export(subject: Subject) -> Export:
    """The DOT text of the whole machine."""
    from statebook.diagram import machine_diagram

    machine = subject.machine
    text = machine_diagram(subject.graph, Anchors(machine)).dot
    said = {
        "guards": [one.pointer for one in machine.transitions if one.guard],
        "effects": [one.pointer for one in machine.transitions if one.effect],
        "attributes": [one.pointer for one in machine.attributes.values()],
    }
    losses = tuple(Loss(what, places[0], len(places)) for what, places in said.items() if places)
    return Export(text if text.endswith("\n") else text + "\n", losses)
