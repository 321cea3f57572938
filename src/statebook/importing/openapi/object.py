"""What stands around the states in an OpenAPI document: the object that carries them, its examples, and the calls that answer it."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.page.jsontree import Node
from statebook.importing.draft import Draft, Object
from statebook.importing.openapi.document import Candidate, Document
from statebook.importing.openapi.schema import attribute_of, text_of
from statebook.importing.openapi.states import spelled
from statebook.importing.page.triggers import call_trigger
from statebook.model import Json

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
MOST_EXAMPLES = 2
"""Examples that a state is given."""


def read_object(document: Document, found: Candidate, draft: Draft) -> None:
    """Add attributes, examples and calls of the object that has the states as a property."""
    read_api(document, draft)
    if found.parent is None or not found.name:
        draft.leave(found.node.line + 1, "which attribute holds the state", "no object of the document has this schema")
        return
    draft.state_attribute = found.name
    draft.summary = text_of(found.parent, "description") or draft.summary
    draft.attributes = properties(document, found.parent)
    if found.name in draft.attributes:
        about = draft.attributes[found.name].get("description")
        kept = {"type": "state", "line": draft.attributes[found.name]["line"]}
        draft.attributes[found.name] = {**kept, **({"description": about} if about else {})}
        if not about:
            del draft.attributes[found.name]
    _examples(document, found.parent, draft)
    _calls(document, found, draft)


def properties(document: Document, schema: Node) -> dict[str, Object]:
    """The properties of an object, those of the parts of an `allOf` too."""
    found: dict[str, Object] = {}
    several = schema.members.get("allOf")
    parts = [schema, *(whole for one in (several.items if several else []) if (whole := document.followed(one)))]
    for part in parts:
        needed = part.members.get("required")
        required = [one.value for one in needed.items] if needed is not None else []
        own = part.members.get("properties")
        for name, one in (own.members if own is not None else {}).items():
            if isinstance(one.value, dict):
                found.setdefault(name, attribute_of(document, one, required=name in required))
    return found


def _examples(document: Document, schema: Node, draft: Draft) -> None:
    """Whole objects that show the states, from the schema itself and from anywhere that answers it."""
    known = set(draft.attributes) | {draft.state_attribute}
    for title, node in (*_shown(schema), *_everywhere(document)):
        body = node.value
        if not isinstance(body, dict) or draft.state_attribute not in body:
            continue
        value = body[draft.state_attribute]
        state = draft.states.get(spelled(value)) if isinstance(value, str | int | float) else None
        if state is None or not set(body) <= known or len(state.examples) >= MOST_EXAMPLES:
            continue
        if all(one["body"] != body for one in state.examples):
            state.examples.append({**({"title": title} if title else {}), "body": body})


def _shown(schema: Node) -> Iterator[tuple[str, Node]]:
    one = schema.members.get("example")
    if one is not None:
        yield "", one
    several = schema.members.get("examples")
    if several is not None:
        for each in several.items:
            yield "", each
        for name, each in several.members.items():
            value = each.members.get("value")
            if value is not None:
                yield text_of(each, "summary") or name, value


def _everywhere(document: Document) -> Iterator[tuple[str, Node]]:
    for _, node, _, _, _ in document.walk():
        if "example" in node.members or "examples" in node.members:
            yield from _shown(node)


def read_api(document: Document, draft: Draft) -> None:
    """The address of the first server, with the values of its variables."""
    servers = document.root.members.get("servers")
    first = servers.items[0] if servers is not None and servers.items else None
    url = text_of(first, "url") if first is not None else ""
    if first is None or not url or url == "/":
        return
    variables = first.members.get("variables")
    values: dict[str, Json] = {}
    for name, one in (variables.members if variables is not None else {}).items():
        default = one.members.get("default")
        if default is not None and isinstance(default.value, str) and default.value:
            values[name] = default.value
    draft.more["api"] = {"base": url, **({"variables": values} if values else {})}


def _calls(document: Document, found: Candidate, draft: Draft) -> None:
    """An action for each operation that answers the object; the others are counted."""
    others = 0
    for path, method, operation in operations(document):
        if not _answers(document, operation, found.parent):
            others += 1
            continue
        made = call_trigger(draft, method.upper(), path, operation.line + 1, text_of(operation, "operationId"))
        made.title, made.description = text_of(operation, "summary"), text_of(operation, "description")
        made.more["returns"] = "state"
    if others:
        draft.leave(1, f"{others} {'call' if others == 1 else 'calls'}", "they do not answer the object with the state")


def operations(document: Document) -> Iterator[tuple[str, str, Node]]:
    """The operations of a document: path, method, and the operation."""
    paths = document.root.members.get("paths")
    for path, item in (paths.members if paths is not None else {}).items():
        for method, operation in item.members.items():
            if method in METHODS and isinstance(operation.value, dict):
                yield path, method, operation


def _answers(document: Document, operation: Node, wanted: Node | None) -> bool:
    responses = operation.members.get("responses")
    for status, answer in (responses.members if responses is not None else {}).items():
        whole = document.followed(answer)
        content = whole.members.get("content") if whole is not None else None
        schemas = [one.members.get("schema") for one in (content.members.values() if content is not None else ())]
        if whole is not None:
            schemas.append(whole.members.get("schema"))  # version 2
        if status.startswith("2") and any(one is not None and document.followed(one) is wanted for one in schemas):
            return True
    return False
