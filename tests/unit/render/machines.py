"""Machines, contexts and pages from short YAML texts, by the very loader that a build uses."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from statebook.anchors import file_names
from statebook.examples.project import Project as Machines
from statebook.machine import Graph
from statebook.model import Machine
from statebook.render.context import Context
from statebook.render.environment import shipped_templates
from statebook.render.files import Files
from statebook.render.page import render_page, render_sub_pages
from statebook.render.split import sub_pages
from statebook.source.load import load_project

HEAD = "statebook: 1\nid: door\ntitle: Door\nnoun: door status\nstate_attribute: status\n"

DOOR = """
statebook: 1
id: door
title: Door
noun: door status
state_attribute: status
initial: shut
api: {base: "https://api.example", samples: [shell]}
errors:
  busy: {title: Busy, status: 409, type: object, state_refused: true, example: {error: "${action} is refused in ${state}"}}
actions:
  read: {title: Read the door, method: GET, path: /door, returns: state, accepted_in: "*"}
  open: {title: Open the door, method: POST, path: /door/open, errors: [busy]}
events:
  motor_done: {by: completion, description: The motor stops.}
states:
  shut: {kind: resting, description: "Nobody passes. Call [`open`]."}
  opening: {kind: transient, description: The motor runs., poll: {action: read, every: 2s, until: resting}}
  ajar: {kind: resting, outcome: success, description: Everybody passes.}
transitions:
  - {from: shut, to: opening, trigger: open, guard: nobody leans on it}
  - {from: opening, to: ajar, trigger: motor_done, evidence: {level: inferred, note: It was seen.}}
"""


@functools.cache
def projects(*texts: str) -> dict[str, Machine]:
    """The machines of one project, by id. A flaw in a text fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number, text in enumerate(texts):
            place = root / f"spec/{number}.yaml"
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8")
        project, diagnostics = load_project(root)
    assert not diagnostics, [f"{one.line}: {one.message}" for one in diagnostics]
    return project.machines


def machine(text: str) -> Machine:
    """One machine."""
    return next(iter(projects(text).values()))


def graph(text: str) -> Graph:
    """One machine, ready to be asked."""
    return Graph(machine(text))


def contexts(*texts: str, split: str = "never", here: str = "") -> list[Context]:
    """The contexts of all machines of a project."""
    machines = projects(*texts)
    names = file_names(machines)
    files = {
        name: Files(
            one,
            names[name],
            {state: page.path for page in sub_pages(one, names[name], split, 40) for state in page.states},
        )
        for name, one in machines.items()
    }
    known = Machines(machines)
    return [
        Context(one, known, files, {}, f"spec/{name}.yaml", "statebook build", here) for name, one in machines.items()
    ]


@functools.cache
def pages(*texts: str, split: str = "never", folders: tuple[Path, ...] = ()) -> dict[str, str]:
    """Every page of a project by its path, without the overview."""
    found: dict[str, str] = {}
    looked = [*folders, shipped_templates()]
    for context in contexts(*texts, split=split):
        found[context.own_files.page] = render_page(context, looked)
        below = sub_pages(context.machine, context.own_files.name, split, 40)
        if below:
            found.update(render_sub_pages(context, looked, below))
    return found


def page(text: str) -> str:
    """The one page of one machine."""
    return next(iter(pages(text).values()))


__all__ = ["DOOR", "HEAD", "contexts", "graph", "machine", "page", "pages", "projects"]
