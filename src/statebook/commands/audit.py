"""`audit`: hand-written pages against a spec, or against themselves."""

from __future__ import annotations

import os

from statebook.commands.baselines import ACCEPTED, accept, add_baseline_options, known_findings
from statebook.commands.common import (
    CLEAN,
    FINDINGS,
    UNUSABLE,
    Unusable,
    add_report_options,
    load,
    load_named,
    meant,
    publish,
    report,
    root_of,
    worst,
)
from statebook.commands.levels import (
    add_level_options,
    at_gate,
    levels_of,
    names_of_others,
    settings_of,
    split_levels,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from statebook.audit.document import Document
    from statebook.audit.judge import Judged
    from statebook.audit.page.model import Page
    from statebook.baseline import Known
    from statebook.diagnostic import Diagnostic, Severity
    from statebook.model import Machine
    from statebook.report.content import Report
    from statebook.source.load import Project

NAME = "audit"
HELP = "hold hand-written pages against a spec, or against themselves"

LISTING = "`statebook rules --of audit` lists all names"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "pages", metavar="PAGE.md", nargs="*", help="Markdown files; those about one machine are read as one page"
    )
    parser.add_argument(
        "--spec", action="append", default=[], metavar="FILE", help="hold the pages against this spec; repeats"
    )
    parser.add_argument("--alone", action="store_true", help="hold each page against itself, whatever specs there are")
    parser.add_argument("--machine", default="", metavar="ID", help="the machine that all pages are about")
    add_level_options(parser)
    add_baseline_options(parser)
    add_report_options(parser)


def run(options: argparse.Namespace) -> int:
    """Report what is wrong with the pages; 1 when a finding is at or above the gate."""
    if not options.pages:
        raise Unusable("no page is named", "write statebook audit PAGE.md")
    if options.alone and (options.spec or options.machine):
        raise Unusable("--alone holds pages against no spec", "leave out --alone, or --spec and --machine")
    asked = _levels(split_levels(options.rule), "--rule")
    root = root_of(options)
    project, flaws, machines = _machines(options, root)
    if worst(flaws):
        report(options, NAME, flaws)
        return UNUSABLE

    from statebook.audit.judge import documents, judge
    from statebook.commands.pagefiles import read_pages

    levels = {**_from_settings(project), **asked}
    pages, unreadable, notes = read_pages(options.pages, root)
    found = documents(pages, machines, options.machine)
    judged = judge(found, levels)
    counted, accepted = _beyond(judged, options.baseline)
    if options.write_baseline and not unreadable:
        return accept(options, [_known(one) for one in judged])
    notes += _notes(found, machines)
    if options.write_baseline:
        notes.append(f"{options.write_baseline} was not written, as a page cannot be read")
    content = _content(options, pages, [*flaws, *unreadable], (counted, accepted), levels, notes)
    publish(options, content)
    if unreadable:
        return UNUSABLE
    return FINDINGS if content.failing else CLEAN


def _beyond(judged: list[Judged], baseline: str) -> tuple[list[Judged], list[Judged]]:
    """The findings that count, and those that a baseline accepts."""
    if not baseline:
        return judged, []
    from statebook.baseline import beyond

    return beyond(judged, known_findings(baseline), lambda one: one.fingerprint)


def _known(one: Judged) -> Known:
    """A finding as a baseline has it; its subject is the page."""
    from statebook.baseline import Known

    return Known(one.check.name, one.finding.place.file, one.finding.values, one.fingerprint)


def _machines(options: argparse.Namespace, root: str) -> tuple[Project | None, list[Diagnostic], dict[str, Machine]]:
    """The project, the flaws of its specs, and the machines to hold pages against."""
    if options.alone or not (options.spec or _has_specs(root)):
        if options.machine:
            raise Unusable("there is no spec", "name one with --spec")
        return None, [], {}
    project, flaws, named = load_named(root, options.spec) if options.spec else (*load(root), [])
    machines = dict(project.machines)
    if options.machine:
        if options.machine not in machines and not worst(flaws):
            raise Unusable(f"no machine is called {options.machine!r}", meant(options.machine, sorted(machines)))
    elif named:
        # The others of the project are there to be referred to; they come last, so that one that was named is chosen.
        chosen = [one for one, machine in machines.items() if machine.pointer.file in named]
        machines = {one: machines[one] for one in chosen} if chosen else machines
    return project, flaws, machines


def _has_specs(root: str) -> bool:
    """Whether there is a project here; a folder without settings and specs is none."""
    from pathlib import Path

    from statebook.source.load import SETTINGS_FILE, load_settings, spec_files

    settings, _ = load_settings(Path(root))
    return os.path.lexists(os.path.join(root, SETTINGS_FILE)) or bool(spec_files(Path(root), settings.specs))


def _levels(written: dict[str, str], where: str) -> dict[str, Severity | None]:
    if not written:
        return {}
    from statebook.audit.registry import checks

    return levels_of(written, where, tuple(checks()), names_of_others if where != "--rule" else tuple, LISTING)


def _from_settings(project: Project | None) -> dict[str, Severity | None]:
    """The `rules:` of statebook.yml that are checks of pages."""
    return _levels(settings_of(project), "statebook.yml")


def _notes(found: Sequence[Document], machines: dict[str, Machine]) -> list[str]:
    """Which pages no machine fits, where there are machines."""
    alone = sorted(page.name for one in found if one.machine is None for page in one.pages) if machines else []
    return [f"{name}: no machine of the specs fits; held against itself (--machine names one)" for name in alone]


def _content(
    options: argparse.Namespace,
    pages: Sequence[Page],
    flaws: Sequence[Diagnostic],
    judged: tuple[Sequence[Judged], Sequence[Judged]],
    levels: dict[str, Severity | None],
    notes: Sequence[str],
) -> Report:
    """What the reports say; `judged` are the findings that count, and those that are accepted."""
    from dataclasses import replace

    from statebook.audit.judge import diagnostics
    from statebook.audit.registry import checks
    from statebook.commands.explaining import why
    from statebook.published import check_url
    from statebook.report.content import Report, RuleNote

    shown = [*flaws, *diagnostics(judged[0], pages)]
    run_checks = [(one, levels.get(name, one.severity)) for name, one in checks().items()]
    return Report(
        diagnostics=tuple(shown),
        command=NAME,
        checked=tuple(page.name for page in pages),
        rules=tuple(
            RuleNote(one.name, one.summary, check_url(one.name), severity, why(one.page))
            for one, severity in run_checks
            if severity is not None
        ),
        suppressed=tuple(replace(one, hint=ACCEPTED) for one in diagnostics(judged[1], pages)),
        notes=() if options.quiet else tuple(notes),
        failing=at_gate(options.fail_on, shown),
    )
