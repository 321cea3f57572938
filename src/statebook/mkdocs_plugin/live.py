"""A spec in a page: a fence of the language `statebook` becomes the spec beside what is made from it.

    ```statebook
    statebook: 1
    id: order
    …
    ```

The picture, the states and the links come from the very text that the reader sees, at each build, so the two
cannot disagree; and the whole page of the machine is a page of the site, beside the one with the fence. Knows
specs and plans, not MkDocs.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from statebook.anchors import Anchors, file_names
from statebook.diagnostic import Diagnostic

if TYPE_CHECKING:
    from statebook.source.text import SourceText

STYLE = "assets/statebook-spec.css"
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[^\s`]*)[^`\n]*$")
_LINK = re.compile(r'xlink:href="#')
_MARK = "<!-- statebook:{part}:{number} -->"


@dataclass(frozen=True, slots=True)
class Fence:
    """A spec in a page: the lines of its opening and its closing, from 0."""

    opening: int
    closing: int


@dataclass(slots=True)
class Example:
    """What one fence gives: the files of its machine by their path in the folder of the pages, or what is wrong."""

    machine: str = ""
    anchors: dict[str, str] = field(default_factory=dict)
    """The anchor of each state that has a section."""
    files: dict[str, bytes] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    source: SourceText | None = None
    """The spec at its lines of the page, with nothing above it."""
    line: int = 1
    """The line of the page, from 1, at which it begins."""


def fences(text: str) -> list[Fence]:
    """The specs in a page. One inside another fence is an example of a fence, not a spec."""
    found: list[Fence] = []
    if "statebook" not in text:
        return found
    opened, language, fence = 0, "", ""
    for number, line in enumerate(text.split("\n")):
        match = _FENCE.match(line.rstrip())
        if match and not fence:
            opened, language, fence = number, match["language"], match["fence"]
        elif fence and line.startswith(fence) and not line.strip().strip(fence[0]):
            if language == "statebook":
                found.append(Fence(opened, number))
            fence = ""
    return found


def examples(text: str, uri: str, name: str, root: Path) -> list[Example]:
    """What the specs in a page give.

    `uri` is the page's path in the folder of the pages, `name` its path in the project at `root`, which
    diagnostics speak of, at the lines of the page.
    """
    lines = text.split("\n")
    return [_example(lines, one, uri, name, root) for one in fences(text)]


def _example(lines: list[str], fence: Fence, uri: str, name: str, root: Path) -> Example:
    from statebook.site.plan import plan_project
    from statebook.source.snapshot import load_texts
    from statebook.source.text import SourceText

    above = "\n" * (fence.opening + 1)  # so that lines are those of the page
    source = SourceText.of(name, above + "\n".join(lines[fence.opening + 1 : fence.closing]) + "\n")
    project, diagnostics = load_texts(root, {name: source})
    if diagnostics or not project.machines:
        return Example(diagnostics=diagnostics)
    planned = plan_project(project)
    if planned.plan is None:
        return Example(diagnostics=planned.diagnostics)
    output, folder = project.settings.output, posixpath.dirname(uri)
    made = {
        posixpath.join(folder, one.path[len(output) + 1 :]): one.make()
        for one in planned.plan
        if one.path.startswith(f"{output}/")
    }
    (machine,) = project.machines.values()
    anchors = Anchors(machine)
    states = {one: anchors.state(one) for one in machine.states}
    return Example(machine.id, states, made, planned.diagnostics, source, fence.opening + 2)


def marked(text: str) -> str:
    """The page's Markdown with each spec as a fence of YAML between two marks."""
    lines = text.split("\n")
    for number, one in reversed(list(enumerate(fences(text)))):
        fence = _FENCE.match(lines[one.opening].rstrip())
        assert fence is not None  # noqa: S101 - `fences` found it by this pattern
        shown = [f"{fence['fence']}yaml", *lines[one.opening + 1 : one.closing + 1]]
        before, after = (_MARK.format(part=part, number=number) for part in ("spec", "page"))
        lines[one.opening : one.closing + 1] = [before, "", *shown, "", after]
    return "\n".join(lines)


def shown(content: str, uri: str, found: list[Example], addresses: dict[str, str]) -> str:
    """The page's HTML with each spec beside what it gives.

    `addresses` has the address of each generated file from this page, by its path in the folder of the pages.
    """
    folder = posixpath.dirname(uri)
    for number, one in enumerate(found):
        opening = '<div class="statebook-spec"><div class="statebook-spec-text" data-md-color-scheme="slate">'
        content = content.replace(_MARK.format(part="spec", number=number), opening)
        page = posixpath.join(folder, one.machine)
        closing = (
            f'{_answer(one, page)}</div><div class="statebook-spec-page">{_page(one, page, addresses)}</div></div>'
        )
        content = content.replace(_MARK.format(part="page", number=number), closing)
    return content


def _page(example: Example, page: str, addresses: dict[str, str]) -> str:
    def address(path: str) -> str:
        return html.escape(addresses[path])

    machine = json.loads(example.files[f"{page}/machine.json"])
    title, whole = html.escape(machine["title"]), address(f"{page}.md")
    states = "".join(
        f'<li><a href="{whole}#{html.escape(quote(example.anchors[one["id"]]))}"><code>{html.escape(one["id"])}</code></a>'
        f' <span class="statebook-badge statebook-badge--{_kind(one)}">{_words(one)}</span></li>'
        for one in machine["states"]
    )
    # An SVG link with a target of its own is left alone by the theme's instant navigation, which cannot read it.
    picture = example.files[f"{page}/diagrams/machine.svg"].decode()
    picture = _LINK.sub(f'target="_self" xlink:href="{whole}#', picture[picture.index("<svg") :])
    files = [
        (f"{page}/machine.json", "Machine as JSON"),
        (f"{page}/schema.json", "JSON Schema"),
        (f"{page}/diagrams/machine.svg", "SVG"),
        (f"{page}/diagrams/machine.dot", "DOT"),
    ]
    links = "".join(f'<li><a href="{address(path)}">{words}</a></li>' for path, words in files if path in addresses)
    return (
        f'<p class="statebook-spec-title"><a href="{whole}">{title}: the whole page</a></p>'
        f'<div class="statebook-spec-picture">{picture.strip()}</div>'
        f'<ul class="statebook-spec-states">{states}</ul><ul class="statebook-spec-files">{links}</ul>'
    )


def _answer(example: Example, page: str) -> str:
    """The example object of the first state that has one."""
    for state, name in file_names(example.anchors).items():
        content = example.files.get(f"{page}/examples/{name}.json")
        if content is not None:
            said = f"The answer in <code>{html.escape(state)}</code>"
            body = html.escape(content.decode().strip(), quote=False)
            return f'<div class="statebook-spec-answer"><p>{said}</p><pre><code>{body}</code></pre></div>'
    return ""


def _kind(state: dict[str, str | None]) -> str:
    return html.escape(str(state.get("outcome") or state.get("kind")))


def _words(state: dict[str, str | None]) -> str:
    outcome = f", {state['outcome']}" if state.get("outcome") else ""
    return html.escape(f"{state.get('kind')}{outcome}")
