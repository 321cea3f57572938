"""A text links something that does not exist.

## Why

A description links a state, a call, an attribute, an object or an error of the machine by its name
in brackets, as in [`idle`], and another machine as in [`job:done`]. A name that nothing has leads
nowhere: the brackets are shown, and the reader sees that something was meant. A bracket that is
never closed is the same mistake.

Also checked are places on the machine's own page (`#leaving-this-state`) and empty addresses.
Pages of others are not looked at.

## How to repair

Correct the name; leave out the brackets where no link is meant. Events and groups cannot be linked.

## How to silence

Ignore it beside the element, or escape the bracket with a backslash and drop the code span.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from statebook.anchors import Anchors, slug
from statebook.diagnostic import Severity
from statebook.model import Machine
from statebook.rules.context import MachineContext, folded
from statebook.rules.finding import Finding
from statebook.rules.texts import Text, seen

NAME = "broken-link"
SEVERITY = Severity.ERROR

BAD = """\
statebook: 1
id: lamp
title: Lamp
summary: From [`dark`] to [`brihgt`].  # error: [broken-link]
state_attribute: status
initial: dark
actions:
  press: {method: PUT, description: "See [the state][brigth]."}  # error: [broken-link]
states:
  dark: {description: "[Look](#the-dull-lamp)."}  # error: [broken-link]
  bright: {description: "After [presss], see [here]()."}  # error: [broken-link] [broken-link]
transitions:
  - from: dark
    to: bright
    trigger: press
    guard: The lamp is [`dark` and plugged in.  # error: [broken-link]
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
summary: "From [`dark`] to [the other][bright], [`lamp:dark`], [`action:press`]; or [not at all], see [1] and `[x]`."
state_attribute: status
initial: dark
actions:
  press: {method: PUT, description: "See [it](#the-bright-lamp), [them](#actions) and [others](other.md#here)."}
states:
  dark: {description: "A [`status`] and [`Press`]."}
  bright: {}
transitions:
  - {from: dark, to: bright, trigger: press, guard: "One of [`dark`, `bright`]."}
"""

HEADINGS = (
    "Actions",
    "At a glance",
    "Attributes",
    "Errors",
    "Events",
    "Groups",
    "Related objects",
    "Sources and evidence",
    "Sources",
)
"""Headings of every machine's page that no element gives its name to."""

PREFIXES = ("evidence-", "source-", "sources-", "event-", "error-", "object-", "attribute-")
"""How anchors of rows begin, which are not made by `Anchors`."""

PARTS = ("Attributes", "Leading to this {noun}", "Leaving this {noun}", "Parameters", "Returns", "Example")
MOST_GUESSES = 50
"""Names of one machine that a neighbour is looked for; each costs a pass over all names."""
NEAR = 0.8
"""How alike a word in brackets and a name are, from 0 to 1, for the word to be a slip."""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each link that leads nowhere."""
    names: _Names | None = None
    places: frozenset[str] | None = None
    for text in context.texts:
        found = seen(text.content)
        if not (found.labels or found.words or found.unclosed or found.targets):
            continue
        names = _Names(context) if names is None else names
        yield from _labels(text, names)
        for target in found.targets:
            if not target:
                yield Finding(
                    text.pointer, f"a link in a text of {text.owner} has no target", "write where it leads", ("",)
                )
            elif target.startswith("#") and not target[1:].startswith(PREFIXES):
                places = _anchors(context.machine) if places is None else places
                if target[1:] in places:
                    continue
                message = f"a text of {text.owner} links {target!r}, and the page has no such place"
                yield Finding(text.pointer, message, "link an element by its name instead, as in [`name`]", (target,))


def _labels(text: Text, names: _Names) -> Iterator[Finding]:
    found = seen(text.content)
    for label in dict.fromkeys(found.labels):
        if not names.has(label):
            near = names.near(label, 0.6)
            hint = f"did you mean {near!r}?" if near else "correct the name, or leave out the brackets"
            if folded(label) in names.unlinked:
                hint = "leave out the brackets: events and groups cannot be linked"
            yield Finding(
                text.pointer, f"a text of {text.owner} links {label!r}, and nothing is called so", hint, (label,)
            )
    for word in dict.fromkeys(found.words):
        if " " not in word and not names.has(word):
            near = names.near(word, NEAR)
            if near:
                message = f"a text of {text.owner} holds {word!r} in brackets, and nothing is called so"
                yield Finding(text.pointer, message, f"did you mean {near!r}?", (word,))
    for span in dict.fromkeys(found.unclosed):
        message = f"in a text of {text.owner}, one of the brackets around {span!r} is missing"
        yield Finding(text.pointer, message, f"write [`{span}`]", (span,))


class _Names:
    """What may be linked by name, folded, and as it is spelt."""

    def __init__(self, context: MachineContext) -> None:
        machine = context.machine
        self.spelt: dict[str, str] = {}
        self.unlinked = {folded(one) for one in (*machine.events, *machine.groups)}
        self.guesses = MOST_GUESSES
        for kind, section in (
            ("state", machine.states),
            ("action", machine.actions),
            ("attribute", machine.attribute_states),
            ("object", machine.objects),
            ("error", machine.errors),
        ):
            for name in section:
                self.spelt.setdefault(folded(name), name)
                self.spelt.setdefault(folded(f"{kind}:{name}"), f"{kind}:{name}")
        for name, other in context.machines.items():
            self.spelt.setdefault(folded(name), name)
            for state in other.states:
                self.spelt.setdefault(folded(f"{name}:{state}"), f"{name}:{state}")

    def has(self, label: str) -> bool:
        """Whether something is called so."""
        return folded(label) in self.spelt

    def near(self, label: str, cutoff: float) -> str:
        """The name that is most like it, or nothing."""
        if self.guesses == 0:
            return ""
        self.guesses -= 1
        close = get_close_matches(folded(label), self.spelt, n=1, cutoff=cutoff)
        return self.spelt[close[0]] if close else ""


def _anchors(machine: Machine) -> frozenset[str]:
    """The places of a machine's page."""
    anchors = Anchors(machine)
    found = {"", anchors.page, anchors.object, *(slug(one) for one in HEADINGS)}
    for state in machine.states.values():
        found.add(anchors.state(state.id))
        found.update(slug(f"The {name} {machine.noun}") for name in (*state.formerly, *state.merged_from))
        found.update(anchors.part(state.id, one.format(noun=anchors.short_noun)) for one in PARTS)
    found.update(anchors.action(one) for one in machine.actions)
    return frozenset(found)
