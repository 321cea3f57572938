"""Unique names that a grammar takes, made from ids that may be anything.

A legal id keeps its name, whatever else there is. Any other is spelled with `A-Z`, `a-z`, `0-9` and
`_`, and gets a number where two would be spelled alike. No two ids share a name, so a name leads back
to its id: `originals` turns the mapping around, and `spelling.leads_back` tells whether a name may
have been made of a text. The result depends on the ids and their order alone,
not on the Unicode tables of a Python version. Knows no machine and no format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from statebook.spelling import WORD, spelled


def names(
    ids: Iterable[str],
    legal: re.Pattern[str] = WORD,
    reserved: Collection[str] = (),
    prefix: str = "state",
    fold: Callable[[str], str] = str,
) -> dict[str, str]:
    """A name for each id, in their order; every name matches `legal` as a whole and none is reserved.

    `prefix` (letters) stands before a spelling that is not legal or is reserved: `2nd` is `state_2nd`.
    `fold` gives what two names must not share and what `reserved` lists: `str.lower` where the format
    does not tell capitals. Of legal ids that share it, the first keeps its name.

    Raises `ValueError` when `legal` does not even take `prefix`, `_` and a number behind it.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[str, str] = {}
    taken = set(reserved)
    for text in wanted:
        if legal.fullmatch(text) and fold(text) not in taken:
            found[text] = text
            taken.add(fold(text))
    numbers: dict[str, int] = {}
    for text in wanted:
        if text not in found:
            plain = _name(text, legal, reserved, prefix, fold)
            name = plain
            while fold(name) in taken:
                numbers[plain] = numbers.get(plain, 1) + 1
                name = f"{plain}_{numbers[plain]}"
            found[text] = name
            taken.add(fold(name))
    return {text: found[text] for text in wanted}


def originals(named: Mapping[str, str]) -> dict[str, str]:
    """The id of each name."""
    return {name: text for text, name in named.items()}


def _name(text: str, legal: re.Pattern[str], reserved: Collection[str], prefix: str, fold: Callable[[str], str]) -> str:
    name = spelled(text)
    if not legal.fullmatch(name) or fold(name) in reserved:
        name = f"{prefix}_{name}"
    if not legal.fullmatch(name) or not legal.fullmatch(f"{name}_2"):
        raise ValueError(f"no name can be made of {text!r}: {name!r} is not legal")
    return name
