"""The JSON that a resource carries: attributes and the objects that they are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from statebook.model.remarks import Deprecation, Evidence, Ignore
from statebook.model.value import MISSING, Json
from statebook.model.words import Holds
from statebook.pointer import Pointer
from statebook.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumValue:
    """One value that an attribute may have."""

    value: Json
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A JSON property, as it is in one state or in one object type.

    `required` and `nullable` are independent: a required attribute may be null, an optional one
    may be never null. For an expandable attribute `type` is the collapsed type as it comes by
    default and `expanded` the type after `expand`; a collapsed object type is the object with its
    identifier alone unless `collapsed_to_value`.
    """

    name: str
    type: Type
    expanded: Type | None = None
    collapsed_to_value: bool = False
    title: str = ""
    description: str = ""
    when: str = ""
    """The condition, in words, under which an optional attribute is there."""
    required: bool = True
    nullable: bool = False
    common: bool = False
    """Every state carries it."""
    refined: bool = False
    """This state says something of its own about a common attribute."""
    enum: tuple[EnumValue, ...] = ()
    enum_open: bool = False
    pattern: str = ""
    default: Json = MISSING
    example: Json = MISSING
    holds: Holds | None = None
    read_only: bool = False
    immutable: bool = False
    sensitive: bool = False
    evidence: Evidence | None = None
    deprecation: Deprecation | None = None
    formerly: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer

    @property
    def expandable(self) -> bool:
        """True when a request can ask for the fuller form with `expand`."""
        return self.expanded is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectType:
    """A named JSON object. `identifier` names the attribute that a collapsed reference keeps."""

    id: str
    title: str
    description: str = ""
    identifier: str = ""
    attributes: tuple[Attribute, ...] = ()
    evidence: Evidence | None = None
    ignores: tuple[Ignore, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)
    pointer: Pointer
