"""An OpenAPI document that `statebook export openapi` wrote: the machine under `x-statebook`, and what stands around it."""

from __future__ import annotations

from statebook.audit.page.jsontree import Node
from statebook.importing.attributes import chosen
from statebook.importing.draft import Draft, Object
from statebook.importing.openapi.document import Document, listed
from statebook.importing.openapi.object import operations, properties, read_api
from statebook.importing.openapi.schema import text_of
from statebook.importing.original import BadInput
from statebook.importing.rows import Rows
from statebook.importing.shape import Shape
from statebook.model import Json

_MOVERS = ("system", "completion", "timer", "schedule", "peer")
_SAID = ("guard", "effect")


def read_own(document: Document) -> Draft:
    """The machine of a document of ours. Raises `BadInput` where `x-statebook` is not as it was written."""
    own = Shape.of(document.root.members["x-statebook"], "`x-statebook`")
    info = Shape.of(document.root.members["info"], "`info`") if "info" in document.root.members else None
    draft = Draft(id=own.text("machine"), title=info.text("title") if info is not None else "", is_ours=True)
    draft.state_attribute = own.text("state_attribute")
    if not draft.state_attribute:
        draft.more["state_derivation"] = "todo: say how clients tell the state"
    for one in own.objects("states", "a state"):
        _state(one, draft)
    draft.initial = list(own.texts("initial"))
    _unknown(draft.initial, draft, own)
    read_api(document, draft)
    _actions(document, draft)
    _transitions(own, draft)
    reference = own.node.members.get("object")
    resource = document.followed(reference) if reference is not None else None
    if resource is not None:
        said = text_of(resource, "description")
        draft.summary = said
        _values(document, resource, draft)
        _attributes(document, resource, draft)
    return draft


def _state(one: Shape, draft: Draft) -> None:
    name = one.text("id", needed=True)
    state = draft.state(name, one.line)
    state.kind, state.outcome, state.group = one.text("kind"), one.text("outcome"), one.text("group")
    if "value" in one.node.members:
        state.value = one.value("value")


def _unknown(names: list[Json], draft: Draft, own: Shape) -> None:
    for name in names:
        if name not in draft.states:
            raise BadInput(f"no state is called {str(name)[:60]!r}", own.line_of("initial"))


def _transitions(own: Shape, draft: Draft) -> None:
    rows = Rows(draft)
    for one in own.objects("transitions", "a transition"):
        source, target, trigger = (one.text(key, needed=True) for key in ("from", "to", "trigger"))
        for name in (source, target):
            if name not in draft.states:
                raise BadInput(f"no state is called {name[:60]!r}", one.line)
        made = draft.trigger(trigger, one.line)
        by = one.text("by")
        if made.is_action is None:
            made.is_action, made.by = by == "client", by if by in _MOVERS else ""
        elif made.is_action and by in _MOVERS:
            made.by = by
        said = {key: one.text(key).strip() for key in _SAID if one.text(key).strip()}
        rows.add(source, target, trigger, one.line, said)


def _actions(document: Document, draft: Draft) -> None:
    """The operations that name an action of the machine."""
    for path, method, operation in operations(document):
        own = operation.members.get("x-statebook")
        name = text_of(own, "action") if own is not None else ""
        if not name or own is None:
            continue
        made = draft.trigger(name, operation.line + 1)
        made.is_action = True
        made.title = text_of(operation, "summary")
        said = text_of(operation, "description")
        made.description = "" if said == made.title else said
        moved = own.members.get("moves")
        moves = {text_of(one, "from") for one in (moved.items if moved is not None else [])}
        accepted = own.members.get("accepted_in")
        also = [one.value for one in (accepted.items if accepted is not None else [])]
        also = [one for one in also if one in draft.states and one not in moves]
        everywhere = len(also) == len(draft.states) > 1
        chosen_ones = "*" if everywhere else [chosen(one) for one in also]
        made.more = {"method": method.upper(), "path": path, **({"accepted_in": chosen_ones} if also else {})}
        if text_of(own, "starts"):
            draft.leave(
                operation.line + 1, f"that {name[:60]!r} starts another machine", "the document has one machine"
            )


def _values(document: Document, resource: Node, draft: Draft) -> None:
    """Titles and descriptions of the states: of each value, or of the object in each state."""
    said: dict[str, tuple[str, str]] = {}
    own = resource.members.get("properties")
    for one in own.members.values() if own is not None else ():
        whole = document.followed(one)
        for value, schema in listed(whole) if whole is not None else ():
            if schema is not None:
                said[repr(value)] = (text_of(schema, "title"), text_of(schema, "description"))
    for state in draft.states.values():
        title, description = said.get(repr(state.value), ("", ""))
        state.title, state.description = ("" if title == state.name else title), description


def _attributes(document: Document, resource: Node, draft: Draft) -> None:
    """The attributes of the object in each state; one that several states have is declared once."""
    several = resource.members.get("oneOf")
    by_name: dict[str, dict[str, Object]] = {}
    values = {repr(state.value): state.name for state in draft.states.values()}
    schemas = [whole for one in (several.items if several is not None else []) if (whole := document.followed(one))]
    for schema in schemas or [resource]:
        own = schema.members.get("properties")
        mark = own.members.get(draft.state_attribute) if own is not None else None
        const = mark.members.get("const") if mark is not None else None
        states = [values[repr(const.value)]] if const is not None and repr(const.value) in values else []
        for name, said in properties(document, schema).items():
            if name != draft.state_attribute:
                for state in states or (draft.states if not schemas else ()):
                    by_name.setdefault(name, {})[state] = said
    for name, by_state in by_name.items():
        first = next(iter(by_state.values()))
        present = [one for one in draft.states if one in by_state]
        draft.attributes[name] = {**first, **({} if len(present) == len(draft.states) else {"present_in": present})}
