"""A pull request comment: a summary line, a table by impact with the gravest first, the picture of the change.

It fits into a comment of GitHub (`MAXIMUM_LENGTH` characters), begins with a hidden marker by which
it is found again, and is empty when there is nothing to say. Names of a spec stand in code spans
alone, where no host reads mentions, references or HTML.
"""

from __future__ import annotations

from statebook.diff.kinds import Impact
from statebook.diff.words import Part, sentence
from statebook.published import change_url
from statebook.report.comment import MAXIMUM_LENGTH, MAXIMUM_NAME, Table, code, escaped, fitted, in_html, more
from statebook.review.content import Item, Paper, Review, entries, hit, summary
from statebook.visible import visible

NAME = "markdown"
MARKER = "<!-- statebook-diff -->"
MAXIMUM_PICTURE = 20_000
"""Characters of one picture."""

_TITLES = {Impact.BREAKING: "Breaking", Impact.DANGEROUS: "Dangerous", Impact.SAFE: "Safe", Impact.TEXT: "Words"}
_SIGNS = {Impact.BREAKING: "🟥", Impact.DANGEROUS: "🟧", Impact.SAFE: "🟩", Impact.TEXT: "⬜"}


def render(review: Review, paper: Paper) -> str:  # noqa: ARG001 - the same on every paper
    """The comment, or nothing."""
    if review.is_empty:
        return ""
    opening = f"{MARKER}\n### State machines: {summary(review)}\n\n{code(review.base, MAXIMUM_NAME)} → {code(review.head, MAXIMUM_NAME)}"
    if review.hidden:
        opening += f", and {review.hidden} of words alone"
    closing = _closing(review)
    room = MAXIMUM_LENGTH - len(opening) - len(closing) - 400
    pictures = ""
    for machine, text in sorted(review.pictures.items()):
        block = _picture(machine, text)
        if len(text) <= MAXIMUM_PICTURE and len(pictures) + len(block) < room // 2:
            pictures += block
    return opening + "\n\n" + _tables(review, room - len(pictures)) + pictures + closing


def _picture(machine: str, mermaid: str) -> str:
    title = f"{in_html(machine)}: + added, − removed, ~ changed"  # noqa: RUF001 - the sign of the picture
    return f"<details open><summary>{title}</summary>\n\n```mermaid\n{mermaid}```\n\n</details>\n\n"


def _tables(review: Review, room: int) -> str:
    """A table for each impact; what does not fit is counted, mildest first."""
    text, left_out = fitted((_table(review, impact) for impact in Impact), room)
    return text + more(left_out, "statebook diff")


def _table(review: Review, impact: Impact) -> Table:
    items = [item for item in review.items if item.change.impact is impact]
    mild = impact in (Impact.SAFE, Impact.TEXT)
    title = f"{_SIGNS[impact]} {_TITLES[impact]} ({len(items)})"
    rows = [_row(item, mild=mild) for item in items]
    if mild:
        opening = f"<details><summary>{title}</summary>\n\n| Change | Where |\n|---|---|\n"
        return Table(opening, rows, "\n</details>\n\n")
    return Table(f"#### {title}\n\n| Change | Hits | Why, and what to do | Where |\n|---|---|---|---|\n", rows)


def _row(item: Item, *, mild: bool) -> str:
    change = item.change
    where = code(f"{item.place.file}:{item.place.line}") if item.place is not None else ""
    what = f"{_sentence(sentence(change))} [{change.kind}]({change_url(change.kind)})"
    if item.approval is not None:
        what += f" *Approved by {escaped(item.approval.by)}: {escaped(item.approval.reason)}*"
    if mild:
        return f"| {what} | {where} |\n"
    why = f"{escaped(change.why)}<br>{change.advice}"  # the advice is ours, a constant of the table
    if change.hint:
        why += f" **{escaped(change.hint)}**"
    return f"| {what} | {hit(change)} | {why} | {where} |\n"


def _closing(review: Review) -> str:
    text = ""
    if review.expired:
        ended = ", ".join(f"{code(one.fingerprint)} on {escaped(one.until)}" for one in review.expired)
        text += f"Approvals that ended: {ended}.\n\n"
    failing = review.failing[:50]
    if failing:
        text += (
            f"<details><summary>To accept what fails, add to {in_html(review.approvals_file)}</summary>\n\n"
            f"~~~yaml\n{visible(entries(failing), keep=chr(10))}~~~\n\n</details>\n"
        )
    return text if len(text) < MAXIMUM_LENGTH // 3 else ""


def _sentence(parts: tuple[Part, ...]) -> str:
    return "".join(code(text) if is_name else text for text, is_name in parts)
