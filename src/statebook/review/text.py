"""Plain lines for people: `file:line:column: impact[kind] what changed`, why, and what to do."""

from __future__ import annotations

from statebook.diff.kinds import Impact
from statebook.diff.words import plain, sentence
from statebook.review.content import Item, Paper, Review, entries, hit, summary
from statebook.visible import visible

NAME = "text"

_RESET = "\x1b[0m"
_COLOURS = {
    Impact.BREAKING: "\x1b[1;31m",
    Impact.DANGEROUS: "\x1b[1;33m",
    Impact.SAFE: "\x1b[1;32m",
    Impact.TEXT: "\x1b[1;36m",
}


def render(review: Review, paper: Paper) -> str:
    """All changes, gravest first, then what else there is to say, then one line with the counts."""
    lines: list[str] = []
    for item in review.items:
        lines += _item(item, paper)
    lines += [visible(line) for line in _rest(review)]
    return "".join(f"{_shown(line, paper)}\n" for line in lines)


def _rest(review: Review) -> list[str]:
    """The approvals that need a look, what to accept, and the counts."""
    lines = [
        f"{review.approvals_file}: the approval {one.fingerprint} by {one.by} ended on {one.until}"
        for one in review.expired
    ]
    lines += [f"{review.approvals_file}: the approval {one.fingerprint} approves nothing here" for one in review.unused]
    if review.failing:
        lines += ["", f"To accept what fails, add to {review.approvals_file} and say why:"]
        lines += [*entries(review.failing).splitlines(), ""]
    hidden = f"; {review.hidden} of words alone (--all shows them)" if review.hidden else ""
    lines.append(f"{review.base} → {review.head}: {summary(review)}{hidden}.")
    return lines


def _shown(line: str, paper: Paper) -> str:
    return line if paper.unicode else line.encode("ascii", "backslashreplace").decode("ascii")


def _item(item: Item, paper: Paper) -> list[str]:
    change = item.change
    label = f"{change.impact.value}[{change.kind}]"
    if paper.colored:
        label = f"{_COLOURS[change.impact]}{label}{_RESET}"
    place = f"{visible(str(item.place))}: " if item.place is not None else ""
    text = visible(plain(sentence(change)))
    if change.impact in (Impact.SAFE, Impact.TEXT):
        return [f"{place}{label} {text}"]
    lines = [
        f"{place}{label} {text}",
        f"  hits: {hit(change)}",
        f"  why: {visible(change.why)}",
        f"  do: {visible(change.advice)}",
    ]
    if change.hint:
        lines.append(f"  hint: {visible(change.hint)}")
    if item.approval is not None:
        lines.append(f"  approved by {visible(item.approval.by)}: {visible(item.approval.reason)}")
    return lines
