"""`conform`: recorded status objects held against a spec."""

from __future__ import annotations

import os
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
    write_whole,
)
from statebook.commands.levels import add_level_options, levels_of, reaches, split_levels

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from statebook.conform.findings import Finding
    from statebook.conform.logs.rows import Format, Rows
    from statebook.conform.program import Program
    from statebook.conform.question import Fields, Question
    from statebook.conform.verdict import Verdict
    from statebook.coverage.content import Coverage
    from statebook.diagnostic import Severity
    from statebook.model import Machine
    from statebook.report.content import Report
    from statebook.source.load import Project

    Write = Callable[[Coverage], str]

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
    levels = _levels(options.rule)
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
    machine = _machine(project, options.machine)
    if options.sql:
        sys.stdout.write(_sql(options, machine, question))
        return CLEAN
    return _conform(options, machine, question, levels)


def _levels(written: Sequence[str]) -> dict[str, Severity | None]:
    from statebook.conform.problems import SUMMARIES

    listing = "`statebook rules --of conform` lists all names"
    return levels_of(split_levels(written), "--rule", tuple(SUMMARIES), listing=listing)


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


def _sql(options: argparse.Namespace, machine: Machine, question: Question) -> str:
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
        raise _not_askable(problem) from None


def _not_askable(problem: Exception) -> Unusable:
    return Unusable(str(problem), "give the machine a state_attribute, or record the state by its id")


def _conform(
    options: argparse.Namespace, machine: Machine, question: Question, levels: dict[str, Severity | None]
) -> int:
    import tempfile
    from dataclasses import replace
    from pathlib import Path

    from statebook.conform.pointers import pointed
    from statebook.conform.question import Fields

    try:
        from statebook.conform.engine import EngineFailed, judge
    except ModuleNotFoundError as missing:
        raise Unusable(f"conform needs the package {missing.name}", "pip install 'statebook[conform]'") from None
    from statebook.conform.findings import Words, counted
    from statebook.conform.program import NotAskable

    writers = _coverage_formats(options.coverage)
    fields = Fields(pointed(options.id), pointed(options.at), pointed(options.status))
    with tempfile.TemporaryDirectory(prefix="statebook-") as folder:
        scratch = Path(folder)
        logs = _logs(options, machine, fields, scratch)
        try:
            program, verdict = judge(machine, logs, fields, question, scratch, options.memory)
        except NotAskable as problem:
            raise _not_askable(problem) from None
        except EngineFailed as problem:
            more = "give the engine more with --memory, or fewer logs at once"
            hint = more if "Out of Memory" in str(problem) else "is a file still being written, or the disk full?"
            raise Unusable(f"the logs cannot be judged: {problem}", hint) from None
    found = Words(machine, program, logs, options.logs, fields, question.reading).findings(verdict)
    notes = [_counts(verdict.observations, verdict.resources, len(logs)), *counted(verdict, found)]
    kept = [replace(one, severity=level) for one in found if (level := levels.get(one.rule, one.severity)) is not None]
    _write_coverages(writers, machine, program, verdict)
    publish(options, _content(options, kept, notes, levels))
    return FINDINGS if reaches(options.fail_on, (one.severity for one in kept)) else CLEAN


def _coverage_formats(files: Sequence[str]) -> list[tuple[str, Write]]:
    """How to write each coverage that is asked for, known before any work is done."""
    from statebook.coverage.registry import find_writer, writers

    found = []
    for path in files:
        writer = find_writer(path)
        if writer is None:
            raise Unusable(f"--coverage {path} has no ending that is known", f"known: {', '.join(writers())}")
        found.append((path, writer))
    return found


def _write_coverages(wanted: Sequence[tuple[str, Write]], machine: Machine, program: Program, verdict: Verdict) -> None:
    """Write them all; everything is made before the first is written."""
    from statebook.coverage.content import coverage_of
    from statebook.diagram import RendererUnavailable

    if not wanted:
        return
    content = coverage_of(machine, program, verdict)
    try:
        made = [(path, write(content)) for path, write in wanted]
    except RendererUnavailable as problem:
        raise Unusable(str(problem), "write the coverage as .txt, .json or .md") from None
    for path, text in made:
        write_whole(path, text)


def _logs(options: argparse.Namespace, machine: Machine, fields: Fields, scratch: Path) -> list[Rows]:
    """Every log, readable by the engine. Raises `Unusable` for one that is not there or cannot be read."""
    from pathlib import Path

    from statebook.conform.logs.rows import LogRefused, Source

    found = []
    for number, name in enumerate(options.logs):
        chosen = _format(options.log_format, name)
        try:
            path = _standard_input(scratch, number) if name == "-" else Path(name)
            found.append(chosen.rows(Source(path, scratch / f"log-{number}", fields, machine)))
        except LogRefused as refused:
            raise Unusable(f"{name}: {refused.message}", refused.hint) from None
        except IsADirectoryError:
            raise Unusable(f"{name} is a folder", f"name its files: {os.path.join(name, '*.jsonl')}") from None
        except OSError as problem:
            raise Unusable(f"cannot read {name}: {problem.strerror or problem}", "check the path") from None
    return found


def _format(asked: str, name: str) -> Format:
    """The format of a log: the one asked for, or the one that its name tells."""
    from statebook.conform.logs.registry import format_of, formats

    known = tuple(formats())
    chosen = formats().get(asked) if asked else format_of("-.jsonl" if name == "-" else name)
    if chosen is not None:
        return chosen
    if asked:
        raise Unusable(f"no log format is called {asked!r}", meant(asked, known))
    if os.path.isdir(name):
        raise Unusable(f"{name} is a folder", f"name its files: {os.path.join(name, '*.jsonl')}")
    raise Unusable(f"{name}: no log format has this ending", f"name one with --from: {', '.join(known)}")


def _standard_input(scratch: Path, number: int) -> Path:
    """Standard input as a file: the engine reads it twice."""
    import shutil

    path = scratch / f"standard-input-{number}"
    with path.open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return path


def _counts(observations: int, resources: int, logs: int) -> str:
    def counted(number: int, word: str) -> str:
        return f"{number} {word}{'' if number == 1 else 's'}"

    return (
        f"{counted(observations, 'observation')} of {counted(resources, 'resource')} in {counted(logs, 'log')} judged"
    )


def _content(
    options: argparse.Namespace, found: Sequence[Finding], notes: Sequence[str], levels: dict[str, Severity | None]
) -> Report:
    from statebook.conform.problems import SUMMARIES
    from statebook.diagnostic import Diagnostic, Severity
    from statebook.published import log_finding_url
    from statebook.report.content import Report, RuleNote

    diagnostics = tuple(
        Diagnostic(
            "<stdin>" if options.logs[one.log] == "-" else options.logs[one.log],
            one.line,
            1,
            one.rule,
            one.message,
            one.hint,
            one.severity,
            fingerprint=one.fingerprint,
        )
        for one in found
    )
    run = {name: levels.get(name, Severity.ERROR) for name in SUMMARIES}
    rules = tuple(
        RuleNote(name, SUMMARIES[name], log_finding_url(name), severity)
        for name, severity in run.items()
        if severity is not None and (options.strict or name != "undocumented-attribute")
    )
    failing = tuple(one for one in diagnostics if reaches(options.fail_on, [one.severity]))
    return Report(diagnostics, NAME, tuple(dict.fromkeys(options.logs)), rules, notes=tuple(notes), failing=failing)
