"""The ways that a diagram draws, where its text is simple enough to be read without doubt.

Mermaid state diagrams, PlantUML, and DOT. A diagram with anything else in it than states, arrows and
looks (composite states, forks, notes over several lines, clusters) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from statebook.audit.page.model import Fence, Page, Piece, Section

MOST_LINES = 2_000

_MERMAID_HEAD = re.compile(r"^stateDiagram(?:-v2)?$")
_ARROW = re.compile(
    r"^(\[\*\]|[\w.-]+?)\s*(?:--?>|-(?:\[[^\]]*\]-?)?(?:up|down|left|right|u|d|l|r)?(?:\[[^\]]*\])?->)\s*(\[\*\]|[\w.-]+)\s*(?::.*)?$"
)
_ALIAS = re.compile(r'^state\s+"([^"]*)"\s+as\s+([\w.-]+)(?:\s+#\S+)?$')
_LABEL = re.compile(r"^([\w.-]+)\s*:\s*(.*)$")
_QUIET = re.compile(
    r"^(?:%%.*|'.*|direction\s+\w+|@startuml.*|@enduml|hide\s.*|skinparam\s[^{]*|title\s.*|state\s+[\w.-]+|classDef\s.*|class\s.*|"
    r"left to right direction|top to bottom direction|scale\s.*|note\s+(?:left|right)\s+of\s+\S+\s*:.*|accTitle.*|accDescr:.*)$"
)
_DOT_HEAD = re.compile(r'^\s*(?:strict\s+)?digraph\s*(?:"[^"]*"|\w*)\s*\{\s*$')
_DOT_QUIET = re.compile(r'^(?:(?:graph|node|edge)\s*\[[^\]]*\]|\w+\s*=\s*(?:"[^"]*"|\w+)|//.*|#.*)?;?$')
_DOT_ID = r'(?:"(?:[^"\\]|\\.)*"|[A-Za-z_][\w]*|\d+)'
_DOT_SET = rf"(?:{_DOT_ID}|\{{\s*{_DOT_ID}(?:[\s,;]+{_DOT_ID})*\s*;?\s*\}})"
_DOT_EDGE = re.compile(rf"^({_DOT_SET}(?:\s*->\s*{_DOT_SET})+)\s*(?:\[[^\]]*\])?\s*;?$")
_DOT_NODE = re.compile(rf"^{_DOT_ID}\s*(?:\[[^\]]*\])?\s*;?$")


@dataclass(slots=True)
class Diagram:
    """The arrows of one diagram, as the names it writes; pseudo states at start and end are left out."""

    fence: Fence
    section: Section
    arrows: list[tuple[Piece, Piece]] = field(default_factory=list)


def diagrams(pages: Sequence[Page]) -> Iterator[Diagram]:
    """Every diagram that could be read as a whole."""
    for page in pages:
        for section in page.sections:
            for block in section.blocks:
                if isinstance(block, Fence):
                    found = _read(block, section)
                    if found is not None and found.arrows:
                        yield found


def _read(fence: Fence, section: Section) -> Diagram | None:
    lines = fence.content.split("\n")
    if len(lines) > MOST_LINES:
        return None
    diagram = Diagram(fence, section)
    if fence.language == "mermaid":
        first = next((line.strip() for line in lines if line.strip() and not line.strip().startswith("%%")), "")
        return diagram if _MERMAID_HEAD.match(first) and _states(lines, diagram, first) else None
    if fence.language in ("plantuml", "puml", "uml"):
        return diagram if _states(lines, diagram, "") else None
    if fence.language in ("dot", "graphviz"):
        return diagram if _dot(lines, diagram) else None
    return None


def _states(lines: Sequence[str], diagram: Diagram, head: str) -> bool:
    """Mermaid and PlantUML: one arrow or declaration a line. False where a line is something else."""
    titles: dict[str, str] = {}
    for number, raw in enumerate(lines):
        line = raw.strip().rstrip(";")
        if not line or (head and line == head) or _QUIET.match(line):
            continue
        alias = _ALIAS.match(line)
        if alias:
            titles[alias[2]] = alias[1]
            continue
        arrow = _ARROW.match(line)
        if arrow:
            if "[*]" not in (arrow[1], arrow[2]):
                start = raw.find(arrow[1])
                diagram.arrows.append(
                    (
                        Piece(arrow[1], diagram.fence.place_at(number, start)),
                        Piece(arrow[2], diagram.fence.place_at(number, raw.find(arrow[2], start + len(arrow[1])))),
                    )
                )
            continue
        label = _LABEL.match(line)
        if label is None:
            return False
        titles.setdefault(label[1], label[2])
    diagram.arrows = [(_titled(one, titles), _titled(other, titles)) for one, other in diagram.arrows]
    return True


def _titled(piece: Piece, titles: dict[str, str]) -> Piece:
    """A state by its title, where that is one word and so most likely its name."""
    title = titles.get(piece.text, "").strip("`* ")
    return Piece(title, piece.place) if title and " " not in title else piece


def _dot(lines: Sequence[str], diagram: Diagram) -> bool:
    inside = False
    for number, raw in enumerate(lines):
        line = raw.strip()
        if not inside:
            if line and not _DOT_HEAD.match(raw):
                return False
            inside = bool(line)
            continue
        if line == "}":
            return not any(one.strip() for one in lines[number + 1 :])
        edge = _DOT_EDGE.match(line)
        if edge:
            ends = [_ends(one) for one in edge[1].split("->")]
            for sources, targets in pairwise(ends):
                for source in sources:
                    place = diagram.fence.place_at(number, raw.find(source))
                    diagram.arrows.extend((Piece(source, place), Piece(target, place)) for target in targets)
        elif not (_DOT_QUIET.match(line) or _DOT_NODE.match(line)):
            return False
    return False


def _ends(text: str) -> list[str]:
    return [one.strip('"') for one in re.findall(_DOT_ID, text)]
