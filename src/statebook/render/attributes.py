"""Attributes as rows: name and type on the left, meaning and conditions on the right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from statebook.jsontext import json_line
from statebook.model import MISSING, Attribute, Deprecation, State
from statebook.render.context import Context
from statebook.render.escape import code_span
from statebook.render.words import enumerate_words, type_words
from statebook.types import Named


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One row. `anchor` is empty where another row is the attribute's home."""

    anchor: str
    name: Markup
    kind: Markup
    description: Markup


def common_rows(context: Context) -> list[AttributeRow]:
    """The attributes that the machine declares for its states, all or some."""
    machine = context.machine
    rows = []
    for name, attribute in machine.attributes.items():
        marks = []
        carried = machine.attribute_states.get(name, ())
        if not attribute.common and carried:
            marks.append(Markup("In ") + context.states_words(carried) + ".")
        nullable = tuple(state for state in carried if _in(machine.states[state], name).nullable)
        if nullable and len(nullable) < len(carried):
            marks.append(Markup("Null is possible in ") + context.states_words(nullable) + ".")
        optional = tuple(state for state in carried if not _in(machine.states[state], name).required)
        if optional and len(optional) < len(carried):
            marks.append(Markup("Not always there in ") + context.states_words(optional) + ".")
        everywhere_null = bool(nullable) and len(nullable) == len(carried)
        always = not optional or len(optional) < len(carried)
        rows.append(
            _row(context, attribute, context.anchors.attribute(name), marks, nullable=everywhere_null, required=always)
        )
    return rows


def _in(state: State, name: str) -> Attribute:
    return next(one for one in state.attributes if one.name == name)


def state_rows(context: Context, state: State) -> list[AttributeRow]:
    """What is special in one state: its own attributes, and common ones that it says more of."""
    rows = []
    for attribute in state.attributes:
        machine_wide = attribute.name in context.machine.attributes
        if machine_wide and not attribute.refined:
            continue
        home = "" if machine_wide else _home(context, state, attribute.name)
        rows.append(
            _row(context, attribute, home, [], nullable=attribute.nullable, required=attribute.required, key=state.id)
        )
    return rows


def _home(context: Context, state: State, name: str) -> str:
    """An attribute of several states has its anchor in the first."""
    first = context.machine.attribute_states[name][0] == state.id
    return context.anchors.attribute(name) if first else ""


def inherited(context: Context, state: State) -> Markup:
    """Links to the attributes of a state that its own table leaves out."""
    names = [one.name for one in state.attributes if one.name in context.machine.attributes and not one.refined]
    return enumerate_words([context.attribute_link(name) for name in names])


def object_rows(context: Context, name: str) -> list[AttributeRow]:
    """The attributes of a named object type."""
    kind = context.machine.objects[name]
    return [
        _row(
            context,
            one,
            context.anchors.object_attribute(name, one.name),
            [],
            nullable=one.nullable,
            required=one.required,
            key=name,
        )
        for one in kind.attributes
    ]


def _row(
    context: Context,
    attribute: Attribute,
    anchor: str,
    marks: Iterable[Markup],
    *,
    nullable: bool,
    required: bool,
    key: str = "",
) -> AttributeRow:
    parts = [context.cell(attribute.description)] if attribute.description else []
    parts.extend(marks)
    if not required:
        parts.append(
            Markup("Only when: ") + context.cell(attribute.when) if attribute.when else Markup("Not always there.")
        )
    parts.extend(_constraints(attribute))
    parts.extend(_deprecated(context, attribute.deprecation))
    parts.append(_quiet(context, attribute, key))
    return AttributeRow(
        anchor=anchor,
        name=Markup(code_span(attribute.name, in_cell=True)),
        kind=_kind(context, attribute, nullable=nullable),
        description=Markup(" ").join(part for part in parts if part),
    )


def _quiet(context: Context, attribute: Attribute, owner: str) -> Markup:
    """A quiet mark; where a state or an object says nothing of its own, the evidence is the machine-wide one."""
    wide = context.machine.attributes.get(attribute.name)
    if owner and wide is not None and wide.evidence == attribute.evidence:
        owner = ""
    subject = Markup(f"attribute {code_span(attribute.name, in_cell=True)}")
    if owner:
        subject += Markup(f" of {code_span(owner, in_cell=True)}")
    return context.ledger.quiet(attribute.evidence, subject, owner, "attribute", attribute.name)


def _kind(context: Context, attribute: Attribute, *, nullable: bool) -> Markup:
    words = type_words(attribute.type, context.type_links)
    if attribute.expanded is not None and attribute.expanded != attribute.type:
        words += Markup(" or, expanded, ") + type_words(attribute.expanded, context.type_links)
    flags = [
        ("or null", nullable),
        ("*expandable*", attribute.expandable),
        ("read-only", attribute.read_only),
        ("immutable", attribute.immutable),
        ("sensitive", attribute.sensitive),
        ("**deprecated**", attribute.deprecation is not None),
    ]
    shown = [text for text, on in flags if on]
    if shown[:1] == ["or null"]:
        words += Markup(", or null")
        shown = shown[1:]
    return words + Markup("".join(f", {text}" for text in shown))


def _constraints(attribute: Attribute) -> list[Markup]:
    found = []
    if attribute.enum:
        described = any(one.description for one in attribute.enum)
        values = [
            Markup(
                code_span(
                    json_line(one.value).strip('"') if isinstance(one.value, str) else json_line(one.value),
                    in_cell=True,
                )
            )
            for one in attribute.enum
        ]
        if described:
            from statebook.render.escape import escape

            lines = [
                value + Markup(f": {escape(one.description, at_line_start=False)}" if one.description else "")
                for value, one in zip(values, attribute.enum, strict=True)
            ]
            found.append(Markup("One of:<br>• ") + Markup("<br>• ").join(lines) + Markup("<br>"))
        else:
            found.append(Markup("One of ") + enumerate_words(values, "or") + ".")
        if attribute.enum_open:
            found.append(Markup("More values may come."))
    if attribute.pattern:
        found.append(Markup(f"Follows the pattern {code_span(attribute.pattern, in_cell=True)}."))
    if attribute.default is not MISSING:
        found.append(Markup(f"Default: {code_span(json_line(attribute.default), in_cell=True)}."))
    return found


def _deprecated(context: Context, deprecation: Deprecation | None) -> list[Markup]:
    return [deprecation_words(context, deprecation)] if deprecation is not None else []


def deprecation_words(context: Context, deprecation: Deprecation) -> Markup:
    """Since when, until when, and what to use instead: `Deprecated since 2027-05-01; use x instead.`."""
    words = Markup("**Deprecated**")
    if deprecation.since:
        words += Markup(f" since {deprecation.since}")
    if deprecation.sunset:
        words += Markup(f", may be gone from {deprecation.sunset}")
    if deprecation.replacement:
        words += Markup("; use ") + context.cell(_linked(context, deprecation.replacement)) + Markup(" instead")
    words += "."
    return words + (Markup(" ") + context.cell(deprecation.note) if deprecation.note else Markup(""))


def _linked(context: Context, replacement: str) -> str:
    """A replacement that is an id reads as a reference."""
    machine = context.machine
    known = replacement in machine.states or replacement in machine.actions or replacement in machine.attribute_states
    return f"[`{replacement}`]" if known else replacement


__all__ = ["AttributeRow", "Named", "common_rows", "deprecation_words", "inherited", "object_rows", "state_rows"]
