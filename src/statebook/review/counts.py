"""How many changes there are, as `name=value` lines: for shells and for `$GITHUB_OUTPUT`."""

from __future__ import annotations

from statebook.review.content import Paper, Review

NAME = "counts"


def render(review: Review, paper: Paper) -> str:  # noqa: ARG001 - the same on every paper
    """A line for each impact, then changes of words that are not shown, approved and failing ones."""
    counts = {impact.value: number for impact, number in review.counts.items()}
    counts |= {
        "hidden": review.hidden,
        "approved": sum(item.approval is not None for item in review.items),
        "failing": len(review.failing),
    }
    return "".join(f"{name}={number}\n" for name, number in counts.items())
