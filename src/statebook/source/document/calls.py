"""Actions, their errors, and events, as written."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from statebook.source.document.parts import (
    SELECTOR_SCHEMA,
    DeprecatedDocument,
    Document,
    EvidenceDocument,
    LintedDocument,
    Word,
    selector,
)
from statebook.source.document.scalars import TYPE_SCHEMA, Boolean, Id, Ids, JsonValue, Text, TypeText, is_empty
from statebook.source.nodes import Scalar

MoverName = Literal["system", "completion", "timer", "schedule", "peer"]
CallerName = Literal["client", "system", "completion", "timer", "schedule", "peer"]


def _accepted_in(value: Any) -> Any:
    return "unknown" if isinstance(value, Scalar) and value == "unknown" else selector(value)


AcceptedIn = Annotated[Any, BeforeValidator(_accepted_in), WithJsonSchema(SELECTOR_SCHEMA)]


class ParameterDocument(Document):
    """A parameter of an action."""

    place: Annotated[Literal["path", "query", "header", "body"], Word] = Field(
        default="query", alias="in", description="Where it goes."
    )
    type: TypeText = Field(default="string", description="Its type, as for attributes.")
    required: Boolean = Field(default=False, description="Whether the call needs it; path parameters always do.")
    description: Text = Field(default="", description="What it does. Markdown.")
    example: JsonValue = Field(default=None, description="The value shown in examples; with one, requests show it.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")


class ReturnsDocument(Document):
    """What an action answers. A type alone may stand for the mapping; `state` is the object itself."""

    short_form = TYPE_SCHEMA

    type: TypeText = Field(default="", description="The type of the body; `state` for the object; none for no body.")
    status: Text = Field(default="", description="The status of the answer, such as 200.")
    description: Text = Field(default="", description="What the answer says. Markdown.")
    example: JsonValue = Field(default=None, description="The body shown in examples.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")

    @classmethod
    def widen(cls, value: Any) -> Any:
        """A type stands for the mapping with that type."""
        return {"type": value} if isinstance(value, Scalar) and not is_empty(value) else super().widen(value)


class ErrorDocument(Document):
    """An error that actions may answer."""

    title: Text = Field(default="", description="A short name.")
    status: Text = Field(default="", description="The status of the answer, such as 400.")
    type: TypeText = Field(default="", description="The type of the body.")
    description: Text = Field(default="", description="When it is answered and what to do. Markdown.")
    state_refused: Boolean = Field(
        default=False, description="It is the answer when the current state does not accept the action."
    )
    example: JsonValue = Field(
        default=None,
        description="The body; in its text, ${state}, ${accepted_states} and ${action} are filled in.",
    )
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")


class ActionDocument(LintedDocument):
    """A client's API call: an OpenAPI operation or any other."""

    title: Text = Field(default="", description="The heading of its section, such as `Publish the dataset`.")
    description: Text = Field(default="", description="What it does. Markdown.")
    by: Annotated[CallerName, Word] = Field(default="client", description="Who calls it.")
    method: Text = Field(default="", description="GET, PUT, … or what the protocol calls it.")
    path: Text = Field(default="", description="The path below `api.base`, with {VARIABLES}.")
    parameters: dict[Id, ParameterDocument] = Field(default_factory=dict, description="Its parameters, in order.")
    accepted_in: AcceptedIn = Field(
        default=None,
        description="States that accept it besides those that its transitions leave; `unknown` if nobody knows.",
    )
    returns: ReturnsDocument | None = Field(default=None, description="What it answers.")
    errors: Ids = Field(default_factory=list, description="The errors it may answer, by id.")
    starts: Id = Field(default="", description="The machine (a job) that it starts.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")
    deprecated: DeprecatedDocument | None = Field(default=None, description="It is on its way out.")
    formerly: Ids = Field(default_factory=list, description="Ids it had before.")
    tags: Ids = Field(default_factory=list, description="Free labels.")


class EventDocument(LintedDocument):
    """Something that moves the resource and is no client's call."""

    title: Text = Field(default="", description="A short name.")
    by: Annotated[MoverName, Word] = Field(
        description="What it comes from. `system`: the platform. `completion`: the work ended. `timer`: time ran out. "
        "`schedule`: a fixed time. `peer`: the other side."
    )
    description: Text = Field(default="", description="What happens. Markdown.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")
    deprecated: DeprecatedDocument | None = Field(default=None, description="It is on its way out.")
    formerly: Ids = Field(default_factory=list, description="Ids it had before.")
    tags: Ids = Field(default_factory=list, description="Free labels.")
