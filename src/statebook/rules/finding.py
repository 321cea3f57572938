"""What a rule says: a flaw, where it stands, and what makes it the same flaw tomorrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from statebook.pointer import Pointer


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit of a rule.

    `hint` says what to do. `values` tell findings at one pointer apart and are part of the
    fingerprint: ids and values of the spec, never wording.
    """

    pointer: Pointer
    message: str
    hint: str = ""
    values: tuple[str, ...] = ()


def merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each place, in order; the first speaks for all, and the others are counted.

    An entry of `transitions:` may stand for hundreds of rows, and its author repairs them at once.
    """
    places: dict[Pointer, list[Finding]] = {}
    for one in findings:
        places.setdefault(one.pointer, []).append(one)
    for first, *others in places.values():
        count = f" (and {len(others)} more {'row' if len(others) == 1 else 'rows'} of this entry)" if others else ""
        yield replace(first, message=first.message + count)
