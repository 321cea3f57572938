"""The calls that a page defines, as actions: address, variables, authentication, parameters, what they return."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from statebook.audit.page.model import Fence, Page, Section, Table
from statebook.audit.reading.calls import Call, definitions, matches, requests
from statebook.audit.reading.words import as_shown, header
from statebook.importing.draft import Draft, DraftTrigger, Object
from statebook.importing.page.attributes import type_in
from statebook.importing.page.text import Words
from statebook.importing.page.triggers import call_trigger

_HOST = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#\s]+")
_BASIC = re.compile(r"\s-u\s|\s--user[\s=]|Authorization:\s*Basic", re.IGNORECASE)
_BEARER = re.compile(r"Authorization:\s*Bearer", re.IGNORECASE)
_VARIABLE = re.compile(r"^\{([^{}]+)\}$")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_PLACES = ("path", "query", "header", "body")
_STATUS_OBJECT = re.compile(r"\b(?:status|state|lifecycle)\b[^.]{0,40}\bobject\b", re.IGNORECASE)


class PageCalls:
    """Reads the calls of one page into a draft. Sections that belong to a call are remembered in `read_sections`."""

    def __init__(self, pages: Sequence[Page], owned: set[int], draft: Draft, words: Words) -> None:
        self.pages = pages
        self.owned = owned
        self.draft = draft
        self.words = words
        self.read_sections: set[int] = set()
        self.hosts: dict[str, int] = {}

    def read(self) -> None:
        """Add an action for each call that has a definition."""
        defined = [one for one in definitions(self.pages) if id(one.section) not in self.owned]
        asked = list(requests(self.pages))
        for one in defined:
            address = self._address(one)
            trigger = call_trigger(self.draft, one.method, one.path, one.place.line, self._name(one))
            self._describe(one, trigger)
            self._variables(one, address, asked)
        self._api(defined)

    def _address(self, call: Call) -> str:
        """The address as it is written, and its host noted."""
        line = self.words.page.lines[call.place.line - 1]
        address = line[call.place.column - 1 :].split()[0] if call.place.column <= len(line) else ""
        host = _HOST.match(address)
        if host:
            self.hosts[host[0]] = self.hosts.get(host[0], 0) + 1
        return address

    def _name(self, call: Call) -> str:
        """What the action is called: by a trigger of the tables, the heading's code span, or the heading's words."""
        last = call.path.rstrip("/").rsplit("/", 1)[-1]
        if last in self.draft.triggers and not self.draft.triggers[last].more.get("method"):
            return last
        title = call.section.title
        if len(title.codes) == 1 and not title.codes[0].text.startswith("/"):
            return as_shown(title.codes[0].text)
        for name, one in self.draft.triggers.items():
            if not one.more.get("method") and _slug(name) == _slug(title.plain):
                return name
        return _slug(title.plain)[:60].strip("_") if call.section.level else ""

    def _describe(self, call: Call, trigger: DraftTrigger) -> None:
        section = call.section
        if id(section) in self.read_sections:
            return
        below = [section, *self._below(section)]
        for one in below:
            self.read_sections.add(id(one))
            for block in one.blocks:
                if isinstance(block, Fence):
                    self._fence(block, call)
        trigger.title = "" if section.title.codes else section.title.plain.strip()
        texts = []
        for one in below:
            role = header(one.title.plain)
            if one is section:
                continue
            if "parameter" in role:
                self._parameters(one, trigger)
            elif role.startswith(("returns", "response", "return")):
                self._returns(one, trigger, call)
            else:
                text = self.words.rest(one)
                texts += [f"**{one.title.source.strip()}**\n\n{text}"] if text else []
        trigger.description = "\n\n".join(one for one in (self.words.rest(section), *texts) if one)

    def _below(self, section: Section) -> list[Section]:
        return [
            one
            for page in self.pages
            for one in page.sections
            if one is not section and section in list(one.chain()) and id(one) not in self.owned
        ]

    def _fence(self, block: Fence, call: Call) -> None:
        self.words.take(block)
        if block.language in ("json", "jsonc") and block.content.strip() not in ("{}", "[]", ""):
            self.draft.leave(
                block.place.line,
                f"the example answer of {call.method} {call.path[:60]}",
                "answers are made from the attributes",
            )

    def _parameters(self, section: Section, trigger: DraftTrigger) -> None:
        found: Object = {}
        for block in section.blocks:
            if not isinstance(block, Table):
                continue
            self.words.take(block)
            heads = [header(cell.plain) for cell in block.header]
            for row in block.rows:
                name = as_shown(row[0].name)
                if not name or len(name) > 200:
                    continue
                cells = dict(zip(heads[1:], row[1:], strict=True))
                found.setdefault(name, self._parameter(name, row[0].plain, cells, trigger))
        text = self.words.rest(section)
        if text and not text.casefold().startswith("no parameter"):
            self.draft.leave(
                section.title.place.line, "what is said of parameters", "there is no place for it but the table"
            )
        if found:
            trigger.more["parameters"] = found

    def _parameter(self, name: str, first: str, cells: Mapping[str, object], trigger: DraftTrigger) -> Object:
        plain = {head: getattr(cell, "plain", "") for head, cell in cells.items()}
        place = next((one for one in (plain.get("in", ""), plain.get("location", "")) if one.casefold() in _PLACES), "")
        in_path = f"{{{name}}}" in str(trigger.more.get("path"))
        where = "path" if in_path else place.casefold() or ("query" if trigger.more.get("method") == "GET" else "body")
        kind = type_in(plain.get("type", "") or first[len(name) :]) or "string"
        texts = [
            self.words.clean(getattr(cell, "source", ""))
            for head, cell in cells.items()
            if head not in ("in", "location", "type", "required", "example", "default") and plain[head]
        ]
        return {
            **({"in": where} if where != "query" else {}),
            "type": "string" if kind == "state" else kind,
            **({"required": True} if plain.get("required", "").casefold() in ("yes", "true", "required") else {}),
            **({"description": " ".join(texts)} if texts else {}),
        }

    def _returns(self, section: Section, trigger: DraftTrigger, call: Call) -> None:
        text = self.words.rest(section)
        is_state = call.method == "GET" and (
            _STATUS_OBJECT.search(text) is not None or call.path.rstrip("/").endswith(("/status", "/state"))
        )
        said: Object = {**({"type": "state"} if is_state else {}), **({"description": text} if text else {})}
        if said:
            trigger.more["returns"] = said

    def _variables(self, call: Call, address: str, asked: Sequence[Call]) -> None:
        """Values of variables, from a request that fills them in."""
        request = next((one for one in asked if one.method == call.method and matches(call, one)), None)
        if request is None:
            return
        api = self.draft.more.setdefault("api", {})
        known = api.setdefault("variables", {})
        pairs = list(zip(call.path.split("/"), request.path.split("/"), strict=False))
        host = _HOST.match(address)
        other = _HOST.search(self._command(request))
        if host and other:
            pairs += list(zip(_labels(host[0]), _labels(other[0]), strict=False))
        for pattern, value in pairs:
            variable = _VARIABLE.match(pattern)
            if variable and value and not _VARIABLE.match(value):
                known.setdefault(as_shown(variable[1]), value)

    def _command(self, request: Call) -> str:
        line = self.words.page.lines[request.place.line - 1]
        return line[request.place.column - 1 :]

    def _api(self, defined: Sequence[Call]) -> None:
        if not defined:
            return
        api = self.draft.more.setdefault("api", {})
        if len(self.hosts) == 1:
            api["base"] = next(iter(self.hosts))
        elif self.hosts:
            self.draft.leave(
                defined[0].place.line, "the hosts of the calls", "there are several, and a spec has one base"
            )
        text = "\n".join(self.words.page.lines)
        if _BASIC.search(text):
            api["auth"] = "basic"
        elif _BEARER.search(text):
            api["auth"] = "bearer"
        ordered = {key: api[key] for key in ("base", "auth", "variables") if api.get(key)}
        self.draft.more["api"] = ordered
        if not ordered:
            del self.draft.more["api"]


def _labels(host: str) -> list[str]:
    return re.split(r"[./:]+", host)


def _slug(text: str) -> str:
    return _NOT_WORDS.sub("_", text.casefold()).strip("_")
