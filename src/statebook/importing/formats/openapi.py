"""An OpenAPI document, in JSON or YAML: the values of one schema become states, with their descriptions and examples.

Descriptions come from `oneOf` with `const`, from `x-enum-descriptions`, `x-enumDescriptions`, `x-enum-varnames` and
`x-ms-enum`, and from lists in the schema's own text. The object that has the schema as a property gives the attributes;
calls that answer it become actions. Where several schemas list values, `--schema` says which is meant. A document
that `statebook export openapi` wrote gives its transitions back, too. References out of the file are not followed.
"""

from __future__ import annotations

import re

from statebook.audit.page.jsontree import Node
from statebook.audit.reading.words import STATE_WORDS
from statebook.importing.draft import Draft
from statebook.importing.openapi.document import Candidate, Document, listed
from statebook.importing.openapi.object import read_object
from statebook.importing.openapi.own import read_own
from statebook.importing.openapi.schema import text_of
from statebook.importing.openapi.states import read_states, spelled
from statebook.importing.original import BadInput, Original
from statebook.importing.registry import Option

NAME = "openapi"
ENDINGS = (".openapi.json", ".openapi.yaml", ".json", ".yaml", ".yml")
OPTIONS = (Option("schema", "the schema whose values are the states, by its JSON Pointer", "POINTER"),)

MOST_LISTED = 12
_HEAD = re.compile(r"""^[ \t]*["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]""", re.MULTILINE)
_JSON_HEAD = re.compile(r'"(?:openapi|swagger)"\s*:\s*"[23]')


def recognise(original: Original) -> int:
    """By the version that every document names."""
    if original.is_cut:
        return 0
    pattern = _JSON_HEAD if original.looks_like_json else _HEAD
    return 90 if pattern.search(original.head) else 0


def read(original: Original) -> Draft:
    """The machine of a document. Raises `BadInput` where no schema lists values, or several do and none is named."""
    root = original.data()
    if not isinstance(root.value, dict):
        raise BadInput("this is no OpenAPI document: it is no object", root.line + 1, root.column + 1)
    document = Document(root)
    pointer = original.options.get("schema", "")
    if not pointer and isinstance(root.value.get("x-statebook"), dict):
        return read_own(document)
    found = _chosen(document, pointer)
    draft = Draft(title=_title(document, found))
    read_states(found.node, draft)
    read_object(document, found, draft)
    return draft


def _chosen(document: Document, pointer: str) -> Candidate:
    candidates = [_placed(document, one) for one in document.candidates()]
    if pointer:
        return _named(document, pointer, candidates)
    if not candidates:
        raise BadInput("no schema lists values", hint="`enum`, or `oneOf` with `const`, of two values at least")
    likely = [one for one in candidates if _is_likely(one)]
    if len(likely) == 1 or len(candidates) == 1:
        return (likely or candidates)[0]
    shown = [f"#{one.pointer} ({', '.join(spelled(value) for value in one.values()[:4])})" for one in candidates]
    more = f"; and {len(shown) - MOST_LISTED} more" if len(shown) > MOST_LISTED else ""
    second = (likely or candidates)[1].node
    raise BadInput(
        f"several schemas list values: {'; '.join(shown[:MOST_LISTED])}{more}",
        second.line + 1,
        second.column + 1,
        "choose one with --schema POINTER",
    )


def _placed(document: Document, one: Candidate) -> Candidate:
    """A schema with a name of its own, together with the property that refers to it."""
    if one.parent is not None:
        return one
    use = next(document.uses(one.pointer), None)
    return Candidate(one.pointer, one.node, *use) if use is not None else one


def _named(document: Document, pointer: str, candidates: list[Candidate]) -> Candidate:
    pointer = pointer.removeprefix("#")
    pointer = pointer if pointer.startswith("/") else f"/components/schemas/{pointer}"
    for one in candidates:
        if one.pointer == pointer:
            return one
    node = document.at(pointer)
    whole = document.followed(node) if node is not None else None
    if node is None:
        shown = ", ".join(f"#{one.pointer}" for one in candidates[:MOST_LISTED])
        raise BadInput(f"nothing is at {pointer[:100]!r}", hint=f"schemas with values: {shown}" if shown else "")
    inside = next((one for one in candidates if one.parent is whole and whole is not None), None)
    if whole is None or not (listed(whole) or inside):
        raise BadInput(f"the schema at {pointer[:100]!r} lists no values", node.line + 1, node.column + 1)
    if not listed(whole) and inside is not None:
        return inside
    around, _, name = pointer.rpartition("/properties/")
    parent: Node | None = document.at(around) if around and name else None
    return Candidate(pointer, whole, name if parent is not None else "", parent, around)


def _is_likely(one: Candidate) -> bool:
    last = one.name or one.pointer.rsplit("/", 1)[-1]
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+", " ", last).casefold().split()
    return any(word in STATE_WORDS for word in words)


def _title(document: Document, found: Candidate) -> str:
    for pointer, node in ((found.parent_pointer, found.parent), (found.pointer, found.node)):
        if node is not None:
            title = text_of(node, "title") or pointer.rsplit("/", 1)[-1]
            if title and title != found.name:
                return title
    info = document.root.members.get("info")
    return (text_of(info, "title") if info is not None else "") or found.name
