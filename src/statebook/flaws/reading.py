"""Flaws for which a spec cannot be read: as a file, as YAML, as a document, and as a machine."""

from __future__ import annotations

from functools import partial

from statebook.flaws.registry import Flaw

_HEAD = "statebook: 1\nid: lamp\ntitle: Lamp\nstate_attribute: status\n"
_EVERYWHERE = ("build", "check", "lint", "diff", "export", "path", "serve", "mock")

_reading = partial(Flaw, commands=_EVERYWHERE)

FLAWS = (
    _reading(
        name="unreadable",
        summary="A file cannot be had as text.",
        why="""\
It is not there, is no file, may not be read, is too large, or is not UTF-8. A pattern of `specs:` that matches no file is
one of these, too, and so is a link that leads out of the project, for a pull request from a stranger could bring one.""",
        repair="Check the path and the patterns in `specs:`, and save the file as UTF-8. The hint says which of these it is.",
        example=b"statebook: 1\nid: lamp\ntitle: L\xe4mpchen\n",
    ),
    _reading(
        name="syntax",
        summary="A file is not the YAML that specs are written in.",
        why="""\
A bracket or a quote that is never closed, a tab before a key, an empty file. Some of YAML is left out on purpose, for it
surprises people and lets a small file grow beyond all bounds: tags, merge keys, several documents in a file, aliases
without end.""",
        repair="Look at the place and the line above it: what is left open there is often found only later.",
        example=_HEAD + "states:\n  dark: {title: Dark\n  bright: {}\n",
    ),
    _reading(
        name="duplicate-key",
        summary="A mapping has the same key twice.",
        why="YAML forbids it, and many readers silently take the last one: half of what was written would be lost.",
        repair="Rename one of them, or put both together.",
        example=_HEAD + "states:\n  dark: {}\n  bright: {}\n  dark: {title: Dark}\n",
    ),
    _reading(
        name="unknown-key",
        summary="A key is none of the spec language.",
        why="It is mostly misspelt. If it were ignored, the page would lack what its author believes to have said.",
        repair="Correct it; [the spec language](../language.md) has all keys. Keys of your own begin with `x-`.",
        example=_HEAD + "states:\n  dark: {descripton: It is off.}\n",
    ),
    _reading(
        name="missing-key",
        summary="A key is not there that is needed.",
        why="Without it the spec does not say enough for a page, such as where in the JSON the state stands.",
        repair="Add it. The place is that of the element that lacks it.",
        example="statebook: 1\nid: lamp\nstate_attribute: status\nstates: {dark: {}}\n",
    ),
    _reading(
        name="wrong-type",
        summary="A value is not of the kind that its key takes, or cannot be meant.",
        why="""\
A list stands where text is wanted, a word is none of those to choose from, or two keys contradict each other: such as
`except:` that leaves no state over.""",
        repair="The message says what is expected, the hint shows an example. Quotes make text of a number or of `null`.",
        example=_HEAD + "states:\n  dark: {kind: idle}\n",
    ),
    _reading(
        name="duplicate-id",
        summary="Two elements have one name, or names that nobody can tell apart.",
        why="""\
Links, file names and readers would take one for the other. Ids that differ in case or white space alone count as the same,
and so do two states with the same value.""",
        repair="Rename one of them; `formerly:` keeps links to the former name alive.",
        example=_HEAD + "states:\n  dark: {}\n  Dark: {}\n",
    ),
    _reading(
        name="unknown-reference",
        summary="A name leads nowhere.",
        why="""\
A transition, a group, an attribute or an action names a state, a type, a trigger or a source that the spec does not
declare. A page could only leave it out, or link to nothing.""",
        repair="Correct the spelling, which the hint often has, or declare what is named.",
        example=_HEAD
        + """\
actions:
  switch: {method: POST, path: /switch}
states:
  dark: {}
  bright: {}
transitions:
  - {from: dark, to: brihgt, trigger: switch}
""",
    ),
)
