"""Machines whose every text is hostile, as formats want them: what a spec may hold, without the detour over YAML."""

from __future__ import annotations

import functools

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from statebook.export.format import Subject, subject
from statebook.model import (
    Event,
    Group,
    Initial,
    Kind,
    Machine,
    Mover,
    Outcome,
    State,
    Transition,
)
from statebook.pointer import Pointer

AT = Pointer("hostile.yaml")

TEXTS = (
    "|", '"', "'", "<", "a\nb", ":", ";", "]]>", "\U0001f642", "\u05d0\u05d1", "\u0627\u0644\u062d\u0627\u0644\u0629",
    "a", "A", "a b", "a_b", "a-b", "a.b", "_a_", "__proto__", "constructor", "toString", "end", "End", "state", "note",
    "[*]", "a --> b", "a : b", "a:::b", "%%", "%%{init: {}}%%", '%getenv("HOME")', "!include x", "' x", "/' x '/", "#quot;",
    "&amp;", "&#60;", "<U+0041>", "<b>x</b>", "<script>alert(1)</script>", "{", "}", "x {", "direction LR", "Direction  TB",
    "<<choice>>", "<<fork>>", "[[fork]]", "--", "||", "as", "scale 2", "hide empty description", "click", "style", "classDef x y",
    "class a b", "title x", "skinparam x", "@enduml", "@startuml", "end note", "accTitle: x", "root", "root_start", "root_end",
    "state_end", "initial", "final", "parallel", "history", "^choice", "]fork", "1. x", "- x", "+ x", "* x", "# x", "> x", "$$x$$",
    "~x", "\\n", "\\", '\\"', "`x`", "**b**", "//i//", "~~s~~", "==", "=>", "->", ",", "2nd", "0", "-1", "1e3", "null", "true",
    "\ufb02\u00b0\u00b034\u00b6\u00df", "\u4e2d\u6587", "\u00e9t\u00e9", "e\u0301", "\u202egnp.exe", "\u200b", "a\u2028b", "a\u00a0b", "\u201cx\u201d", "\u00abx\u00bb",
    "${x}", "{{ x }}", "{% x %}", "default", "href", "default x", "fa:fa-x", "a [b] / c", "[x]", " / ", "/", "x]", "[", "POST /a/{b}",
    "group_a", "note_a", "a____b", "a_b_2", "left of a", "json", "map", "url", "'", "x'y", "http://example.com/?a=b&c=d#e",
)  # fmt: skip
"""Names that mean something to one language or another."""

_SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
_ANY = st.text(_SIGNS, min_size=1, max_size=8).filter(lambda text: text == text.strip() and "\ufffd" not in text)
_NAME = st.sampled_from(TEXTS) | _ANY
_NAMES = st.lists(_NAME, min_size=3, max_size=7, unique=True)


def hostile(ids: list[str], text: str, title: str = "") -> Subject:
    """A machine whose states, groups and triggers all have these ids and whose other texts are `text`."""
    kinds = (Kind.RESTING, Kind.TRANSIENT, Kind.FINAL)
    grouped = ids[1:3]
    states = {
        one: State(
            id=one,
            value=one,
            title=title,
            kind=kinds[at % 3],
            outcome=list(Outcome)[at % 3],
            description=text,
            group=ids[0] if one in grouped else "",
            pointer=AT / one,
        )
        for at, one in enumerate(ids)
    }
    transitions = tuple(
        Transition(
            source=one,
            target=ids[(at + 1) % len(ids)] if at else one,
            trigger=ids[-1 - at],
            by=list(Mover)[at % 6],
            guard=text if at % 2 else "",
            effect=text if at % 3 else "",
            entry=at,
            pointer=AT / "t" / at,
        )
        for at, one in enumerate(ids)
    )
    machine = Machine(
        id="hostile",
        title=text,
        noun="thing",
        state_attribute="status",
        initial=tuple(Initial(state=one, trigger=one, pointer=AT) for one in ids[:2]),
        events={one: Event(id=one, title=one, by=Mover.SYSTEM, pointer=AT / one) for one in ids},
        groups={ids[0]: Group(id=ids[0], title=title or ids[0], states=tuple(grouped), pointer=AT / "g")},
        states=states,
        transitions=transitions,
        pointer=AT,
    )
    return subject({"hostile": machine}, machine)


@functools.cache
def hostile_machines() -> tuple[Subject, ...]:
    """All of `TEXTS` as ids, three at a time, and fifty drawn ones; the same in every run."""
    found = [hostile([*TEXTS[at : at + 3]], TEXTS[at]) for at in range(0, len(TEXTS) - 2, 3)]
    found.append(hostile(list(TEXTS[-3:]), "x"))

    @seed(6)
    @settings(max_examples=50, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_NAMES, _NAME, st.sampled_from(["", "Title", *TEXTS[:12]]))
    def draw(ids: list[str], text: str, title: str) -> None:
        found.append(hostile(ids, text, title))

    draw()
    return tuple(found)
