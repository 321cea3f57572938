"""What a rule says: a flaw, where it stands, and what makes it the same flaw tomorrow."""

from __future__ import annotations

from dataclasses import dataclass

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
