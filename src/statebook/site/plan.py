"""The plan of a project: every artifact of every machine, in memory, and every flaw met on the way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from statebook.anchors import Anchors
from statebook.diagnostic import Diagnostic
from statebook.diagram import (
    Detail,
    Diagram,
    Renderer,
    RendererUnavailable,
    group_diagrams,
    machine_diagram,
    neighbourhood_diagrams,
    recipe,
)
from statebook.examples.bodies import shown_bodies
from statebook.examples.check import check as check_examples
from statebook.examples.project import NoExample
from statebook.examples.project import Project as Machines
from statebook.export.format import Subject, formats
from statebook.jsontext import json_text
from statebook.machine import Graph
from statebook.model import Machine
from statebook.render.actions import refusal_examples
from statebook.render.context import Context, Picture
from statebook.render.environment import template_folders
from statebook.render.files import Files
from statebook.render.loader import TemplateFlaw
from statebook.render.overview import render_overview
from statebook.render.page import render_page, render_sub_pages
from statebook.render.samples import languages
from statebook.render.split import sub_pages
from statebook.site.artifact import Artifact, Plan
from statebook.source.load import SETTINGS_FILE, Project, page_names

MANIFEST = ".statebook-manifest.json"


@dataclass(slots=True)
class Planned:
    """The plan, or None, and what stands in its way. `manifest` is relative to the project root."""

    plan: Plan | None
    manifest: str
    diagnostics: list[Diagnostic] = field(default_factory=list)


def plan_project(project: Project) -> Planned:
    """Everything that a build of the project would write; nothing is written and no diagram drawn.

    An example that its schema refuses, a language without a template, a broken template: each is a
    diagnostic at its place, and then there is no plan.
    """
    settings = project.settings
    planner = _Planner(project)
    manifest = f"{settings.output}/{MANIFEST}"
    artifacts = list(planner.artifacts())
    roots = [settings.output]
    if settings.language_schema:
        artifacts.append(_language_schema(settings.language_schema))
        roots.append(settings.language_schema.rpartition("/")[0] or settings.language_schema)
    if settings.catalogue:
        artifacts += planner.catalogue()
        roots.append(settings.catalogue)
    if planner.diagnostics:
        return Planned(None, manifest, planner.diagnostics)
    try:
        return Planned(Plan(artifacts, roots), manifest)
    except ValueError as flaw:
        found = Diagnostic(
            SETTINGS_FILE, 1, 1, "unwritable", str(flaw), "rename the machine, or choose another `output:`"
        )
        return Planned(None, manifest, [found])


def _language_schema(path: str) -> Artifact:
    from statebook.source.schema import language_schema

    return Artifact.plain(path, json_text(language_schema()), "the spec language")


class _Planner:
    """Plans all machines of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.machines = Machines(project.machines)
        self.folders = template_folders(project.root, project.settings.templates)
        names = page_names(project)
        chosen = project.settings.pages
        self.pages = {
            name: sub_pages(machine, names[name], chosen.split, chosen.above)
            for name, machine in project.machines.items()
        }
        self.files = {
            name: Files(machine, names[name], {state: page.path for page in self.pages[name] for state in page.states})
            for name, machine in project.machines.items()
        }
        self.renderer = Renderer(project.settings.diagrams.engine)
        self.engine = _identity(self.renderer)
        self.diagnostics: list[Diagnostic] = []

    def artifacts(self) -> Iterator[Artifact]:
        """The artifacts of every machine that has no flaw."""
        known = languages(self.folders)
        contexts: list[Context] = []
        for machine in self.project.machines.values():
            before = len(self.diagnostics)
            self._check_samples(machine, known)
            for flaw in check_examples(self.machines, machine):
                hint = "make the example and the attribute's type agree"
                self.diagnostics.append(self.project.diagnostic(flaw.pointer, "example-invalid", flaw.message, hint))
            if len(self.diagnostics) > before:
                continue
            try:
                context = self._context(machine)
                yield from self._machine(context)
                contexts.append(context)
            except NoExample as flaw:
                self.diagnostics.append(self.project.diagnostic(flaw.pointer, "example-invalid", flaw.message))
            except TemplateFlaw as flaw:
                self.diagnostics.append(_template_diagnostic(flaw, self.project.root))
        if len(contexts) > 1 and not self.diagnostics:
            yield from self._overview(contexts)

    def _overview(self, contexts: list[Context]) -> Iterator[Artifact]:
        """The page about all machines, where there are several."""
        settings = self.project.settings
        try:
            here = [replace(context, here=settings.overview) for context in contexts]
            text = render_overview(settings.title or "Machines", settings.build_command, here, self.folders)
        except TemplateFlaw as flaw:
            self.diagnostics.append(_template_diagnostic(flaw, self.project.root))
        else:
            yield Artifact.plain(f"{settings.output}/{settings.overview}", text, SETTINGS_FILE)

    def catalogue(self) -> list[Artifact]:
        """The reference of Statebook itself, for a project that asks for it."""
        from statebook.catalogue.book import sheets  # all registries with their examples: only who asks pays for them

        settings = self.project.settings
        try:
            found = list(sheets(self.folders, settings.build_command))
        except TemplateFlaw as flaw:
            self.diagnostics.append(_template_diagnostic(flaw, self.project.root))
            return []
        return [Artifact.plain(f"{settings.catalogue}/{one.path}", one.text, one.origin) for one in found]

    def _check_samples(self, machine: Machine, known: tuple[str, ...]) -> None:
        for index, name in enumerate(machine.api.samples):
            if name not in known:
                close = get_close_matches(name, known, n=1)
                own = f"{self.project.settings.templates}/samples/{name}.j2"
                hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}; {own} would add it"
                pointer = machine.pointer / "api" / "samples" / index
                message = f"no template for samples in {name!r}"
                self.diagnostics.append(self.project.diagnostic(pointer, "unknown-reference", message, hint))

    def _context(self, machine: Machine) -> Context:
        """What the pages of a machine draw on; the pictures are added as they are planned."""
        origin, command = machine.pointer.file, self.project.settings.build_command
        return Context(machine, self.machines, self.files, {}, origin, command)

    def _machine(self, context: Context) -> Iterator[Artifact]:
        machine, graph, origin = context.machine, context.graph, context.origin
        files = self.files[machine.id]
        output = self.project.settings.output
        for key, path, diagram in self._diagrams(machine, graph, files):
            context.pictures[key] = Picture(path, diagram.description)
            yield Artifact.plain(f"{output}/{path}.dot", _dot_file(diagram, origin), origin)
            yield self._svg(f"{output}/{path}.svg", diagram, origin)
        yield Artifact.plain(f"{output}/{files.page}", render_page(context, self.folders), origin)
        if pages := self.pages[machine.id]:
            below = replace(context, here=pages[0].path)
            for path, text in render_sub_pages(below, self.folders, pages):
                yield Artifact.plain(f"{output}/{path}", text, origin)
        for state in machine.states:
            for body in shown_bodies(self.machines, machine, state):
                yield Artifact.plain(f"{output}/{files.body(state, body.slug)}", json_text(body.value), origin)
        for error, value in refusal_examples(context):
            yield Artifact.plain(f"{output}/{files.error(error)}", json_text(value), origin)
        subject = Subject(self.machines, machine, graph)
        for name, path in (("json", files.machine_json), ("json-schema", files.schema)):
            if name == "json-schema" and not machine.has_object:
                continue
            yield Artifact.plain(f"{output}/{path}", formats()[name].export(subject).text, origin)

    def _diagrams(self, machine: Machine, graph: Graph, files: Files) -> Iterator[tuple[str, str, Diagram]]:
        """Key, path without extension, and diagram: the whole machine, its groups, each state's neighbourhood."""
        anchors = Anchors(machine)
        chosen = self.project.settings.diagrams.detail
        detail = None if chosen == "auto" else Detail(chosen)
        # Links in pictures are fragments: on split pages only a state's row or section is sure to be there.
        leaving = None if files.state_pages else anchors.leaving
        yield "machine", files.machine_diagram, machine_diagram(graph, anchors, leaving, detail)
        for group, diagram in group_diagrams(graph, anchors, leaving).items():
            yield f"group/{group}", files.group_diagram(group), diagram
        for state, diagram in neighbourhood_diagrams(graph, anchors, leaving).items():
            yield f"state/{state}", files.state_diagram(state), diagram

    def _svg(self, path: str, diagram: Diagram, origin: str) -> Artifact:
        return Artifact(path, origin, lambda: self.renderer.svg(diagram), recipe(diagram, ""), self.engine)


def _identity(renderer: Renderer) -> str:
    """The engine at hand; empty where it is not installed, so that the recipe alone decides."""
    try:
        return renderer.identity
    except RendererUnavailable:
        return ""


def _dot_file(diagram: Diagram, origin: str) -> str:
    shown = origin.replace("*/", "* /")
    return f"/* Generated by Statebook from {shown}. */\n{diagram.dot}"


def _template_diagnostic(flaw: TemplateFlaw, root: Path) -> Diagnostic:
    try:
        shown = Path(os.path.abspath(flaw.file)).relative_to(root.resolve()).as_posix()
    except ValueError:
        shown = Path(flaw.file).name  # a shipped template
    hint = "see the variables named in the first comment of the shipped template"
    return Diagnostic(shown, max(flaw.line, 1), 1, "template", flaw.message, hint)
