"""What stands in the way of a fresh page, and the notice that says so on the last good one."""

from __future__ import annotations

import html
from collections.abc import Sequence

from statebook.diagnostic import Diagnostic, sorted_diagnostics
from statebook.visible import visible

MAXIMUM_LISTED = 100


def notice(diagnostics: Sequence[Diagnostic], *, has_site: bool) -> str:
    """Harmless HTML with all diagnostics; empty without any. Every text in it may come from a stranger."""
    if not diagnostics:
        return ""
    ordered = sorted_diagnostics(list(diagnostics))
    count = f"{len(ordered)} problem{'s' if len(ordered) > 1 else ''}"
    below = "The page shows the last state that was without a fault." if has_site else "There is no page yet."
    items = "".join(_item(one) for one in ordered[:MAXIMUM_LISTED])
    more = f"<p>… and {len(ordered) - MAXIMUM_LISTED} more.</p>" if len(ordered) > MAXIMUM_LISTED else ""
    return (
        f'<div id="statebook-problems" role="alert" data-search-exclude=""><p><strong>{count}.</strong> {below}</p>'
        f"<ol>{items}</ol>{more}</div>"
    )


def _item(one: Diagnostic) -> str:
    place = f"{one.file}:{one.line}:{one.column}" if one.line else one.file
    lines = [f"<code>{_text(place)}</code> {_text(one.message)} <small>{_text(one.rule)}</small>"]
    if one.source_line.strip():
        lines.append(f"<pre>{_text(one.source_line.strip())}</pre>")
    if one.hint:
        lines.append(f"<p>{_text(one.hint)}</p>")
    return f"<li>{''.join(lines)}</li>"


def _text(text: str) -> str:
    return html.escape(visible(text))


def empty_page(title: str) -> str:
    """The page that is shown before there is any other."""
    shown = _text(title)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{shown}</title></head><body></body></html>'
    )
