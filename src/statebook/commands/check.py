"""`check`: as build, writes nothing, and says what is stale, missing or orphaned."""

from __future__ import annotations

import sys

from statebook.commands.common import (
    CLEAN,
    FINDINGS,
    UNUSABLE,
    Unusable,
    add_report_options,
    load,
    publish,
    report,
    root_of,
    worst,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

NAME = "check"
HELP = "say what is stale, missing or orphaned, and write nothing"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--strict", action="store_true", help="fail too where another engine drew a diagram")
    add_report_options(parser)


def run(options: argparse.Namespace) -> int:
    """Compare the disk with a fresh build."""
    from statebook.diagram import DiagramTooCostly, RendererUnavailable, RenderingFailed
    from statebook.report.content import Report
    from statebook.site.compare import compare
    from statebook.site.errors import SiteError
    from statebook.site.plan import plan_project

    root = root_of(options)
    project, diagnostics = load(root)
    if worst(diagnostics):
        report(options, NAME, diagnostics)
        return UNUSABLE
    planned = plan_project(project)
    diagnostics.extend(planned.diagnostics)
    if planned.plan is None or worst(diagnostics):
        report(options, NAME, diagnostics)
        return UNUSABLE
    try:
        found = compare(planned.plan, planned.manifest, root, command=project.settings.build_command)
        differences = found.diagnostics()
        if not options.quiet:
            sys.stdout.write(found.text())
    except SiteError as problem:
        raise Unusable(problem.message, problem.hint) from None
    except (RendererUnavailable, DiagramTooCostly, RenderingFailed) as problem:
        raise Unusable(str(problem)) from None
    fresh = found.fresh and not (options.strict and found.unverified)
    if diagnostics or differences or options.format:
        failing = [one for one in differences if options.strict or one.severity == "error"]
        checked = tuple(artifact.path for artifact in planned.plan)
        publish(options, Report((*diagnostics, *differences), NAME, checked, failing=tuple(failing)))
    elif not options.quiet:
        sys.stderr.write(f"{len(planned.plan)} files are up to date.\n")
    return CLEAN if fresh else FINDINGS
