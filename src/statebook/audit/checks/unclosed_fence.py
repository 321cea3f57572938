"""A code block has no end.

## Why

Everything behind it is code: headings, tables and links of the rest of the page are gone. The other checks
go on as if it had ended where the author most likely meant it to.

## How to repair

Close it with as many marks as it was opened with.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.diagnostic import Severity

NAME = "unclosed-fence"
SEVERITY = Severity.ERROR

BAD = """\
# Order

```json
{"status": "open"}

## The `open` status

```json
{"status": "open"}
```
"""
FOUND = ("```json",)
GOOD = """\
# Order

````markdown
```json
{"status": "open"}
```
````
"""


def check(document: Document) -> Iterator[Finding]:
    """A finding at the line that opens the block."""
    for page in document.pages:
        for place in sorted(dict.fromkeys(page.unclosed)):
            line = page.lines[place.line - 1].strip() if place.line <= len(page.lines) else ""
            yield Finding(
                place, "this code block is never closed", "add a line with its marks behind its last line", (line[:80],)
            )
