"""A text holds raw HTML.

## Why

Descriptions are Markdown. HTML in them is shown as it stands, with its angle brackets, because a spec
may come from a stranger; so the reader sees the tags.

## How to repair

Write Markdown instead, or put the tag in a code span when it is meant to be read.

## How to silence

Ignore it beside the element; the page shows the tags all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding
from statebook.rules.texts import seen

NAME = "raw-html"
SEVERITY = Severity.WARNING

LONGEST = 40
"""Characters of a tag that a message shows."""

BAD = """\
statebook: 1
id: lamp
title: Lamp
summary: Gives <b>light</b>.  # error: [raw-html]
state_attribute: status
initial: dark
states:
  dark:
    description: |  # error: [raw-html]
      No light.

      <div onclick="x()">Press</div>
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
summary: Gives **light**, as `<b>` does. See <https://example.org/>. It is < 5 and > 3.
state_attribute: status
initial: dark
states:
  dark: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each text, with its first tag."""
    for one in context.texts:
        tags = seen(one.content).tags
        if tags:
            shown = tags[0].split("\n")[0]
            shown = shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"
            message = f"a text of {one.owner} holds HTML, which is shown as it stands: {shown}"
            yield Finding(one.pointer, message, "write Markdown, or put the tag in a code span")
