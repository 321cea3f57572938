"""The page about all machines of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from statebook.model import Kind
from statebook.render.context import Context, Picture
from statebook.render.environment import make_environment, render, tidy
from statebook.render.words import enumerate_words, first_sentence
from statebook.types import named_in

OVERVIEW_TEMPLATE = "overview.md.j2"


@dataclass(frozen=True, slots=True)
class MachineView:
    """One machine on the overview."""

    title: Markup
    link: str
    in_short: Markup
    states: int
    counts: Markup
    initial: Markup
    refers_to: Markup
    picture: Picture | None
    schema: str
    machine_json: str


def machine_view(context: Context) -> MachineView:
    """A machine as the overview shows it; `context.here` is the overview."""
    machine, graph = context.machine, context.graph
    page = context.own_files.page
    others = _referred(context)
    return MachineView(
        title=context.plain(machine.title),
        link=context.to(page),
        in_short=context.cell(first_sentence(machine.summary)),
        states=len(machine.states),
        counts=enumerate_words([f"{len(found)} {kind}" for kind in Kind if (found := graph.of_kind(kind))]),
        initial=enumerate_words(
            [context.state_link(name) for name in dict.fromkeys(one.state for one in machine.initial)], "or"
        ),
        refers_to=enumerate_words([_other(context, name) for name in others]),
        picture=context.picture("machine"),
        schema=context.to(context.own_files.schema) if machine.has_object else "",
        machine_json=context.to(context.own_files.machine_json),
    )


def _referred(context: Context) -> list[str]:
    """The other machines that attributes, answers and actions mention, in that order."""
    machine = context.machine
    types = [kind for state in machine.states.values() for one in state.attributes for kind in (one.type, one.expanded)]
    types += [action.returns.type for action in machine.actions.values() if action.returns is not None]
    names = [name for kind in types if kind is not None for name in named_in(kind)]
    names += [action.starts for action in machine.actions.values() if action.starts]
    return [
        name
        for name in dict.fromkeys(names)
        if name in context.project and name not in machine.objects and name != machine.id
    ]


def _other(context: Context, name: str) -> Markup:
    return Markup(f"[{context.plain(context.project[name].title)}]({context.to(context.files[name].page)})")


def render_overview(title: str, build_command: str, contexts: Sequence[Context], folders: list[Path]) -> str:
    """The Markdown of the overview. Raises `TemplateFlaw`."""
    environment = make_environment(folders, contexts[0].writer)
    views = [machine_view(context) for context in contexts]
    origins = ", ".join(context.origin for context in contexts)
    page = {"title": title, "origin": origins, "build_command": build_command, "machines": views}
    return tidy(render(environment, OVERVIEW_TEMPLATE, {"page": page}))
