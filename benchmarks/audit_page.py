"""One size in one process: `python audit_page.py LINES` prints as JSON what an audit of a page of that length costs.

The page is written here in the Slate dialect, with a spec that says the same: sections of states with examples,
attributes, ways in and out with their triggers, and links. Beside the audit stands what the Markdown parser alone takes for the same text.
Seconds are those of this process's CPU. Imports and the spec are paid for before the clock starts.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

LINES_A_STATE = 40
WARM_UP = 80
"""Lines of the first run, whose time is thrown away."""


def page_text(states: int) -> str:
    """A page about a ring of states."""
    head = (
        "# Ring\n\n## The ring status object\n\n### Attributes\n\nAttribute | Description\n--- | ---\n"
        "`status` <br> *string* | The state\n`since` <br> *datetime* | Since when\n`count` <br> *integer* | How many\n\n"
    )
    return head + "".join(section(one, states) for one in range(states))


def section(one: int, states: int) -> str:
    """The section of one state, `LINES_A_STATE` lines long."""
    before, after, far = (one - 1) % states, (one + 1) % states, (one - 7) % states
    text = (
        f'## The `s{one}` ring status\n\n> Example object\n\n```json\n{{\n  "status": "s{one}",\n'
        f'  "since": "2017-07-24T13:37:33+00:00",\n  "count": {one}\n}}\n```\n\n'
        f"The *s{one}* status comes after [`s{before}`](#the-s{before}-ring-status), and nothing is known about it.\n\n"
        "### Attributes\n\nAttribute | Description\n--- | ---\n`count` <br> *integer* | How many there are in this state\n\n"
        "### Transitions leading to the status\n\nStatus | Trigger | Condition\n--- | --- | ---\n"
        f"`s{before}` | `next` | The next one\n`s{far}` | `next` | A leap\n\n"
        "### Transitions leaving the status\n\nStatus | Trigger | Condition\n--- | --- | ---\n"
        f"`s{after}` | `next` | The next one\n`s{(one + 7) % states}` | `next` | A leap\n\n"
    )
    return text + "A line of prose.\n\n" * ((LINES_A_STATE - text.count("\n")) // 2)


def spec_text(states: int) -> str:
    """The spec that says what the page says."""
    names = ", ".join(f"s{one}: {{}}" for one in range(states))
    ways = "".join(
        f"  - {{from: s{one}, to: [s{(one + 1) % states}, s{(one + 7) % states}], trigger: next}}\n"
        for one in range(states)
    )
    return (
        "statebook: 1\nid: ring\ntitle: Ring\nnoun: ring status\nstate_attribute: status\nsince_attribute: since\n"
        "initial: s0\nevents: {next: {by: system}}\n"
        "attributes: {since: {type: datetime}, count: {type: integer}}\n"
        f"states: {{{names}}}\ntransitions:\n{ways}"
    )


def measured(lines: int, folder: Path) -> dict[str, Any]:
    """Seconds of one audit and of the parser alone; the number of findings, which has to be none."""
    from markdown_it import MarkdownIt

    from statebook.audit.judge import diagnostics, documents, judge
    from statebook.audit.page.read import read_page
    from statebook.source.load import load_project
    from statebook.source.text import SourceText

    states = max(lines // LINES_A_STATE, 16)
    text = page_text(states)
    (folder / "spec").mkdir(exist_ok=True)
    (folder / "spec/ring.yaml").write_text(spec_text(states), encoding="utf-8")
    project, flaws = load_project(folder)
    if flaws:
        raise SystemExit(f"the generated spec is broken: {flaws[0].message}")
    source = SourceText.of("ring.md", text)
    began = time.process_time()
    pages = [read_page(source.name, source.lines)]
    found = diagnostics(judge(documents(pages, project.machines)), pages)
    audit = time.process_time() - began
    parser = MarkdownIt("commonmark").enable("table")
    began = time.process_time()
    parser.parse(text)
    parse = time.process_time() - began
    return {"lines": len(source.lines), "audit": audit, "parse": parse, "findings": len(found)}


def main() -> None:
    """Measure one size."""
    lines = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        measured(WARM_UP, Path(folder))
        result = measured(lines, Path(folder))
    if result["findings"]:
        raise SystemExit("the generated page has findings: other work was measured than was meant")
    sys.stdout.write(json.dumps(result) + os.linesep)


if __name__ == "__main__":
    main()
