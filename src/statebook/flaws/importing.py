"""What `import` says of a file: that it cannot be read as its format, and what of it is not carried over."""

from __future__ import annotations

from functools import partial

from statebook.diagnostic import Severity
from statebook.flaws.registry import Flaw

_importing = partial(Flaw, commands=("import",))

FLAWS = (
    _importing(
        name="unusable-original",
        summary="A file cannot be imported.",
        why="""\
It is cut off, of another format than it seems, or says something that no lifecycle can mean. Nothing is written: half a
machine would look like a whole one.""",
        repair="Look at the place that is named. `--from FORMAT` says which format is meant, where the wrong one was tried.",
        said="parcel.json:3:18: error[unusable-original] this is no JSON: it ends too early",
    ),
    _importing(
        name="not-carried-over",
        summary="Something of the imported file is not in the spec.",
        why="""\
The spec language has no words for it, or the file leaves open what is meant. The rest is imported all the same; nothing is
dropped in silence.""",
        repair="Say it in the spec by hand, if it matters to readers of the page.",
        said="order.md:14:1: info[not-carried-over] left over: the picture of the lifecycle",
        severity=Severity.INFO,
    ),
)
