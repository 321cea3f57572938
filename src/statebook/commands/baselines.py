"""`--baseline` and `--write-baseline`: which findings are known, and how more become so."""

from __future__ import annotations

import sys

from statebook.commands.common import CLEAN, Unusable, write_whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections import Counter
    from collections.abc import Sequence

    from statebook.baseline import Known

ACCEPTED = "accepted by the baseline"
"""The reason that reports show for a finding that a baseline has."""


def add_baseline_options(parser: argparse.ArgumentParser) -> None:
    """Both options."""
    parser.add_argument(
        "--baseline", default="", metavar="FILE", help="report only findings that this baseline does not have"
    )
    parser.add_argument(
        "--write-baseline", default="", metavar="FILE", help="accept all findings of today: write them here"
    )


def known_findings(path: str) -> Counter[str]:
    """How often a baseline accepts each fingerprint. Raises `Unusable` where it is none."""
    from pathlib import Path

    from statebook.baseline import NoBaseline, read_baseline
    from statebook.diagnostic import Diagnostic
    from statebook.source.text import read_text

    source = read_text(Path(path), path)
    if isinstance(source, Diagnostic):
        raise Unusable(f"{path}: {source.message}", f"write it with --write-baseline {path}")
    try:
        return read_baseline(source.text)
    except NoBaseline as problem:
        raise Unusable(f"{path} is no baseline: {problem}", f"write it anew with --write-baseline {path}") from None


def accept(options: argparse.Namespace, found: Sequence[Known]) -> int:
    """Write the baseline that accepts these findings; clean by definition."""
    from statebook.baseline import written_baseline

    write_whole(options.write_baseline, written_baseline(found))
    if not options.quiet:
        many = "finding" if len(found) == 1 else "findings"
        sys.stderr.write(f"{len(found)} {many} accepted in {options.write_baseline}.\n")
    return CLEAN
