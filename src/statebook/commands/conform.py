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
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from statebook.conform.findings import Finding
    from statebook.conform.logs.rows import Rows
    from statebook.model import Machine
    from statebook.pointer import Step
    from statebook.report.content import Report
    from statebook.source.load import Project

NAME = "conform"
HELP = "hold recorded status objects against the spec"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("logs", nargs="+", metavar="LOG", help="recorded status objects; - for standard input")
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
    parser.add_argument("--id", default="/id", metavar="POINTER", help="where the resource's identifier is (default: /id)")
    parser.add_argument("--at", default="/at", metavar="POINTER", help="where the time is (default: /at)")
    parser.add_argument("--status", default="/status", metavar="POINTER", help="where the object is (default: /status)")
    parser.add_argument("--from", dest="log_format", default="", metavar="FORMAT", help="the logs' format, if no ending tells it")
    parser.add_argument("--skew", default=60.0, type=float, metavar="SECONDS", help="how far clocks may differ (default: 60)")
    parser.add_argument("--memory", default="1GB", metavar="SIZE", help="memory of the engine (default: 1GB)")
    add_report_options(parser)


def run(options: argparse.Namespace) -> int:
    """Judge the logs; 1 when one of them does not conform."""
    import tempfile
    from pathlib import Path

    root = root_of(options)
    project, diagnostics = load(root)
    if worst(diagnostics):
        report(options, NAME, diagnostics)
        return UNUSABLE
    machine = _machine(project, options.machine)
    with tempfile.TemporaryDirectory(prefix="statebook-") as scratch:
        logs = _logs(options, Path(scratch))
        found, notes = _judged(options, machine, logs, Path(scratch))
    publish(options, _content(options, machine, logs, found, notes))
    return FINDINGS if found else CLEAN


def _machine(project: Project, name: str) -> Machine:
    names = tuple(project.machines)
    if name:
        if name not in project.machines:
            raise Unusable(f"no machine is called {name!r}", meant(name, names))
        return project.machines[name]
    if len(names) != 1:
        raise Unusable(f"the project has {len(names)} machines", f"choose with --machine: {', '.join(names)}")
    return project.machines[names[0]]


def _logs(options: argparse.Namespace, scratch: Path) -> list[Rows]:
    """Every log, readable by the engine. Raises `Unusable` for one that is not there or cannot be read."""
    from pathlib import Path

    from statebook.conform.logs.registry import format_of, formats
    from statebook.conform.logs.rows import LogRefused

    found = []
    for number, name in enumerate(options.logs):
        path = _standard_input(scratch) if name == "-" else Path(name)
        chosen = formats().get(options.log_format) if options.log_format else format_of("-.jsonl" if name == "-" else name)
        if chosen is None:
            known = tuple(formats())
            if options.log_format:
                raise Unusable(f"no log format is called {options.log_format!r}", meant(options.log_format, known))
            raise Unusable(f"{name}: no log format has this ending", f"name one with --from: {', '.join(known)}")
        try:
            found.append(chosen.rows(path, name, scratch / f"log-{number}"))
        except LogRefused as refused:
            raise Unusable(f"{name}: {refused.message}", refused.hint) from None
        except OSError as problem:
            raise Unusable(f"cannot read {name}: {problem.strerror or problem}", "check the path") from None
    return found


def _standard_input(scratch: Path) -> Path:
    """Standard input as a file: the engine reads it twice."""
    import shutil

    path = scratch / "standard-input"
    with path.open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return path


def _path(text: str, option: str) -> tuple[Step, ...]:
    """A JSON Pointer (RFC 6901) as steps; none for the whole document."""
    if text and not text.startswith("/"):
        raise Unusable(f"{option} {text} is no JSON Pointer", f"write {option} /{text.replace('.', '/')}")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:])


def _judged(
    options: argparse.Namespace, machine: Machine, logs: Sequence[Rows], scratch: Path
) -> tuple[list[Finding], list[str]]:
    fields_of = {name: _path(getattr(options, name), f"--{name}") for name in ("id", "at", "status")}
    try:
        from statebook.conform.engine import EngineFailed, Fields, judge
    except ModuleNotFoundError as missing:
        raise Unusable(f"conform needs the package {missing.name}", "pip install 'statebook[conform]'") from None
    from statebook.conform.findings import Words, counted
    from statebook.conform.program import NotAskable, Question
    from statebook.conform.ways import Missable, Reading

    reading = Reading(options.mode)
    question = Question(reading, Missable(options.may_miss), round(options.skew * 1_000_000))
    fields = Fields(**fields_of)
    try:
        program, verdict = judge(machine, logs, fields, question, scratch, options.memory)
    except NotAskable as problem:
        raise Unusable(str(problem), "give the machine a state_attribute, or record the state by its id") from None
    except EngineFailed as problem:
        raise Unusable(f"the logs cannot be judged: {problem}", "is a file still being written, or the disk full?") from None
    found = Words(machine, program, logs, fields, reading).findings(verdict)
    lines = "observation" if verdict.observations == 1 else "observations"
    return found, [f"{verdict.observations} {lines} in {len(logs)} {'log' if len(logs) == 1 else 'logs'}", *counted(verdict, found)]


def _content(
    options: argparse.Namespace, machine: Machine, logs: Sequence[Rows], found: Sequence[Finding], notes: Sequence[str]
) -> Report:
    from statebook.conform.findings import SUMMARIES
    from statebook.diagnostic import Diagnostic
    from statebook.report.content import Report, RuleNote

    diagnostics = tuple(
        Diagnostic(os.fspath(logs[one.log].name), one.line, 1, one.rule, one.message, one.hint, one.severity)
        for one in found
    )
    rules = tuple(RuleNote(name, summary) for name, summary in SUMMARIES.items())
    return Report(diagnostics, NAME, tuple(one.name for one in logs), rules, notes=tuple(notes))
