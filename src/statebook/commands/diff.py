"""`diff`: what changed between two versions of machines, whom it hurts, and whether that is accepted."""

from __future__ import annotations

import os
import sys

from statebook.commands.common import (
    CLEAN,
    FINDINGS,
    UNUSABLE,
    Unusable,
    add_report_options,
    day_of,
    destinations,
    report,
    root_of,
    uncollected,
    worst,
)
from statebook.commands.options import add_today

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from statebook.commands.sides import Side
    from statebook.diagnostic import Diagnostic
    from statebook.diff.compare import Comparison
    from statebook.diff.kinds import Impact
    from statebook.review.content import Approval, Review

NAME = "diff"
HELP = "say what changed between two versions, and whom it hurts"

GATES = ("breaking", "dangerous", "safe", "any", "never")
MAXIMUM_CHANGES = 20_000
"""Beyond, the two sides are hardly versions of one thing, and no report of them helps anybody."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    side = "a file, a folder, - for standard input, REF:path, or REF for the project's specs there"
    parser.add_argument("base", metavar="BASE", help=f"the former side: {side}")
    parser.add_argument(
        "head", metavar="HEAD", nargs="?", help="the side under review; by default the same in the working tree"
    )
    parser.add_argument(
        "--fail-on",
        choices=GATES,
        default="never",
        help="exit with 1 on changes of this impact or a graver one (default: never)",
    )
    parser.add_argument("--all", action="store_true", help="show changes of words alone too")
    parser.add_argument(
        "--approvals", default="approvals.yaml", metavar="FILE", help="accepted changes (default: approvals.yaml)"
    )
    add_today(parser, "ends and approvals are held against")
    parser.add_argument("--picture", default="", metavar="FILE", help="draw the change: .svg, .dot or .mmd")
    add_report_options(parser, "review")


def run(options: argparse.Namespace) -> int:
    """Compare, tell, and fail where the gate says so; nothing is written before everything is known."""
    with uncollected():
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    from statebook.commands.delivery import deliver
    from statebook.commands.sides import both_sides
    from statebook.diff.compare import compare

    root = root_of(options)
    today = day_of(options.today).isoformat()
    base, head = both_sides(options, root)
    diagnostics = [*base.diagnostics, *head.diagnostics]
    approvals, flaws = _approvals(options, root)
    diagnostics += flaws
    if worst(diagnostics):
        _refuse(options, diagnostics, base.revision, head.revision)
        return UNUSABLE
    comparison = compare(base.machines, head.machines, today=today, one_thing=base.is_one and head.is_one)
    if len(comparison.changes) > MAXIMUM_CHANGES:
        raise Unusable(
            f"there are {len(comparison.changes)} changes, more than {MAXIMUM_CHANGES}",
            "are these two versions of the same machines? compare one file at a time",
        )
    review = _review(options, base, head, comparison, approvals, today)
    pictures = _pictures(options, comparison)
    deliver(options, "review", review, text_to=sys.stdout, is_clean=review.is_empty, files=pictures)
    return FINDINGS if review.failing else CLEAN


def _refuse(options: argparse.Namespace, diagnostics: Sequence[Diagnostic], *revisions: str) -> None:
    """Tell what is wrong with the sides: as text in any case, and in every other format asked for.

    Programs look for files where the working tree has them, so to them a file of a revision goes by its
    path; its message says which side it is of.
    """
    from argparse import Namespace
    from dataclasses import replace

    asked = destinations(options) if options.format else []
    for is_text in (True, False):
        chosen = [(name, place) for name, place in asked if (name == "text") is is_text]
        if not chosen and not is_text:
            continue
        found = list(diagnostics)
        if not is_text:
            for one in filter(None, revisions):
                found = [replace(flaw, file=flaw.file.removeprefix(f"{one}:")) for flaw in found]
        names, places = [name for name, _ in chosen], [place for _, place in chosen]
        given = {**vars(options), "format": names, "output": places if any(one != "-" for one in places) else []}
        report(Namespace(**given), NAME, found)


def _approvals(options: argparse.Namespace, root: str) -> tuple[list[Approval], list[Diagnostic]]:
    from pathlib import Path

    from statebook.review.content import Approval
    from statebook.source.approvals import read_approvals

    named = options.approvals != "approvals.yaml"
    path = os.path.abspath(options.approvals) if named else os.path.join(root, options.approvals)
    if named and not os.path.exists(path):
        raise Unusable(f"there is no file {options.approvals}", "check the path after --approvals")
    found, flaws = read_approvals(Path(path), options.approvals)
    return [Approval(one.fingerprint, one.reason, one.by, one.until) for one in found], list(flaws)


def _review(
    options: argparse.Namespace,
    base: Side,
    head: Side,
    comparison: Comparison,
    approvals: Sequence[Approval],
    today: str,
) -> Review:
    from statebook.commands.delivery import folder_of
    from statebook.commands.sides import STDIN
    from statebook.diagram.change import change_mermaid
    from statebook.diff.kinds import Impact
    from statebook.review.content import Item, Review

    holding = {one.fingerprint: one for one in approvals if one.holds(today)}
    gate = _gate(options.fail_on)
    shown = [one for one in comparison.changes if options.all or gate is Impact.TEXT or one.impact is not Impact.TEXT]
    prints = {one.fingerprint for one in comparison.changes}
    pictures = {name: change_mermaid(pairing, comparison.changes) for name, pairing in comparison.pairings.items()}
    return Review(
        base=base.name,
        head=head.name,
        items=tuple(
            Item(
                one,
                base.place(one.fact.base_pointer),
                head.place(one.fact.head_pointer),
                holding.get(one.fingerprint),
            )
            for one in shown
        ),
        hidden=len(comparison.changes) - len(shown),
        proposals=comparison.proposals,
        pictures={name: text for name, text in pictures.items() if text},
        gate=gate,
        expired=tuple(one for one in approvals if not one.holds(today) and one.fingerprint in prints),
        unused=tuple(one for one in approvals if one.fingerprint not in prints) if prints else (),
        approvals_file=options.approvals,
        files=base.files() if head.files() == (STDIN,) else head.files(),  # what standard input stands for
        folder=folder_of(root_of(options)),
    )


def _gate(name: str) -> Impact | None:
    from statebook.diff.kinds import Impact

    return None if name == "never" else Impact.TEXT if name == "any" else Impact(name)


def _pictures(options: argparse.Namespace, comparison: Comparison) -> dict[str, str]:
    """The files of `--picture` and their texts: one, or one for each machine that changed."""
    if not options.picture:
        return {}
    from statebook.anchors import file_names
    from statebook.diagram import Renderer, RendererUnavailable, RenderingFailed
    from statebook.diagram.change import change_diagram, change_mermaid

    stem, extension = os.path.splitext(options.picture)
    if extension not in (".svg", ".dot", ".mmd"):
        raise Unusable(f"{options.picture} names no kind of picture", "end it in .svg, .dot or .mmd")
    texts = {}
    for name, pairing in comparison.pairings.items():
        diagram = change_diagram(pairing, comparison.changes)
        if diagram is None:
            continue
        if extension == ".svg":
            try:
                texts[name] = Renderer().svg(diagram).decode()
            except (RendererUnavailable, RenderingFailed) as problem:
                raise Unusable(str(problem), "ask for .dot or .mmd, or install the renderer") from None
        else:
            texts[name] = diagram.dot if extension == ".dot" else change_mermaid(pairing, comparison.changes)
    files = file_names(texts)
    return {
        options.picture if len(texts) == 1 else f"{stem}-{files[name]}{extension}": text for name, text in texts.items()
    }
