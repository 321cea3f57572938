"""Attributes and object types of a machine as JSON, as a spec declares them."""

from __future__ import annotations

from statebook.importing.attributes import chosen
from statebook.importing.draft import Draft, Object
from statebook.importing.original import BadInput
from statebook.importing.ours.pieces import common, kept, present
from statebook.importing.shape import Shape
from statebook.types import TypeSyntaxError, named_in, parse_type

_DIFFERENT = (
    "title", "description", "when", "enum", "enum_open", "pattern", "default", "example", "collapsed", "read_only", "immutable",
    "sensitive", "evidence", "deprecated",
)  # fmt: skip
"""What a state may say of its own about an attribute that is declared for the machine."""
_FLAGS = ("enum_open", "read_only", "immutable", "sensitive")


class _Where:
    """In which states an attribute of the machine is required, and may be null, unless a state says otherwise."""

    def __init__(self, one: Shape) -> None:
        self.is_required, self.is_nullable = one.flag("required", otherwise=True), one.flag("nullable")
        self.required_in = frozenset(one.texts("required_in"))
        self.nullable_in = frozenset(one.texts("nullable_in"))

    def required(self, state: str) -> bool:
        """Whether it is always there in a state that carries it."""
        return self.is_required or state in self.required_in

    def nullable(self, state: str) -> bool:
        """Whether it may be null in a state."""
        return self.is_nullable and (not self.nullable_in or state in self.nullable_in)


class Attributes:
    """The attributes of one machine. Types that name a machine which the project does not have become plain objects."""

    def __init__(self, root: Shape, draft: Draft, machines: frozenset[str]) -> None:
        self.root = root
        self.draft = draft
        own = {one.text("id", needed=True) for one in root.objects("objects", "an object type")}
        self.known = own | machines | {root.text("id")}
        self.machines = machines | {root.text("id")}
        self.wide = {one.text("name", needed=True): one for one in root.objects("attributes", "an attribute")}
        self.where = {name: _Where(one) for name, one in self.wide.items()}

    def type_text(self, one: Shape, key: str = "type", *, needed: bool = True) -> str:
        """A type whose names all exist."""
        text = one.text(key, needed=needed)
        if not text:
            return ""
        try:
            missing = [name for name in named_in(parse_type(text)) if name not in self.known]
        except TypeSyntaxError as problem:
            raise BadInput(f"{text[:60]!r} is no type: {problem}", one.line_of(key)) from None
        if not missing:
            return text
        self.draft.leave(
            one.line_of(key), f"the type {text[:60]!r}", f"no machine of the project is called {missing[0][:60]!r}"
        )
        return "object"

    def machine_wide(self) -> Object:
        """The attributes that are declared for the machine; call it when all states are read."""
        every = list(self.draft.states)
        found: Object = {}
        for name, one in self.wide.items():
            states = [state for state in one.texts("states") if state in self.draft.states]
            if name == self.draft.state_attribute and self._is_implied(one):
                continue
            said = self.declared(one)
            if len(states) < len(every):
                said = {**_first(said, "type"), "present_in": [chosen(state) for state in states], **said}
            found[name] = {**said, **self._where(one, states)}
        return found

    def _is_implied(self, one: Shape) -> bool:
        """Whether it is the state attribute as it is where a spec does not declare it."""
        said = {key: value for key, value in one.node.value.items() if key != "states"}
        implied = {"name", "type", "required", "nullable", "description", "holds"}
        return set(said) == implied and said["description"] == "The current state."

    def _where(self, one: Shape, states: list[str]) -> Object:
        """In which states it is required, and in which it may be null."""
        where = self.where[one.text("name")]
        needed = [state for state in states if where.required(state)]
        empty = [state for state in states if where.nullable(state)]
        return {
            **({} if len(needed) == len(states) else {"required": [chosen(state) for state in needed] or False}),
            **({"nullable": len(empty) == len(states) or [chosen(state) for state in empty]} if empty else {}),
        }

    def of_state(self, one: Shape, state: str) -> Object:
        """The attributes of one state alone, and what it says of the common ones."""
        found: Object = {}
        for each in one.objects("attribute_details", "an attribute"):
            name = each.text("name", needed=True)
            wide = self.wide.get(name)
            if wide is None:
                found[name] = {**self.declared(each), **_flags(each)}
                continue
            said, usual = self.declared(each), self.declared(wide)
            found[name] = {key: _said(said, key) for key in _DIFFERENT if said.get(key) != usual.get(key)}
            required, nullable = each.flag("required", otherwise=True), each.flag("nullable")
            if required != self.where[name].required(state):
                found[name]["required"] = required
            if nullable != self.where[name].nullable(state):
                found[name]["nullable"] = nullable
        return found

    def declared(self, one: Shape) -> Object:
        """An attribute as a spec declares it, without where it is present, required and null."""
        kind = self.type_text(one)
        expanded = self.type_text(one, "expanded", needed=False)
        if kind == "object" and one.text("type") != "object":
            expanded = ""
        values = [
            {"value": each.value("value"), **present(each, "description")} for each in one.objects("enum", "a value")
        ]
        return {
            "type": kind,
            **present(one, "title", "description", "when"),
            **(_expandable(kind, expanded) if expanded else {}),
            **kept(collapsed="value" if one.text("collapsed") == "value" and expanded else ""),
            **kept(enum=values, enum_open=one.flag("enum_open"), pattern=one.text("pattern")),
            **{key: one.value(key) for key in ("default", "example") if key in one.node.members},
            **kept(holds=one.text("holds")),
            **kept(**{key: one.flag(key) for key in _FLAGS[1:]}),
            **common(one),
        }

    def objects(self) -> Object:
        """The named object types."""
        found: Object = {}
        for one in self.root.objects("objects", "an object type"):
            attributes = {
                each.text("name", needed=True): {**self.declared(each), **_flags(each)}
                for each in one.objects("attributes", "an attribute")
            }
            found[one.text("id")] = {
                **present(one, "title", "description", "identifier"),
                **kept(attributes=attributes),
                **common(one),
            }
        return found


def _flags(one: Shape) -> Object:
    return {
        **({} if one.flag("required", otherwise=True) else {"required": False}),
        **kept(nullable=one.flag("nullable")),
    }


def _expandable(kind: str, expanded: str) -> Object:
    if kind == expanded and named_in(parse_type(kind)):
        return {"expandable": True}
    return {"expands_to": expanded}


def _first(said: Object, key: str) -> Object:
    return {key: said[key]}


def _said(said: Object, key: str) -> object:
    """What a state says of a key; the opposite of what is usual where it says nothing."""
    return said.get(key, False if key in _FLAGS else "")
