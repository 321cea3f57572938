"""Lifecycles of the world, judged: every finding on them is one that a reader of their pages would want.

The specs in `lifecycles/` name their sources. A finding that is listed here without being true of the
lifecycle is a flaw of the rule; so is one that is missing.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lint_text import TODAY

from statebook.rules.judge import Judged, judge
from statebook.source.load import load_project

FOLDER = Path(__file__).parent / "lifecycles"

STAYS, PASSES = "naming-voice", "resting-state-leaves-alone"
FINDINGS = {
    # A refused payment goes back to the beginning, and nothing on its page says which state is a failure. An
    # authorization lapses by itself.
    "stripe-payment-intent": [
        "warning transient-never-fails payment-intent/states/processing",
        f"info {PASSES} payment-intent/states/requires_capture",
    ],
    # Participles beside a waiting_for_resource in one group, and a scheduled that passes by itself.
    "gitlab-pipeline": [
        f"info {STAYS} pipeline/groups/at_work",
        f"info {STAYS} pipeline/states/scheduled",
    ],
    # The RFC does say what a refused call answers; the spec here does not. No JSON, so nothing says since when.
    "tcp-connection": [
        "warning missing-since connection/since_attribute",
        "warning action-error-undocumented connection/actions/passive OPEN",
        "warning action-error-undocumented connection/actions/active OPEN",
        "warning action-error-undocumented connection/actions/SEND",
        "warning action-error-undocumented connection/actions/CLOSE",
        "warning transient-never-fails connection/states/SYN-SENT",
        *(
            f"info {STAYS} connection/states/{one}"
            for one in ("SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "FIN-WAIT-2", "LAST-ACK", "TIME-WAIT")
        ),
    ],
    # Unknown is deprecated and no longer set: no way to it is no flaw, and the event of it is a leftover.
    "kubernetes-pod": [
        "info unused-event pod/events/lost",
        f"info {STAYS} pod/states/Running",
        f"info {PASSES} pod/states/Running",
    ],
}


def told(one: Judged) -> str:
    return f"{one.severity.value} {one.rule.name} {one.subject}"


@pytest.mark.parametrize("name", FINDINGS)
def test_exactly_these_findings(name: str) -> None:
    project, diagnostics = load_project(FOLDER, [f"{name}.yaml"])
    assert not diagnostics
    assert sorted(told(one) for one in judge(project.machines, TODAY)) == sorted(FINDINGS[name])


def test_every_lifecycle_is_judged() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(FINDINGS)
