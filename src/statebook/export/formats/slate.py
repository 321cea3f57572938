"""An include of Slate, the generator of API documentation: the whole page for its three columns.

The page is that of `build`, from the same templates. Links between machines lead to headings of the
one page that Slate makes of its includes; a heading whose id Slate would spell in another way has
an anchor of its own. Pictures and links to files that an include does not bring along are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from statebook.anchors import file_names
from statebook.export.format import Export, Subject, Unexportable
from statebook.export.losses import losses
from statebook.export.slate_anchors import SlateAnchors, heading_id

NAME = "slate"
EXTENSION = "md"

_NO_FILE = "slate-brings-no-files"
"""Stands where the page would link a file; the lines that have it go."""


def export(subject: Subject) -> Export:
    """The include of one machine, `_NAME.md`. Raises `Unexportable` where a template cannot be used."""
    from statebook.render.context import Context
    from statebook.render.environment import shipped_templates
    from statebook.render.files import Files
    from statebook.render.loader import TemplateFlaw
    from statebook.render.page import render_page

    @dataclass(frozen=True)
    class OnePage(Files):
        """All machines on one page."""

        @property
        def page(self) -> str:
            return "index.md"

        @property
        def schema(self) -> str:
            return _NO_FILE

        @property
        def machine_json(self) -> str:
            return _NO_FILE

    machine = subject.machine
    files = {one.id: OnePage(one, one.id) for one in subject.project.values()}
    context = Context(machine, subject.project, files, {}, machine.pointer.file, "statebook export slate")
    context.anchors = SlateAnchors(machine)
    context.ledger = context.new_ledger()
    try:
        page = render_page(context, list(subject.folders) or [shipped_templates()])
    except TemplateFlaw as flaw:
        raise Unexportable(str(flaw), "correct the template, or remove it to use the one that is shipped") from None
    lost = losses(machine, (), {one: [machine.pointer] for one in ("diagrams", "links to the schema and to the data")})
    return Export(_include(page, context.anchors), lost, _file_name(subject))


def _include(page: str, anchors: SlateAnchors) -> str:
    """The page without what an include cannot have, and with anchors where Slate's own differ."""
    kept: list[str] = []
    waiting = {"# ": anchors.page, "## ": anchors.object}
    headings = {"# ": anchors.machine.title, "## ": anchors.machine.whole}
    fence = ""
    for line in page.split("\n"):
        mark = line[: len(line) - len(line.lstrip("`~"))]
        if fence:
            fence = "" if line.rstrip() == fence else fence
        elif len(mark) >= len("```"):
            fence = mark
        elif f"]({_NO_FILE})" in line:
            continue
        else:
            level = line[: line.find(" ") + 1]
            anchor = waiting.pop(level, "")
            if anchor and heading_id(headings[level]) != anchor:
                kept += [f'<a id="{anchor}"></a>', ""]
        kept.append(line)
    return "\n".join(kept)


def _file_name(subject: Subject) -> str:
    """`_dataset_status.md`: what `includes: [dataset_status]` in Slate's front matter names."""
    names = file_names(subject.project)
    wanted = [one.replace("-", "_") for one in names.values()]
    name = names[subject.machine.id]
    spelled = name.replace("-", "_")
    return f"_{spelled if wanted.count(spelled) == 1 else name}.md"
