"""The spec file as a whole, with its states and transitions, as written."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from statebook.source.document.attributes import AttributeDocument, ObjectDocument
from statebook.source.document.calls import ActionDocument, ErrorDocument, EventDocument
from statebook.source.document.parts import (
    DeprecatedDocument,
    Document,
    EvidenceDocument,
    LintedDocument,
    Selector,
    Word,
    or_single,
)
from statebook.source.document.scalars import (
    ID_SCHEMA,
    Duration,
    Id,
    Ids,
    JsonValue,
    MachineId,
    ScalarValue,
    SomeIds,
    Text,
    Title,
    describe,
    error,
    json_value,
    listed,
)
from statebook.source.nodes import Scalar

LANGUAGE_VERSION = "1"


def language_version(value: Any) -> str:
    """The version that a spec or a settings file is written in: 1, as a number or as text."""
    found = json_value(value) if isinstance(value, Scalar) else None
    if isinstance(found, bool) or str(found) not in (LANGUAGE_VERSION, f"{LANGUAGE_VERSION}.0"):
        raise error(
            f"expected version {LANGUAGE_VERSION} of the language, found {describe(value)}", "write `statebook: 1`"
        )
    return LANGUAGE_VERSION


class SourceDocument(Document):
    """Something that facts are taken from."""

    title: Title = Field(description="What it is, such as `API reference, July 2017`.")
    url: Text = Field(default="", description="Where it can be read.")
    description: Text = Field(default="", description="What it is worth. Markdown.")


class ApiDocument(Document):
    """The API that the actions belong to: its address, how calls authenticate, the languages of samples."""

    base: Text = Field(default="", description="The URL that paths are appended to, with {VARIABLES}.")
    auth: Text = Field(
        default="none",
        description="How calls authenticate: none, basic, bearer, or the text of an Authorization header.",
    )
    variables: dict[Id, Text] = Field(default_factory=dict, description="Values of {VARIABLES} in examples.")
    headers: dict[Id, Text] = Field(default_factory=dict, description="Headers that every call carries.")
    samples: Ids = Field(
        default_factory=lambda: ["shell"], description="Languages of the samples, in the order of the tabs."
    )


class OpennessDocument(Document):
    """Whether the list of states is complete. `open` or `closed` alone may stand for the mapping."""

    short_form: ClassVar[dict[str, Any]] = {"enum": ["open", "closed"]}

    list_: Annotated[Literal["open", "closed"], Word] = Field(
        alias="list", description="`closed`: complete. `open`: more may come, so clients need a default branch."
    )
    description: Text = Field(default="", description="Why. Markdown.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")

    @classmethod
    def widen(cls, value: Any) -> Any:
        """A word stands for the mapping with that list."""
        return {"list": value} if isinstance(value, Scalar) else value


class InitialDocument(Document):
    """A state in which a new resource starts. An id alone may stand for the mapping."""

    short_form = ID_SCHEMA

    state: Id = Field(description="The state.")
    trigger: Id = Field(default="", description="The action or event that creates the resource.")
    description: Text = Field(default="", description="What happens. Markdown.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")

    @classmethod
    def widen(cls, value: Any) -> Any:
        """An id stands for the mapping with that state."""
        return {"state": value} if isinstance(value, Scalar) else value


class PollDocument(Document):
    """How to wait in a state."""

    action: Id = Field(default="", description="The call to repeat.")
    every: Duration = Field(default="", description="How long to wait between calls, such as 10s.")
    until: Selector = Field(default=None, description="The states, groups or kinds that end the waiting.")
    description: Text = Field(default="", description="What else to know. Markdown.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")


class ExampleDocument(Document):
    """An example written by hand; it replaces the generated ones and is checked like them."""

    title: Text = Field(default="Example object", description="The line above it.")
    body: JsonValue = Field(description="The whole object.")


class GroupDocument(LintedDocument):
    """Several states that readers may treat as one."""

    title: Text = Field(default="", description="A short name.")
    states: SomeIds = Field(description="The states in it; a state is in one group at most.")
    description: Text = Field(default="", description="What they share. Markdown.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")


class StateDocument(LintedDocument):
    """One value of the state attribute."""

    value: ScalarValue = Field(default=None, description="What stands in the JSON, where it is not the id.")
    title: Text = Field(default="", description="A short name.")
    kind: Annotated[Literal["resting", "transient", "final"], Word] | None = Field(
        default=None,
        description="`resting`: it stays until somebody acts. `transient`: it leaves by itself. `final`: it is never left. "
        "Default: final without a way out, resting if only clients move it, else transient.",
    )
    kind_evidence: EvidenceDocument | None = Field(default=None, description="How well the kind is known.")
    outcome: Annotated[Literal["success", "failure", "partial"], Word] | None = Field(
        default=None, description="What being here says of the work that led here."
    )
    visibility: Annotated[Literal["shown", "gone", "reserved", "undocumented"], Word] = Field(
        default="shown",
        description="`shown`, the default. `gone`: the resource is not found any more. `reserved`: not answered yet. "
        "`undocumented`: answered, not promised.",
    )
    description: Text = Field(default="", description="What it means and which conditions led here. Markdown.")
    next_step: Text = Field(default="", description="You see this state: what now? Markdown.")
    poll: PollDocument | None = Field(default=None, description="How to wait, in a transient state.")
    attributes: dict[Id, AttributeDocument] = Field(
        default_factory=dict, description="Attributes of this state alone, or what is special about common ones here."
    )
    examples: list[ExampleDocument] = Field(
        default_factory=list, description="Examples by hand, instead of generated ones."
    )
    evidence: EvidenceDocument | None = Field(default=None, description="How well its meaning is known.")
    deprecated: DeprecatedDocument | None = Field(default=None, description="It is on its way out.")
    formerly: Ids = Field(default_factory=list, description="Ids it had before; their links stay alive.")
    merged_from: Ids = Field(default_factory=list, description="Former states that became this one.")
    tags: Ids = Field(default_factory=list, description="Free labels.")


class TransitionDocument(LintedDocument):
    """Ways from states to states by triggers: one row for each combination."""

    from_: Selector = Field(alias="from", description='States, groups or kinds that are left; "*" for all.')
    except_: Selector = Field(default=None, alias="except", description="States that are not left after all.")
    to: SomeIds = Field(description="The state that is reached; a list for several.")
    trigger: SomeIds = Field(description="The action or event; a list for several.")
    guard: Text = Field(default="", description="The condition, in words. Markdown.")
    effect: Text = Field(default="", description="What the system does on the way. Markdown.")
    description: Text = Field(default="", description="What else to know. Markdown.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")
    deprecated: DeprecatedDocument | None = Field(default=None, description="It is on its way out.")
    tags: Ids = Field(default_factory=list, description="Free labels.")


class SpecDocument(LintedDocument):
    """One machine: the lifecycle of one API resource."""

    statebook: Annotated[str, BeforeValidator(language_version), WithJsonSchema({"enum": [1, "1"]})] = Field(
        description="The version of the spec language: 1."
    )
    id: MachineId = Field(description="Names the page and its files, and the machine in other specs.")
    title: Title = Field(description="The title of the page.")
    noun: Text = Field(default="", description="What a state is called in headings: The `idle` *dataset status*.")
    summary: Text = Field(default="", description="What the resource is. Markdown, as in every description.")
    state_attribute: Text = Field(
        default="",
        description="The JSON attribute whose value is the state; a path such as State.Name or Stacks[0].Status.",
    )
    state_derivation: Text = Field(
        default="", description="How clients tell the state from other attributes, where none holds it. Markdown."
    )
    since_attribute: Text = Field(
        default="", description="The datetime attribute that says since when the state holds."
    )
    identifier: Id = Field(default="", description="The attribute that identifies the object where others refer to it.")
    initial: Annotated[list[InitialDocument], BeforeValidator(listed)] = Field(
        default_factory=list,
        description="Where a new resource starts: a state, or a list of them.",
        json_schema_extra=or_single,
    )
    openness: OpennessDocument | None = Field(default=None, description="Whether the list of states is complete.")
    api: ApiDocument = Field(default_factory=ApiDocument, description="Where and how the actions are called.")
    sources: dict[Id, SourceDocument] = Field(default_factory=dict, description="What facts are taken from.")
    objects: dict[Id, ObjectDocument] = Field(default_factory=dict, description="Named object types.")
    errors: dict[Id, ErrorDocument] = Field(default_factory=dict, description="Errors that actions answer.")
    actions: dict[Id, ActionDocument] = Field(default_factory=dict, description="The client's API calls.")
    events: dict[Id, EventDocument] = Field(default_factory=dict, description="What else moves the resource.")
    attributes: dict[Id, AttributeDocument] = Field(default_factory=dict, description="The object's attributes.")
    groups: dict[Id, GroupDocument] = Field(default_factory=dict, description="States that readers may treat as one.")
    states: dict[Id, StateDocument] = Field(description="The states, in the order of the page.")
    transitions: list[TransitionDocument] = Field(default_factory=list, description="The ways between them.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well the whole is known.")
    deprecated: DeprecatedDocument | None = Field(default=None, description="The resource is on its way out.")
    formerly: Ids = Field(default_factory=list, description="Ids the machine had before.")
    tags: Ids = Field(default_factory=list, description="Free labels.")

    @classmethod
    def widen(cls, value: Any) -> Any:
        """A spec has no short form, and an empty one is a flaw."""
        return value

    @classmethod
    def shape_hint(cls) -> str:
        """How a spec begins."""
        return "a spec begins with `statebook: 1`"


__all__ = ["LANGUAGE_VERSION", "SpecDocument", "language_version"]
