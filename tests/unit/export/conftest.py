"""A machine that says everything that a machine can say, and one that says next to nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statebook.model import (
    Action,
    Api,
    Attribute,
    Citation,
    Deprecation,
    EnumValue,
    ErrorType,
    Event,
    Evidence,
    Example,
    Group,
    Holds,
    Initial,
    Kind,
    Level,
    Machine,
    Mover,
    ObjectType,
    Openness,
    Outcome,
    Parameter,
    Poll,
    Returns,
    Source,
    State,
    Transition,
    Visibility,
)
from statebook.pointer import Pointer
from statebook.types import parse_type

AT = Pointer("spec/door.yaml")
KNOWN = Evidence(
    level=Level.DERIVED,
    citations=(Citation(source="manual", locator="p. 3"), Citation(source="", locator="hearsay")),
    note="Said of all doors.",
    disputed=True,
    pointer=AT,
)
LEAVING = Deprecation(since="2020-01-01", sunset="2021-01-01", replacement="gate", note="Use a gate.")
SAID = {
    "evidence": KNOWN,
    "deprecation": LEAVING,
    "tags": ("a",),
    "extra": {"x-more": {"any": [1, None]}, "internal": "never shown"},
}
NAMED = {**SAID, "formerly": ("old",)}


@pytest.fixture(scope="session")
def door() -> Machine:
    """open ⇄ closed → gone, every field filled."""
    width = Attribute(
        name="width",
        type=parse_type("string | null"),
        title="Width",
        description="How wide.",
        when="it was measured",
        required=False,
        nullable=True,
        refined=True,
        enum=(EnumValue(value="80", description="Narrow."), EnumValue(value=None)),
        enum_open=True,
        pattern="^[0-9]+$",
        default="80",
        example="90",
        read_only=True,
        immutable=True,
        sensitive=True,
        pointer=AT / "attributes" / "width",
        **NAMED,  # type: ignore[arg-type]
    )
    key = Attribute(
        name="key", type=parse_type("key"), expanded=parse_type("key"), collapsed_to_value=True, pointer=AT / "key"
    )
    was = Attribute(name="was", type=parse_type("state"), holds=Holds.PREVIOUS, nullable=True, pointer=AT / "was")
    key_type = ObjectType(
        id="key",
        title="Key",
        description="What opens it.",
        identifier="id",
        attributes=(Attribute(name="id", type=parse_type("integer"), pointer=AT / "id"),),
        evidence=KNOWN,
        extra={"x-key": True},
        pointer=AT / "objects",
    )
    poll = Poll(action="look", every="10s", until=("closed",), description="Look again.", evidence=KNOWN, pointer=AT)
    shut = State(
        id="closed",
        value=False,
        title="Closed",
        kind=Kind.TRANSIENT,
        outcome=Outcome.SUCCESS,
        visibility=Visibility.UNDOCUMENTED,
        description="It is *closed*.",
        next_step="Wait.",
        poll=poll,
        attributes=(width, replace(was, nullable=False), key),
        examples=(Example(title="Shut", body={"open": False}, pointer=AT),),
        group="standing",
        kind_evidence=KNOWN,
        merged_from=("ajar",),
        pointer=AT / "states" / "closed",
        **NAMED,  # type: ignore[arg-type]
    )
    return Machine(
        id="door",
        title="Door",
        noun="door",
        summary="A door.",
        state_attribute="open",
        state_derivation="Look at it.",
        since_attribute="since",
        identifier="door_id",
        initial=(Initial(state="open", trigger="wind", description="New.", evidence=KNOWN, pointer=AT),),
        openness=Openness(is_open=True, description="More may come.", evidence=KNOWN, pointer=AT),
        api=Api(
            base="https://{HOST}/",
            auth="basic",
            variables={"HOST": "door.example.com"},
            headers={"Accept": "*/*"},
            samples=("shell",),
        ),
        sources={
            "manual": Source(id="manual", title="Manual", url="https://example.com/", description="Old.", pointer=AT)
        },
        objects={"key": key_type},
        errors={
            "stuck": ErrorType(
                id="stuck",
                title="Stuck",
                status="409",
                type=parse_type("key"),
                description="It is stuck.",
                state_refused=True,
                example={"id": 1},
                evidence=KNOWN,
                extra={"x-e": 1},
                pointer=AT,
            )
        },
        actions={
            "look": Action(id="look", title="Look", accepted_in_unknown=True, pointer=AT / "actions" / "look"),
            "shut": Action(
                id="shut",
                title="Shut it",
                description="Shuts.",
                method="POST",
                path="/shut",
                parameters=(
                    Parameter(
                        name="force",
                        place="body",
                        type=parse_type("boolean"),
                        required=True,
                        description="Hard.",
                        example=False,
                        evidence=KNOWN,
                        pointer=AT,
                    ),
                ),
                accepted_in=("closed",),
                returns=Returns(
                    type=parse_type("key"),
                    status="200",
                    description="The key.",
                    example={"id": 1},
                    evidence=KNOWN,
                    pointer=AT,
                ),
                errors=("stuck",),
                starts="door",
                pointer=AT / "actions" / "shut",
                **NAMED,  # type: ignore[arg-type]
            ),
        },
        events={
            "wind": Event(
                id="wind",
                title="Wind",
                by=Mover.PEER,
                description="Blows.",
                pointer=AT / "events" / "wind",
                **NAMED,  # type: ignore[arg-type]
            )
        },
        attributes={"width": width, "was": replace(was, required=False)},
        attribute_states={"width": ("closed",), "was": ("open", "closed"), "key": ("closed",)},
        groups={
            "standing": Group(
                id="standing",
                title="Standing",
                states=("open", "closed"),
                description="Not gone.",
                evidence=KNOWN,
                extra={"x-g": 1},
                pointer=AT / "groups",
            )
        },
        states={
            "open": State(
                id="open",
                value=True,
                kind=Kind.RESTING,
                attributes=(replace(was, required=False),),
                group="standing",
                pointer=AT / "states" / "open",
            ),
            "closed": shut,
            "gone": State(
                id="gone", value=None, kind=Kind.FINAL, visibility=Visibility.GONE, pointer=AT / "states" / "gone"
            ),
        },
        transitions=(
            Transition(source="open", target="closed", trigger="shut", by=Mover.CLIENT, entry=0, pointer=AT / "t" / 0),
            Transition(
                source="closed",
                target="open",
                trigger="wind",
                by=Mover.PEER,
                guard="it is strong",
                effect="a draught",
                description="Rare.",
                entry=1,
                pointer=AT / "t" / 1,
                **SAID,  # type: ignore[arg-type]
            ),
        ),
        pointer=AT,
        **NAMED,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="session")
def bare() -> Machine:
    """One state, nothing else."""
    state = State(id="here", value="here", kind=Kind.FINAL, pointer=AT)
    return Machine(id="bare", title="Bare", noun="bare", states={"here": state}, pointer=AT)
