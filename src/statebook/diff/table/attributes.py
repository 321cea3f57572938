"""Kinds of change to the attributes of the object and of the object types in it."""

from __future__ import annotations

from statebook.diff.kinds import Impact, Kind, Who

READS = (Who.READS,)


def _pair(
    first: str,
    second: str,
    impacts: tuple[Impact, Impact],
    says: tuple[str, str],
    why: tuple[str, str],
    advice: tuple[str, str],
    who: tuple[Who, ...] = READS,
) -> tuple[Kind, Kind]:
    """A kind and its mirror."""
    return (
        Kind(name=first, impact=impacts[0], who=who, says=says[0], why=why[0], advice=advice[0], mirror=second),
        Kind(name=second, impact=impacts[1], who=who, says=says[1], why=why[1], advice=advice[1], mirror=first),
    )


B, D, S = Impact.BREAKING, Impact.DANGEROUS, Impact.SAFE
NOTHING = "Nothing to do."

KINDS = (
    *_pair(
        "attribute-removed",
        "attribute-added",
        (B, S),
        ("Attribute {name} was removed{inside}.", "Attribute {name} was added{inside}."),
        ("Clients that read it fail or see nothing.", "Clients ignore what they do not know."),
        ("Deprecate it with a sunset first; if it got a new name, say so with `formerly:`.", NOTHING),
    ),
    Kind(
        name="attribute-renamed",
        impact=B,
        who=READS,
        says="Attribute {old} is now called {new}{inside}.",
        why="Clients read the former name and find nothing.",
        advice="Answer both names for a release.",
        mirror="attribute-renamed",
    ),
    Kind(
        name="attribute-type-changed",
        impact=B,
        who=READS,
        says="The type of attribute {name} changed from {base} to {head}{inside}.",
        why="Clients read another type than the one that comes.",
        advice="Add a new attribute of the new type and deprecate this one.",
        mirror="attribute-type-changed",
    ),
    *_pair(
        "attribute-no-longer-always-present",
        "attribute-became-always-present",
        (B, S),
        ("Attribute {name} is no longer always there{inside}.", "Attribute {name} is always there now{inside}."),
        ("Clients read it without asking whether it is there.", "Clients that ask whether it is there find it."),
        ("Answer it with null or a default instead.", NOTHING),
    ),
    *_pair(
        "attribute-in-fewer-states",
        "attribute-in-more-states",
        (D, S),
        ("The optional attribute {name} no longer comes{inside}.", "Attribute {name} may come{inside} too."),
        ("Clients that use it when it comes lose it.", "Clients ignore what they do not expect."),
        ("Tell clients where to find it instead.", NOTHING),
    ),
    *_pair(
        "attribute-became-nullable",
        "attribute-no-longer-nullable",
        (B, S),
        ("Attribute {name} may be null now{inside}.", "Attribute {name} is never null now{inside}."),
        ("Clients that never met null use it as a value.", "Clients that expect null never meet it."),
        ("Leave null for a new attribute.", NOTHING),
    ),
    *_pair(
        "attribute-no-longer-expandable",
        "attribute-became-expandable",
        (B, S),
        ("Attribute {name} can no longer be expanded{inside}.", "Attribute {name} can be expanded now{inside}."),
        (
            "Requests that expand it get the collapsed form, or are refused.",
            "Nothing changes for requests that do not.",
        ),
        ("Keep accepting `expand` for it for a release.", NOTHING),
    ),
    *_pair(
        "enum-value-removed",
        "enum-value-added",
        (B, B),
        (
            "Attribute {name} no longer has the value {base}{inside}.",
            "Attribute {name} has a new value: {head}{inside}.",
        ),
        (
            "A client that waits for the value waits forever.",
            "A client that was told that the list is complete meets a value that it does not know.",
        ),
        ("Deprecate the value in words first.", "Declare the list `enum_open: true` a release earlier."),
    ),
    *_pair(
        "enum-dropped",
        "enum-declared",
        (B, S),
        (
            "The values of attribute {name} are no longer listed{inside}.",
            "The values of attribute {name} are listed now{inside}.",
        ),
        ("Clients meet values that they do not know.", "What came before is told in more detail."),
        ("Keep the list, and open it with `enum_open: true`.", "Make sure that the list is complete."),
    ),
    *_pair(
        "enum-opened",
        "enum-closed",
        (D, S),
        (
            "The values of attribute {name} are no longer all of them{inside}.",
            "The values of attribute {name} are all of them now{inside}.",
        ),
        (
            "Clients without a default branch break on the next new value.",
            "A default branch does no harm: it is never taken.",
        ),
        ("Tell clients to add a default branch.", NOTHING),
    ),
    Kind(
        name="attribute-pattern-changed",
        impact=D,
        who=READS,
        says="The pattern of attribute {name} changed from {base} to {head}{inside}.",
        why="Clients that check or take apart the text by the former pattern fail.",
        advice="Keep to the former pattern for what it could say.",
        mirror="attribute-pattern-changed",
    ),
    Kind(
        name="attribute-default-changed",
        impact=D,
        who=READS,
        says="The default of attribute {name} changed from {base} to {head}{inside}.",
        why="Clients that leave it out mean another value than before.",
        advice="Keep the default, and name the new value where it is meant.",
        mirror="attribute-default-changed",
    ),
    Kind(
        name="attribute-meaning-changed",
        impact=B,
        who=READS,
        says="Attribute {name} held {base} and holds {head}{inside}.",
        why="The same value means another state.",
        advice="Add a new attribute instead.",
        mirror="attribute-meaning-changed",
    ),
    *_pair(
        "attribute-became-read-only",
        "attribute-no-longer-read-only",
        (B, S),
        ("Attribute {name} is read-only now{inside}.", "Attribute {name} can be written now{inside}."),
        ("Calls that write it are refused or ignored.", "Nobody writes it yet."),
        ("Accept and ignore it for a release.", NOTHING),
        (Who.ACTS,),
    ),
    *_pair(
        "attribute-became-immutable",
        "attribute-no-longer-immutable",
        (B, D),
        ("Attribute {name} cannot change any more{inside}.", "Attribute {name} can change now{inside}."),
        ("Calls that change it are refused.", "Clients that keep a copy are out of date."),
        ("Tell clients how to reach the same end.", "Tell clients to read it again."),
        (Who.ACTS, Who.READS),
    ),
    *_pair(
        "object-type-removed",
        "object-type-added",
        (S, S),
        ("Object type {name} was removed.", "Object type {name} was added."),
        (
            "It is seen through the attributes and answers of its type alone.",
            "It is seen through the attributes and answers of its type alone.",
        ),
        (NOTHING, NOTHING),
        (Who.READER,),
    ),
    Kind(
        name="identifier-changed",
        impact=B,
        who=READS,
        says="What identifies {name} where others refer to it changed from {base} to {head}.",
        why="A collapsed reference has another attribute.",
        advice="Answer both for a release.",
        mirror="identifier-changed",
    ),
)
