"""The same in words: the text alternative of a diagram.

A screen reader gets the facts that the lines show, in the order of the spec, one sentence for each
bundle. The text is plain, not escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from statebook.diagram.bundle import Bundle, End, Fan, Frame, Merge, Trigger, Way
from statebook.diagram.label import elided, visible

MAXIMUM_LENGTH = 1600
"""Characters, beyond which the rest is only counted: the page's tables say it all."""


def described(opening: str, bundles: Iterable[Bundle], frames: Mapping[End, Frame]) -> str:
    """`opening`, then a sentence for each bundle as long as there is room."""
    text = opening
    rest = 0
    for bundle in bundles:
        sentence = " " + _sentence(bundle, frames) if not rest else ""
        if rest or len(text) + len(sentence) > MAXIMUM_LENGTH:
            rest += 1
        else:
            text += sentence
    return f"{text} And {rest} more." if rest else text


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    found = list(words)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} {last} {found[-1]}" if found else ""


def counted(number: int, noun: str) -> str:
    """`1 state`, `2 states`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def name(text: str) -> str:
    """An id as it stands in a sentence."""
    return elided(visible(text), 60)


def _sentence(bundle: Bundle, frames: Mapping[End, Frame]) -> str:
    text = _facts(bundle, frames)
    return f"E{text[1:]}" if text.startswith("each of ") else text


def _facts(bundle: Bundle, frames: Mapping[End, Frame]) -> str:
    match bundle:
        case Way(source, target, triggers):
            return f"{_sources((source,), frames)}: {_triggers(triggers)} to {_target(target, frames)}."
        case Fan(source, triggers, targets):
            reached = listed((_target(one, frames) for one in targets), "or")
            return f"{_sources((source,), frames)}: {_triggers(triggers)} to {reached}."
        case Merge(sources, targets):
            rows = "; ".join(f"{_triggers(triggers)} to {_target(target, frames)}" for target, triggers in targets)
            return f"{_sources(sources, frames)}: {rows}."


def _triggers(triggers: tuple[Trigger, ...]) -> str:
    return listed((name(one.id) for one in triggers), "or")


def _sources(sources: tuple[End, ...], frames: Mapping[End, Frame]) -> str:
    return listed(f"each of {_members(one, frames)}" if one.is_group else name(one.id) for one in sources)


def _target(target: End, frames: Mapping[End, Frame]) -> str:
    return f"any of {_members(target, frames)}" if target.is_group else name(target.id)


def _members(end: End, frames: Mapping[End, Frame]) -> str:
    return f"{name(end.id)} ({len(frames[end].members)})"
