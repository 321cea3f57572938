"""What `conform` writes: its report, and the coverage of the machine in the formats that were asked for."""

from __future__ import annotations

from statebook.commands.common import Unusable, write_whole
from statebook.commands.levels import at_gate

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from statebook.conform.findings import Finding
    from statebook.conform.program import Program
    from statebook.conform.verdict import Verdict
    from statebook.coverage.content import Coverage
    from statebook.diagnostic import Severity
    from statebook.model import Machine
    from statebook.report.content import Report

    Write = Callable[[Coverage], str]


def coverage_formats(files: Sequence[str]) -> list[tuple[str, Write]]:
    """How to write each coverage that is asked for, known before any work is done."""
    from statebook.coverage.registry import find_writer, writers

    found = []
    for path in files:
        writer = find_writer(path)
        if writer is None:
            raise Unusable(f"--coverage {path} has no ending that is known", f"known: {', '.join(writers())}")
        found.append((path, writer))
    return found


def write_coverages(wanted: Sequence[tuple[str, Write]], machine: Machine, program: Program, verdict: Verdict) -> None:
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


def counts(observations: int, resources: int, logs: int) -> str:
    """How much was judged, in words."""

    def counted(number: int, word: str) -> str:
        return f"{number} {word}{'' if number == 1 else 's'}"

    return (
        f"{counted(observations, 'observation')} of {counted(resources, 'resource')} in {counted(logs, 'log')} judged"
    )


def content_of(
    options: argparse.Namespace, found: Sequence[Finding], notes: Sequence[str], levels: dict[str, Severity | None]
) -> Report:
    """The report: findings with what was expected and seen, and every rule that was run."""
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
            path=one.path,
            expected=one.expected,
            seen=one.seen,
        )
        for one in found
    )
    run = {name: levels.get(name, Severity.ERROR) for name in SUMMARIES}
    rules = tuple(
        RuleNote(name, SUMMARIES[name], log_finding_url(name), severity)
        for name, severity in run.items()
        if severity is not None and (options.strict or name != "undocumented-attribute")
    )
    failing = at_gate(options.fail_on, diagnostics)
    return Report(
        diagnostics, options.command, tuple(dict.fromkeys(options.logs)), rules, notes=tuple(notes), failing=failing
    )
