"""`lint`: the rules on the machines of a project."""

from __future__ import annotations

import sys

from statebook.commands.baselines import ACCEPTED, accept, add_baseline_options, known_findings
from statebook.commands.common import (
    CLEAN,
    FINDINGS,
    UNUSABLE,
    Unusable,
    add_report_options,
    day_of,
    machines_of,
    publish,
    report,
    root_of,
    uncollected,
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
from statebook.commands.options import add_specs, add_today

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from statebook.diagnostic import Diagnostic, Severity
    from statebook.report.content import Report
    from statebook.rules.judge import Judged
    from statebook.source.load import Project

NAME = "lint"
HELP = "look for flaws that a spec can have and still be read"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add_specs(parser)
    parser.add_argument(
        "--stdin-name",
        default="",
        metavar="FILE",
        help="the file that standard input stands for, as an editor knows it",
    )
    add_level_options(parser)
    add_today(parser, "sunsets and ignores are compared with")
    add_baseline_options(parser)
    parser.add_argument(
        "--since", default="", metavar="REF", help="report only findings that this git revision did not have"
    )
    parser.add_argument(
        "--statistics", action="store_true", help="print how many findings each rule has in place of each of them"
    )
    add_report_options(parser)


def run(options: argparse.Namespace) -> int:
    """Report the findings; 1 when one of them is at or above the gate."""
    with uncollected():
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    today = day_of(options.today)
    asked = _from_options(options.rule)
    if options.since and options.write_baseline:
        raise Unusable("--write-baseline accepts every finding, --since looks at new ones", "leave one of them out")
    root = root_of(options)
    from statebook.commands.targets import load_targets

    project, diagnostics, chosen = load_targets(root, options.specs, options.stdin_name)
    if worst(diagnostics):
        report(options, NAME, diagnostics)
        return UNUSABLE

    from dataclasses import replace

    from statebook.baseline import beyond
    from statebook.rules.baseline import fingerprint_of, known_of
    from statebook.rules.judge import judge

    levels = {**_from_settings(project), **asked}
    only = [machine.id for machine in machines_of(project, chosen)]
    found = judge(project.machines, today, levels, only)
    counted = [one for one in found if one.ignored is None]
    silenced = [
        (one, f"ignored: {one.ignored.reason or 'no reason given'}") for one in found if one.ignored is not None
    ]
    if options.baseline:
        counted, accepted = beyond(counted, known_findings(options.baseline), fingerprint_of)
        silenced += [(one, ACCEPTED) for one in accepted]
    notes: list[str] = []
    if options.since:
        from statebook.commands.since import findings_at

        known, notes = findings_at(options.since, root, project, chosen, today, levels)
        counted, before = beyond(counted, known, fingerprint_of)
        silenced += [(one, f"{options.since} has it too") for one in before]
        notes.append(_were_there(len(before), options.since))
    if options.write_baseline:
        return accept(
            options, [known_of(one) for one in (*counted, *(one for one, why in silenced if why == ACCEPTED))]
        )
    shown = _diagnostics(project, ((one, "") for one in counted))
    ignored = _diagnostics(project, (pair for pair in silenced if pair[0].ignored is not None))
    accepted_ones = _diagnostics(project, (pair for pair in silenced if pair[0].ignored is None))
    checked = chosen or sorted(project.texts)
    content = _content(checked, [*diagnostics, *shown], accepted_ones, levels, () if options.quiet else notes)
    failing = at_gate(options.fail_on, shown)
    if options.statistics:
        sys.stdout.write(_statistics(shown))
    if options.format or not options.statistics:
        publish(options, replace(content, ignored=tuple(ignored), failing=failing))
    return FINDINGS if failing else CLEAN


def _from_options(written: Sequence[str]) -> dict[str, Severity | None]:
    """`NAME=LEVEL` of the command line."""
    from statebook.rules.registry import rules

    return levels_of(split_levels(written), "--rule", tuple(rules())) if written else {}


def _from_settings(project: Project) -> dict[str, Severity | None]:
    """The `rules:` of statebook.yml; those of other commands are left to them."""
    written = settings_of(project)
    if not written:
        return {}
    from statebook.rules.registry import rules

    return levels_of(written, "statebook.yml", tuple(rules()), names_of_others)


def _diagnostics(project: Project, found: Iterable[tuple[Judged, str]]) -> list[Diagnostic]:
    """Findings with their lines, and with the reason as hint where they are suppressed.

    A text that several elements share by a YAML alias is one flaw: the first that has it speaks.
    """
    from dataclasses import replace

    from statebook.rules.baseline import fingerprint_of

    made: dict[tuple[object, ...], Diagnostic] = {}
    for one, why in found:
        finding = one.finding
        diagnostic = project.diagnostic(finding.pointer, one.rule.name, finding.message, why or finding.hint)
        place = (diagnostic.file, diagnostic.line, diagnostic.column, one.rule.name)
        key = (*place, finding.pointer.steps[-1:], finding.values, finding.hint)
        made.setdefault(key, replace(diagnostic, severity=one.severity, fingerprint=fingerprint_of(one)))
    return list(made.values())


def _statistics(found: Sequence[Diagnostic]) -> str:
    """A line for each rule that found something, the most frequent first."""
    from collections import Counter

    counts = sorted(Counter((one.severity.value, one.rule) for one in found).items(), key=lambda one: (-one[1], one[0]))
    width = max((len(str(count)) for _, count in counts), default=1)
    lines = [f"{count:>{width}}  {severity:<7}  {rule}\n" for (severity, rule), count in counts]
    return "".join(lines) or "No problems.\n"


def _were_there(count: int, reference: str) -> str:
    if not count:
        return f"No finding was there before, at {reference}."
    return f"{count} {'finding was' if count == 1 else 'findings were'} there before, at {reference}."


def _content(
    checked: Sequence[str],
    shown: list[Diagnostic],
    accepted: list[Diagnostic],
    levels: dict[str, Severity | None],
    notes: Sequence[str],
) -> Report:
    from statebook.commands.explaining import why
    from statebook.published import rule_url
    from statebook.report.content import Report, RuleNote
    from statebook.rules.registry import rules

    run = [(rule, levels.get(name, rule.severity)) for name, rule in rules().items()]
    return Report(
        diagnostics=tuple(shown),
        command=NAME,
        checked=tuple(checked),
        rules=tuple(
            RuleNote(one.name, one.summary, rule_url(one.name), severity, why(one.page))
            for one, severity in run
            if severity is not None
        ),
        suppressed=tuple(accepted),
        notes=tuple(notes),
    )
