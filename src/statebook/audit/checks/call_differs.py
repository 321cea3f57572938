"""An example calls another path, or by another method, than its section defines.

## Why

`/datasets/{UID}/status/errors` in the definition and `/datasets/da_1/errors` in the example: one of them
answers 404, and only the author knows which. A slash at the end counts, as many servers let it.

Methods and paths of `http` blocks are compared with the curl commands of the same section.

## How to repair

Try the call, and write what works in both places.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Section
from statebook.audit.reading.calls import Call, matches
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "call-differs"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

## Pay

```http
PUT https://{SHOP}.example.com/orders/{ORDER}/pay
```

```shell
curl -X PUT https://shop.example.com/orders/o_1/%s -u user:password
```
"""
BAD = _FRAME % "payment"
FOUND = ("https://shop.example.com/orders/o_1/payment",)
GOOD = _FRAME % "pay"


def check(document: Document) -> Iterator[Finding]:
    """A finding for each command that no definition of its section takes."""
    defined: dict[int, list[Call]] = {}
    for one in document.definitions:
        defined.setdefault(id(one.section), []).append(one)
    for asked in document.requests:
        known = _of(asked.section, defined)
        if not known or any(one.method == asked.method and matches(one, asked) for one in known):
            continue
        same_path = next((one for one in known if matches(one, asked)), None)
        one = same_path or known[0]
        yield Finding(
            asked.place,
            f"the example calls {quoted(f'{asked.method} {asked.path}', 100)}, "
            f"the definition says {quoted(f'{one.method} {one.path}', 100)}",
            _hint(one, asked),
            (asked.method, asked.path, one.method, one.path),
        )


def _of(section: Section, defined: dict[int, list[Call]]) -> list[Call]:
    """The definitions of a section, or else of the nearest one around it below the page's title."""
    for one in section.chain():
        if one.level <= 1 and one is not section:
            return []
        if id(one) in defined:
            return defined[id(one)]
    return []


def _hint(one: Call, asked: Call) -> str:
    if one.method != asked.method and matches(one, asked):
        return "use one method in both"
    if one.path.rstrip("/").count("/") == asked.path.rstrip("/").count("/") and one.path.endswith(
        "/"
    ) != asked.path.endswith("/"):
        return "the slash at the end makes another address"
    return "write the path that works in both"
