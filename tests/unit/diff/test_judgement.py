"""Judgement in hard cases: ends that came, conditions in words, states that lead nowhere."""

from __future__ import annotations

import pytest

from diff_case import load
from statebook.diff.change import Change
from statebook.diff.compare import compare
from statebook.diff.guards import asks_more

SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
openness: closed
objects:
  line: {attributes: {text: {type: string}}}
actions: {close: {}, delete: {}}
events: {late: {by: timer}}
attributes:
  lines: {type: array<line>}
states:
  open: {kind: resting}
  closed: {kind: final}
  gone: {kind: final, visibility: gone}
transitions:
  - {from: open, to: closed, trigger: close}
  - {from: open, to: closed, trigger: late}
  - {from: open, to: gone, trigger: delete}
"""


def changes(base: str, head: str, today: str = "") -> list[Change]:
    return list(compare(load(base), load(head), today=today).changes)


def told(base: str, head: str, today: str = "") -> list[tuple[str, str, str]]:
    return [(one.kind, one.subject, one.impact.value) for one in changes(base, head, today)]


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


ENDS = "deprecated: {sunset: 2027-06-01, replacement: none}"


@pytest.mark.parametrize(
    ("sort", "with_end", "without"),
    [
        ("transition open → closed by late", [("trigger: late}", f"trigger: late, {ENDS}}}")], [("  - {from: open, to: closed, trigger: late}\n", ""), ("events: {late: {by: timer}}\n", "")]),
        ("attribute line.note", [("{text: {type: string}}", f"{{text: {{type: string}}, note: {{type: string, {ENDS}}}}}")], []),
        ("attribute note", [("open: {kind: resting}", f"open: {{kind: resting, attributes: {{note: {{type: string, {ENDS}}}}}}}")], []),
        ("attribute note", [("attributes:\n  lines", f"attributes:\n  note: {{type: string, {ENDS}}}\n  lines")], []),
        ("action ping", [("actions: {", f"actions: {{ping: {{accepted_in: open, {ENDS}}}, ")], []),
        ("event early", [("events: {", f"events: {{early: {{by: timer, {ENDS}}}, ")], []),
        ("state lost", [("  gone: {", f"  lost: {{kind: final, {ENDS}}}\n  gone: {{")], []),
    ],
)  # fmt: skip
def test_what_goes_after_its_announced_end_is_safe_and_before_it_is_not(
    sort: str, with_end: list[tuple[str, str]], without: list[tuple[str, str]]
) -> None:
    base, head = edited(SPEC, *with_end), edited(SPEC, *without)
    assert ("removed-after-sunset", sort, "safe") in told(base, head, "2027-06-01")
    for today in ("2027-05-31", ""):
        early = told(base, head, today)
        assert "removed-after-sunset" not in [kind for kind, _, _ in early]
        assert [one for one in early if one[1] == sort]


def test_an_attribute_that_only_some_states_were_to_lose_is_not_at_its_end() -> None:
    base = edited(
        SPEC,
        ("open: {kind: resting}", f"open: {{kind: resting, attributes: {{note: {{type: string, {ENDS}}}}}}}"),
        ("closed: {kind: final}", "closed: {kind: final, attributes: {note: {type: string}}}"),
    )
    assert ("attribute-removed", "attribute note", "breaking") in told(base, SPEC, "2027-12-31")


def test_a_machine_goes_after_its_announced_end() -> None:
    base = load(SPEC + ENDS.replace("deprecated: ", "deprecated: ") + "\n")
    for today, kind, impact in (
        ("2027-06-01", "removed-after-sunset", "safe"),
        ("2027-05-31", "machine-removed", "breaking"),
        ("", "machine-removed", "breaking"),
    ):
        found = compare(base, {}, today=today).changes
        assert [(one.kind, one.subject, one.impact.value) for one in found] == [(kind, "machine order", impact)]


@pytest.mark.parametrize(
    ("was", "now", "kind", "impact"),
    [
        ("", "sunset: 2027-01-01", "deprecated", "safe"),
        ("sunset: 2027-01-01", "", "deprecation-withdrawn", "safe"),
        ("sunset: 2027-02-01", "sunset: 2027-01-01", "sunset-moved-earlier", "breaking"),
        ("sunset: 2027-01-01", "sunset: 2027-02-01", "sunset-moved-later", "safe"),
        ("since: 2026-01-01", "sunset: 2027-02-01", "sunset-announced", "dangerous"),
    ],
)
def test_the_end_of_a_transition_is_told_as_that_of_anything(was: str, now: str, kind: str, impact: str) -> None:
    def ending(text: str) -> str:
        return edited(SPEC, ("trigger: late}", f"trigger: late, deprecated: {{{text}}}}}")) if text else SPEC

    assert (kind, "transition open → closed by late", impact) in told(ending(was), ending(now))


@pytest.mark.parametrize(
    ("was", "now", "more"),
    [
        ("It is paid.", "It is paid and packed.", True),
        ("It is paid", "It is paid, and it is packed.", True),
        ("it is paid and packed", "It is packed and it is paid", False),
        ("It is packed and it is paid.", "It is paid.", False),
        ("It is paid.", "It is packed and it is paid.", True),
        ("It is paid or free.", "It is paid.", True),
        ("It is paid.", "It is paid or free.", False),
        ("It is paid.", "It is paid and not locked.", True),
        ("It is not paid.", "It is not paid and packed.", False),
        ("It is paid and packed.", "It is paid and packed or free.", False),
        ("A paid order.", "A paid and packed order.", False),
        ("Between one.", "Between one and two.", False),
        ("It is paid.", "The order is paid.", False),
        ("Paid.", "PAID", False),
    ],
)
def test_only_certain_words_ask_for_more(was: str, now: str, more: bool) -> None:
    assert asks_more(was, now) is more
    assert not (asks_more(was, now) and asks_more(now, was))


@pytest.mark.parametrize(
    ("was", "now", "kind", "impact"),
    [
        ("It is paid.", "It is paid and packed.", "guard-tightened", "dangerous"),
        ("It is paid.", "It is paid or free.", "guard-loosened", "safe"),
        ("It is paid.", "Somebody paid it.", "guard-reworded", "text"),
        ("", "It is paid.", "guard-added", "dangerous"),
        ("It is paid.", "", "guard-removed", "safe"),
    ],
)
def test_guards(was: str, now: str, kind: str, impact: str) -> None:
    def guarded(guard: str) -> str:
        return edited(SPEC, ("trigger: late}", f"trigger: late, guard: {guard}}}")) if guard else SPEC

    assert told(guarded(was), guarded(now)) == [(kind, "transition open → closed by late", impact)]
    if kind == "guard-reworded":
        assert "by eye" in changes(guarded(was), guarded(now))[0].advice


def test_a_new_state_that_leads_nowhere_says_so() -> None:
    def grown(rest: str, way: str = "") -> str:
        return edited(SPEC, ("states:\n", f"states:\n  lost: {rest}\n")) + (
            "  - {from: open, to: lost, trigger: late}\n" + way
        )

    def hints(head: str) -> list[str]:
        return [one.hint for one in changes(SPEC, head) if one.kind == "state-added"]

    assert hints(grown("{kind: resting}")) == [
        "Nothing leaves it, and it is not final: a resource that gets there is stuck."
    ]
    assert hints(grown("{kind: final}")) == [""]
    assert hints(grown("{kind: resting, visibility: gone}")) == [""]
    two = grown(
        "{kind: transient}", "  - {from: lost, to: found, trigger: late}\n  - {from: found, to: lost, trigger: late}\n"
    )
    assert hints(two.replace("states:\n", "states:\n  found: {kind: transient}\n")) == [
        "No resting or final state can be reached from it: whoever polls there polls forever."
    ] * 2  # fmt: skip


def test_to_be_deleted_is_no_way_out_of_a_final_state() -> None:
    deleted = SPEC + "  - {from: closed, to: gone, trigger: delete}\n"
    assert ("transition-added", "transition closed → gone by delete", "safe") in told(SPEC, deleted)
    opened = SPEC + "  - {from: closed, to: open, trigger: delete}\n"
    assert ("transition-added", "transition closed → open by delete", "breaking") in told(SPEC, opened)
    renamed = edited(opened, ("closed: {kind: final}", "shut: {kind: resting, formerly: closed}"))
    renamed = renamed.replace("closed,", "shut,")
    assert ("transition-added", "transition shut → open by delete", "breaking") in told(SPEC, renamed)


def test_a_resource_that_is_gone_waits_for_nothing() -> None:
    base = edited(SPEC, ("gone: {kind: final, visibility: gone}", "gone: {kind: resting, visibility: gone}"))
    back = base + "  - {from: gone, to: open, trigger: late}\n"
    assert "state-became-dead-end" not in [kind for kind, _, _ in told(back, base)]


@pytest.mark.parametrize(
    ("openness", "kind", "impact"),
    [("false", "enum-value-added", "breaking"), ("true", "enum-value-added", "safe")],
)
@pytest.mark.parametrize("place", ["machine", "state", "object"])
def test_values_of_open_and_closed_lists(openness: str, kind: str, impact: str, place: str) -> None:
    def listed(values: str) -> str:
        one = f"tone: {{type: string, enum: [{values}], enum_open: {openness}}}"
        edits = {
            "machine": ("attributes:\n  lines", f"attributes:\n  {one}\n  lines"),
            "state": ("open: {kind: resting}", f"open: {{kind: resting, attributes: {{{one}}}}}"),
            "object": ("{text: {type: string}}", f"{{text: {{type: string}}, {one}}}"),
        }
        return edited(SPEC, edits[place])

    subject = "attribute line.tone" if place == "object" else "attribute tone"
    assert told(listed("low"), listed("low, high")) == [(kind, subject, impact)]
    back = "dangerous" if openness == "true" else "breaking"
    assert told(listed("low, high"), listed("low")) == [("enum-value-removed", subject, back)]


def test_anchors_break_by_another_noun_and_not_by_a_declared_rename() -> None:
    assert told(SPEC, edited(SPEC, ("title: Order\n", "title: Order\nnoun: purchase\n")))[0] == (
        "anchor-changed",
        "machine order",
        "dangerous",
    )
    renamed = edited(SPEC, ("open: {kind: resting}", "fresh: {kind: resting, formerly: open}"))
    renamed = renamed.replace("from: open", "from: fresh").replace("initial: open", "initial: fresh")
    assert told(SPEC, renamed) == [("state-renamed", "state fresh", "breaking")]


def test_likely_renames_are_proposed_and_unlikely_ones_are_not() -> None:
    renamed = (
        SPEC.replace("open,", "opened,").replace("initial: open", "initial: opened").replace("  open:", "  opened:")
    )
    comparison = compare(load(SPEC), load(renamed))
    assert [(one.sort, one.base_name, one.head_name) for one in comparison.proposals] == [("state", "open", "opened")]
    added = next(one for one in comparison.changes if one.kind == "state-added")
    assert "say formerly: [open] there" in added.hint
    other = edited(SPEC, ("  gone: {kind: final, visibility: gone}", "  audited: {kind: resting}"), ("{from: open, to: gone, trigger: delete}", "{from: closed, to: audited, trigger: late}"))  # fmt: skip
    assert compare(load(SPEC), load(other)).proposals == ()


def test_approving_outlives_rewording_moving_and_another_order() -> None:
    worse = SPEC + "  - {from: closed, to: open, trigger: delete, guard: It was paid.}\n"
    moved = "# First.\n\n" + edited(
        worse, ("guard: It was paid.", "guard: Somebody paid it."), ("  open: {kind: resting}\n", "")
    ).replace("states:\n", "states:\n  open: {kind: resting, description: New words.}\n")
    prints = [
        {one.fingerprint for one in compare(load(SPEC), load(head, name)).changes if one.impact.value == "breaking"}
        for head, name in ((worse, "spec.yaml"), (moved, "elsewhere/order.yaml"))
    ]
    assert prints[0] == prints[1] != set()
    rebased = [edited(one, ("  lines: {type: array<line>}", "  lines: {type: array<line>}\n  total: {type: integer}")) for one in (SPEC, worse)]  # fmt: skip
    again = {
        one.fingerprint for one in compare(load(rebased[0]), load(rebased[1])).changes if one.impact.value == "breaking"
    }
    assert again == prints[0], "another change that both sides got in between means nothing"


def test_how_a_text_is_written_is_no_change() -> None:
    base = edited(SPEC, ("open: {kind: resting}", 'open: {kind: resting, description: "One line and another."}'))
    block = "open:\n    description: |\n      One line\n      and another.\n    kind: resting  # it stays"
    folded = block.replace("|", ">-")
    moved = (
        "# About.\n---\n" + edited(SPEC, ("open: {kind: resting}", block), ("title: Order\n", "")) + "title: 'Order'\n"
    )
    for head in (
        edited(SPEC, ("open: {kind: resting}", block)),
        edited(SPEC, ("open: {kind: resting}", folded)),
        moved,
    ):
        assert told(base, head) == []
    shared = edited(
        SPEC,
        ("initial: open\n", "initial: open\nx-way: &way\n  trigger: close\n"),
        ("objects:", "x-way-2: *way\nobjects:"),
    )
    assert [one for one in told(SPEC, shared) if one[0] != "remark-changed"] == []


LOST = ("  gone: {", "  lost: {kind: final}\n  gone: {")


@pytest.mark.parametrize(
    ("both", "lost", "removed", "added"),
    [
        ([], [LOST], "safe", "safe"),
        ([("initial: open\n", "")], [LOST], "breaking", "breaking"),
        ([], [LOST, ("close}", "close}\n  - {from: open, to: lost, trigger: late}")], "breaking", "breaking"),
        ([("{close: {}", "{close: {parameters: {where: {type: state}}}")], [LOST], "breaking", "safe"),
    ],
    ids=["no way", "no start", "a way", "clients send it"],
)
def test_a_state_that_no_way_leads_to_goes_as_it_came(
    both: list[tuple[str, str]], lost: list[tuple[str, str]], removed: str, added: str
) -> None:
    without, with_it = edited(SPEC, *both), edited(SPEC, *both, *lost)
    assert ("state-removed", "state lost", removed) in told(with_it, without)
    assert ("state-added", "state lost", added) in told(without, with_it)
