"""Pieces that many keys share: evidence, deprecation, selectors, and the base of all documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from statebook.source.document.scalars import (
    ID_SCHEMA,
    KEY_SCHEMA,
    Boolean,
    Date,
    Id,
    JsonValue,
    Text,
    Texts,
    describe,
    error,
    identifier,
    is_empty,
    is_true,
    json_value,
    listed,
)
from statebook.source.nodes import Scalar

EXTENSION = "\0extension"
"""Where the `x-…` keys of a mapping are collected while it is validated."""


def _as_written(schema: dict[str, Any]) -> None:
    """Make pydantic's schema say what the loader accepts.

    `x-…` keys are legal everywhere; a key that is there has a value, so `null` is no option; titles
    and defaults made from Python names would only confuse an author.
    """
    properties = schema.get("properties", {})
    properties.pop(EXTENSION, None)
    if "ignore" in properties:  # inherited, so it would come first, before what the element is about
        properties["ignore"] = properties.pop("ignore")
    schema.pop("title", None)
    for name, described in properties.items():
        described.pop("title", None)
        if KEY_SCHEMA["pattern"] in described.get("patternProperties", {}):
            # Pydantic lets a key that the pattern does not match pass.
            described["additionalProperties"] = described.pop("patternProperties")[KEY_SCHEMA["pattern"]]
            described["propertyNames"] = KEY_SCHEMA
        described.pop("default", None)
        options = [option for option in described.get("anyOf", ()) if option != {"type": "null"}]
        if len(options) == 1:
            described.pop("anyOf")
            properties[name] = {**options[0], **described}
    schema["patternProperties"] = {"^x-": {}}


def or_single(schema: dict[str, Any]) -> None:
    """For a field that takes a list or one of its items."""
    items = schema.pop("items")
    schema.pop("type")
    schema["anyOf"] = [items, {"type": "array", "items": items}]


class Document(BaseModel):
    """A mapping of the spec. Unknown keys are errors; `x-…` keys are kept."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False, json_schema_extra=_as_written)

    short_form: ClassVar[dict[str, Any] | None] = None
    """The JSON Schema of the short form that `widen` takes."""

    extension: dict[str, JsonValue] = Field(default_factory=dict, alias=EXTENSION)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        reference = handler(core_schema)
        schema = handler.resolve_ref_schema(reference)
        if not schema.get("required") and cls.short_form is None:
            schema["type"] = ["object", "null"]
        if cls.short_form is not None and "anyOf" not in schema:
            whole = dict(schema)
            schema.clear()
            schema["description"] = whole.pop("description", "")
            schema["anyOf"] = [cls.short_form, whole]
        return reference

    @model_validator(mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        value = cls.widen(value)
        if not isinstance(value, dict):
            raise error(f"expected a mapping, found {describe(value)}", cls.shape_hint())
        if EXTENSION in value:
            raise error(f"unknown key {EXTENSION!r}", "keys of your own begin with `x-`", (EXTENSION,), "unknown-key")
        kept = {key: item for key, item in value.items() if not key.startswith("x-")}
        if len(kept) != len(value):
            kept[EXTENSION] = {str(key): item for key, item in value.items() if key.startswith("x-")}
        return kept

    @classmethod
    def widen(cls, value: Any) -> Any:
        """A short form as the mapping it stands for; an empty value is an empty mapping."""
        return {} if is_empty(value) else value

    @classmethod
    def shape_hint(cls) -> str:
        """What to write instead, when something else than a mapping stands there."""
        names = [field.alias or name for name, field in cls.model_fields.items() if name not in ("extension", "ignore")]
        return "with keys such as " + ", ".join(names[:4])


EvidenceLevel = Literal["stated", "derived", "inferred", "draft", "unknown"]


def _literal(value: Any) -> Any:
    return str(value) if isinstance(value, Scalar) else value


Word = BeforeValidator(_literal)
"""Before a `Literal`: a scalar's text, whatever its quotes."""


class EvidenceDocument(Document):
    """How well a fact is known and where it comes from. A level alone may stand for the mapping."""

    short_form = {"enum": list(get_args(EvidenceLevel))}

    level: Annotated[EvidenceLevel, Word] = Field(
        description="`stated`: a source says it about this very thing. `derived`: said of something wider and carried "
        "over. `inferred`: concluded; the note says how. `draft`: asked for, not confirmed. `unknown`: nobody knows."
    )
    source: Texts = Field(
        default_factory=list,
        description="Where it is said: `id:locator`, with an id of `sources`. One or a list.",
    )
    note: Text = Field(default="", description="The reasoning, or what else a reader should know. Markdown.")
    disputed: Boolean = Field(default=False, description="Sources contradict each other; the note says how.")

    @classmethod
    def widen(cls, value: Any) -> Any:
        """A level stands for the mapping with that level."""
        return {"level": value} if isinstance(value, Scalar) else value


class DeprecatedDocument(Document):
    """Since when it is deprecated, when it goes, what replaces it. `true` may stand for the mapping."""

    short_form = {"const": True}

    since: Date = Field(default="", description="The date of the announcement, YYYY-MM-DD.")
    sunset: Date = Field(default="", description="The date from which it may be gone, YYYY-MM-DD (RFC 8594).")
    replacement: Text = Field(default="", description="What to use instead: an id, or words.")
    note: Text = Field(default="", description="What a reader should know. Markdown.")

    @classmethod
    def widen(cls, value: Any) -> Any:
        """`true` stands for a deprecation of which no more is known."""
        return {} if isinstance(value, Scalar) and is_true(value) else value

    @classmethod
    def shape_hint(cls) -> str:
        """What may stand there."""
        return "write `true`, or a mapping with since, sunset, replacement, note; leave the key out if it is not"


class IgnoreDocument(Document):
    """A lint rule that is to be silent here. The rule's name alone may stand for the mapping."""

    short_form = ID_SCHEMA

    rule: Id = Field(description="The name of the rule, as `statebook rules` lists it.")
    reason: Text = Field(default="", description="Why. A rule asks for it.")
    until: Date = Field(default="", description="The last day on which it holds, YYYY-MM-DD.")

    @classmethod
    def widen(cls, value: Any) -> Any:
        """A name stands for the mapping with that rule."""
        return {"rule": value} if isinstance(value, Scalar) else value


class LintedDocument(Document):
    """An element that lint rules speak of, and beside which they can be silenced."""

    ignore: Annotated[list[IgnoreDocument], BeforeValidator(listed)] = Field(
        default_factory=list,
        description="Lint rules that are to be silent about this and what stands below it.",
        json_schema_extra=or_single,
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One item of a selector. `form` is any, state, group, kind or all."""

    form: str
    name: str
    place: tuple[str | int, ...]
    """From the selector to the item."""


_FORMS = {
    "state": "The state of this id, even if a group or a kind is called so too.",
    "group": "The states of the group of this id, even if a state is called so too.",
    "kind": "The states of this kind: resting, transient or final.",
}


def _choice(value: Any, place: tuple[str | int, ...]) -> Choice:
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)) in _FORMS:
            form = str(next(iter(value)))
            return Choice(form, _name(value[form], (*place, str(form))), (*place, str(form)))
        raise error("expected one of state, group or kind", "such as {group: processing}", place)
    if isinstance(value, list):
        raise error("a list cannot stand in a list of names", "write all names in one list", place)
    return Choice("all" if value == "*" else "any", _name(value, place), place)


def _name(value: Any, place: tuple[str | int, ...]) -> str:
    """An id inside a selector: what is wrong with it is wrong at its place there."""
    try:
        return identifier(value)
    except PydanticCustomError as flaw:
        context = flaw.context or {}
        raise error(context["message"], context["hint"], place) from None


def selector(value: Any) -> tuple[Choice, ...]:
    """A name, a mapping, or a list of these."""
    if isinstance(value, list):
        if not value:
            raise error("an empty list chooses nothing", 'name states, or write "*" for all')
        return tuple(_choice(item, (index,)) for index, item in enumerate(value))
    return (_choice(value, ()),)


def flag_or_selector(value: Any) -> bool | tuple[Choice, ...]:
    """`true`, `false`, or the states for which it is true."""
    if isinstance(value, Scalar) and isinstance(json_value(value), bool):
        return is_true(value)
    return selector(value)


_CHOICE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        ID_SCHEMA,
        {
            "type": "object",
            "properties": {form: {**ID_SCHEMA, "description": words} for form, words in _FORMS.items()},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ]
}
SELECTOR_SCHEMA: dict[str, Any] = {
    "anyOf": [*_CHOICE_SCHEMA["anyOf"], {"type": "array", "items": _CHOICE_SCHEMA, "minItems": 1}]
}

Selector = Annotated[Any, BeforeValidator(selector), WithJsonSchema(SELECTOR_SCHEMA)]
"""Validates to a tuple of `Choice`."""
FlagOrSelector = Annotated[Any, BeforeValidator(flag_or_selector), WithJsonSchema(SELECTOR_SCHEMA)]
"""Validates to a bool or a tuple of `Choice`."""

__all__ = [
    "SELECTOR_SCHEMA",
    "Choice",
    "DeprecatedDocument",
    "Document",
    "EvidenceDocument",
    "FlagOrSelector",
    "IgnoreDocument",
    "JsonValue",
    "LintedDocument",
    "Selector",
    "Word",
    "flag_or_selector",
    "selector",
]
