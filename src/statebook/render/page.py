"""The page of one machine: what its template may ask, and the rendering of it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from statebook.examples.bodies import shown_bodies
from statebook.jsontext import json_text
from statebook.model import Kind
from statebook.render.actions import ActionView, ErrorView, MatrixRow, error_view, matrix, refusal_label
from statebook.render.attributes import AttributeRow, common_rows, deprecation_words, object_rows
from statebook.render.context import Context, Picture
from statebook.render.environment import make_environment, render, tidy
from statebook.render.escape import anchor_mark, code_span
from statebook.render.evidence import source_link
from statebook.render.rows import EventRow, GroupView, ObjectView, SourceRow
from statebook.render.samples import Samples
from statebook.render.split import SubPage
from statebook.render.states import LIST_MARKERS
from statebook.render.view import View
from statebook.render.words import MOVER, count_words, enumerate_words

PAGE_TEMPLATE = "page.md.j2"
STATES_TEMPLATE = "states.md.j2"
MAXIMUM_AT_ONCE = 24
"""States that one line at the top of a page names."""


class PageView(View):
    """What `page.md.j2` and its parts may ask. Everything it returns is safe Markdown."""

    def __init__(self, context: Context, samples: Samples) -> None:
        super().__init__(context, context.machine.states)
        self.schema = context.to(context.own_files.schema)
        self.machine_json = context.to(context.own_files.machine_json)
        self.actions = [ActionView(context, samples, action) for action in context.machine.actions.values()]

    @property
    def summary(self) -> Markup:
        """The author's summary."""
        return self._context.block(self.machine.summary)

    @cached_property
    def _summary(self) -> tuple[str, str]:
        return self._context.writer.lead_and_rest(self.machine.summary)

    @property
    def notes(self) -> list[Markup]:
        """What a reader must know before everything else: that the resource is on its way out."""
        deprecation = self.machine.deprecation
        return [] if deprecation is None else [deprecation_words(self._context, deprecation)]

    @property
    def lead(self) -> Markup:
        """The first paragraph of the author's summary; empty where it cannot stand alone."""
        return Markup(self._summary[0])

    @property
    def details(self) -> Markup:
        """The rest of the summary. It never begins as a list, which would run on from the facts."""
        rest = self._summary[1]
        return Markup(f"In detail:\n\n{rest}" if rest.startswith(LIST_MARKERS) else rest)

    @property
    def at_once(self) -> list[tuple[Markup, Markup]]:
        """Where to stop waiting and where to wait, and where a resource starts: label and links."""
        graph = self._context.graph
        sides = {
            "Stop waiting in": [one.id for one in graph.of_kind(Kind.RESTING, Kind.FINAL)],
            "Keep waiting in": [one.id for one in graph.of_kind(Kind.TRANSIENT)],
        }
        few = min(sides.values(), key=len)
        found = []
        for label, names in sides.items() if few else ():
            # Where one side is short enough to be listed, the other need not be.
            crowd = names is not few and len(few) <= MAXIMUM_AT_ONCE < len(names)
            words = Markup(f"All others, {count_words(len(names), 'state')}.") if crowd else self._listed(names)
            found.append((Markup(label), words))
        if initial := dict.fromkeys(one.state for one in self.machine.initial):
            found.append((Markup("Starts in"), self._listed(list(initial))))
        return found

    def _listed(self, names: list[str]) -> Markup:
        links = [self._context.state_link(name) for name in names[:MAXIMUM_AT_ONCE]]
        more = [Markup(f"{len(names) - len(links)} others")] if names[len(links) :] else []
        return Markup(", ").join([*links, *more]) + Markup(".")

    @property
    def asking(self) -> list[ActionView]:
        """The call that tells the state, with its samples: what most clients come for. One, or none."""
        return [one for one in self.actions if one.reads and one.samples][:1]

    @cached_property
    def object_mark(self) -> Markup:
        """An anchor inside the heading of the object, where not every renderer makes it of the words; mostly nothing."""
        return anchor_mark(self._context.anchors.object_mark)

    @cached_property
    def shape(self) -> Markup:
        """`15 states, 3 of them resting …`."""
        machine, graph = self.machine, self._context.graph
        counts = [f"{len(found)} {kind}" for kind in Kind if (found := graph.of_kind(kind))]
        pairs = len({(one.source, one.target) for one in machine.transitions})
        words = f"{count_words(len(machine.states), 'state')} and {count_words(pairs, 'way')} between them"
        return Markup(f"{words}; {enumerate_words(counts)}.")

    @cached_property
    def resting(self) -> Markup:
        """Links to the states in which a client stops waiting."""
        found = self._context.graph.of_kind(Kind.RESTING, Kind.FINAL)
        return enumerate_words([self._context.state_link(one.id) for one in found], "or")

    @cached_property
    def openness(self) -> Markup:
        """Whether the list of states is complete, and why."""
        context, openness = self._context, self.machine.openness
        if openness is None:
            return Markup("")
        words = Markup(f"**The list of states is {'open' if openness.is_open else 'closed'}.**")
        usual = "More may come: keep a default branch." if openness.is_open else "It is complete."
        why = context.cell(openness.description) if openness.description else Markup(usual)
        quiet = context.ledger.quiet(openness.evidence, Markup("openness of the list"), "openness")
        parts = [words, why, quiet]
        return Markup(" ").join(part for part in parts if part)

    @cached_property
    def derivation(self) -> Markup:
        """How clients tell the state where no attribute holds it."""
        return self._context.block(self.machine.state_derivation)

    @cached_property
    def state_path(self) -> Markup:
        """The path of the state attribute as a code span; empty when the state is derived."""
        return Markup(code_span(self.machine.state_attribute)) if self.machine.state_attribute else Markup("")

    @cached_property
    def first_example(self) -> Markup:
        """The object in the first state that has one to show."""
        shown = (shown_bodies(self._context.project, self.machine, one) for one in self.machine.states)
        first = next((bodies[0] for bodies in shown if bodies), None)
        return Markup(json_text(first.value).rstrip("\n")) if first else Markup("")

    @property
    def picture(self) -> Picture | None:
        """The diagram of the whole machine."""
        return self._context.picture("machine")

    @cached_property
    def attributes(self) -> list[AttributeRow]:
        """The attributes that the machine declares."""
        return common_rows(self._context)

    @cached_property
    def objects(self) -> list[ObjectView]:
        """The named object types."""
        context = self._context
        return [
            ObjectView(
                anchor=context.anchors.object_type(name),
                title=context.plain(kind.title),
                description=Markup(" ").join(
                    part
                    for part in (
                        context.cell(kind.description),
                        context.ledger.quiet(
                            kind.evidence, Markup("object ") + context.plain(kind.title), "object", name
                        ),
                    )
                    if part
                ),
                rows=object_rows(context, name),
            )
            for name, kind in self.machine.objects.items()
        ]

    @cached_property
    def matrix_actions(self) -> list[ActionView]:
        """The columns of the matrix: every action that some state treats in a way of its own."""
        return self.actions

    @cached_property
    def refusals(self) -> list[tuple[Markup, Markup]]:
        """The labels of refusals in the matrix, and the errors that they stand for."""
        used = {name for action in self.machine.actions.values() for name in action.errors}
        names = [name for name, error in self.machine.errors.items() if error.state_refused and name in used]
        return [(refusal_label(self._context, name), self._context.error_link(name)) for name in names]

    @cached_property
    def matrix(self) -> list[MatrixRow]:
        """Every state against every action."""
        return matrix(self._context, self.matrix_actions)

    @cached_property
    def events(self) -> list[EventRow]:
        """The events."""
        context = self._context
        found = []
        for name, event in self.machine.events.items():
            quiet = context.ledger.quiet(
                event.evidence, Markup(f"event {code_span(name, in_cell=True)}"), "event", name
            )
            gone = event.deprecation
            parts = [deprecation_words(context, gone)] if gone is not None else []
            parts += [context.cell(event.description), quiet]
            found.append(
                EventRow(
                    anchor=context.anchors.event(name),
                    name=Markup(code_span(name, in_cell=True)),
                    by=MOVER[event.by],
                    description=Markup(" ").join(part for part in parts if part),
                )
            )
        return found

    @cached_property
    def errors(self) -> list[ErrorView]:
        """The errors that actions answer."""
        return [error_view(self._context, error) for error in self.machine.errors.values()]

    @cached_property
    def groups(self) -> list[GroupView]:
        """The groups, with links to their states; a split machine's lead to their pages, which have the pictures."""
        context = self._context
        found = []
        for group in self.machine.groups.values():
            quiet = context.ledger.quiet(
                group.evidence, Markup("group ") + context.plain(group.title), "group", group.id
            )
            words = Markup(" ").join(part for part in (context.cell(group.description), quiet) if part)
            members = enumerate_words([context.state_link(one) for one in group.states])
            picture = context.picture(f"group/{group.id}")
            title: Markup = context.plain(group.title)
            if context.is_split:
                pages = {context.own_files.state_pages[one] for one in group.states}
                target = context.to(pages.pop()) if len(pages) == 1 else f"{picture.path}.svg" if picture else ""
                title = Markup(f"[{title}]({target})") if target else title
                picture = None
            found.append(GroupView(title, words, members, picture))
        return found

    @property
    def sources(self) -> list[SourceRow]:
        """All sources of the machine."""
        context = self._context
        return [
            SourceRow(
                context.anchors.source(name),
                Markup(code_span(name)),
                source_link(one.title, one.url),
                context.cell(one.description),
            )
            for name, one in self.machine.sources.items()
        ]


class StatesView(View):
    """What `states.md.j2` may ask: a page of some states of a split machine."""

    def __init__(self, context: Context, page: SubPage) -> None:
        super().__init__(context, page.states)
        group = context.machine.groups.get(page.group)
        self.heading = context.plain(group.title) if group is not None else Markup(code_span(page.states[0]))
        self.description = context.block(group.description) if group is not None else Markup("")
        self.parent = context.to(context.own_files.page)
        self.picture = context.picture(f"group/{page.group}") if page.group else None


def render_page(context: Context, folders: list[Path]) -> str:
    """The Markdown of a machine's own page. Raises `TemplateFlaw`."""
    environment = make_environment(folders, context.writer)
    view = PageView(context, Samples(folders, context.machine.api.samples))
    return tidy(render(environment, PAGE_TEMPLATE, {"page": view, "machine": context.machine}))


def render_sub_pages(context: Context, folders: list[Path], pages: Sequence[SubPage]) -> Iterator[tuple[str, str]]:
    """Path and Markdown of each sub page; `context` is the machine's. Raises `TemplateFlaw`.

    Pages of one folder share a context, and so all links.
    """
    known = {posixpath.dirname(context.here): context}
    for page in pages:
        folder = posixpath.dirname(page.path)
        own = known[folder] = known.get(folder) or replace(context, here=page.path)
        own.ledger = own.new_ledger()
        view = StatesView(own, page)
        environment = make_environment(folders, own.writer)
        yield page.path, tidy(render(environment, STATES_TEMPLATE, {"page": view, "machine": own.machine}))
