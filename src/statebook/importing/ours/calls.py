"""Actions, events, errors and sources of a machine as JSON, as a spec declares them."""

from __future__ import annotations

from statebook.importing.draft import Draft, Object
from statebook.importing.ours.attributes import Attributes
from statebook.importing.ours.pieces import common, evidence, kept, present
from statebook.importing.shape import Shape


def action(one: Shape, draft: Draft, attributes: Attributes, moves: set[str]) -> None:
    """Add an action. `moves` are the states that its transitions leave."""
    made = draft.trigger(one.text("id", needed=True), one.line)
    made.is_action, made.by = True, one.text("by")
    made.title, made.description = one.text("title"), one.text("description")
    also = [{"state": state} if state == "*" else state for state in one.texts("accepted_in") if state not in moves]
    starts = one.text("starts")
    if starts and starts not in attributes.machines:
        draft.leave(
            one.line_of("starts"), f"that {made.name[:60]!r} starts {starts[:60]!r}", "the project has no such machine"
        )
        starts = ""
    made.more = {
        **present(one, "method", "path"),
        **kept(parameters=_parameters(one, attributes)),
        **kept(accepted_in="unknown" if one.flag("accepted_in_unknown") else also),
        **_returns(one, attributes),
        **kept(errors=one.texts("errors"), starts=starts),
        **common(one),
    }


def _parameters(one: Shape, attributes: Attributes) -> Object:
    found: Object = {}
    for each in one.objects("parameters", "a parameter"):
        place = each.text("in")
        kind = attributes.type_text(each)
        found[each.text("name", needed=True)] = {
            **kept(**{"in": "" if place == "query" else place}),
            "type": kind,
            **kept(required=each.flag("required") and place != "path"),
            **present(each, "description"),
            **_example(each),
            **kept(evidence=evidence(each)),
        }
    return found


def _returns(one: Shape, attributes: Attributes) -> Object:
    found = one.inner("returns", "what an action returns")
    if found is None:
        return {}
    kind = attributes.type_text(found, needed=False)
    said = {
        **kept(type=kind),
        **present(found, "status", "description"),
        **_example(found),
        **kept(evidence=evidence(found)),
    }
    return {"returns": kind if kind and said == {"type": kind} else said}


def _example(one: Shape) -> Object:
    return {"example": one.value("example")} if "example" in one.node.members else {}


def event(one: Shape, draft: Draft) -> None:
    """Add an event."""
    made = draft.trigger(one.text("id", needed=True), one.line)
    made.is_action, made.by = False, one.text("by")
    made.title, made.description, made.more = one.text("title"), one.text("description"), common(one)


def error(one: Shape, attributes: Attributes) -> Object:
    """An error, without its id."""
    return {
        **present(one, "title", "status"),
        **kept(type=attributes.type_text(one, needed=False)),
        **present(one, "description"),
        **kept(state_refused=one.flag("state_refused")),
        **_example(one),
        **common(one),
    }


def source(one: Shape) -> Object:
    """A source, without its id."""
    return {"title": one.text("title"), **present(one, "url", "description")}
