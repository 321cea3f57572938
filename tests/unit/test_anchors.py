"""Anchors and file names: what renderers make of a heading, never the same twice, whatever the order."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown.extensions.toc import slugify

from statebook.anchors import MAXIMUM_FILE_NAME, Anchors, file_names, slug
from statebook.model import Action, Attribute, ErrorType, Event, Kind, Machine, ObjectType, Source, State
from statebook.pointer import Pointer
from statebook.types import Primitive

NOWHERE = Pointer("x.yaml")
word = st.text(string.ascii_letters + string.digits + "_" + string.punctuation.replace("-", ""), min_size=1).filter(
    lambda one: re.search(r"\w", one)
)
headings = st.lists(word, min_size=1, max_size=6).map(" ".join)
ids = st.lists(
    st.lists(st.sampled_from([*"aAbß.-_ /\\|:→中é\u0301 ", "con", "nul", "x" * 30]), min_size=1, max_size=5).map(
        "".join
    ),
    min_size=1,
    max_size=8,
    unique=True,
)


def github(heading: str) -> str:
    """GitHub's rule: lower case, nothing but word characters, hyphens and blanks, a hyphen for each blank."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@given(headings)
@example("The `idle` dataset status")
@example("What's new in v2.0?")
def test_a_slug_is_that_of_python_markdown_and_of_github(heading: str) -> None:
    assert slug(heading) == slugify(heading, "-")
    assert slug(heading) == github(heading)


@given(st.text())
def test_a_slug_is_an_id_and_its_own_slug(text: str) -> None:
    found = slug(text)
    assert not re.search(r"[\s\"'<>&#%/?\\]", found)
    assert not found.startswith("-")
    assert not found.endswith("-")
    assert slug(found) == found


def test_letters_of_other_languages_stay() -> None:
    assert slug("Der Zustand »läuft« 中文") == "der-zustand-läuft-中文"
    assert slug("e\u0301") == slug("\u00e9")


@given(ids)
@example(["a.b", "a b", "A-B"])
@example(["con", "CON", "aux.", "lpt1"])
@example([".", "..", "/", "\\", "→"])
@example(["x" * 200, "x" * 199 + "y"])
def test_file_names_are_safe_everywhere_and_never_the_same(names: list[str]) -> None:
    found = file_names(names)
    assert list(found) == names
    assert len(set(found.values())) == len(names)
    for name in found.values():
        assert re.fullmatch(r"[a-z0-9_][a-z0-9_-]*", name)
        assert len(name) <= MAXIMUM_FILE_NAME + len("-123456")
        assert name not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


@given(ids, st.randoms())
def test_file_names_do_not_hang_on_the_order(names: list[str], random: object) -> None:
    shuffled = list(names)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert file_names(shuffled) == file_names(names)


def machine(names: list[str], **more: object) -> Machine:
    return Machine(
        id="x", title="Thing", noun="thing status", pointer=NOWHERE,
        states={one: State(id=one, value=one, kind=Kind.RESTING, pointer=NOWHERE) for one in names}, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def full(names: list[str]) -> Machine:
    """A machine in which everything has these names."""
    attributes = {one: Attribute(name=one, type=Primitive("string"), pointer=NOWHERE) for one in names}
    return machine(
        names,
        actions={one: Action(id=one, title=one, pointer=NOWHERE) for one in names},
        events={one: Event(id=one, title=one, by="system", pointer=NOWHERE) for one in names},  # type: ignore[arg-type]
        errors={one: ErrorType(id=one, pointer=NOWHERE) for one in names},
        sources={one: Source(id=one, title=one, pointer=NOWHERE) for one in names},
        objects={one: ObjectType(id=one, title=one, attributes=tuple(attributes.values()), pointer=NOWHERE) for one in names},
        attributes=attributes,
    )  # fmt: skip


def all_anchors(anchors: Anchors, names: list[str]) -> dict[tuple[str, str], str]:
    questions = {
        "state": anchors.state, "action": anchors.action, "attribute": anchors.attribute, "event": anchors.event,
        "error": anchors.error, "source": anchors.source, "object": anchors.object_type,
    }  # fmt: skip
    found = {(kind, one): ask(one) for kind, ask in questions.items() for one in names}
    return found | {("of", f"{kind}\0{one}"): anchors.object_attribute(kind, one) for kind in names for one in names}


@given(ids)
@example(["a.b", "ab"])
@example(["Event tick", "tick", "Errors", "The a thing status", "a"])
@example(["a", "b", "a-b"])
def test_no_two_things_of_a_machine_share_an_anchor(names: list[str]) -> None:
    anchors = Anchors(full(names))
    found = all_anchors(anchors, names)
    assert len(set(found.values())) == len(found)
    assert all(re.fullmatch(r"[^\s\"'<>&#]+", one) for one in found.values())
    assert not set(found.values()) & {anchors.page, anchors.object, "actions", "errors", "at-a-glance"}
    for (kind, name), anchor in found.items():
        if kind not in ("state", "action"):
            assert anchor not in anchors.headings, "a heading would have the id that the page sets"
        elif kind == "state":
            assert anchors.state_is_derived(name) == (anchor == slug(anchors.state_heading(name)))


@given(ids, st.randoms())
def test_anchors_do_not_hang_on_the_order(names: list[str], random: object) -> None:
    shuffled = list(names)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert all_anchors(Anchors(full(shuffled)), names) == all_anchors(Anchors(full(names)), names)


def test_twins_get_a_hash_both_and_others_stay() -> None:
    anchors = Anchors(machine(["a.b", "ab", "c"]))
    assert anchors.state("c") == "the-c-thing-status"
    assert [re.sub(r"[0-9a-f]{6}\Z", "…", anchors.state(one)) for one in ("a.b", "ab")] == ["the-ab-thing-status-…"] * 2
    assert not anchors.state_is_derived("ab")


@pytest.mark.parametrize(
    ("noun", "short"), [("dataset status", "status"), ("job", "state"), ("life phase", "phase"), ("", "state")]
)
def test_the_short_noun(noun: str, short: str) -> None:
    anchors = Anchors(Machine(id="x", title="X", noun=noun, pointer=NOWHERE, states=machine(["a"]).states))
    assert anchors.short_noun == short
    assert anchors.leaving("a") == f"a-leaving-this-{short}"
