"""How well the facts of a page are known: a quiet word beside each, the reasoning at the end.

Every fact whose evidence is shown gets a row in the table at the end of the page, under an anchor
made from what the fact is about, so links to it survive edits elsewhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from markupsafe import Markup

from statebook.anchors import Anchors, slug
from statebook.model import Citation, Evidence, Level
from statebook.render.escape import code_span, escape, href
from statebook.render.markdown import Writer

MEANING = {
    Level.STATED: "a source says it about this very thing",
    Level.DERIVED: "a source says it about something wider, and it is carried over",
    Level.INFERRED: "concluded; the reasoning is given",
    Level.DRAFT: "asked for, confirmed by no source",
    Level.UNKNOWN: "nobody knows yet",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the table of evidence."""

    anchor: str
    subject: Markup
    evidence: Evidence


@dataclass(slots=True)
class Ledger:
    """The facts of one page, in the order in which the page mentions them."""

    anchors: Anchors
    writer: Writer
    sources_page: str = ""
    """The link target of the page that lists the sources; empty for the page of the ledger itself."""
    facts: dict[str, Fact] = field(default_factory=dict)
    words: dict[int, Markup] = field(default_factory=dict)
    """What was said of each entry of the transitions."""

    def word(self, evidence: Evidence | None, subject: Markup, *key: str) -> Markup:
        """The level as a link to the reasoning, and the fact noted; nothing without evidence."""
        if evidence is None:
            return Markup("")
        anchor = self._anchor(evidence, subject, key)
        text = f"{evidence.level}, disputed" if evidence.disputed else str(evidence.level)
        return Markup(f"[{text}](#{anchor})")

    def quiet(self, evidence: Evidence | None, subject: Markup, *key: str) -> Markup:
        """As `word`, in italics, and nothing for what is stated and undisputed."""
        if evidence is None:
            return Markup("")
        word = self.word(evidence, subject, *key)
        plain = evidence.level is Level.STATED and not evidence.disputed
        return Markup("") if plain else Markup(f"*{word}*")

    def _anchor(self, evidence: Evidence, subject: Markup, key: tuple[str, ...]) -> str:
        base = "evidence-" + "-".join(part for part in (slug(one) for one in key) if part)
        anchor = base
        known = self.facts.get(anchor)
        if anchor in self.anchors.headings or (known is not None and known.evidence != evidence):
            digest = hashlib.sha256(repr((evidence.pointer.steps, evidence.note)).encode()).hexdigest()[:6]
            anchor = f"{base}-{digest}"
        self.facts.setdefault(anchor, Fact(anchor, subject, evidence))
        return anchor

    def has(self, *levels: Level) -> bool:
        """Whether the page mentions a fact of one of these levels."""
        return any(fact.evidence.level in levels for fact in self.facts.values())

    def citations(self, evidence: Evidence) -> Markup:
        """Where it is said, with links to the sources."""
        return Markup(", ").join(self._citation(one) for one in evidence.citations)

    def _citation(self, citation: Citation) -> Markup:
        locator = escape(citation.locator, at_line_start=False) if citation.locator else ""
        if not citation.source:
            return Markup(locator)
        name = code_span(citation.source, in_cell=True)
        link = f"[{name}]({self.sources_page}#{self.anchors.source(citation.source)})"
        return Markup(f"{link} {locator}".rstrip())


def source_link(title: str, url: str) -> Markup:
    """The title of a source, linked where it can be read."""
    target = href(url) if url else None
    text = escape(title, at_line_start=False)
    return Markup(f"[{text}]({target})" if target else text)
