"""Legal ids for names of any kind: what a spec allows, each once, as near to the original as can be."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 200
"""Characters of an id in the spec language."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_NOT_IN_A_FILE = re.compile(r"[^A-Za-z0-9]+")


_MACHINE_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?\Z")


def is_machine_id(name: str) -> bool:
    """Whether a machine may be called so: its pages are files of this name."""
    return _MACHINE_ID.match(name) is not None


def folded(name: str) -> str:
    """What two ids of one spec must not share: case and white space aside."""
    return " ".join(name.split()).casefold()


def cleaned(name: str) -> str:
    """A name without what no id may have: on one line, not empty, not too long."""
    plain = _CONTROL.sub(" ", name)
    if plain != name:
        plain = plain.strip()
    return plain[:LONGEST].rstrip() if len(plain) > LONGEST else plain if plain.strip() else "unnamed"


def legal_ids(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """An id for each name: itself where it is legal and nobody has it before, else with a number behind it.

    `taken` are ids that are given already. The same names give the same ids.
    """
    wanted = list(dict.fromkeys(names))
    used = {folded(one) for one in taken}
    found: dict[str, str] = {}
    for name in wanted:  # names that are legal keep their spelling, wherever they stand
        if cleaned(name) == name and folded(name) not in used:
            used.add(folded(name))
            found[name] = name
    counted: dict[str, int] = {}
    for name in wanted:
        if name in found:
            continue
        base = cleaned(name)
        candidate = base
        while folded(candidate) in used:
            counted[base] = counted.get(base, 1) + 1
            candidate = f"{base[: LONGEST - 8]}-{counted[base]}"
        used.add(folded(candidate))
        found[name] = candidate
    return {name: found[name] for name in wanted}


def machine_id(*candidates: str) -> str:
    """An id that can name files, from the first candidate that has letters or digits: `Dataset status` → `dataset-status`."""
    for one in candidates:
        slug = _NOT_IN_A_FILE.sub("-", one).strip("-").lower()[:80].strip("-")
        if slug:
            return slug
    return "machine"
