"""`build`: write pages, examples, diagrams and schemas; only what changed."""

from __future__ import annotations

import sys

from statebook.commands.common import CLEAN, UNUSABLE, Unusable, add_report_options, load, report, root_of, worst

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from statebook.site.stamp import Watch
    from statebook.source.load import Project

NAME = "build"
HELP = "write pages, examples, diagrams and schemas (the default command)"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--site", action="store_true", help="build the MkDocs site afterwards, strictly")
    parser.add_argument("--adopt", action="store_true", help="take over files that are in the way of generated ones")
    add_report_options(parser)


def run(options: argparse.Namespace) -> int:
    """Build; the project is looked at no further when nothing has changed since the last build."""
    from statebook.site.stamp import recall

    root = root_of(options)
    said = recall(root, NAME) if not (options.format or options.output) else None
    if said is None:
        code = _build(options, root)
        if code != CLEAN:
            return code
    elif not options.quiet:
        sys.stderr.write(said)
    if options.site:
        from statebook.mkdocs_build import build_site

        return build_site(root, quiet=options.quiet)
    return CLEAN


def watch_inputs(root: str, project: Project | None = None) -> Watch:
    """Everything that the output follows from, hashed now; with a project, its files too."""
    from statebook.site.stamp import Watch

    watch = Watch(root)
    watch.add_files(["statebook.yml"])
    if project is not None:
        watch.add_patterns(project.settings.specs)
        watch.add_files(project.texts)
        watch.add_trees([project.settings.templates])
    return watch


def _build(options: argparse.Namespace, root: str) -> int:
    from statebook.diagram import DiagramTooCostly, RendererUnavailable, RenderingFailed
    from statebook.site.errors import SiteError, WriteRefused
    from statebook.site.plan import plan_project
    from statebook.site.write import write

    before = watch_inputs(root)
    project, diagnostics = load(root)
    if worst(diagnostics):
        report(options, NAME, diagnostics)
        return UNUSABLE
    watch = watch_inputs(root, project)
    planned = plan_project(project)
    diagnostics.extend(planned.diagnostics)
    if planned.plan is None or worst(diagnostics):
        report(options, NAME, diagnostics)
        return UNUSABLE
    try:
        outcome = write(planned.plan, planned.manifest, root, adopt=options.adopt)
    except WriteRefused as problem:
        raise Unusable(problem.message, f"{problem.hint}; or let the build take them over: --adopt") from None
    except SiteError as problem:
        raise Unusable(problem.message, problem.hint) from None
    except DiagramTooCostly as problem:
        raise Unusable(str(problem), "group states, or set `diagrams: {detail: overview}` in statebook.yml") from None
    except (RendererUnavailable, RenderingFailed) as problem:
        raise Unusable(str(problem)) from None
    report(options, NAME, diagnostics, outcome.notes())
    same = before.seen.items() <= watch.seen.items()
    if same and not diagnostics and not outcome.kept and not outcome.edited:
        unchanged = len(outcome.hashes) - 1
        watch.remember(NAME, outcome.hashes, f"{unchanged} files are up to date.\n")
    return CLEAN
