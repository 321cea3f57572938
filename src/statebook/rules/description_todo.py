"""A text holds a mark of unfinished work.

## Why

`TODO`, `TBD` and `FIXME` are notes that authors write to themselves. On a page they tell the
reader that nobody has finished it. An import leaves them on purpose, where something has to be filled in.

## How to repair

Write what is missing. What nobody knows is better said in words, with `evidence: unknown`.

## How to silence

Put the word in a code span where it is a value, such as a `todo` state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding
from statebook.rules.texts import without_code

NAME = "description-todo"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: task
title: Task
summary: todo  # error: [description-todo]
state_attribute: status
initial: open
states:
  open: {description: "Waits. TODO: say for whom."}  # error: [description-todo]
  closed:
    evidence: {level: inferred, note: "Fixme: ask the team."}  # error: [description-todo]
"""

GOOD = """\
statebook: 1
id: task
title: Task
summary: Something to do, first in `todo`, then in `done`.
state_attribute: status
initial: todo
states:
  todo: {description: "A to-do item that waits. In Spanish, todo means all."}
  done: {}
"""

_MARK = re.compile(r"\b(?:TODO|TBD|FIXME)\b|(?i:\A\W*(?:todo|tbd|fixme)\b|\b(?:todo|tbd|fixme):)")


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each text, with its first mark."""
    for one in context.texts:
        found = _MARK.search(without_code(one.content))
        if found:
            word = found[0].strip(":` \n")
            yield Finding(
                one.pointer,
                f"a text of {one.owner} says {word!r}",
                "write what is missing, or say that nobody knows it",
            )
