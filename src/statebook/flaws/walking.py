"""Flaws for which a walk that somebody wrote for `mock` cannot be followed."""

from __future__ import annotations

from statebook.flaws.registry import Flaw

FLAWS = (
    Flaw(
        name="impossible-walk",
        summary="A walk asks for what the machine does not do.",
        why="""\
A step that no transition explains, one that would never end, or a value that the state's schema refuses: a mock that went
there would test a client against what the API never does.""",
        repair="""\
Follow the hint: it names the states that can come next, or says what a step lacks. Where the API really goes that way,
the spec lacks a transition.""",
        said="walk.yaml:5:13: error[impossible-walk] no transition leads from 'idle' to 'error'",
        commands=("mock",),
    ),
)
