"""Names that readers or clients cannot tell apart, and whether the spec says where the state is."""

from __future__ import annotations

import re

from statebook.source.resolve.scope import Scope

_PATH = re.compile(r"[^.\[\]]+(?:\[[0-9]{1,2}\])*(?:\.[^.\[\]]+(?:\[[0-9]{1,2}\])*)*\Z")


def folded(text: str) -> str:
    """What two ids must not share: case and white space aside."""
    return " ".join(text.split()).casefold()


def check_ids(scope: Scope) -> None:
    """Ids that a reader cannot tell apart, and states that are not there."""
    document = scope.document
    for section in ("states", "actions", "events", "groups", "objects", "errors", "attributes", "sources"):
        seen: dict[str, str] = {}
        for name in getattr(document, section):
            first = seen.setdefault(folded(name), name)
            if first != name:
                scope.report(
                    "duplicate-id",
                    (section, name),
                    f"{name!r} and {first!r} differ in case or white space alone",
                    "readers, file names and links cannot tell them apart: rename one",
                    key=True,
                )
    if not document.states:
        scope.report("missing-key", ("states",), "a machine needs a state", "add one below `states:`", key=True)
    for index, name in enumerate(document.api.samples):
        scope_samples = document.api.samples
        if scope_samples.index(name) != index:
            scope.report("duplicate-id", ("api", "samples", index), f"{name!r} stands here twice", "remove one")


def check_state_path(scope: Scope) -> None:
    """Where the state stands in the JSON, and values by which clients could not tell states apart."""
    document = scope.document
    if not document.state_attribute and not document.state_derivation:
        scope.report(
            "missing-key",
            (),
            "the spec does not say where the state is",
            "add `state_attribute: status`, or `state_derivation:` if clients derive it",
        )
    for key in ("state_attribute", "since_attribute"):
        path = getattr(document, key)
        if path and not _PATH.match(path):
            scope.report(
                "wrong-type", (key,), f"{path!r} is no path", "such as `status`, `State.Name` or `Stacks[0].Status`"
            )
    values: dict[str, str] = {}
    for name, state in document.states.items():
        value = state.value if "value" in state.model_fields_set else name
        first = values.setdefault(f"{type(value).__name__}:{value!r}", name)
        shown = state.visibility not in ("gone", "reserved")
        if first != name and shown and document.state_attribute:
            scope.report(
                "duplicate-id",
                ("states", name),
                f"{name!r} and {first!r} have the same value",
                "clients cannot tell them apart",
                key=True,
            )
        if isinstance(value, dict | list):
            scope.report(
                "wrong-type", ("states", name, "value"), "a state's value is text, a number, true, false or null"
            )
