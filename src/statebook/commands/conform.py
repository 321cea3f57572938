"""`conform`: recorded status objects held against a spec."""

from __future__ import annotations

import sys

from statebook.commands.common import (
    CLEAN,
    FINDINGS,
    UNUSABLE,
    Unusable,
    add_report_options,
    load,
    meant,
    publish,
    report,
    root_of,
    worst,
)
from statebook.commands.levels import add_level_options, levels_of, names_of_others, reaches, settings_of, split_levels

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from statebook.conform.question import Question
    from statebook.diagnostic import Severity
    from statebook.model import Machine
    from statebook.source.load import Project

NAME = "conform"
HELP = "hold recorded status objects against the spec"

DIALECTS = ("bigquery", "duckdb", "spark", "trino")


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("logs", nargs="*", metavar="LOG", help="recorded status objects; - for standard input")
    parser.add_argument("--machine", default="", metavar="ID", help="the machine, if the project has several")
    parser.add_argument(
        "--mode",
        choices=("polls", "events"),
        default="polls",
        help="polls: states may have been missed between two lines (default); events: each change is a line",
    )
    parser.add_argument(
        "--may-miss",
        choices=("transient", "any"),
        default="transient",
        help="which states can come and go between two polls (default: transient)",
    )
    place = "a key, a column or a JSON Pointer"
    parser.add_argument(
        "--id", default="id", metavar="PLACE", help=f"what tells resources apart: {place} (default: id)"
    )
    parser.add_argument("--at", default="at", metavar="PLACE", help="the time, empty for a log without (default: at)")
    parser.add_argument(
        "--status", default="status", metavar="PLACE", help="the status object, empty for the line (default: status)"
    )
    parser.add_argument("--from", dest="log_format", default="", metavar="FORMAT", help="the format of all logs")
    parser.add_argument("--strict", action="store_true", help="an attribute that its state does not have is a finding")
    parser.add_argument("--skew", default=60.0, type=float, metavar="SECONDS", help="how far clocks may differ (60)")
    parser.add_argument("--memory", default="512MB", metavar="SIZE", help="memory of the engine (default: 512MB)")
    parser.add_argument(
        "--coverage",
        action="append",
        default=[],
        metavar="FILE",
        help="write what was seen of the machine: .txt, .json, .md or .html; repeats",
    )
    parser.add_argument(
        "--sql", default="", metavar="ENGINE", help=f"print the check as SQL, read no log: {', '.join(DIALECTS)}"
    )
    parser.add_argument("--table", default="observations", metavar="NAME", help="the table that --sql reads")
    add_level_options(parser)
    add_report_options(parser)


def run(options: argparse.Namespace) -> int:
    """Judge the logs; 1 when one of them does not conform."""
    asked = _levels(split_levels(options.rule), "--rule")
    question = _question(options)
    if options.sql and options.logs:
        raise Unusable("--sql reads no log", "leave the logs away, or --sql")
    if not options.sql and not options.logs:
        raise Unusable("no log is named", "name a file, - for standard input, or print the check with --sql")
    root = root_of(options)
    project, diagnostics = load(root)
    if worst(diagnostics):
        report(options, NAME, diagnostics)
        return UNUSABLE
    levels = {**_levels(settings_of(project), "statebook.yml"), **asked}
    machine = _machine(project, options.machine)
    if options.sql:
        from statebook.commands.conform_sql import sql_text

        sys.stdout.write(sql_text(options, machine, question))
        return CLEAN
    return _conform(options, project, machine, question, levels)


def _question(options: argparse.Namespace) -> Question:
    from statebook.conform.question import Question
    from statebook.conform.ways import Missable, Reading

    if not 0 <= options.skew <= 1e9:
        raise Unusable(f"--skew {options.skew} is no span of time", "write seconds, such as --skew 60")
    skew = round(options.skew * 1_000_000)
    return Question(Reading(options.mode), Missable(options.may_miss), skew, options.strict)


def _machine(project: Project, name: str) -> Machine:
    names = tuple(project.machines)
    if name:
        if name not in project.machines:
            raise Unusable(f"no machine is called {name!r}", meant(name, names))
        return project.machines[name]
    if len(names) != 1:
        raise Unusable(f"the project has {len(names)} machines", f"choose with --machine: {', '.join(names)}")
    return project.machines[names[0]]


def _conform(
    options: argparse.Namespace,
    project: Project,
    machine: Machine,
    question: Question,
    levels: dict[str, Severity | None],
) -> int:
    import tempfile
    from dataclasses import replace
    from pathlib import Path

    from statebook.commands.conform_logs import read_logs
    from statebook.commands.conform_report import content_of, counts, coverage_formats, write_coverages
    from statebook.commands.conform_sql import not_askable
    from statebook.conform.pointers import pointed
    from statebook.conform.question import Fields

    try:
        from statebook.conform.engine import EngineFailed, judge
    except ModuleNotFoundError as missing:
        raise Unusable(f"conform needs the package {missing.name}", "pip install 'statebook[conform]'") from None
    from statebook.conform.findings import Words, counted
    from statebook.conform.program import NotAskable

    writers = coverage_formats(options.coverage)
    fields = Fields(pointed(options.id), pointed(options.at), pointed(options.status))
    with tempfile.TemporaryDirectory(prefix="statebook-") as folder:
        scratch = Path(folder)
        logs = read_logs(options, machine, fields, scratch)
        try:
            program, verdict = judge(project.machines, machine, logs, fields, question, scratch, options.memory)
        except NotAskable as problem:
            raise not_askable(problem) from None
        except EngineFailed as problem:
            more = "give the engine more with --memory, or fewer logs at once"
            hint = more if "Out of Memory" in str(problem) else "is a file still being written, or the disk full?"
            raise Unusable(f"the logs cannot be judged: {problem}", hint) from None
    found = Words(machine, program, logs, options.logs, fields, question.reading).findings(verdict)
    notes = [counts(verdict.observations, verdict.resources, len(logs)), *counted(verdict, found)]
    kept = [replace(one, severity=level) for one in found if (level := levels.get(one.rule, one.severity)) is not None]
    write_coverages(writers, machine, program, verdict)
    publish(options, content_of(options, kept, notes, levels))
    return FINDINGS if reaches(options.fail_on, (one.severity for one in kept)) else CLEAN


def _levels(written: Mapping[str, str], where: str) -> dict[str, Severity | None]:
    from statebook.conform.problems import SUMMARIES

    others = () if where == "--rule" else names_of_others()
    return levels_of(written, where, tuple(SUMMARIES), lambda: others, "`statebook rules --of conform` lists all names")
