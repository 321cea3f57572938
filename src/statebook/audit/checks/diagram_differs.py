"""A diagram disagrees with the tables of its page.

## Why

Readers believe pictures. An arrow that no table knows, or a row without an arrow, and the two halves of the
page describe two machines.

State diagrams of Mermaid and PlantUML and digraphs of DOT are read where they hold nothing but states and
arrows. Only a diagram whose states are the page's is compared. Ways that the tables list and the diagram
does not draw are information, and only where it draws every state: many pictures simplify.

## How to repair

Draw the arrow, or correct the table. Better still, make both from one list.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Place
from statebook.audit.reading.diagrams import Diagram
from statebook.audit.reading.names import listed
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "diagram-differs"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

```mermaid
stateDiagram-v2
  [*] --> open
  open --> paid: pay
  %s
```

| From | To |
| --- | --- |
| `open` | `paid` |
| `paid` | `open` |
"""
BAD = _FRAME % "paid --> paid"
FOUND = ("```mermaid", "paid --> paid")
GOOD = _FRAME % "paid --> open: refund"


def check(document: Document) -> Iterator[Finding]:
    """A finding for each arrow that no table knows, and for each diagram that leaves out ways."""
    ways = document.ways
    known = ways.everything()
    if not known or ways.vague or ways.vague_whole:
        return
    rows = [way for way in ways.rows if way.is_sure and way.side != "mentioned"]
    listed_states = {state for way in rows for pair in way.pairs() for state in pair}
    for diagram in document.diagrams:
        drawn = _drawn(document, diagram)
        if drawn is None:
            continue
        states = {state for pair in drawn for state in pair}
        for pair, place in drawn.items():
            if pair not in known:
                yield Finding(
                    place,
                    f"the diagram draws {quoted(pair[0])} → {quoted(pair[1])}, which no table of the page lists",
                    "remove the arrow, or add a row",
                    ("drawn", *pair),
                )
        sure = {pair for way in rows if not way.grouped for pair in way.pairs()}
        left = [pair for pair in sorted(sure) if pair not in drawn]
        if left and listed_states <= states:
            ways_left = listed([f"{source} → {target}" for source, target in left])
            yield Finding(
                diagram.fence.place,
                f"the diagram does not draw {ways_left}, which the tables list",
                "draw what is missing, or remove the rows",
                ("left", *(part for pair in left for part in pair)),
                doubtful=True,
            )


def _drawn(document: Document, diagram: Diagram) -> dict[tuple[str, str], Place] | None:
    """The pairs of states that a diagram draws; None where it draws anything else."""
    found: dict[tuple[str, str], Place] = {}
    for source, target in diagram.arrows:
        from_states, to_states = document.names.find(source.text), document.names.find(target.text)
        if len(from_states) != 1 or len(to_states) != 1:
            return None
        found.setdefault((from_states[0], to_states[0]), source.place)
    return found
