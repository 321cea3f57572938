"""The section of one state: what it means, how one gets in and out, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from markupsafe import Markup

from statebook.examples.bodies import Body, shown_bodies
from statebook.jsontext import json_text
from statebook.machine import Verdict
from statebook.model import Kind, Outcome, State, Visibility
from statebook.render.attributes import AttributeRow, deprecation_words, inherited, state_rows
from statebook.render.context import Context, Picture
from statebook.render.escape import anchor_mark, code_span
from statebook.render.next_states import comes_next
from statebook.render.transitions import WayRow, way_rows
from statebook.render.ways import way_words
from statebook.render.words import KIND, MOVER, OUTCOME, VISIBILITY, duration_words, enumerate_words, first_sentence

LIST_MARKERS = ("* ", "- ", "+ ", *(f"{digit}" for digit in range(10)))
"""How a list begins; a paragraph that begins with a digit loses nothing by the words before it."""

MAXIMUM_WAYS = 3
"""How many states at rest a section tells the way to; more would bury the rest of it."""

MAXIMUM_WAITS = 6
"""How many states to wait for in a row are named; a long chain is no advice."""


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A body with the line above it."""

    title: Markup
    json: Markup


class StateView:
    """What the template of a state's section may ask."""

    def __init__(self, context: Context, state: State, landed: set[str]) -> None:
        self._context = context
        self.state = state
        self.id = state.id
        self.code = Markup(code_span(state.id))
        self.link = context.state_link(state.id)
        self.anchor = context.anchors.state(state.id)
        self.kind = state.kind
        self.group = context.graph.group_of(state.id)
        self._landed = landed

    @cached_property
    def heading(self) -> Markup:
        """The heading of the section, such as The `idle` dataset status."""
        return Markup("The ") + self.code + " " + self._context.plain(self._context.machine.noun)

    @cached_property
    def mark(self) -> Markup:
        """An anchor inside the heading, where not every renderer makes it of the words; mostly nothing."""
        return anchor_mark(self._context.anchors.state_mark(self.id))

    @cached_property
    def aliases(self) -> list[str]:
        """Anchors that the heading alone would not give: of twins, and of former names."""
        anchors = self._context.anchors
        return ([] if anchors.state_is_derived(self.id) else [self.anchor]) + self.former

    @cached_property
    def former(self) -> list[str]:
        """The anchors of the names that the state had before."""
        return self._context.former_anchors[self.id]

    @cached_property
    def examples(self) -> list[ExampleView]:
        """The example objects, as JSON text."""
        return [
            ExampleView(self._example_title(body), Markup(json_text(body.value).rstrip("\n")))
            for body in shown_bodies(self._context.project, self._context.machine, self.id)
        ]

    def _example_title(self, body: Body) -> Markup:
        if body.by_hand or not body.expanded:
            return self._context.plain(body.title)
        return Markup(f"Example object, with {code_span(body.expanded)} expanded")

    @cached_property
    def kind_line(self) -> Markup:
        """`**Resting** · **ended early**: it stays until somebody acts.` What it is, in a few words."""
        badges = " · ".join(f"**{one}**" for one in self.badges)
        over = self.kind is Kind.FINAL and self._context.graph.leaving(self.id)
        return Markup(f"{badges}: {'the work is over' if over else KIND[self.kind]}.")

    @property
    def badges(self) -> list[str]:
        """The kind, the outcome, and whatever else sets the state apart: a word or two each."""
        state = self.state
        found = [self.kind.capitalize()]
        found += [OUTCOME[state.outcome]] if state.outcome is not None else []
        found += ["start"] if any(one.state == self.id for one in self._context.machine.initial) else []
        found += ["deprecated"] if state.deprecation is not None else []
        found += [str(state.visibility)] if state.visibility is not Visibility.SHOWN else []
        return found

    @cached_property
    def notes(self) -> list[Markup]:
        """What a reader must know before the meaning: deprecation and visibility."""
        found = []
        if self.state.deprecation is not None:
            found.append(deprecation_words(self._context, self.state.deprecation))
        if self.state.visibility is not Visibility.SHOWN:
            found.append(Markup(VISIBILITY[self.state.visibility]))
        if self.state.value != self.id and self.state.visibility is not Visibility.GONE:
            value = json_text(self.state.value).rstrip("\n")
            found.append(Markup(f"In JSON its value is {code_span(value)}."))
        return found

    @property
    def meaning(self) -> Markup:
        """The author's description."""
        return self._context.block(self.state.description)

    @cached_property
    def _meaning(self) -> tuple[str, str]:
        return self._context.writer.lead_and_rest(self.state.description)

    @property
    def lead(self) -> Markup:
        """The first paragraph of the author's description; empty where it cannot stand alone."""
        return Markup(self._meaning[0])

    @property
    def details(self) -> Markup:
        """The rest of the author's description. It never begins as a list, which would run on from the facts."""
        rest = self._meaning[1]
        return Markup(f"In detail:\n\n{rest}" if rest.startswith(LIST_MARKERS) else rest)

    @cached_property
    def facts(self) -> list[tuple[Markup, Markup]]:
        """The card: label and words of each fact, what to do first."""
        context = self._context
        group = context.plain(self.group.title) + "." if self.group is not None else Markup("")
        found = [
            (Markup("Next step"), self.next_step),
            (Markup("Polling"), self.poll),
            (Markup("Calls"), Markup(", ").join(self.accepted) + Markup("." if self.accepted else "")),
            (Markup("Comes next"), comes_next(context, self.id)),
            *((Markup("To reach ") + link, words) for link, words in self.ways),
            *((Markup("Start"), start) for start in self.initial),
            (Markup("Group"), group),
            (Markup("Evidence"), self._known),
        ]
        return [(label, words) for label, words in found if words]

    @property
    def _known(self) -> Markup:
        """How well the meaning and the kind are known."""
        state, ledger = self.state, self._context.ledger
        meaning = ledger.word(state.evidence, Markup("meaning of ") + self.link, self.id)
        kind = ledger.word(state.kind_evidence, Markup("kind of ") + self.link, self.id, "kind")
        parts = [Markup(f"{name} ") + word for name, word in (("meaning", meaning), ("kind", kind)) if word]
        words = Markup(", ").join(parts)
        return words[:1].upper() + words[1:] + Markup(".") if words else words

    @cached_property
    def in_short(self) -> Markup:
        """The first sentence of the meaning."""
        return self._context.cell(first_sentence(self.state.description) or self.state.title)

    @cached_property
    def next_step(self) -> Markup:
        """What a client does now."""
        return self._context.cell(self.state.next_step)

    @cached_property
    def wait_or_act(self) -> str:
        """The two-word answer of the overview."""
        return {Kind.RESTING: "act", Kind.TRANSIENT: "wait", Kind.FINAL: "stop"}[self.kind]

    @cached_property
    def poll(self) -> Markup:
        """The advice to poll as sentences; empty without any."""
        poll, context = self.state.poll, self._context
        if poll is None:
            return Markup("")
        words = Markup("")
        if poll.action:
            words += Markup("call ") + context.action_link(poll.action)
            words += Markup(f" every {duration_words(poll.every)}") if poll.every else Markup("")
            if poll.until:
                words += Markup(" until the state is ") + context.states_words(poll.until, "or")
            words = words[:1].upper() + words[1:] + Markup(".")
        parts = [words, context.cell(poll.description)]
        parts.append(context.ledger.quiet(poll.evidence, Markup("polling in ") + self.link, self.id, "poll"))
        return Markup(" ").join(part for part in parts if part)

    @cached_property
    def accepted(self) -> list[Markup]:
        """The actions that this state takes and that move the resource."""
        graph, context = self._context.graph, self._context
        return [
            context.action_link(name)
            for name, action in context.machine.actions.items()
            if (found := graph.acceptance(self.id, action)).verdict is Verdict.ACCEPTED and found.targets
        ]

    @cached_property
    def left_by(self) -> Markup:
        """Who moves the resource out."""
        movers = self._context.graph.movers(self.id)
        return enumerate_words([Markup(MOVER[mover]) for mover in movers], "or") if movers else Markup("nobody")

    @cached_property
    def attributes(self) -> list[AttributeRow]:
        """What is special about the object in this state."""
        return state_rows(self._context, self.state)

    @cached_property
    def inherited(self) -> Markup:
        """Links to the attributes that are as everywhere."""
        return inherited(self._context, self.state)

    @cached_property
    def leading(self) -> list[WayRow]:
        """The ways in."""
        return way_rows(self._context, self.id, self._context.graph.leading_to(self.id), self._landed)

    @cached_property
    def leaving(self) -> list[WayRow]:
        """The ways out."""
        return way_rows(self._context, self.id, self._context.graph.leaving(self.id), self._landed)

    @cached_property
    def ways(self) -> list[tuple[Markup, Markup]]:
        """How to come to rest well from here, where it takes more than a step: link of the state, and the way."""
        context, graph = self._context, self._context.graph
        found = []
        rest = (
            one
            for one in context.machine.states.values()
            if one.kind is not Kind.TRANSIENT and one.outcome not in (Outcome.FAILURE, Outcome.PARTIAL)
        )
        for target in islice(rest, MAXIMUM_WAYS):  # no further: a machine has thousands, and this is asked in each
            path = graph.shortest_path(self.id, target.id)
            if path and len(path) > 1:
                words = way_words(path, context.state_link, context.trigger_link, MAXIMUM_WAITS)
                found.append((context.state_link(target.id), Markup(words)))
        return found

    @property
    def initial(self) -> list[Markup]:
        """How a resource starts here, where there is more to say than that it does."""
        context = self._context
        found = []
        for one in context.machine.initial:
            if one.state == self.id and (one.description or one.trigger or one.evidence is not None):
                words = context.cell(one.description) if one.description else Markup("A new resource starts here.")
                by = Markup(" By ") + context.trigger_link(one.trigger) + "." if one.trigger else Markup("")
                quiet = context.ledger.quiet(one.evidence, Markup("start in ") + self.link, self.id, "initial")
                found.append(words + by + (Markup(" ") + quiet if quiet else Markup("")))
        return found

    @property
    def picture(self) -> Picture | None:
        """The neighbourhood, if it is drawn."""
        return self._context.picture(f"state/{self.id}")
