"""A JSON example is no JSON.

## Why

Readers paste examples into tests and tools. `True` instead of `true`, a comma too many, or a brace
too few, and the first thing that they learn about the API is that its page was never tried.

`...` for what was left out, and members without their braces, are counted as information: habits, though
no parser takes them.

## How to repair

Repair the place that is named. A block that is not meant to be JSON should not say `json` at its fence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Fence
from statebook.audit.reading.trees import is_strict
from statebook.diagnostic import Severity
from statebook.visible import visible

NAME = "example-invalid-json"
SEVERITY = Severity.ERROR

BAD = """\
# Order

```json
{"status": "open", "paid": True}
```

```json
{"status": "open",
```
"""
FOUND = ("True", "")
GOOD = """\
# Order

```json
{"status": "open", "paid": true}
```

```python
{"paid": True}
```
"""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each place of a JSON block that no JSON parser takes."""
    for page in document.pages:
        for section in page.sections:
            for block in section.blocks:
                if isinstance(block, Fence) and is_strict(block):
                    yield from _fence(document, block, section.title.plain)


def _is_fragment(fence: Fence) -> bool:
    """Whether a block shows members without the braces around them, as pages do to save room."""
    return re.match(r'\s*"[^"\n]*"\s*:', fence.content) is not None


def _fence(document: Document, fence: Fence, title: str) -> Iterator[Finding]:
    tree = document.trees.of(fence)
    for flaw in tree.flaws if tree is not None else ():
        if flaw.message == "it is empty":
            yield Finding(
                fence.place, "the JSON example is empty", "write an example, or remove the block", (title, "empty")
            )
            continue
        doubtful = tree is not None and (tree.elided or _is_fragment(fence))
        yield Finding(
            fence.place_at(flaw.line, flaw.column),
            f"in the example, {visible(flaw.message)}"
            if flaw.parses
            else f"the example is no JSON: {visible(flaw.message)}",
            "leave one of them" if flaw.parses else "write valid JSON, or another language at the fence",
            (title, flaw.message),
            doubtful,
        )
