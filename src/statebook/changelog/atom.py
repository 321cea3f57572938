"""An Atom feed (RFC 4287) of what is released: an entry for each release, newest first.

Ids never change: they are made from the commit and its tag, not from an address, so the feed can
move. What is not released yet, or not known whole, is not announced.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from urllib.parse import quote
from uuid import UUID, uuid5

from statebook.changelog.content import Changelog, Entry, Section, hits, stamp, summary
from statebook.changelog.headings import HEADINGS
from statebook.changelog.markdown import MARKS, MAXIMUM_ENTRIES
from statebook.changelog.place import Place
from statebook.diff.words import Part, sentence
from statebook.visible import visible

NAME = "atom"
MAXIMUM_SECTIONS = 50
"""Releases in the feed; a reader has seen the older ones."""

_NAMESPACE = UUID("6d1c3c1e-6d0a-5b0e-9f5e-3f6f0c7f0b5a")
"""Of the ids that this module makes, for ever."""


def render(changelog: Changelog, place: Place) -> str:
    """The feed."""
    sections = changelog.published[:MAXIMUM_SECTIONS]
    updated = max((one.time for one in sections), default=changelog.time)
    title = changelog.title or "Changelog"
    if place.author:
        title = f"{place.author}: {title}"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"  <title>{_text(title)}</title>",
        f"  <id>{_text(_identity(changelog, place))}</id>",
        f"  <updated>{stamp(updated)}</updated>",
        f"  <author><name>{_text(place.author or title)}</name></author>",
    ]
    if place.feed:
        lines.append(f'  <link rel="self" type="application/atom+xml" href="{_text(place.feed)}"/>')
    if place.page:
        lines.append(f'  <link rel="alternate" type="text/html" href="{_text(place.page)}"/>')
    lines.append("  <generator>Statebook</generator>")
    for section in sections:
        lines += _entry_lines(section, changelog, place)
    return "\n".join([*lines, "</feed>", ""])


def _identity(changelog: Changelog, place: Place) -> str:
    """The feed's id: the one that was chosen, or one of its address, or of its name."""
    if place.identity:
        return place.identity
    return f"urn:uuid:{uuid5(_NAMESPACE, place.feed or _key('feed', changelog.folder, changelog.title))}"


def _entry_lines(section: Section, changelog: Changelog, place: Place) -> list[str]:
    key = (section.name, section.commit) if section.tags else (section.name, section.first)
    identity = uuid5(_NAMESPACE, _key("entry", changelog.folder, *key))
    lines = [
        "  <entry>",
        f"    <title>{_text(section.name)}: {summary(section.counts)}</title>",
        f"    <id>urn:uuid:{identity}</id>",
        f"    <updated>{stamp(section.time)}</updated>",
    ]
    if place.page:
        address = f"{place.page}#{quote(section.anchor)}"
        lines.append(f'    <link rel="alternate" type="text/html" href="{_text(address)}"/>')
    lines += [f'    <category term="{impact.value}"/>' for impact in section.counts]
    lines += [f'    <content type="html">{_text(_content(section, changelog, place))}</content>', "  </entry>"]
    return lines


def _key(*parts: str) -> str:
    """Parts as one text that no other parts give; what UTF-8 cannot say is escaped."""
    return "\0".join(parts).encode("utf-8", "backslashreplace").decode()


def _content(section: Section, changelog: Changelog, place: Place) -> str:
    """The changes of a section as HTML."""
    text = ""
    for heading in HEADINGS:
        items = "".join(_item(one, changelog, place) for one in section.under(heading, MAXIMUM_ENTRIES))
        text += f"<h3>{heading}</h3><ul>{items}</ul>" if items else ""
    more = len(section.entries) - MAXIMUM_ENTRIES
    return f"{text}<p>And {more} more.</p>" if more > 0 else text


def _item(entries: Sequence[Entry], changelog: Changelog, place: Place) -> str:
    change = entries[0].change
    sentences = [_sentence(entry, changelog, place) for entry in entries]
    mark = MARKS.get(change.impact)
    if mark is None:
        return "".join(f"<li>{one}</li>" for one in sentences)
    why = f"Hits {hits(change)}. {_text(change.why)}"
    return f"<li><strong>{mark}:</strong> {'<br>'.join([*sentences, why])}</li>"


def _sentence(entry: Entry, changelog: Changelog, place: Place) -> str:
    fact = entry.change.fact
    links = {name: place.absolute(link) for name, link in place.links.of(fact).items()}
    text = "".join(_part(part, links) for part in sentence(entry.change))
    return f"{_text(entry.machine)}: {text}" if changelog.several and fact.sort != "machine" else text


def _part(part: Part, links: dict[str, str]) -> str:
    text, is_name = part
    if not is_name:
        return _text(text)
    shown = f"<code>{_text(text)}</code>"
    address = links.get(text, "")
    return f'<a href="{_text(address)}">{shown}</a>' if address else shown


def _text(text: str) -> str:
    """Text for XML and HTML alike, in content and in attributes: nothing in it acts, hides, or is no character."""
    return html.escape(visible(text))
