"""What `lint --since` holds today's findings against: those of the same project at a git revision."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from statebook.commands.common import Unusable
from statebook.diagnostic import Severity
from statebook.source.revision import RevisionRefused

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from statebook.model import Machine
    from statebook.rules.judge import Judged
    from statebook.source.load import Project


def findings_at(
    reference: str,
    root: str,
    project: Project,
    named: Sequence[str],
    today: datetime.date,
    levels: Mapping[str, Severity | None],
) -> tuple[Counter[str], list[str]]:
    """How often each finding was there at a revision, by fingerprint, and what to tell about it.

    Judged by the rules and on the day of this run: a rule that was switched on since and a sunset that
    passed meanwhile are nothing that the edit brought. A finding that was ignored there does not
    count. Machines go by id, or by the id that `formerly:` says they had; in which file they stood
    means nothing. What was no spec there had no findings, so that nothing is hidden by it. Raises
    `Unusable` where the revision cannot be had.
    """
    from statebook.commands.sides import Tree
    from statebook.rules.baseline import fingerprint_of
    from statebook.rules.judge import judge
    from statebook.source.snapshot import load_texts

    try:
        tree = Tree.at(reference, root)
        settings, flaws = tree.settings()
        own = tree.specs(settings)
        elsewhere = [one for one in named if one in tree.files and one not in own]
        then, more = load_texts(Path(root), tree.texts([*own, *elsewhere]))
    except RevisionRefused as refused:
        raise Unusable(refused.message, refused.hint) from None
    unread = [one for one in (*flaws, *more) if one.severity is Severity.ERROR]
    notes = []
    if unread:
        first = unread[0]
        notes.append(
            f"{first.file}:{first.line}:{first.column}: {first.message}. What could not be read there has no findings there."
        )
    elif not then.texts:
        why = tree.without_specs(settings)
        notes.append(f"{why.file}: {why.message}. So every finding is new.")
    ids = _now_called(project.machines, then.machines)
    found = judge(then.machines, today, levels)
    return Counter(fingerprint_of(_renamed(one, ids)) for one in found if one.ignored is None), notes


def _now_called(now: Mapping[str, Machine], then: Mapping[str, Machine]) -> dict[str, str]:
    """The ids of machines that got another since, with the one that they have now."""
    return {
        former: machine.id
        for machine in now.values()
        if machine.id not in then
        for former in machine.formerly
        if former in then and former not in now
    }


def _renamed(one: Judged, ids: Mapping[str, str]) -> Judged:
    """The finding as one of the machine's present id; a subject begins with it."""
    if one.machine not in ids:
        return one
    return replace(one, machine=ids[one.machine], subject=ids[one.machine] + one.subject[len(one.machine) :])
