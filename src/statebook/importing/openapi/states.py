"""The values that a schema of OpenAPI lists, as states, with all that documents say of single values."""

from __future__ import annotations

import re
from collections.abc import Mapping

from statebook.audit.page.jsontree import Node
from statebook.importing.draft import Draft
from statebook.importing.openapi.document import listed
from statebook.importing.openapi.schema import text_of
from statebook.model import Json

_MAPS = ("x-enumDescriptions", "x-enum-descriptions", "x-enum-description", "x-enumdescriptions")
_NAMES = ("x-enum-varnames", "x-enumNames", "x-enum-names", "x-enumVarnames")
_ITEM = re.compile(
    r"^\s*[-*+]\s*(?:`([^`]+)`|\*\*([^*]+)\*\*|\"([^\"]+)\"|'([^']+)'|([\w.-]+))\s*(?::|=>|=|\u2013|\u2014|-)\s+(\S.*)$"
)


def read_states(schema: Node, draft: Draft) -> None:
    """Add a state for each value. Lists of descriptions in the schema's own text describe values, too."""
    said = _described(schema)
    names = _names(schema)
    prose, rest = _prose(text_of(schema, "description"), [value for value, _ in listed(schema)])
    for index, (value, own) in enumerate(listed(schema)):
        shown = spelled(value)
        state = draft.state(shown, (own or schema).line + 1)
        state.value = value
        title = text_of(own, "title") if own is not None else ""
        state.title = title or (names[index] if index < len(names) else "")
        if state.title == shown:
            state.title = ""
        told = text_of(own, "description") if own is not None else ""
        state.description = told or said.get(shown, "") or prose.get(shown, "")
        deprecated = own.members.get("deprecated") if own is not None else None
        if deprecated is not None and deprecated.value is True:
            state.more["deprecated"] = True
    draft.summary = draft.summary or rest


def spelled(value: Json) -> str:
    """A value as the name of a state."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _described(schema: Node) -> Mapping[str, str]:
    """What extensions say of each value: by value, or in the order of the values."""
    found: dict[str, str] = {}
    values = [spelled(value) for value, _ in listed(schema)]
    for key in _MAPS:
        one = schema.members.get(key)
        if one is None:
            continue
        pairs = one.members.items() if one.members else zip(values, one.items, strict=False)
        found.update({name: node.value.strip() for name, node in pairs if isinstance(node.value, str)})
    microsoft = schema.members.get("x-ms-enum")
    several = microsoft.members.get("values") if microsoft is not None else None
    for one in several.items if several is not None else ():
        value = one.members.get("value")
        if value is not None and text_of(one, "description"):
            found[spelled(value.value)] = text_of(one, "description")
    return found


def _names(schema: Node) -> list[str]:
    for key in _NAMES:
        one = schema.members.get(key)
        if one is not None and one.items:
            return [node.value if isinstance(node.value, str) else "" for node in one.items]
    return []


def _prose(text: str, values: list[Json]) -> tuple[dict[str, str], str]:
    """The items of lists that begin with a value, and the text without them."""
    known = {spelled(value) for value in values}
    found: dict[str, str] = {}
    rest: list[str] = []
    for line in text.split("\n"):
        item = _ITEM.match(line)
        name = next((one for one in item.groups()[:5] if one), "") if item else ""
        if item and name in known:
            found[name] = item[6].strip()
        else:
            rest.append(line)
    return found, "\n".join(rest).strip()
