"""One JSON object in a versioned envelope, for programs; its schema is `json.schema.json`."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from statebook import __version__
from statebook.changelog.content import Changelog, Entry, Section, stamp
from statebook.changelog.place import Place
from statebook.diff.kinds import Impact
from statebook.diff.words import plain, sentence

NAME = "json"
FORMAT = "statebook-changelog"
VERSION = 1
"""Goes up when a reader of the former version would misunderstand; new keys alone do not change it."""


def render(changelog: Changelog, place: Place) -> str:
    """The changelog as indented JSON in ASCII, every change included."""
    envelope = {
        "format": FORMAT,
        "version": VERSION,
        "tool": {"name": "statebook", "version": __version__},
        "title": changelog.title,
        "commit": changelog.commit,
        "sections": [_section(one, place) for one in changelog.sections],
        "skipped": [{"commit": one.commit, "flaw": one.flaw} for one in changelog.skipped],
        "tags_aside": list(changelog.aside),
        "is_shallow": bool(changelog.unshallow),
    }
    return json.dumps(envelope, indent=2) + "\n"


def _section(section: Section, place: Place) -> dict[str, Any]:
    return {
        "name": section.name,
        "anchor": section.anchor,
        "tags": list(section.tags),
        "time": stamp(section.time),
        "commit": section.commit,
        "first_commit": section.first,
        "is_released": section.is_released,
        "is_partial": section.is_partial,
        "summary": {**{impact.value: section.counts.get(impact, 0) for impact in Impact}, "hidden": section.hidden},
        "changes": [_entry(entry, place) for entry in section.entries],
    }


def _entry(entry: Entry, place: Place) -> dict[str, Any]:
    change, fact = entry.change, entry.change.fact
    links = {name: place.absolute(link) or place.beside(link) for name, link in place.links.of(fact).items()}
    return {
        "heading": entry.heading,
        "kind": change.kind,
        "impact": change.impact.value,
        "who": [one.value for one in change.who],
        "machine": fact.machine,
        "sort": fact.sort,
        "subject": change.subject,
        "message": plain(sentence(change)),
        "why": change.why,
        "fingerprint": change.fingerprint,
        "base": {"name": list(fact.base_name), "value": fact.base},
        "head": {"name": list(fact.head_name), "value": fact.head},
        "links": {name: address for name, address in links.items() if address},
    }


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every changelog of this format keeps to."""
    text = resources.files("statebook.changelog").joinpath("json.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
