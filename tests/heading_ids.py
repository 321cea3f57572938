"""The ids that GitHub and Slate give to headings, by their own rules: neither of them is at hand to be asked."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata


def slate_ids(headings: list[str]) -> list[str]:
    """Slate's rule: Rails' `parameterize`, or a digest where nothing is left, and a count behind what was there before."""
    seen: dict[str, int] = {}
    found = []
    for heading in headings:
        plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
        name = re.sub("-{2,}", "-", re.sub(r"[^a-z0-9\-_]+", "-", plain.lower())).strip("-")
        name = name or hashlib.sha1(html.escape(heading, quote=False).encode()).hexdigest()[:10]
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


def github_ids(headings: list[str]) -> list[str]:
    """GitHub's rule, as `github-slugger` has it: letters, marks, digits, `_` and `-` stay; `-1` for the second."""
    seen: dict[str, int] = {}
    found = []
    for heading in headings:
        kept = "".join(sign for sign in heading.lower() if sign in "-_ " or unicodedata.category(sign)[0] in "LMN")
        name = original = kept.replace(" ", "-")
        while name in seen:
            seen[original] += 1
            name = f"{original}-{seen[original]}"
        seen[name] = 0
        found.append(name)
    return found
