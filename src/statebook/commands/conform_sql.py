"""The check of `conform` as SQL: which names it takes, and what cannot be asked."""

from __future__ import annotations

from statebook.commands.common import Unusable, meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from statebook.conform.question import Question
    from statebook.model import Machine


def sql_text(options: argparse.Namespace, machine: Machine, question: Question) -> str:
    """The statement for `--sql`. Raises `Unusable` for an engine that is not known and for names that are none."""
    from statebook.conform.dialects.registry import dialects
    from statebook.conform.program import NotAskable
    from statebook.conform.warehouse import Table, statement

    known = dialects()
    if options.sql not in known:
        raise Unusable(f"no SQL of {options.sql!r} is known", meant(options.sql, tuple(known)))
    for name in ("id", "at", "status"):
        if getattr(options, name).startswith("/"):
            raise Unusable(f"--{name} {getattr(options, name)} is no column", "with --sql, write the column's name")
    if not all((options.table, options.id, options.at, options.status)):
        raise Unusable("--sql needs names for --table, --id, --at and --status", "a table has no order but its times")
    try:
        return statement(
            machine, Table(options.table, options.id, options.at, options.status), question, known[options.sql]
        )
    except NotAskable as problem:
        raise not_askable(problem) from None


def not_askable(problem: Exception) -> Unusable:
    """What to do about a machine that no log can be held against."""
    return Unusable(str(problem), "give the machine a state_attribute, or record the state by its id")
