"""One JSON object in a versioned envelope, for programs; its schema is `json.schema.json`."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from statebook import __version__
from statebook.diff.words import plain, sentence
from statebook.review.content import Approval, Item, Paper, Place, Review

NAME = "json"
FORMAT = "statebook-diff"
VERSION = 1
"""Goes up when a reader of the former version would misunderstand; new keys alone do not change it."""


def render(review: Review, paper: Paper) -> str:  # noqa: ARG001 - the same on every paper
    """The review as indented JSON in ASCII."""
    envelope = {
        "format": FORMAT,
        "version": VERSION,
        "tool": {"name": "statebook", "version": __version__},
        "base": review.base,
        "head": review.head,
        "summary": {
            **{impact.value: number for impact, number in review.counts.items()},
            "hidden": review.hidden,
            "approved": sum(item.approval is not None for item in review.items),
            "failing": len(review.failing),
        },
        "gate": review.gate.value if review.gate is not None else None,
        "changes": [_item(item) for item in review.items],
        "proposals": [
            {"sort": one.sort, "machine": one.machine, "base": one.base_name, "head": one.head_name}
            for one in review.proposals
        ],
        "expired_approvals": [_approval(one) for one in review.expired],
        "unused_approvals": [_approval(one) for one in review.unused],
        "pictures": dict(sorted(review.pictures.items())),
    }
    return json.dumps(envelope, indent=2, sort_keys=False) + "\n"


def _item(item: Item) -> dict[str, Any]:
    change, fact = item.change, item.change.fact
    return {
        "kind": change.kind,
        "impact": change.impact.value,
        "who": [one.value for one in change.who],
        "machine": fact.machine,
        "sort": fact.sort,
        "subject": change.subject,
        "message": plain(sentence(change)),
        "why": change.why,
        "advice": change.advice,
        "hint": change.hint,
        "fingerprint": change.fingerprint,
        "base": {"name": list(fact.base_name), "value": fact.base, "place": _place(item.base)},
        "head": {"name": list(fact.head_name), "value": fact.head, "place": _place(item.head)},
        "approval": _approval(item.approval) if item.approval is not None else None,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}


def _approval(one: Approval) -> dict[str, str]:
    return {"fingerprint": one.fingerprint, "reason": one.reason, "by": one.by, "until": one.until}


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every review of this format keeps to."""
    text = resources.files("statebook.review").joinpath("json.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
