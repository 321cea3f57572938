"""The transitions of one state of XState, whatever key they stand below and however short they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from statebook.audit.page.jsontree import Node
from statebook.importing.draft import Draft
from statebook.importing.shape import Shape, kind_of, refusal

_AT_ONCE = ("system", "Nothing is waited for: the guard alone decides.")
_TIMED = ("timer", "The time in the state is over.")
_ALL_DONE = ("completion", "The last of the states inside is reached.")
_DONE = ("completion", "What the state started is done.")
_FAILED = ("completion", "What the state started has failed.")


@dataclass(slots=True)
class Written:
    """One transition. `by` and `says` are empty where a client or nobody known sends the event."""

    event: str
    line: int
    by: str = ""
    says: str = ""
    targets: list[Node] = field(default_factory=list)
    guard: Node | None = None
    actions: list[Node] = field(default_factory=list)
    description: str = ""
    when_done: bool = False
    shape: Shape | None = None


def ways_of(shape: Shape, draft: Draft) -> Iterator[Written]:
    """The transitions of a state, in the order of XState's keys. Raises `BadInput` for what is none."""
    yield from _on(shape, draft)
    for node in _list(shape.node.members.get("always")):
        yield _written(
            Written("always", node.line + 1, "system", "Nothing is waited for: the guard alone decides."), node
        )
    yield from _after(shape)
    yield from _invoked(shape)
    for node in _list(shape.node.members.get("onDone")):
        yield _written(Written("done", node.line + 1, *_ALL_DONE, when_done=True), node)


def named(node: Node, what: str) -> str:
    """A guard or an action by its name, with its parameters behind it."""
    if isinstance(node.value, str):
        return node.value
    if not isinstance(node.value, dict):
        raise refusal(node, f"{what} is a name or an object, and here stands {kind_of(node.value)}")
    name = node.value.get("type") or node.value.get("name") or node.value.get("predicate")
    rest = {key: value for key, value in node.value.items() if key not in ("type", "name") and value not in (None, {})}
    rest = rest.pop("params") if set(rest) == {"params"} else rest
    behind = json.dumps(rest, ensure_ascii=False) if rest else ""
    if isinstance(name, str) and name:
        return f"{name} {behind}".strip()
    return behind


def _on(shape: Shape, draft: Draft) -> Iterator[Written]:
    on = shape.node.members.get("on")
    if on is None or on.value is None:
        return
    if isinstance(on.value, list):  # version 4 allows a list of transitions that name their events
        for item in on.items:
            named_by = Shape.of(item, "a transition")
            yield _written(Written(named_by.text("event", needed=True), named_by.line), item)
        return
    for event, node in Shape.of(on, "'on'").node.members.items():
        line, column = on.keys[event]
        if event == "*" or event.endswith(".*"):
            draft.leave(line + 1, f"the transitions on {event!r}", "a spec names each event", column + 1)
            continue
        for one in _list(node) or [node]:
            yield _written(_sent(event, one.line + 1), one)


def _sent(event: str, line: int) -> Written:
    """A transition by its event, for those that XState sends itself and prints among all others."""
    own = re.fullmatch(r"(?:xstate\.)?(after|done|error)[.(](.+)", event, re.DOTALL)
    if not event:  # as version 4 writes `always`
        return Written("always", line, *_AT_ONCE)
    if own is None:
        return Written(event, line)
    kind, rest = own.groups()
    if kind == "after":
        return Written(_delayed(re.split(r"[.)]", rest)[0]), line, *_TIMED)
    if kind == "done" and rest.startswith("state."):
        return Written("done", line, *_ALL_DONE, when_done=True)
    who = re.sub(r"\A(?:invoke|actor|platform|execution)\.", "", rest)
    return Written(f"{who} done", line, *_DONE) if kind == "done" else Written(f"{who} failed", line, *_FAILED)


def _delayed(delay: str) -> str:
    return f"after {delay} ms" if delay.isdecimal() else f"after {delay}"


def _after(shape: Shape) -> Iterator[Written]:
    after = shape.node.members.get("after")
    if after is None or after.value is None:
        return
    if isinstance(after.value, list):  # version 4 allows a list of transitions that name their delays
        delays = [(str(Shape.of(node, "a transition").value("delay")), node) for node in after.items]
    else:
        delays = list(Shape.of(after, "'after'").node.members.items())
    for delay, node in delays:
        for one in _list(node):
            yield _written(Written(_delayed(delay), node.line + 1, *_TIMED), one)


def _invoked(shape: Shape) -> Iterator[Written]:
    for node in _list(shape.node.members.get("invoke")):
        one = Shape.of(node, "what is invoked")
        source = one.value("src")
        if isinstance(source, dict):
            source = source.get("type")
        name = one.text("id") or (source if isinstance(source, str) else "") or "work"
        for key, event, said in (("onDone", f"{name} done", _DONE), ("onError", f"{name} failed", _FAILED)):
            for way in _list(one.node.members.get(key)):
                yield _written(Written(event, way.line + 1, *said), way)


def _list(node: Node | None) -> list[Node]:
    """The transitions of a key: one, several, or none."""
    if node is None or node.value is None:
        return []
    return node.items if isinstance(node.value, list) else [node]


def _written(into: Written, node: Node) -> Written:
    """Fill in what a transition says, be it a target alone or an object."""
    if node.value is None:
        return into
    if isinstance(node.value, str):
        into.targets = [node]
        return into
    shape = into.shape = Shape.of(node, "a transition")
    into.targets = _list(node.members.get("target"))
    into.guard = next((node.members[key] for key in ("guard", "cond") if key in shape), None)
    # A function is printed as null: nothing is known of it.
    into.actions = [one for one in _list(node.members.get("actions")) if one.value is not None]
    into.description = shape.text("description")
    return into
