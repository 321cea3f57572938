"""Workflows of Step Functions as people write them, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from importing_folder import Importing, ways
from statebook.importing.original import Original
from statebook.importing.registry import importers
from steps import steps

POLLER: dict[str, Any] = {
    "Comment": "Starts a job and waits for its end.",
    "StartAt": "Submit",
    "TimeoutSeconds": 3600,
    "States": {
        "Submit": {
            "Type": "Task",
            "Comment": "The job is handed over.",
            "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:submit",
            "ResultPath": "$.id",
            "Retry": [{"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 2}],
            "Catch": [
                {"ErrorEquals": ["States.Timeout"], "Next": "Late"},
                {"ErrorEquals": ["Busy", "States.ALL"], "Next": "Is it ours?"},
            ],
            "Next": "Wait",
        },
        "Wait": {"Type": "Wait", "Seconds": 30, "Next": "Look"},
        "Look": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:look", "Next": "Done?"},
        "Done?": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.status", "StringEquals": "FAILED", "Next": "Broken"},
                {
                    "And": [
                        {"Variable": "$.status", "StringEquals": "SUCCEEDED"},
                        {
                            "Not": {
                                "Or": [
                                    {"Variable": "$.n", "NumericLessThan": 1},
                                    {"Variable": "$.x", "IsPresent": True},
                                ]
                            }
                        },
                    ],
                    "Comment": "All is there.",
                    "Next": "Both",
                },
                {"Condition": "{% $n > 3 %}", "Next": "Late"},
            ],
            "Default": "Wait",
        },
        "Is it ours?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.ours", "BooleanEquals": True, "Next": "Done?"}],
            "Default": "Broken",
        },
        "Both": {
            "Type": "Parallel",
            "Branches": [{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}],
            "End": True,
        },
        "Late": {"Type": "Pass", "Result": {}, "End": True},
        "Broken": {"Type": "Fail", "Error": "JobFailed", "Cause": "It did not end well."},
    },
}
OURS = "$.ours BooleanEquals true"


def test_a_poller_as_people_write_it(folder: Importing) -> None:
    machine = folder.take("job poller.asl.json", json.dumps(POLLER, indent=2))
    assert machine.id == "job-poller"
    assert machine.summary == POLLER["Comment"]
    assert [one.state for one in machine.initial] == ["Submit"]
    assert [(*way, one.guard) for way, one in zip(ways(machine), machine.transitions, strict=True)] == [
        ("Submit", "Wait", "done", ""),
        ("Submit", "Late", "States.Timeout", ""),
        *(
            ("Submit", target, error, f"{OURS} and {guard}" if guard else "no other rule holds")
            for target, guard in (
                ("Broken", '$.status StringEquals "FAILED"'),
                ("Both", '$.status StringEquals "SUCCEEDED" and not ($.n NumericLessThan 1 or $.x IsPresent true)'),
                ("Late", "$n > 3"),
                ("Wait", "no other rule holds"),
                ("Broken", ""),
            )
            for error in ("Busy", "States.ALL")
        ),
        ("Wait", "Look", "waited", ""),
        ("Look", "Broken", "done", '$.status StringEquals "FAILED"'),
        (
            "Look",
            "Both",
            "done",
            '$.status StringEquals "SUCCEEDED" and not ($.n NumericLessThan 1 or $.x IsPresent true)',
        ),
        ("Look", "Late", "done", "$n > 3"),
        ("Look", "Wait", "done", "no other rule holds"),
        ("Both", "succeeded", "done", ""),
        ("Late", "succeeded", "done", ""),
    ]
    kinds = {one.id: (one.kind.value, one.outcome) for one in machine.states.values()}
    assert kinds == {
        "Submit": ("transient", None), "Wait": ("transient", None), "Look": ("transient", None), "Both": ("transient", None),
        "Late": ("transient", None), "Broken": ("final", "failure"), "succeeded": ("final", "success"),
    }  # fmt: skip
    assert {one.id: one.by.value for one in machine.events.values()} == {
        "done": "completion", "States.Timeout": "timer", "Busy": "completion", "States.ALL": "completion", "waited": "timer",
    }  # fmt: skip
    assert machine.states["Broken"].description == "JobFailed: It did not end well."
    assert next(one for one in machine.transitions if one.target == "Both").description == "All is there."
    folder.builds()


@pytest.mark.parametrize(
    ("marker", "left"),
    [
        ('"TimeoutSeconds"', "'TimeoutSeconds' of the workflow"), ('"ResultPath"', "'ResultPath' of 'Submit'"), ('"Retry"', "'Retry' of 'Submit'"),
        ('"Seconds"', "'Seconds' of 'Wait'"), ('"Branches"', "'Branches' of 'Both'"), ('"Result":', "'Result' of 'Late'"),
        ('"Resource"', "'Resource' of 'Submit'"),
    ],
)  # fmt: skip
def test_what_is_left_over_is_told_with_its_line(marker: str, left: str, folder: Importing) -> None:
    text = json.dumps(POLLER, indent=2)
    folder.take("a.asl.json", text)
    line = text.split(marker)[0].count("\n") + 1
    assert f"a.asl.json:{line}:1: info[not-carried-over] left over: {left}" in folder.said


def test_a_choice_at_the_start_makes_several_starts(folder: Importing) -> None:
    workflow = {
        "StartAt": "Which",
        "States": {
            "Which": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.a", "IsPresent": True, "Next": "A"}],
                "Default": "B",
            },
            "A": {"Type": "Succeed"},
            "B": {"Type": "Succeed"},
        },
    }
    machine = folder.take("m.asl.json", json.dumps(workflow))
    assert [(one.state, one.description) for one in machine.initial] == [
        ("A", "$.a IsPresent true"),
        ("B", "no other rule holds"),
    ]


def changed(**states: Any) -> str:
    return json.dumps({"StartAt": "A", "States": {"A": {"Type": "Task", "Next": "A"}, **states}})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (changed(A={"Type": "Task", "Next": "B"}), "no state is called 'B'"),
        (changed(A={"Type": "Job", "Next": "A"}), "no type of state is called 'Job'"),
        (changed(A={"Type": "Task"}), "neither 'Next' nor 'End'"),
        (changed(A={"Next": "A"}), "a state has no 'Type'"),
        (changed(A={"Type": "Task", "Next": 1}), "'Next' of a state is text"),
        (changed(A={"Type": "Choice", "Choices": [{"Variable": "$.a"}]}), "a rule has no 'Next'"),
        (changed(A={"Type": "Choice", "Choices": {}}), "is an array"),
        (changed(A={"Type": "Task", "Next": "A", "Catch": [{"ErrorEquals": "x", "Next": "A"}]}), "is an array"),
        (changed(A=1), "a state is an object"),
        (json.dumps({"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}), "no state is called 'B'"),
        (json.dumps({"States": {"A": {"Type": "Succeed"}}}), "the workflow has no 'StartAt'"),
        (json.dumps({"StartAt": "A", "States": {}}), "no state is called 'A'"),
        (json.dumps({"StartAt": "A"}), "no 'States'"),
        (json.dumps({"StartAt": "A", "States": []}), "an object"),
        ("[]", "the workflow is an object"),
        ("StartAt: A", "no JSON"),
    ],
)
def test_bad_workflows_are_refused_with_their_place(content: str, said: str, folder: Importing) -> None:
    told = folder.refuses("m.json", content, "--from", "asl")
    assert said in told
    assert "m.json:1:" in told


def test_broken_and_hostile_files(folder: Importing) -> None:
    text = json.dumps(POLLER, indent=2)
    for cut in range(1, len(text), 131):
        assert "m.json:" in folder.refuses("m.json", text[:cut], "--from", "asl")
    circle = {
        f"C{one}": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.a", "NumericEquals": at, "Next": f"C{at}"} for at in range(30)],
        }
        for one in range(30)
    }
    around = {"StartAt": "C0", "States": {**circle, "End": {"Type": "Succeed"}}}
    assert "more than 50,000 ways" in folder.refuses("m.json", json.dumps(around), "--from", "asl")
    alone = {
        "StartAt": "C",
        "States": {"C": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "C"}]}},
    }
    assert "no state was found" in folder.refuses("m.json", json.dumps(alone), "--from", "asl")


def test_twice_the_states_cost_twice_the_steps() -> None:
    def workflow(states: int) -> Original:
        found: dict[str, Any] = {
            f"s{one}": {"Type": "Task", "Resource": "x", "Next": f"c{one}"} for one in range(states)
        }
        for one in range(states):
            following = f"s{one + 1}" if one + 1 < states else "end"
            found[f"c{one}"] = {
                "Type": "Choice",
                "Choices": [{"Variable": "$.trigger", "StringEquals": "go", "Next": following}],
                "Default": "s0",
            }
        return Original(
            "m.json", json.dumps({"StartAt": "s0", "States": {**found, "end": {"Type": "Succeed"}}}, indent=1)
        )

    importer = importers()["asl"]
    small, large = (steps(lambda one=one: importer.read(workflow(one))) for one in (300, 600))  # type: ignore[misc]
    assert large < 2.2 * small
