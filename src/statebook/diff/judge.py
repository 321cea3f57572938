"""How much a fact can hurt here: by the table, and by what the base promised.

Clients were told what the base says: whether its list of states is open, which states they poll for,
which values they send. So the base decides, except for the reach of what is new, which is the head's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Protocol

from statebook.diff.change import Change, judged
from statebook.diff.fact import Fact
from statebook.diff.facts.reach import Reach
from statebook.diff.kinds import Impact
from statebook.diff.pairing import Pairing
from statebook.diff.typetext import options
from statebook.model import Deprecation, Kind, Mover, Visibility
from statebook.types import ArrayOf, MapOf, StateValue, Type, Union

HIDDEN = (Visibility.RESERVED, Visibility.UNDOCUMENTED)


class Circumstances:
    """What judgement asks of a pair of machines, each answer worked out once.

    `today` is a day as `YYYY-MM-DD`, or empty where no day counts.
    """

    def __init__(self, pairing: Pairing, today: str = "") -> None:
        self.pairing = pairing
        self.today = today

    @cached_property
    def was_open(self) -> bool:
        """Clients were told that more states may come."""
        openness = self.pairing.base.openness
        return openness is not None and openness.is_open

    @cached_property
    def are_sent(self) -> bool:
        """Clients send states, so that even one that never comes back can be of use."""
        actions = self.pairing.base.actions.values()
        return any(_holds_state(one.type) for action in actions for one in action.parameters)

    @cached_property
    def relied_on(self) -> frozenset[str]:
        """States of the base that clients start from, poll for, or send."""
        base = self.pairing.base
        if self.are_sent:
            return frozenset(base.states)
        started = [one.state for one in base.initial]
        awaited = {state.poll.until for state in base.states.values() if state.poll is not None}
        return frozenset(started).union(*awaited)

    @cached_property
    def head_reach(self) -> Reach:
        """What can be reached, left and brought to rest in the head."""
        return Reach(self.pairing.head_graph)

    @cached_property
    def base_reach(self) -> Reach:
        """What could be reached in the base."""
        return Reach(self.pairing.base_graph)

    def can_be_reached(self, state: str) -> bool:
        """Whether a resource of the head can get to a state; always where it is not said where it starts."""
        return not self.head_reach.has_start or state in self.head_reach.reachable

    def could_be_reached(self, state: str) -> bool:
        """The same of the base."""
        return not self.base_reach.has_start or state in self.base_reach.reachable


def _holds_state(kind: Type) -> bool:
    match kind:
        case StateValue():
            return True
        case ArrayOf(inner) | MapOf(inner):
            return _holds_state(inner)
        case Union(inside):
            return any(map(_holds_state, inside))
        case _:
            return False


Judgement = Callable[[Fact, Circumstances], Change]


def judge(fact: Fact, circumstances: Circumstances) -> Change:
    """The change that a fact is."""
    ended = _ended(fact, circumstances)
    if ended:
        return judged(fact, kind="removed-after-sunset")
    special = SPECIAL.get(fact.kind)
    return special(fact, circumstances) if special is not None else judged(fact)


def _ended(fact: Fact, circumstances: Circumstances) -> bool:
    """Whether something was removed whose announced end has come."""
    return has_ended(sunset_of(fact, circumstances.pairing), circumstances.today)


def sunset_of(fact: Fact, pairing: Pairing) -> str:
    """The announced end of what a fact says was removed; empty where none was announced."""
    base, name = pairing.base, fact.base_name
    found: Iterable[Deprecated | None] = ()
    match fact.kind, len(name):
        case "state-removed", 1:
            found = [base.states[name[0]]]
        case "action-removed", 1:
            found = [base.actions[name[0]]]
        case "event-removed", 1:
            found = [base.events[name[0]]]
        case "attribute-removed", 1:
            found = [one for state in base.states.values() for one in state.attributes if one.name == name[0]]
        case "attribute-removed", 2:
            found = [one for one in base.objects[name[0]].attributes if one.name == name[1]]
        case "transition-removed", 3:
            ways = pairing.base_graph.leaving(name[0])
            found = [one for one in ways if (one.target, one.trigger) == (name[1], name[2])]
    ends = [end_of(one) for one in found]
    return max(ends) if ends and all(ends) else ""


class Deprecated(Protocol):
    """Anything that may be on its way out."""

    @property
    def deprecation(self) -> Deprecation | None:
        """By when, and what to use instead."""


def end_of(one: Deprecated | None) -> str:
    """The announced end of an element, or nothing."""
    return one.deprecation.sunset if one is not None and one.deprecation is not None else ""


def has_ended(sunset: str, today: str) -> bool:
    """Whether an announced end has come; never without a day to compare with."""
    return bool(sunset and today and sunset <= today)


def _state_added(fact: Fact, circumstances: Circumstances) -> Change:
    name = fact.head_name[0]
    if circumstances.pairing.head.states[name].visibility in HIDDEN:
        return judged(fact, Impact.SAFE, "It is declared, and not answered or promised yet.")
    if not circumstances.can_be_reached(name):
        return judged(fact, Impact.SAFE, "No way leads there yet.")
    if circumstances.was_open:
        change = judged(fact, Impact.SAFE, "Clients were told that more states may come.")
    else:
        change = judged(fact)
    if name in circumstances.head_reach.dead:
        return change.with_hint("Nothing leaves it, and it is not final: a resource that gets there is stuck.")
    if name in circumstances.head_reach.restless:
        return change.with_hint("No resting or final state can be reached from it: whoever polls there polls forever.")
    return change


def _state_removed(fact: Fact, circumstances: Circumstances) -> Change:
    name = fact.base_name[0]
    if circumstances.pairing.base.states[name].visibility in HIDDEN:
        return judged(fact, Impact.SAFE, "It was declared, and never answered or promised.")
    if not circumstances.could_be_reached(name) and not circumstances.are_sent:
        return judged(fact, Impact.SAFE, "No way led there: no client ever met it.")
    if circumstances.was_open and name not in circumstances.relied_on:
        return judged(
            fact,
            Impact.DANGEROUS,
            "Clients were told that the list may change; none starts there, sends it, or was told to wait for it.",
        )
    return judged(fact)


def _state_renamed(fact: Fact, circumstances: Circumstances) -> Change:
    base = [circumstances.pairing.base.states[one].value for one in fact.base_name]
    head = [circumstances.pairing.head.states[one].value for one in fact.head_name]
    if repr(base) == repr(head):
        return judged(fact, Impact.SAFE, "The value on the wire is the same; only the pages call it otherwise.")
    return judged(fact)


def _kind_changed(fact: Fact, _: Circumstances) -> Change:
    if fact.base == Kind.RESTING:
        return judged(
            fact, Impact.DANGEROUS, "A client that acts there may be too late, for the state now leaves by itself."
        )
    return judged(fact, Impact.BREAKING, "A client that polls there until it leaves polls forever.")


def _outcome(fact: Fact, _: Circumstances) -> Change:
    if fact.base is None or fact.head is None:
        return judged(fact, Impact.SAFE, "An outcome is told or no longer told; it did not turn into another one.")
    return judged(fact)


def _visibility(fact: Fact, circumstances: Circumstances) -> Change:
    if fact.head in ("shown", "gone") and fact.base in HIDDEN and not circumstances.was_open:
        return judged(fact, Impact.DANGEROUS, "It was announced; now clients meet it.")
    if fact.base in HIDDEN:
        return judged(fact, Impact.SAFE, "Clients were told of it, or that more states may come.")
    return judged(fact)


def _poll(fact: Fact, _: Circumstances) -> Change:
    base, head = fact.base or {}, fact.head or {}
    if not fact.base or not fact.head or {**base, "every": ""} == {**head, "every": ""}:
        return judged(fact, Impact.SAFE, "What to wait for is the same; how it is advised changed.")
    return judged(fact)


def _transition_added(fact: Fact, circumstances: Circumstances) -> Change:
    if _was_final(fact, circumstances.pairing):
        return judged(fact, Impact.BREAKING, "The state was final: clients stopped looking there.")
    if fact.implied_by:
        return judged(fact, Impact.SAFE, f"It comes with {fact.implied_by}.")
    if fact.head["by"] == Mover.CLIENT:
        return judged(fact, Impact.SAFE, "It happens only when a client asks for it.")
    return judged(fact)


def _was_final(fact: Fact, pairing: Pairing) -> bool:
    """Whether a new way out leaves what clients were told is final; to be gone is no way out."""
    source, target, _ = fact.head_name
    cluster = pairing.states[pairing.head_state[source]]
    leaves = source != target and pairing.head.states[target].visibility is not Visibility.GONE
    return leaves and any(pairing.base.states[one].kind is Kind.FINAL for one in cluster.base)


def _transition_removed(fact: Fact, _: Circumstances) -> Change:
    if fact.implied_by:
        return judged(fact, Impact.SAFE, f"It went with {fact.implied_by}.")
    if fact.base["by"] == Mover.CLIENT:
        return judged(fact, Impact.BREAKING, "A call that worked in this state does not, or does not lead there.")
    return judged(fact)


def _trigger_changed(fact: Fact, _: Circumstances) -> Change:
    was, now = fact.base["by"] == Mover.CLIENT, fact.head["by"] == Mover.CLIENT
    if was and now:
        return judged(fact, Impact.BREAKING, "Clients have to make another call.")
    if now:
        return judged(fact, Impact.BREAKING, "It no longer happens by itself: without a call a client waits forever.")
    if was:
        return judged(
            fact, Impact.DANGEROUS, "It happens by itself now: the call that clients make may be refused or too late."
        )
    if fact.base["by"] == fact.head["by"]:
        return judged(fact, Impact.SAFE, "Clients see neither of the two.")
    return judged(fact, Impact.DANGEROUS, "When it happens depends on somebody else.")


def _path(fact: Fact, _: Circumstances) -> Change:
    if _without_names(fact.base) == _without_names(fact.head):
        return judged(fact, Impact.SAFE, "Only a placeholder is called otherwise; the calls are the same.")
    return judged(fact)


def _without_names(path: str) -> str:
    return "{}".join(part.split("}", 1)[-1] if place else part for place, part in enumerate(path.split("{")))


def _parameter_added(fact: Fact, _: Circumstances) -> Change:
    if fact.head["required"]:
        return judged(fact, Impact.BREAKING, "Calls without it are refused.")
    return judged(fact)


def _attribute_removed(fact: Fact, _: Circumstances) -> Change:
    if fact.implied_by:
        return judged(fact, Impact.SAFE, f"It went with {fact.implied_by}.")
    return judged(fact)


def _type(fact: Fact, _: Circumstances) -> Change:
    was, now = options(fact.base["value"]), options(fact.head["value"])
    if now < was or (was - now == {"number"} and now - was <= {"integer"}):
        return judged(fact, Impact.SAFE, "Whatever comes now could come before.")
    return judged(fact)


def _enum(fact: Fact, circumstances: Circumstances) -> Change:
    if not _was_open_enum(fact, circumstances):
        return judged(fact)
    if fact.kind == "enum-value-added":
        return judged(fact, Impact.SAFE, "Clients were told that more values may come.")
    return judged(fact, Impact.DANGEROUS, "Clients were told that the list may change.")


def _was_open_enum(fact: Fact, circumstances: Circumstances) -> bool:
    base = circumstances.pairing.base
    name = fact.base_name
    if len(name) > 1:
        return any(one.enum_open for one in base.objects[name[0]].attributes if one.name == name[1])
    return any(one.enum_open for state in base.states.values() for one in state.attributes if one.name == name[0])


SPECIAL: dict[str, Judgement] = {
    "state-added": _state_added,
    "state-removed": _state_removed,
    "state-renamed": _state_renamed,
    "state-kind-changed": _kind_changed,
    "state-outcome-changed": _outcome,
    "state-visibility-changed": _visibility,
    "poll-advice-changed": _poll,
    "transition-added": _transition_added,
    "transition-removed": _transition_removed,
    "trigger-changed": _trigger_changed,
    "action-path-changed": _path,
    "parameter-added": _parameter_added,
    "attribute-removed": _attribute_removed,
    "attribute-type-changed": _type,
    "enum-value-added": _enum,
    "enum-value-removed": _enum,
}
"""Kinds whose impact depends on more than the table."""
