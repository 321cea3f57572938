"""A file with anything anywhere is imported or refused with its place: no importer of charts trips over it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from every_machine import every_machine
from statebook.export.format import formats
from statebook.importing.imported import import_original
from statebook.importing.original import BadInput, Original
from statebook.importing.registry import importers

CASES = {"xstate": "wildcards/call", "asl": "wildcards/call", "scxml": "several-initial-states/payment"}
FOREIGN: dict[str, Any] = {
    "xstate": {
        "id": "m", "initial": {"target": "a"}, "on": {"ANY": ".a", "": "#m.b"}, "context": {},
        "states": {
            "a": {"on": {"GO": ["b", {"target": ["#c.d"], "guard": {"type": "g", "params": {"x": 1}}, "actions": ["x", {"type": "y"}]}]}},
            "b": {"after": {"10": "a", "x": [{"target": "c"}]}, "always": {"target": "a", "cond": "z"}, "tags": ["final"],
                  "invoke": [{"src": {"type": "s"}, "onDone": "c", "onError": [{"target": "a"}]}], "entry": "e"},
            "c": {"id": "c", "type": "compound", "onDone": "a", "history": False, "initial": "d", "states": {
                "d": {"type": "final"}, "h": {"type": "history", "target": "d"}}},
            "p": {"type": "parallel", "meta": {"x": 1}, "states": {"l": {"on": {"OUT": "#m.a"}}, "r": {}}},
        },
    },
    "asl": {
        "StartAt": "A", "Comment": "c",
        "States": {
            "A": {"Type": "Task", "Resource": "r", "Retry": [{}], "Catch": [{"ErrorEquals": ["E"], "Next": "C"}], "Next": "C"},
            "C": {"Type": "Choice", "Choices": [
                {"And": [{"Variable": "$.a", "IsNull": True}, {"Not": {"Variable": "$.b", "StringEquals": "x"}}], "Next": "W"},
                {"Variable": "$.trigger", "StringEquals": "t", "Next": "F", "Comment": "k"}, {"Condition": "{% 1 %}", "Next": "S"}], "Default": "A"},
            "W": {"Type": "Wait", "Seconds": 1, "End": True}, "F": {"Type": "Fail", "Error": "e", "Cause": "c"}, "S": {"Type": "Succeed"},
        },
    },
}  # fmt: skip


def originals(kind: str) -> list[str]:
    text = formats()[kind].export(every_machine()[CASES[kind]]).text
    return [text, *([json.dumps(FOREIGN[kind])] if kind in FOREIGN else [])]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to all values."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(one for key, part in inner for one in places(part, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    if not path:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], other)
    return copy


def imports_or_refuses(kind: str, text: str) -> None:
    original = Original("m.json", text)
    importers()[kind].recognise(original)
    try:
        import_original(original, importers()[kind])
    except BadInput as refused:
        assert 1 <= refused.line <= text.count("\n") + 1
        assert refused.message


anything = st.one_of(
    st.sampled_from([None, True, False, 0, -1.5, "", "a", ".", "#", "#m", ".a.b", "*", "\\", "done.state.x", [], {}, [None], {"a": None}, [[]], {"": {}}]),
    st.text(max_size=5),
)  # fmt: skip


@pytest.mark.parametrize("kind", ["xstate", "asl"])
def test_a_value_of_another_shape(kind: str) -> None:
    wholes = [json.loads(one) for one in originals(kind)]
    paths = [places(one) for one in wholes]

    @settings(max_examples=100, deadline=None)
    @given(st.data())
    def it_is_imported_or_refused(data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(wholes) - 1))
        whole = wholes[number]
        for path in data.draw(st.lists(st.sampled_from(paths[number]), min_size=1, max_size=2)):
            try:
                whole = replaced(whole, path, data.draw(anything))
            except (KeyError, IndexError, TypeError):  # the first replacement took it away
                continue
        imports_or_refuses(kind, json.dumps(whole))

    it_is_imported_or_refused()


@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_text_with_a_piece_cut_out_or_put_in(kind: str) -> None:
    texts = originals(kind)

    @settings(max_examples=80, deadline=None)
    @given(st.data())
    def it_is_imported_or_refused(data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(texts))
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        piece = data.draw(
            st.sampled_from(
                ["", '"', "{", "}", "<", "/>", "&x;", "<state/>", "\x00", "\ud800", "<!DOCTYPE x>", "]]>", "target=''"]
            )
        )
        imports_or_refuses(kind, text[:start] + piece + text[end:])

    it_is_imported_or_refused()
