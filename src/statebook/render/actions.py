"""The actions: one section each, and the matrix of states and actions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from markupsafe import Markup

from statebook.examples.errors import error_body
from statebook.examples.path import parse_path
from statebook.examples.requests import Request, example_request, example_response
from statebook.jsontext import json_line, json_text
from statebook.machine import Acceptance, Verdict
from statebook.model import MISSING, Action, ErrorType, Kind, Level, Outcome, Parameter, State, Visibility
from statebook.render.attributes import deprecation_words
from statebook.render.context import Context
from statebook.render.escape import anchor_mark, code_span
from statebook.render.samples import Sample, Samples, Waiting
from statebook.render.words import MOVER, enumerate_words, seconds, type_words

MAXIMUM_STEP = 200
"""Characters of a next step in a sample; sentences beyond are left to the state's section."""

_SENTENCE = re.compile(r"(?<=[.!?]) ")
_REFERENCE = re.compile(r"\[(`[^`]+`)\]")


def _what_to_do(state: State) -> str:
    """The first sentences of the author's next step as plain text; without one, what the kind of the state says."""
    said = _REFERENCE.sub(r"\1", " ".join(state.next_step.split()))
    if not said:
        return "it is never left" if state.kind is Kind.FINAL else "it stays so until somebody acts"
    first, *others = _SENTENCE.split(said)
    for sentence in others:
        if len(first) + len(sentence) >= MAXIMUM_STEP:
            break
        first += f" {sentence}"
    return first


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter as a row."""

    name: Markup
    place: str
    kind: Markup
    description: Markup


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One error: where it is described, and its example body as JSON text (empty without one)."""

    id: str
    anchor: str
    title: Markup
    code: Markup
    status: Markup
    description: Markup
    json: Markup


class ActionView:
    """What the template of an action's section may ask."""

    def __init__(self, context: Context, samples: Samples, action: Action) -> None:
        self._context = context
        self._samples = samples
        self.action = action
        self.id = action.id
        self.link = context.action_link(action.id)
        self.anchor = context.anchors.action(action.id)
        self.aliases = [] if context.anchors.action_is_derived(action.id) else [self.anchor]
        self.mark = anchor_mark(context.anchors.action_mark(action.id))
        self.title = context.plain(action.title)
        self.reads = action.returns is not None and action.returns.returns_state

    @cached_property
    def request(self) -> Request:
        """The request, for the language samples and the definition."""
        return example_request(self._context.project, self._context.machine, self.action)

    @cached_property
    def definition(self) -> Markup:
        """`METHOD url`, as the spec has it; empty for a call without either."""
        return Markup(" ".join(part for part in (self.action.method, self.request.url) if part))

    @cached_property
    def samples(self) -> list[Sample]:
        """The request in every language; none for a call without a path."""
        return self._samples.of_request(self.request, answers=bool(self.response)) if self.action.path else []

    @cached_property
    def waiting(self) -> list[Sample]:
        """For a call that reads the state: a loop that ends in every state that rests."""
        context, machine = self._context, self._context.machine
        if not (self.reads and self.action.path and machine.state_attribute):
            return []
        rest = context.graph.of_kind(Kind.RESTING, Kind.FINAL)
        shown = [one for one in rest if one.visibility is not Visibility.GONE]
        if not shown or not context.graph.of_kind(Kind.TRANSIENT):
            return []
        failures = [one for one in shown if one.outcome in (Outcome.FAILURE, Outcome.PARTIAL)]
        waiting = Waiting(
            path=parse_path(machine.state_attribute),
            every=self._interval,
            rest=[one.value for one in shown],
            failures=[one.value for one in failures],
            next_steps=[[one.value, _what_to_do(one)] for one in failures],
        )
        return self._samples.of_waiting(self.request_plain, waiting)

    @property
    def _interval(self) -> float:
        """Seconds between polls: the longest that any state advises for this call, else 10."""
        polls = [state.poll for state in self._context.machine.states.values() if state.poll is not None]
        found = [seconds(poll.every) for poll in polls if poll.action == self.id and poll.every]
        longest = max(found, default=10.0)
        return int(longest) if longest == int(longest) else longest

    @cached_property
    def request_plain(self) -> Request:
        """The request with nothing optional."""
        bare = replace(self.action, parameters=tuple(one for one in self.action.parameters if one.required))
        return example_request(self._context.project, self._context.machine, bare)

    @cached_property
    def description(self) -> Markup:
        """The author's description."""
        return self._context.block(self.action.description)

    @cached_property
    def notes(self) -> list[Markup]:
        """Deprecation, and a quiet mark where the call is not stated."""
        context = self._context
        found = []
        if self.action.deprecation is not None:
            found.append(deprecation_words(context, self.action.deprecation))
        quiet = context.ledger.quiet(self.action.evidence, Markup("call ") + self.link, "action", self.id)
        return [*found, Markup("*This call:* ") + quiet] if quiet else found

    @cached_property
    def response(self) -> Markup:
        """The example answer as JSON text; empty for an empty body."""
        body = example_response(self._context.project, self._context.machine, self.action).body
        return Markup("") if body is MISSING else Markup(json_text(body).rstrip("\n"))

    @cached_property
    def effect(self) -> Markup:
        """Where the call is accepted and where it leads, as sentences."""
        context, machine, graph = self._context, self._context.machine, self._context.graph
        accepting = graph.accepting(self.id)
        targets = dict.fromkeys(one.target for one in graph.triggered_by(self.id))
        if not accepting:
            known = "It is not known in which states it is accepted." if self._unknown else "No state accepts it."
            return Markup(known)
        where = "every state" if len(accepting) == len(machine.states) else ""
        states = Markup(where) or enumerate_words([context.state_link(one) for one in accepting])
        words = Markup("Accepted in ") + states
        if targets:
            words += Markup("; leads to ") + enumerate_words([context.state_link(one) for one in targets], "or")
        words += "."
        refusals = [name for name in self.action.errors if machine.errors[name].state_refused]
        if self.action.accepted_in_unknown and not where:
            words += Markup(" Whether other states accept it is not known.")
        elif refusals and not where:
            words += Markup(" In any other state it is refused with ")
            words += enumerate_words([context.error_link(name) for name in refusals], "or") + "."
        return words

    @property
    def _unknown(self) -> bool:
        action = self.action
        return action.accepted_in_unknown or action.accepted_in is None

    @cached_property
    def parameters(self) -> list[ParameterRow]:
        """The rows of the table of parameters."""
        return [self._parameter(one) for one in self.action.parameters]

    def _parameter(self, one: Parameter) -> ParameterRow:
        context = self._context
        subject = Markup(f"parameter {code_span(one.name, in_cell=True)} of ") + self.link
        quiet = context.ledger.quiet(one.evidence, subject, "action", self.id, one.name)
        parts = [context.cell(one.description), quiet]
        return ParameterRow(
            name=Markup(code_span(one.name, in_cell=True)),
            place=one.place,
            kind=type_words(one.type, context.type_links) + Markup(", required" if one.required else ""),
            description=Markup(" ").join(part for part in parts if part),
        )

    @cached_property
    def returns(self) -> Markup:
        """What comes back, as sentences."""
        context, returns = self._context, self.action.returns
        if returns is None:
            return Markup("Nothing is documented.")
        parts = []
        if returns.description:
            parts.append(context.cell(returns.description))
        if returns.returns_state:
            title = context.plain(context.machine.title)
            parts.append(
                Markup(
                    f"See [{title}]({context.to(context.own_files.page, context.anchors.top)}) for the full list of objects and their attributes."
                )
            )
        elif returns.type is not None:
            parts.append(Markup("Type: ") + type_words(returns.type, context.type_links) + ".")
        if returns.status:
            parts.insert(0, Markup(f"Status {code_span(returns.status)}."))
        subject = Markup("answer of ") + self.link
        parts.append(context.ledger.quiet(returns.evidence, subject, "action", self.id, "returns"))
        return Markup(" ").join(part for part in parts if part)

    @cached_property
    def errors(self) -> list[ErrorView]:
        """The errors that the call may answer."""
        return [error_view(self._context, self._context.machine.errors[name]) for name in self.action.errors]

    @property
    def caller(self) -> str:
        """Who calls."""
        return MOVER[self.action.by]


def error_view(context: Context, error: ErrorType) -> ErrorView:
    """An error with its example body, filled in for the first call and state that it refuses."""
    body = error_body(context.project, context.machine, error) if error.example is not MISSING else MISSING
    quiet = context.ledger.quiet(
        error.evidence, Markup(f"error {code_span(error.id, in_cell=True)}"), "error", error.id
    )
    parts = [context.cell(error.description), quiet]
    return ErrorView(
        id=error.id,
        anchor=context.anchors.error(error.id),
        title=context.plain(error.title),
        code=Markup(code_span(error.id, in_cell=True)),
        status=context.plain(error.status) if error.status else Markup(""),
        description=Markup(" ").join(part for part in parts if part),
        json=Markup("") if body is MISSING else Markup(json_text(body).rstrip("\n")),
    )


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A state with one cell for each action."""

    state: Markup
    cells: list[Markup]


def matrix(context: Context, actions: list[ActionView]) -> list[MatrixRow]:
    """Every state against these actions: accepted, or the error of the refusal."""
    return [
        MatrixRow(context.state_link(state.id), [_cell(context, state, view.action) for view in actions])
        for state in context.machine.states.values()
    ]


def _cell(context: Context, state: State, action: Action) -> Markup:
    found = context.graph.acceptance(state.id, action)
    match found.verdict:
        case Verdict.ACCEPTED:
            return Markup("✓" if found.level in (None, Level.STATED) else "(✓)")
        case Verdict.UNKNOWN:
            return Markup("?")
        case _:
            return _refusal(context, found)


def _refusal(context: Context, found: Acceptance) -> Markup:
    if not found.errors:
        return Markup("\u2013")
    return refusal_label(context, found.errors[0])


def refusal_label(context: Context, error: str) -> Markup:
    """How the matrix names an error: by its status where no other refusal has the same, else by its id."""
    errors = context.machine.errors
    status = errors[error].status
    same = [one for one in errors.values() if one.state_refused and one.status == status]
    return context.plain(status) if status and len(same) == 1 else Markup(code_span(error, in_cell=True))


def refusal_examples(context: Context) -> list[tuple[str, Any]]:
    """Each error that has an example, with its body: what the example files hold."""
    return [
        (name, error_body(context.project, context.machine, error))
        for name, error in context.machine.errors.items()
        if error.example is not MISSING
    ]


__all__ = [
    "ActionView",
    "ErrorView",
    "MatrixRow",
    "ParameterRow",
    "error_view",
    "json_line",
    "matrix",
    "refusal_examples",
]
