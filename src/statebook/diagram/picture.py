"""A picture before it is DOT: boxes, frames, joints and lines, each with a made-up name.

Names are `n0`, `n1`, …, never ids of a spec, so that no id can be read as DOT. Nothing here knows
machines; the pieces carry their text, classes and links.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Label = tuple[str, ...]
"""Lines of text, not yet escaped."""


@dataclass(frozen=True, slots=True)
class Box:
    """A state, or a count of states. `classes` are constants of `look`; `level` is the row."""

    name: str
    label: Label
    classes: tuple[str, ...]
    tooltip: str
    href: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Border:
    """The frame around a group's boxes."""

    name: str
    title: str
    boxes: tuple[str, ...]
    tooltip: str = ""
    title_right: bool = False


@dataclass(frozen=True, slots=True)
class Joint:
    """A dot where lines meet or part; `is_start` draws where new resources come from."""

    name: str
    is_start: bool = False
    tooltip: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow. `tail_border` and `head_border` cut it at a frame; `leads` lets it decide on rows.

    Without `arrow` it ends in a joint. `heavy` marks that every member of a group has it.
    """

    tail: str
    head: str
    label: Label = ()
    classes: tuple[str, ...] = ()
    href: str = ""
    tooltip: str = ""
    tail_border: str = ""
    head_border: str = ""
    arrow: bool = True
    leads: bool = True
    heavy: bool = False
    trunk: bool = False
    """The one line at a joint that should run straight."""
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    """Names of the boxes between which it leads, through joints and borders: from each source to each target."""


@dataclass(slots=True)
class Picture:
    """Everything to draw.

    `across` lays the rows out from left to right instead of downwards; what stands in `roomy` ones is farther apart.
    """

    boxes: list[Box] = field(default_factory=list)
    borders: list[Border] = field(default_factory=list)
    joints: list[Joint] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    across: bool = False
    roomy: bool = False
    reduced: bool = False
    """Cheaper layout for large pictures."""

    @property
    def node_count(self) -> int:
        """How many nodes the SVG must have."""
        return len(self.boxes) + len(self.joints)

    @property
    def edge_count(self) -> int:
        """How many edges the SVG must have."""
        return len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """One picture as an artifact: DOT text, what must come out of it, and its words.

    `id` is a file name without extension (`machine`, `state-idle`, `group-processing`); `prefix`
    begins every DOM id inside the SVG and is unique among the diagrams of a project. `title` and
    `description` are the text alternative, plain text, not escaped. `nodes`, `edges` and `borders`
    are the counts that the rendered SVG must have. `detail` tells how much is drawn.
    """

    id: str
    prefix: str
    title: str
    description: str
    dot: str
    nodes: int
    edges: int
    borders: int
    detail: str = "full"
    across: bool = False
    """Drawn from left to right, with labels above their lines."""
