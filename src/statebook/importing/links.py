"""Links in text that moves into a spec: places of the old page become references to states or plain words.

Text of a spec may link a state by its name in brackets; brackets that are no such link, and addresses that a
browser would execute, are taken apart. Code is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

TOKEN = re.compile(
    r"(?P<fence>^(?P<run>`{3,40}(?!`)|~{3,40}(?!~))[^\n]{0,400}\n(?:[^\n]*\n){0,2000}?(?P=run)[`~ ]{0,40}$)"
    r"|(?P<escape>\\[\[\]`\\])"
    r"|(?P<image>!\[(?P<alt>[^\]\n]{0,400})\]\((?P<source>(?:[^()\n]|\([^()\n]{0,400}\)){0,2000})\))"
    r"|\[(?P<label>(?:`[^`\n]{0,400}`|[^\[\]`\n]){0,400})\]"
    r"(?:\((?P<target>(?:[^()\n]|\([^()\n]{0,400}\)){0,2000})\)|\[(?P<reference>[^\]\n]{0,400})\])"
    r"|\[(?P<alone>`[^`\n]{1,400}`)\]"
    r"|(?P<code>(?<!`)(?P<ticks>`{1,40})(?!`)[^\n]{1,2000}?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<open>\[(?=`))",
    re.MULTILINE,
)
"""Every repetition is bounded, so that no text takes more than time in proportion to its length."""
_SAFE = re.compile(r"(?:https?://|mailto:|[^:]*$)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def moved(
    text: str,
    states: Mapping[str, str],
    references: Mapping[str, str] | None = None,
    picture: Callable[[str], str] | None = None,
) -> str:
    """The text with its links as a spec may have them.

    `states` gives the id for whatever a link calls a state, `references` the targets of labels in small letters;
    `picture` what stands for a picture that does not lie on the web.
    """
    return TOKEN.sub(lambda match: _token(match, states, references or {}, picture), text)


def _token(
    match: re.Match[str],
    states: Mapping[str, str],
    references: Mapping[str, str],
    picture: Callable[[str], str] | None,
) -> str:
    if match["image"] is not None:
        source = match["source"].strip()
        if source.startswith(("https://", "http://")):
            return match[0]
        return picture(source) if picture is not None else match["alt"]
    if match["label"] is not None:
        return _link(match, states, references)
    if match["alone"] is not None:
        known = states.get(match["alone"].strip("`"))
        return f"[`{known}`]" if known else match["alone"]
    return "\\[" if match["open"] is not None else match[0]


def _link(match: re.Match[str], states: Mapping[str, str], references: Mapping[str, str]) -> str:
    label, target = match["label"], match["target"]
    if target is None:
        target = references.get((match["reference"] or label).casefold(), "#")
    target = target.strip()
    known = states.get(label.strip("` "))
    if target.startswith("#") or not target:
        return f"[`{known}`]" if known and "`" not in known else label
    return f"[{label}]({target})" if _SAFE.match(target) and not _CONTROL.search(target) else label
