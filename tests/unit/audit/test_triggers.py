"""What tables and lists say that a transition is taken by, held against the machine, and one side against the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from audit_text import audited, machines_of

SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
api: {base: /v1}
actions:
  pay: {title: Pay the order, method: PUT, path: "/orders/{ORDER}/pay"}
  cancel: {title: "Cancel, or refuse, it", method: DELETE, path: "/orders/{ORDER}", formerly: revoke}
events: {shipped: {by: system}, expired: {by: system}}
states: {open: {}, paid: {}, sent: {}, void: {}}
transitions:
  - {from: open, to: paid, trigger: pay}
  - {from: [open, paid], to: void, trigger: cancel}
  - {from: paid, to: sent, trigger: shipped}
"""


def told(text: str, folder: Path | None = None, spec: str = SPEC) -> list[str]:
    machines = machines_of(folder, spec) if folder else None
    found = audited({"page.md": text}, machines, "order" if folder else "")
    lines = text.split("\n")
    return [
        f"{one.severity.value[0].upper()} {one.rule} at {lines[one.line - 1][one.column - 1 :][:12]!r}: {one.message} ({one.hint})"
        for one in found
    ]


def page(*, pay: str = "`pay`", title: str = "Trigger", cancel: str = "`cancel`") -> str:
    return (
        f"# Order\n\nFrom | To | {title}\n---|---|---\n`open` | `paid` | {pay}\n"
        f"`open`, `paid` | `void` | {cancel}\n`paid` | `sent` | `shipped`\n"
    )


@pytest.mark.parametrize(
    "pay",
    [
        "`pay`", "pay", "PAY", "Pay the order", "[Pay the order](https://example.com)", "`pay`<br>client", "`pay` (a client)", "",
        "`PUT /orders/{ORDER}/pay`", "`PUT /v1/orders/{ORDER}/pay`", "`POST /payments`", "The customer sends money", "\u2014",
        "`pay` or when the bank says so", "`pay`, not `cancel`", "the system",
    ],
)  # fmt: skip
def test_what_is_right_or_not_understood_is_silent(pay: str, tmp_path: Path) -> None:
    assert told(page(pay=pay), tmp_path) == []


WRONG = {
    "`apy`": "E trigger-unknown at 'apy` ': `apy` is no action or event of the machine `order` (remove it, or add it to the spec)",
    "`settle`": "E trigger-unknown at 'settle`': `settle` is no action or event of the machine `order` (remove it, or add it to the spec)",
    "`shiped`": "E trigger-unknown at 'shiped`': `shiped` is no action or event of the machine `order` (did you mean `shipped`?)",
    "shiped": "E trigger-unknown at 'shiped': `shiped` is no action or event of the machine `order` (did you mean `shipped`?)",
    "`revoke`": "E trigger-unknown at 'revoke`': `revoke` is no action or event of the machine `order` (`cancel` was called so before: write its new name)",
    "`cancel`": "E trigger-differs at 'cancel`': by the spec `cancel` does not lead from `open` to `paid` (there it is `pay`)",
    "`pay`, `shipped`": "E trigger-differs at 'shipped`': by the spec `shipped` does not lead from `open` to `paid` (there it is `pay`)",
    "Cancel, or refuse, it": "E trigger-differs at 'Cancel, or r': by the spec `cancel` does not lead from `open` to `paid` (there it is `pay`)",
    "`DELETE /orders/{ORDER}`": "E trigger-differs at 'DELETE /orde': by the spec `cancel` does not lead from `open` to `paid` (there it is `pay`)",
}  # fmt: skip


@pytest.mark.parametrize("pay", WRONG)
def test_a_wrong_trigger_is_told_once_at_its_place(pay: str, tmp_path: Path) -> None:
    assert told(page(pay=pay), tmp_path) == [WRONG[pay].replace("apy` '", "apy`'")]


@pytest.mark.parametrize("title", ["Event", "Action", "`event_type`", "Triggered by", "API call", "Via"])
def test_the_column_goes_by_many_names(title: str, tmp_path: Path) -> None:
    assert len(told(page(pay="`cancel`", title=title), tmp_path)) == 1


@pytest.mark.parametrize("title", ["Since", "Rights", "Event time", "Notes", "Actions and events of the day"])
def test_another_column_is_none_of_triggers(title: str, tmp_path: Path) -> None:
    assert told(page(pay="`cancel`", title=title), tmp_path) == []


def test_a_page_with_names_of_its_own_is_told_slips_alone(tmp_path: Path) -> None:
    """Two of three names are the page's own: it calls things otherwise, and that is no flaw."""
    own = page(pay="`button_green`", cancel="`button_red`")
    assert told(own, tmp_path) == []
    assert told(own.replace("button_red", "cancell"), tmp_path) == [
        "E trigger-unknown at 'cancell`': `cancell` is no action or event of the machine `order` (did you mean `cancel`?)"
    ]


def test_what_the_page_lacks_is_told_once_for_a_row(tmp_path: Path) -> None:
    spec = SPEC.replace("to: void, trigger: cancel", "to: void, trigger: [cancel, expired]")
    assert told(page(), tmp_path, spec) == [
        "W trigger-missing at 'open`, `paid': by the spec `expired` leads along `open → void` and `paid → void` too (add it to the row, or a row for it)"
    ]
    assert told(page(cancel="`cancel`, `expired`"), tmp_path, spec) == []
    assert told(page(cancel="`cancel`, or nothing was heard"), tmp_path, spec) == []


def test_lists_with_arrows_have_triggers(tmp_path: Path) -> None:
    text = "# Order\n\n## Transitions\n\n- `open` → `paid`: `pay`\n- `open`, `paid` → `void` by {}\n- `paid` → `sent` ({})\n"
    assert told(text.format("`cancel`", "shipped"), tmp_path) == []
    assert told(text.format("`cancel`", "when `published` is true"), tmp_path) == []
    assert [one.split()[1] for one in told(text.format("`pay`", "shiped"), tmp_path)] == [
        "trigger-differs",
        "trigger-differs",
        "trigger-unknown",
    ]


def sides(first: str, second: str, head: str = "Trigger | Condition") -> str:
    return (
        "# Order\n\n## The `open` status\n\n### Leaving this status\n\n"
        f"Status | {head}\n---|---|---\n`paid` | {first}\n\n"
        f"## The `paid` status\n\n### Leading to this status\n\nStatus | {head}\n---|---|---\n`open` | {second}\n"
    )


def test_the_two_sides_of_a_transition_are_compared() -> None:
    assert told(sides("`pay` | The money came", "`pay` | The money has come.")) == [
        "I transition-described-twice at 'The money ha': `open` → `paid` is described otherwise at line 9 (there it says `The money came`)"
    ]
    assert told(sides("`pay` | The money came.", "`pay` | Money came")) == []
    assert told(sides("`pay` | The money came", "`pay` | todo"))[0].startswith("W placeholder-left")
    assert told(sides("`pay` | It came", "`buy` | It came")) == [
        "W transition-described-twice at 'buy` | It ca': `open` → `paid` is by `buy` here, and by `pay` at line 9 (name the same triggers on both sides)"
    ]
    assert told(sides("`pay` | It came", "a customer | It came")) == []
    assert told(sides("`pay` | It came", "  | It came")) == []


def test_a_transition_by_two_triggers_is_compared_row_by_row() -> None:
    first = "`pay` | The money came\n`paid` | `give` | It was a present"
    assert told(sides(first, first.replace("`paid`", "`open`"))) == []
    found = told(sides(first, "`give` | It was a present\n`open` | `pay` | It was late"))
    assert [one.split(" at ")[0] for one in found] == ["I transition-described-twice"]


def test_two_files_are_compared_as_one(tmp_path: Path) -> None:
    first, second = sides("`pay` | It came", "`pay` | It was late").split("## The `paid`")
    pages = {"_a.md": first, "_b.md": f"# Order\n\n## The `paid`{second}"}
    found = [one for one in audited(pages, machines_of(tmp_path, SPEC), "order") if "twice" in one.rule]
    assert [(one.file, one.line, one.message) for one in found] == [
        ("_b.md", 9, "`open` → `paid` is described otherwise at _a.md:9")
    ]
