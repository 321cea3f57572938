"""What can be wrong with a log, as the numbers that the query gives and the rules that people read.

The one list of it: the query writes the numbers, reports and warehouses show the names.
"""

from __future__ import annotations

from collections.abc import Mapping

MISSING, NULL, TYPE, ENUM, FORMAT, EXTRA = 1, 2, 3, 4, 5, 6
"""What can be wrong with a value."""

BROKEN, NO_ID, NO_STATE, UNKNOWN, RESERVED = 1, 2, 3, 4, 5
"""Why a row cannot be judged: no JSON, no identifier, no state in it, a state nobody documented."""

BACKWARDS, FUTURE, EARLIER, SAME, BEFORE, FINAL, ILLEGAL = 1, 2, 3, 4, 5, 6, 7
"""What can be wrong with a step: the clock, four contradictions of `since`, the machine."""

ROW_RULES: Mapping[int, str] = {
    BROKEN: "broken-line",
    NO_ID: "broken-line",
    NO_STATE: "missing-attribute",
    UNKNOWN: "unknown-state",
    RESERVED: "unknown-state",
}
VALUE_RULES: Mapping[int, str] = {
    MISSING: "missing-attribute",
    NULL: "null-not-allowed",
    TYPE: "wrong-type",
    ENUM: "value-not-in-enum",
    FORMAT: "wrong-type",
    EXTRA: "undocumented-attribute",
}
STEP_RULES: Mapping[int, str] = {
    BACKWARDS: "time-backwards",
    FUTURE: "since-inconsistent",
    EARLIER: "since-inconsistent",
    SAME: "since-inconsistent",
    BEFORE: "since-inconsistent",
    FINAL: "final-state-left",
    ILLEGAL: "illegal-transition",
}

SUMMARIES: Mapping[str, str] = {
    "broken-line": "A line is no JSON, or names no resource.",
    "unknown-state": "A state that the spec does not have, or that it reserves.",
    "missing-attribute": "An attribute is missing that every object in this state carries.",
    "wrong-type": "A value has another JSON type, or is no moment where one has to be.",
    "null-not-allowed": "A value is null and may not be.",
    "value-not-in-enum": "A value is none of those that are listed.",
    "undocumented-attribute": "With --strict: an attribute that the spec does not have in this state.",
    "time-backwards": "A line is older than the one before it of the same resource.",
    "since-inconsistent": "The moment since which a state lasts contradicts what was seen.",
    "final-state-left": "A resource left a state that is never left.",
    "illegal-transition": "No documented way leads from one state to the next.",
}
"""Every rule of `conform` and its line in reports."""
