"""DOT, the text that Graphviz draws the whole machine from.

The text is that of the page's own diagram. This is the only module of the package that asks
`diagram` for something, and it does so when it is called.
"""

from __future__ import annotations

from statebook.anchors import Anchors
from statebook.export.format import Export, Subject
from statebook.export.losses import Lost, losses

NAME = "dot"
EXTENSION = "dot"


def export(subject: Subject) -> Export:
    """The DOT text of the whole machine."""
    from statebook.diagram import machine_diagram

    machine = subject.machine
    text = machine_diagram(subject.graph, Anchors(machine)).dot
    lost = (Lost.GUARDS, Lost.EFFECTS, Lost.ATTRIBUTES)
    return Export(text if text.endswith("\n") else text + "\n", losses(machine, lost))
