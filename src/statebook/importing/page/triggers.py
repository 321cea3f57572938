"""What a cell of a page names as the trigger of a way: calls, events, or words."""

from __future__ import annotations

import re

from statebook.audit.page.model import Inline
from statebook.audit.reading.calls import METHODS
from statebook.audit.reading.words import as_shown
from statebook.importing.draft import Draft, DraftTrigger
from statebook.importing.page.text import Words

LONGEST = 60
"""Characters of words that can name an event; more is a sentence."""

_CALL = re.compile(rf"^({'|'.join(METHODS)})\s+(\S+)$")
_SEPARATORS = re.compile(r"\s*(?:[,;|]|\bor\b|\band\b|<br\s*/?>)\s*", re.IGNORECASE)
_VARIABLE = re.compile(r"^(?:\{.*\}|<.*>|:\w+|\[.*\])$")
_NONE = {"", "-", "\u2013", "\u2014", "none", "n/a", "na", "nothing", "(none)"}
_BY = {
    "client": "client", "a client's call": "client", "user": "client", "the client": "client", "api": "client", "api call": "client",
    "system": "system", "the system": "system", "the platform": "system", "automatic": "system",
    "the end of the work": "completion", "timer": "timer", "a timer": "timer", "timeout": "timer",
    "schedule": "schedule", "a schedule": "schedule", "peer": "peer", "the other side": "peer",
}  # fmt: skip


class Triggers:
    """Finds the triggers that cells name, and adds them to the draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def of_cell(self, cell: Inline, words: Words) -> tuple[list[str], str]:
        """The names of a cell's triggers, and a sentence that is too long for a name."""
        line = cell.place.line
        if cell.codes:
            rest = " ".join(one.text for one in cell.parts if one not in cell.codes)
            by = _BY.get(" ".join(rest.split()).strip(" ()").casefold(), "")
            return [self._named(one.text.strip(), line, by) for one in cell.codes if one.text.strip()], ""
        text = cell.plain.strip()
        if text.casefold() in _NONE:
            return [], ""
        call = _CALL.match(text)
        if call:
            return [self._call(call, line)], ""
        if len(text) > LONGEST:
            return [], words.clean(cell.source, line)
        parts = [one for one in _SEPARATORS.split(text) if one]
        if len(parts) > 1 and all(len(one.split()) == 1 for one in parts):
            return [self._named(one, line) for one in parts], ""
        return [self._named(text, line)], ""

    def _named(self, text: str, line: int, by: str = "") -> str:
        call = _CALL.match(text)
        if call:
            return self._call(call, line)
        found = self.draft.trigger(as_shown(text), line)
        if by == "client":
            found.is_action = True
        elif by:
            found.is_action, found.by = False, by
        return found.name

    def _call(self, call: re.Match[str], line: int) -> str:
        return call_trigger(self.draft, call[1], call[2], line).name


def call_trigger(draft: Draft, method: str, address: str, line: int, name: str = "") -> DraftTrigger:
    """The action of a call; the one that has the same method and path already, else a new one.

    It is called by `name`, or like the last part of its path that is no variable.
    """
    path = spelled_path(address)
    for one in draft.triggers.values():
        if one.more.get("method") == method and one.more.get("path") == path:
            return one
    fixed = [one for one in path.split("/") if one and not _VARIABLE.match(one)]
    wanted = name or (fixed[-1] if fixed else method.lower())
    found = draft.triggers.get(wanted)
    if found is not None and found.more.get("method"):
        wanted = f"{method.lower()} {wanted}" if not name else f"{wanted} ({method})"
    made = draft.trigger(wanted, line)
    made.is_action = True
    made.more = {**made.more, "method": method, "path": path}
    return made


def spelled_path(address: str) -> str:
    """A path with its variables in braces, whatever marks them on the page; no query, no fragment."""
    path = address.partition("?")[0].partition("#")[0]
    path = re.sub(r"(?<=/):([A-Za-z_]\w*)", r"{\1}", path)
    return re.sub(r"<([A-Za-z_][\w-]*)>", r"{\1}", path)
