"""`approvals.yaml`: changes that were looked at and accepted, committed beside the specs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, RootModel

from statebook.diagnostic import Diagnostic
from statebook.source.compose import compose
from statebook.source.decode import decode
from statebook.source.document.parts import Document
from statebook.source.document.scalars import Date, error, text, title
from statebook.source.text import read_text

_FINGERPRINT = re.compile(r"[0-9a-f]{16}\Z")


def _fingerprint(value: Any) -> str:
    found = text(value).strip()
    if not _FINGERPRINT.match(found):
        raise error(f"{found[:60]!r} is no fingerprint", "copy the sixteen characters from the message of `diff`")
    return found


def _said(value: Any) -> str:
    """Words of a person; what `diff` prints to be filled in is none."""
    found = title(value).strip()
    if found.casefold() in ("todo", "tbd", "fixme"):
        raise error(f"{found!r} is still to be filled in", "write who accepts the change, and why")
    return found


class ApprovalDocument(Document):
    """One accepted change."""

    fingerprint: Annotated[str, BeforeValidator(_fingerprint)] = Field(
        description="What `diff` prints beside the change."
    )
    reason: Annotated[str, BeforeValidator(_said)] = Field(description="Why it is acceptable.")
    by: Annotated[str, BeforeValidator(_said)] = Field(description="Who accepted it.")
    until: Date = Field(default="", description="The last day on which it counts; for ever, if left out.")


class ApprovalsDocument(RootModel[list[ApprovalDocument]]):
    """A list of accepted changes."""


def read_approvals(path: Path, name: str) -> tuple[list[ApprovalDocument], list[Diagnostic]]:
    """The approvals in a file, or its flaws; none of either where there is no such file."""
    if not path.exists():
        return [], []
    source = read_text(path, name)
    if isinstance(source, Diagnostic):
        return [], [source]
    if all(not line.strip() or line.lstrip().startswith("#") for line in source.lines):
        return [], []
    node, flaws = compose(source)
    if node is None or flaws:
        return [], flaws
    found, flaws = decode(source, node, ApprovalsDocument)
    return (found.root if found is not None else []), flaws
