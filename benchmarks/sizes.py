"""A spec of any size, made of what real ones have, so that costs per state can be compared between sizes.

Three transitions a state, groups of ten, attributes for all, for groups and for single states, descriptions with
links and code, guards, effects and evidence. The numbers of actions, events and machine-wide attributes do not grow
with the states: what is measured is the growth of the states. It knows nothing of Statebook's code.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

from collections.abc import Iterator

TRANSITIONS_A_STATE = 3
GROUP = 10
VERBS = ("checking", "copying", "indexing", "sending", "waiting", "sorting", "packing")
CALLS = ("start", "stop", "resume", "refresh")

HEAD = """\
statebook: 1
id: parcel
title: Parcel
noun: parcel status
summary: A parcel moves through many states. It starts in [`{first}`], and `{last}` is the last one of the list.
state_attribute: status
since_attribute: since
initial: {first}
openness: open
api:
  base: https://{{HOST}}/v1
  auth: bearer
  variables: {{HOST: api.example.org, PARCEL: p_1}}
  samples: [shell, python, javascript]
sources:
  manual: {{title: Manual, url: "https://example.org/manual"}}
  log: {{title: Recorded answers}}
errors:
  wrong_state:
    status: 409
    state_refused: true
    type: object
    description: The status does not allow the call.
    example: {{code: 409, message: "It is ${{state}}."}}
objects:
  place:
    description: Where a parcel is.
    attributes:
      hall: {{type: string, example: north, description: The hall.}}
      shelf: {{type: integer, example: 4, description: The shelf in the hall.}}
"""

ATTRIBUTES = """\
attributes:
  since: {{type: datetime, description: When the status was reached.}}
  previous: {{type: state, nullable: true, holds: previous_state, description: The status before this one.}}
  place: {{type: place, description: Where it is., evidence: stated}}
  progress:
    type: integer
    present_in: transient
    required: false
    when: the worker has counted.
    example: 40
    description: Per cent of the work, `0` to `100`.
  worker:
    type: string
    present_in: [{groups}]
    example: w-7
    description: The worker that has the parcel.
"""


def names(states: int) -> list[str]:
    """The ids of the states."""
    return [f"{VERBS[number % len(VERBS)]}_{number}" for number in range(states)]


def spec_text(states: int) -> str:
    """The spec with so many states; at least two."""
    known = names(states)
    groups = [f"stage_{number}" for number in range((states + GROUP - 1) // GROUP)]
    parts = [HEAD.format(first=known[0], last=known[-1]), *_calls(), ATTRIBUTES.format(groups=", ".join(groups[::2]))]
    parts.append("groups:\n")
    for number, group in enumerate(groups):
        members = ", ".join(known[number * GROUP : (number + 1) * GROUP])
        parts.append(f"  {group}: {{title: Stage {number}, states: [{members}], description: One stage of the way.}}\n")
    parts.append("states:\n")
    parts += (_state(number, known) for number in range(states))
    parts.append("transitions:\n")
    for number in range(states):
        parts += _transitions(number, known)
    return "".join(parts)


def _calls() -> Iterator[str]:
    yield "actions:\n"
    yield "  retrieve: {method: GET, path: /parcels/{PARCEL}, returns: state, description: Read the parcel.}\n".replace(
        "/parcels/{PARCEL}", '"/parcels/{PARCEL}"'
    )
    for name in (*CALLS, "cancel"):
        yield f'  {name}: {{method: PUT, path: "/parcels/{{PARCEL}}/{name}", returns: state, errors: [wrong_state], '
        yield "description: Ask for it. The answer is the parcel in its next state.}\n"
    yield "events:\n"
    yield "  done: {by: completion, description: The work has ended.}\n"
    yield "  worker_available: {by: system, description: A worker takes the parcel.}\n"


def _state(number: int, known: list[str]) -> str:
    resting = number % 5 == 0
    before, after = known[number - 1], known[(number + 1) % len(known)]
    lines = [
        f"  {known[number]}:",
        f"    kind: {'resting' if resting else 'transient'}",
        "    description: |",
        f"      The parcel is at step {number} of its way. It came from [`{before}`] or by a call.",
        "",
        f"      *Nothing* is lost when the call fails; see [`{after}`] and the attribute `place`.",
        f"    next_step: Wait for `{after}`, or call [`cancel`].",
        f'    evidence: {{level: stated, source: "manual:{number}"}}',
    ]
    if not resting:
        lines.append("    poll: {action: retrieve, every: 5s, until: resting}")
    if number % 5 == 0:
        lines.append("    attributes:")
        lines.append(
            f"      reason: {{type: string, example: at rest {number}, description: Why it rests at `{number}`.}}"
        )
    elif number % 7 == 0:
        lines.append("    attributes:")
        lines.append(f"      progress: {{description: Per cent of step {number}.}}")
    return "\n".join(lines) + "\n"


def _transitions(number: int, known: list[str]) -> Iterator[str]:
    count = len(known)
    ways = (
        ((number + 1) % count, "worker_available" if number % 2 else "done"),
        (number // GROUP * GROUP, "cancel"),
        ((number * 7 + 3) % count, CALLS[number % len(CALLS)]),
    )
    for target, trigger in ways:
        yield f"  - {{from: {known[number]}, to: {known[target]}, trigger: {trigger}, "
        yield f"guard: The parcel has fewer than `{number + 1}` open orders., effect: Step {target} is noted., "
        yield f'evidence: {{level: inferred, source: "log:{number}", note: Seen {number} times.}}}}\n'
