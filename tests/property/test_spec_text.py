"""Specs that imports write: whatever a text holds, our reader and PyYAML read back what was meant."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from statebook.importing.names import cleaned, folded, legal_ids
from statebook.importing.yaml_text import yaml_text
from statebook.source.compose import compose
from statebook.source.nodes import to_json, to_plain
from statebook.source.text import SourceText

TEXTS = st.text() | st.sampled_from(
    [
        "null",
        "~",
        "yes",
        "0o17",
        "1e3",
        "1.10",
        "2024-01-01",
        "12:30:45",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "'",
        '"',
        "\\",
        "a\n\nb",
        " a",
        "a ",
        "\n",
        "a\n",
        "a\n\n",
        "  a\nb",
        "a\n  b\n c",
        "\ta",
        "a\tb\nc",
        "{a}",
        "[a",
        "!!python/name:os.system",
        "&a",
        "*a",
        "%YAML",
        "---",
        "...",
        "?",
        "=",
        "<<",
        "x" * 200,
        "word " * 60 + "end",
        "a,b",
        "é",
        "\u202eabc",
        "\ufeff",
        "\x85",
        "\u2028",
        "🎛️",
        "\U0010ffff",
        "\x00",
        "\r\n",
        "on",
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
@example({"a": ["x" * 150, {"b": "c\nd\n"}], "b" * 1200: {"c" * 2000: 1}})
@example({"a": {"b": ["a\nb"], "c": [[], {}, [["x" * 120]]]}})
def test_what_is_written_is_read_back(value: dict[str, Any]) -> None:
    meant = _whole(value)
    text = yaml_text(value, ("from a\nfile\u2028named: so",))
    root, flaws = compose(SourceText.of("x.yaml", text))
    assert not flaws, (flaws, text)
    assert root is not None
    assert to_json(to_plain(root)) == meant
    assert _texts(yaml.safe_load(text)) == _texts(meant)


def _whole(value: Any) -> Any:
    """The value with half characters replaced, as no file can hold them; of keys that become one, the last."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    return value


def _texts(value: Any) -> Any:
    """The value with its texts alone: PyYAML reads some numbers of JSON as text."""
    if isinstance(value, list):
        return [_texts(one) for one in value]
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    return value if isinstance(value, str) and not value[:1].isdigit() and value[:1] not in "-+." else 0


@given(
    st.lists(
        st.text() | st.sampled_from(["a", "A", " a", "a ", "a-2", "", "\n", "\x00", "x" * 300, "x" * 301]), max_size=12
    )
)
def test_ids_are_legal_and_each_is_its_own(names: list[str]) -> None:
    found = legal_ids(names)
    assert list(found) == list(dict.fromkeys(names))
    assert len({folded(one) for one in found.values()}) == len(found)
    for name, one in found.items():
        assert cleaned(one) == one
        assert (
            one == name
            or cleaned(name) != name
            or any(folded(name) == folded(other) and name != other for other in names)
        )
    assert legal_ids(names) == found
