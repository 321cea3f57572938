"""XState's JSON as people write and print it, version 5 and 4, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from importing_folder import Importing, ways
from node_packages import needs_node, package, run_node
from statebook.importing.original import Original
from statebook.importing.registry import importers
from steps import steps

ORDER: dict[str, Any] = {
    "id": "order",
    "description": "An order of a shop.",
    "initial": "cart",
    "context": {"items": []},
    "states": {
        "cart": {
            "description": "Nothing is paid.",
            "entry": ["track"],
            "on": {
                "CHECKOUT": {
                    "target": "paying",
                    "guard": "hasItems",
                    "actions": ["lock", {"type": "log", "params": {"at": 1}}],
                },
                "NOTE": {"actions": "write"},
                "*": {"target": "cart"},
            },
            "after": {"86400000": {"target": "#gone"}},
        },
        "paying": {
            "initial": "asking",
            "on": {"CANCEL": "cart", "NOTE": {}},
            "onDone": "paid",
            "states": {
                "asking": {
                    "invoke": {"id": "bank", "src": "askBank", "onDone": "agreed", "onError": {"target": "refused"}},
                },
                "refused": {"on": {"RETRY": "asking", "CANCEL": [{"target": "#gone", "cond": "final"}]}},
                "agreed": {"type": "final"},
            },
        },
        "paid": {"always": [{"target": "gone", "guard": {"type": "isGift", "params": {"of": "x"}}}], "tags": "success"},
        "gone": {"id": "gone", "type": "final", "tags": ["failure"]},
    },
}


def test_an_order_as_people_write_it(folder: Importing) -> None:
    machine = folder.take("order.json", json.dumps(ORDER, indent=2))
    assert ways(machine) == [
        ("cart", "asking", "CHECKOUT"),
        ("cart", "cart", "NOTE"),
        ("cart", "gone", "after 86400000 ms"),
        ("asking", "cart", "CANCEL"),
        ("refused", "cart", "CANCEL"),
        ("agreed", "cart", "CANCEL"),
        ("agreed", "paid", "done"),
        ("asking", "agreed", "bank done"),
        ("asking", "refused", "bank failed"),
        ("refused", "asking", "RETRY"),
        ("refused", "gone", "CANCEL"),
        ("paid", "gone", "always"),
    ]
    assert {one.id: one.kind.value for one in machine.states.values()} == {
        "cart": "transient", "asking": "transient", "refused": "transient", "agreed": "transient", "paid": "transient", "gone": "final",
    }  # fmt: skip
    first, last = machine.transitions[0], machine.transitions[-1]
    assert (first.guard, first.effect) == ("hasItems", 'lock; log {"at": 1}')
    assert last.guard == 'isGift {"of": "x"}'
    assert machine.transitions[-2].guard == "final"
    assert {one.id: one.by.value for one in machine.events.values()} == {
        "CHECKOUT": "system", "NOTE": "system", "after 86400000 ms": "timer", "CANCEL": "system", "done": "completion",
        "bank done": "completion", "bank failed": "completion", "RETRY": "system", "always": "system",
    }  # fmt: skip
    assert machine.groups["paying"].states == ("asking", "refused", "agreed")
    assert [one.state for one in machine.initial] == ["cart"]
    assert machine.summary == "An order of a shop."
    assert machine.states["cart"].description == "Nothing is paid."
    assert (machine.states["paid"].outcome, machine.states["gone"].outcome) == ("success", "failure")
    for left, why in (
        ("'context' of", "variables"),
        ("'entry' of 'cart'", "effect"),
        ("on '*'", "each event"),
        ("'invoke'", "not run"),
    ):
        assert left in folder.said and why in folder.said
    folder.builds()


def test_an_inner_transition_hides_an_outer_one(folder: Importing) -> None:
    chart = {
        "id": "m", "initial": "a",
        "states": {
            "out": {},
            "a": {
                "initial": "x", "on": {"GO": "out", "STAY": "out"},
                "states": {"x": {"on": {"GO": "y"}}, "y": {"on": {"GO": {"target": "x", "guard": "g"}, "STAY": {}}}},
            },
        },
    }  # fmt: skip
    found = ways(folder.take("m.json", json.dumps(chart)))
    assert set(found) == {("x", "y", "GO"), ("y", "x", "GO"), ("y", "out", "GO"), ("x", "out", "STAY")}


def test_version_4_is_read(folder: Importing) -> None:
    chart = {
        "key": "light", "initial": "green",
        "states": {
            "green": {"on": {"": [{"target": "red", "cond": "broken"}], "TIMER": [{"target": "red", "in": "#x"}]}, "onEntry": "go"},
            "red": {"after": [{"delay": 10, "target": "green"}], "on": [{"event": "PED", "target": ".wait"}], "initial": "walk",
                    "states": {"walk": {}, "wait": {}, "hist": {"type": "history", "history": "deep", "target": "wait"}}},
            "back": {"on": {"GO": "red.hist"}},
        },
    }  # fmt: skip
    machine = folder.take("light.json", json.dumps(chart), "--from", "xstate")
    assert set(ways(machine)) == {
        ("green", "walk", "always"), ("green", "walk", "TIMER"), ("walk", "green", "after 10 ms"), ("wait", "green", "after 10 ms"),
        ("walk", "wait", "PED"), ("wait", "wait", "PED"), ("back", "wait", "GO"),
    }  # fmt: skip
    assert "history state 'hist'" in folder.said
    assert "onEntry" in folder.said


def test_parallel_states_are_one_state_and_what_is_inside_is_told(folder: Importing) -> None:
    chart = {
        "id": "m", "initial": "a",
        "states": {
            "a": {"on": {"GO": ["both.left.l2"]}},
            "both": {
                "type": "parallel", "on": {"STOP": "a"},
                "states": {
                    "left": {"initial": "l1", "states": {"l1": {"on": {"X": "l2", "OUT": "#m.a"}}, "l2": {}}},
                    "right": {},
                },
            },
        },
    }  # fmt: skip
    machine = folder.take("m.json", json.dumps(chart, indent=1))
    assert set(ways(machine)) == {("a", "both", "GO"), ("both", "a", "STOP"), ("both", "a", "OUT")}
    line = json.dumps(chart, indent=1).split('"both"')[0].count("\n") + 1
    assert f"m.json:{line}:1: info[not-carried-over] left over: what is inside the parallel state 'both'" in folder.said
    refused = folder.refuses(
        "p.json", json.dumps({"type": "parallel", "states": {"a": {"on": {}}}}), "--from", "xstate"
    )
    assert "p.json:1:1" in refused and "parallel" in refused


def test_states_of_the_same_name_are_told_apart_and_groups_in_groups_are_told(folder: Importing) -> None:
    inner = {
        "initial": "idle",
        "states": {"idle": {"on": {"GO": "#m.b.idle"}}, "deep": {"initial": "idle", "states": {"idle": {}}}},
    }
    chart = {"id": "m", "initial": "a", "states": {"a": inner, "b": {"states": {"idle": {"on": {"GO": "#m.a.deep"}}}}}}
    machine = folder.take("m.json", json.dumps(chart), "--from", "xstate")
    assert list(machine.states) == ["a.idle", "a.deep.idle", "b.idle"]
    assert ways(machine) == [("a.idle", "b.idle", "GO"), ("b.idle", "a.deep.idle", "GO")]
    assert "'deep' lies in 'a'" in folder.said


def test_dots_in_names_and_ids(folder: Importing) -> None:
    chart = {
        "id": "m.n", "initial": "a.b",
        "states": {"a.b": {"on": {"X": "c\\.d", "Y": "#m\\.n.c\\.d", "Z": "#odd.id"}}, "c.d": {"id": "odd.id"}},
    }  # fmt: skip
    machine = folder.take("m.json", json.dumps(chart))
    assert ways(machine) == [("a.b", "c.d", "X"), ("a.b", "c.d", "Y"), ("a.b", "c.d", "Z")]


@needs_node
def test_what_xstate_prints_of_a_machine_is_read_like_what_was_written(folder: Importing) -> None:
    script = (
        "const {createMachine} = require(process.argv[1]);"
        "const config = JSON.parse(require('node:fs').readFileSync(0, 'utf-8'));"
        "process.stdout.write(JSON.stringify(createMachine(config).toJSON(), null, 1))"
    )
    plain = {
        **ORDER,
        "states": {
            key: {name: one for name, one in state.items() if name != "always"}
            for key, state in ORDER["states"].items()
        },
    }
    done = run_node("-e", script, package("xstate/dist/xstate.cjs.js"), text=json.dumps(plain))
    assert done.returncode == 0, done.stderr
    (folder.root / "spec").mkdir(exist_ok=True)
    printed = set(ways(folder.take("order.json", done.stdout)))
    folder.run("import", "order.json", "--force")
    written = set(ways(folder.take("order.json", json.dumps(plain), "--force")))
    assert printed == written
    assert len(written) == 11


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"states": {"a": {"on": {"X": "nowhere"}}}}, "no state is called 'nowhere'"),
        ({"states": {"a": {"on": {"X": 1}}}}, "a transition is an object"),
        ({"states": {"a": {"on": {"X": {"target": [1]}}}}}, "a target is text"),
        ({"states": {"a": {"on": {"X": {"target": "a", "guard": 1}}}}}, "a guard is a name or an object"),
        ({"states": {"a": {"on": "X"}}}, "'on' is an object"),
        ({"states": {"a": {"on": {}, "type": 1}}}, "is text"),
        ({"states": {"a": [], "b": {"on": {}}}}, "a state is an object"),
        ({"initial": "b", "states": {"a": {"on": {}}}}, "no state inside is called 'b'"),
        ({"states": {}}, "no state was found"),
        ({"meta": {"statebook": {"actions": [{"id": "x"}]}}, "states": {"a": {"on": {}}}}, "a trigger has no 'event'"),
        ({"meta": {"statebook": {"title": 1}}, "states": {"a": {"on": {}}}}, "'title'"),
        ({"meta": {"statebook": {}}, "states": {"a\nb": {"on": {}}}}, "control character"),
        ({"meta": {"statebook": {}}, "states": {"a": {"on": {}, "meta": {"statebook": {"value": {}}}}}}, "value"),
    ],
)
def test_bad_machines_are_refused_with_their_place(change: dict[str, Any], said: str, folder: Importing) -> None:
    told = folder.refuses("m.json", json.dumps({"id": "m", **change}), "--from", "xstate")
    assert said in told
    assert "m.json:1:" in told


def test_broken_foreign_and_hostile_files(folder: Importing) -> None:
    text = json.dumps(ORDER, indent=2)
    for cut in range(1, len(text), 97):
        assert "m.json:" in folder.refuses("m.json", text[:cut], "--from", "xstate")
    assert "m.json:" in folder.refuses("m.json", "createMachine({})", "--from", "xstate")
    assert "no states" in folder.refuses("m.json", '{"openapi": "3.1.0"}', "--from", "xstate")
    deep: Any = {"on": {}}
    for _ in range(200):
        deep = {"states": {"a": deep}}
    assert "nested deeper" in folder.refuses("m.json", json.dumps(deep), "--from", "xstate")
    many = {
        "initial": "g",
        "states": {
            "g": {"on": {f"E{one}": "out" for one in range(700)}, "states": {f"s{one}": {} for one in range(700)}},
            "out": {},
        },
    }
    assert "more than 200,000 ways" in folder.refuses("m.json", json.dumps(many), "--from", "xstate")
    loop = {"initial": "h", "states": {"h": {"type": "history", "target": "h"}, "a": {"on": {"X": "h"}}}}
    assert ways(folder.take("loop.json", json.dumps(loop))) == [("a", "a", "X")]


def test_nothing_of_it_is_run_or_shown_raw(folder: Importing) -> None:
    evil = "${7*7} {{ 7*7 }} <script>alert(1)</script> \u202e; rm -rf ~"
    chart = {
        "id": "m",
        "initial": evil,
        "states": {
            evil: {
                "description": evil,
                "on": {evil: {"target": evil.replace(".", "\\."), "guard": evil, "actions": evil}},
            }
        },
    }
    machine = folder.take("m.json", json.dumps(chart))
    assert list(machine.states) == [evil]
    folder.builds()


def test_twice_the_states_cost_twice_the_steps() -> None:
    def chart(states: int) -> Original:
        ring = {f"s{one}": {"on": {"GO": f"s{(one + 1) % states}", "BACK": "s0"}} for one in range(states)}
        return Original("m.json", json.dumps({"id": "m", "initial": "s0", "states": ring}, indent=1))

    importer = importers()["xstate"]
    small, large = (steps(lambda one=one: importer.read(chart(one))) for one in (300, 600))  # type: ignore[misc]
    assert large < 2.2 * small
