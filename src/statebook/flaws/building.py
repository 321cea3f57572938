"""Flaws for which a spec that can be read cannot be built, or the site be shown."""

from __future__ import annotations

from functools import partial

from statebook.flaws.registry import Flaw

_building = partial(Flaw, commands=("build", "check", "serve"))

FLAWS = (
    _building(
        name="template",
        summary="A template of the project cannot be used.",
        why="It has an error of syntax, asks for something that is not there, or does what templates may not do.",
        repair="""\
Compare it with [the shipped template](../templates.md) of its name: its first comment names the variables. Take your own
away, and the shipped one is used.""",
        said="templates/page.md.j2:3:1: error[template] 'machin' is undefined",
    ),
    _building(
        name="unwritable",
        summary="A file of the output would be no good neighbour of another.",
        why="""\
Two files would have one name, or names that are one on a disk that does not tell upper and lower case apart; or a name is
none on every system.""",
        repair="Rename the machine or the state, or choose another folder with `output:` in `statebook.yml`.",
        said="statebook.yml:1:1: error[unwritable] two files collide: 'docs/Lamp.md' and 'docs/lamp.md'",
    ),
    _building(
        name="diagram",
        summary="A diagram cannot be drawn.",
        why="The engine is not installed, gave up, or the diagram is too large for it.",
        repair="The message says which. Groups make large diagrams small, and so does `diagrams: {detail: overview}`.",
        commands=("serve",),
    ),
    _building(
        name="site",
        summary="MkDocs has something to say against the site.",
        why="The message is that of MkDocs: a link that leads nowhere, a page without a place in `nav:`, a flaw of `mkdocs.yml`.",
        repair="Correct the page or `mkdocs.yml`; the preview follows the edit.",
        commands=("serve",),
    ),
)
