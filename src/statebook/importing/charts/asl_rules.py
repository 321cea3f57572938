"""The rules of a choice in Amazon's language, in words. Nothing in them is evaluated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from statebook.audit.page.jsontree import Node
from statebook.importing.shape import Shape, refusal

OTHERWISE = "no other rule holds"


@dataclass(frozen=True, slots=True)
class Rule:
    """When a way is taken: the trigger that it asks for, if it asks for one, and the rest in words."""

    trigger: str = ""
    guard: str = ""
    description: str = ""

    def then(self, further: Rule) -> Rule:
        """This rule and one behind it."""
        guards = dict.fromkeys(filter(None, (self.guard, further.guard)))
        said = dict.fromkeys(filter(None, (self.description, further.description)))
        return Rule(further.trigger or self.trigger, " and ".join(guards), "\n\n".join(said))


def rules_of(shape: Shape) -> Iterator[tuple[Rule, Node]]:
    """The rules of a choice with what they lead to, the default last."""
    for one in shape.objects("Choices", "a rule"):
        if "Next" not in one:
            raise refusal(one.node, "a rule has no 'Next'", "is the file whole?")
        yield _rule(one), one.node.members["Next"]
    if "Default" in shape:
        yield Rule(guard=OTHERWISE), shape.node.members["Default"]


def _rule(one: Shape) -> Rule:
    comment = one.text("Comment")
    trigger = _trigger(one)
    if trigger is not None:  # as Statebook exports it, where the comment is the guard
        return Rule(trigger, comment)
    return Rule("", _words(one), comment)


def _trigger(one: Shape) -> str | None:
    """The trigger that a rule asks for, empty when it asks where to go alone; None when it asks for anything else."""
    tests = list(one.objects("And", "a rule")) or [one]
    asked = [(test.value("Variable"), test.value("StringEquals")) for test in tests]
    said = dict(pair for pair in asked if pair[0] in ("$.trigger", "$.to"))
    trigger, target = said.get("$.trigger", ""), one.value("Next")
    known = len(said) == len(asked) and isinstance(trigger, str) and said.get("$.to", target) == target
    return str(trigger) if known else None


def _words(one: Shape) -> str:
    """A rule in words: `$.age NumericLessThan 18`."""
    for key, between in (("And", " and "), ("Or", " or ")):
        if key in one:
            return between.join(_inner(test) for test in one.objects(key, "a rule"))
    if "Not" in one:
        inner = one.inner("Not", "a rule")
        return f"not ({_words(inner)})" if inner is not None else ""
    if "Condition" in one:
        return one.text("Condition").strip().removeprefix("{%").removesuffix("%}").strip()
    tests = [key for key in one.node.members if key not in ("Variable", "Next", "Comment", "Assign", "Output")]
    said = [f"{key} {json.dumps(one.value(key), ensure_ascii=False)}" for key in tests]
    return " ".join([one.text("Variable"), *said]).strip()


def _inner(one: Shape) -> str:
    words = _words(one)
    return f"({words})" if "And" in one or "Or" in one else words
