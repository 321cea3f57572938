"""A machine as `statebook export json` writes it, with everything that it says.

The whole machine comes back: states, transitions, calls, attributes, object types, evidence. Three things
are spelled otherwise than in the spec that it was exported from, and mean the same: groups and wildcards are
spelled out, rows that differ in the state they leave are put together again, silenced lint rules are not there.
"""

from __future__ import annotations

from statebook.importing.draft import Draft, Object
from statebook.importing.original import BadInput, Original
from statebook.importing.ours.attributes import Attributes
from statebook.importing.ours.calls import action, error, event, source
from statebook.importing.ours.pieces import common, evidence, kept, present
from statebook.importing.rows import Rows
from statebook.importing.shape import Shape

NAME = "json"
ENDINGS = (".machine.json", ".json")

_VERSION = 1
_SAME = ("guard", "effect", "description")


def recognise(original: Original) -> int:
    """Sure where the object says `statebook` and has states with ids."""
    root = original.json_or_none if '"statebook"' in original.text else None
    if root is None or not isinstance(root.value, dict) or "statebook" not in root.value:
        return 0
    return 95 if isinstance(root.value.get("states"), list) else 30


def read(original: Original) -> Draft:
    """The machine of a file."""
    root = Shape.of(original.json(), "the machine")
    if root.value("statebook") != _VERSION or isinstance(root.value("statebook"), bool):
        raise BadInput(
            "this is no machine of version 1 of the format",
            root.line_of("statebook"),
            1,
            '`statebook export json` writes one, with "statebook": 1',
        )
    draft = Draft(
        id=root.text("id", needed=True),
        title=root.text("title"),
        noun=root.text("noun"),
        summary=root.text("summary"),
        state_attribute=root.text("state_attribute"),
        is_whole=True,
    )
    draft.more = {
        **present(root, "state_derivation", "since_attribute", "identifier"),
        **kept(openness=_openness(root), api=_api(root)),
        **common(root),
    }
    _lists(root, draft, original)
    return draft


def _lists(root: Shape, draft: Draft, original: Original) -> None:
    for one in root.objects("groups", "a group"):
        group = draft.group(one.text("id", needed=True))
        group.title, group.description, group.more = one.text("title"), one.text("description"), common(one)
    attributes = Attributes(root, draft, frozenset(original.machines))
    for one in root.objects("states", "a state"):
        _state(one, draft, attributes)
    draft.attributes = attributes.machine_wide()
    draft.initial = [_initial(one, draft) for one in root.objects("initial", "an initial state")]
    _transitions(root, draft)
    sections = {
        "sources": {one.text("id", needed=True): source(one) for one in root.objects("sources", "a source")},
        "objects": attributes.objects(),
        "errors": {one.text("id", needed=True): error(one, attributes) for one in root.objects("errors", "an error")},
    }
    draft.more |= kept(**sections)
    moved: dict[str, set[str]] = {}
    for row in draft.transitions:
        for name in row.triggers:
            moved.setdefault(name, set()).update(row.sources)
    triggers = dict(draft.triggers)
    draft.triggers = {}
    for one in root.objects("actions", "an action"):
        action(one, draft, attributes, moved.get(one.text("id"), set()))
    for one in root.objects("events", "an event"):
        event(one, draft)
    missing = next((one for name, one in triggers.items() if name not in draft.triggers), None)
    if missing is not None:
        raise BadInput(f"no action or event is called {missing.name[:60]!r}", missing.line)


def _initial(one: Shape, draft: Draft) -> Object:
    return {
        "state": _known(one, "state", draft),
        **present(one, "trigger", "description"),
        **kept(evidence=evidence(one)),
    }


def _known(one: Shape, key: str, draft: Draft) -> str:
    """The state that a key names. Raises `BadInput` where there is none."""
    name = one.text(key, needed=True)
    if name not in draft.states:
        raise BadInput(f"no state is called {name[:60]!r}", one.line_of(key))
    return name


def _openness(root: Shape) -> Object:
    found = root.inner("openness", "the openness")
    if found is None:
        return {}
    return {"list": found.text("list", needed=True), **present(found, "description"), **kept(evidence=evidence(found))}


def _api(root: Shape) -> Object:
    found = root.inner("api", "the api")
    if found is None:
        return {}
    return {
        **present(found, "base", "auth"),
        **kept(variables=found.value("variables"), headers=found.value("headers"), samples=found.texts("samples")),
    }


def _state(one: Shape, draft: Draft, attributes: Attributes) -> None:
    name = one.text("id", needed=True)
    if name in draft.states:
        raise BadInput(f"two states are called {name[:60]!r}", one.line)
    state = draft.state(name, one.line)
    state.title, state.description = one.text("title"), one.text("description")
    state.kind, state.outcome, state.group = one.text("kind"), one.text("outcome"), one.text("group")
    if "value" in one.node.members and one.value("value") != name:
        state.value = one.value("value")
    state.attributes = attributes.of_state(one, name)
    state.examples = [
        {"title": each.text("title"), "body": each.value("body")} for each in one.objects("examples", "an example")
    ]
    visibility = one.text("visibility")
    state.more = {
        **kept(
            kind_evidence=evidence(one, "kind_evidence"),
            visibility="" if visibility == "shown" else visibility,
            next_step=one.text("next_step"),
            poll=_poll(one),
            merged_from=one.texts("merged_from"),
        ),
        **common(one),
    }


def _poll(state: Shape) -> Object:
    found = state.inner("poll", "the advice to poll")
    if found is None:
        return {}
    until = [{"state": one} if one == "*" else one for one in found.texts("until")]
    return {
        **present(found, "action", "every"),
        **kept(until=until),
        **present(found, "description"),
        **kept(evidence=evidence(found)),
    }


def _transitions(root: Shape, draft: Draft) -> None:
    rows = Rows(draft)
    for one in root.objects("transitions", "a transition"):
        source_, target = _known(one, "from", draft), _known(one, "to", draft)
        said = {key: one.text(key).strip() for key in _SAME if one.text(key)}
        rows.add(source_, target, one.text("trigger", needed=True), one.line, said, common(one))
