"""What `statebook export xstate` wrote into `meta` and `tags`; nothing of a machine of others but its kinds."""

from __future__ import annotations

from collections.abc import Mapping

from statebook.importing.charts.chart import Place
from statebook.importing.charts.xstate_ways import Written, named
from statebook.importing.draft import Draft, Object
from statebook.importing.ours.pieces import common, present
from statebook.importing.shape import Shape, refusal
from statebook.model import Kind, Outcome

_META = "statebook"


def _meta(shape: Shape) -> Shape | None:
    """What Statebook wrote beside a state, a transition or the machine."""
    meta = shape.node.members.get("meta")
    ours = meta.members.get(_META) if meta is not None and isinstance(meta.value, dict) else None
    return Shape(ours, "the meta of Statebook") if ours is not None and isinstance(ours.value, dict) else None


class Facts:
    """The machine's own: triggers with their calls, the start, and the guard that chooses among targets."""

    def __init__(self, root: Shape, draft: Draft) -> None:
        self.draft = draft
        self.meta = _meta(root)
        self.start_key = ""
        self.choice = ""
        self.triggers: dict[str, str] = {}
        if self.meta is None:
            return
        meta = self.meta
        draft.is_whole = True
        draft.title, draft.noun = meta.text("title"), meta.text("noun")
        draft.state_attribute = meta.text("state_attribute")
        draft.more = {**present(meta, "state_derivation"), **common(meta)}
        self.start_key, self.choice = meta.text("start"), meta.text("choice") or "leads to"
        for key, is_action in (("actions", True), ("events", False)):
            for one in meta.objects(key, "a trigger"):
                event = one.text("event", needed=True)
                name = self.triggers[event] = one.text("id") or event
                trigger = draft.trigger(name, one.line)
                trigger.is_action, trigger.by = is_action, one.text("by")
                trigger.title, trigger.description = one.text("title"), one.text("description")
                trigger.more = {**present(one, "method", "path"), **common(one)}

    def trigger(self, event: str) -> str:
        """The id of the trigger that an event stands for."""
        return self.triggers.get(event, event)

    def guard(self, written: Written) -> tuple[str, Object]:
        """The words of a guard without what the export added, and what else the transition says."""
        more = common(ours) if written.shape is not None and (ours := _meta(written.shape)) is not None else {}
        node = written.guard
        if node is None:
            return "", more
        if self.meta is not None and isinstance(node.value, dict) and set(node.value) == {"type", "params"}:
            params = node.value["params"]
            if isinstance(params, dict) and set(params) == {"to"}:
                name = node.value["type"]
                return ("" if name == self.choice else str(name)), more
        return named(node, "a guard"), more

    def start(self, ids: Mapping[str, str]) -> None:
        """Take the starts, or none, in the order of the spec. `ids` are those of the states by their keys in the file."""
        if self.meta is None:
            return
        written = list(self.meta.objects("initial", "an initial state"))
        if all(one.text("state") in ids for one in written):
            said = [{"state": ids[one.text("state")], **present(one, "trigger", "description")} for one in written]
            self.draft.initial = [one if len(one) > 1 or len(said) > 1 else one["state"] for one in said]


def state_facts(shape: Shape, place: Place, *, whole: bool) -> None:
    """Add to a state or a group what its `meta` says, and its kind and outcome where its tags do."""
    tags = shape.value("tags")
    known = [one for one in (tags if isinstance(tags, list) else [tags]) if isinstance(one, str)]
    place.state_kind = next((one for one in known if one in set(Kind)), "")
    place.outcome = next((one for one in known if one in set(Outcome)), "")
    meta = _meta(shape) if whole else None
    if meta is None:
        return
    place.name = meta.text("id") or place.name
    place.title = meta.text("title")
    if "kind" in meta:
        place.state_kind, place.outcome = meta.text("kind"), meta.text("outcome")
    if "value" in meta.node.members:
        place.value = meta.value("value")
        if isinstance(place.value, dict | list):
            raise refusal(meta.node.members["value"], "the value of a state is text, a number, true, false or null")
    place.more = {**present(meta, "visibility", "next_step"), **common(meta)}
