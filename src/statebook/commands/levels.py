"""How grave findings are: `--rule NAME=LEVEL`, the `rules:` of settings, and the gate of `--fail-on`.

Commands that run named checks share this; it knows neither the checks nor their findings.
"""

from __future__ import annotations

from statebook.commands.common import Unusable, meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from statebook.diagnostic import Diagnostic, Severity
    from statebook.source.load import Project

GATES = ("error", "warning", "info", "never")
LEVELS = ("off", "info", "warning", "error")


def add_level_options(parser: argparse.ArgumentParser) -> None:
    """`--fail-on` and `--rule`."""
    parser.add_argument(
        "--fail-on", choices=GATES, default="error", help="the least severity that makes exit code 1 (default: error)"
    )
    parser.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="NAME=LEVEL",
        help="a rule's severity: off, info, warning, error; repeats",
    )


def split_levels(written: Sequence[str]) -> dict[str, str]:
    """`NAME=LEVEL` of the command line, by name; the last word about a rule wins."""
    found: dict[str, str] = {}
    for one in written:
        name, separator, level = one.partition("=")
        if not separator:
            raise Unusable(
                f"--rule {one} names no level", f"write --rule {name}={LEVELS[0]}, or one of {', '.join(LEVELS[1:])}"
            )
        found[name.strip()] = level.strip()
    return found


def settings_of(project: Project | None) -> dict[str, str]:
    """The `rules:` of statebook.yml as written, whichever command they are for."""
    written = (getattr(project.settings, "rules", None) or {}) if project is not None else {}
    return {str(name): str(level) for name, level in written.items()}


def names_of_others() -> tuple[str, ...]:
    """The names of all rules of all commands that have some: `rules:` of the settings is one list for all."""
    from statebook.audit.registry import checks
    from statebook.conform.problems import SUMMARIES
    from statebook.rules.registry import rules

    return (*rules(), *checks(), *SUMMARIES)


def levels_of(
    written: Mapping[str, str],
    where: str,
    known: Sequence[str],
    others: Callable[[], Iterable[str]] = tuple,
    listing: str = "`statebook rules` lists all names",
) -> dict[str, Severity | None]:
    """Severities by name; None switches a rule off. Names of `others` are another command's and left out.

    Raises `Unusable` for a name that nothing has and for a level that is none; `where` says who wrote it.
    """
    from statebook.diagnostic import Severity

    found: dict[str, Severity | None] = {}
    for name, level in written.items():
        if name not in known:
            if name in others():
                continue
            raise Unusable(f"{where}: no rule is called {name!r}", meant(name, known, listing))
        if level not in LEVELS:
            raise Unusable(
                f"{where}: {level!r} is no level of {name}", meant(level, LEVELS, f"one of {', '.join(LEVELS)}")
            )
        found[name] = None if level == "off" else Severity(level)
    return found


def reaches(gate: str, found: Iterable[Severity]) -> bool:
    """Whether a finding is at or above the gate; gates are listed gravest first, as severities are."""
    return gate != "never" and any(GATES.index(one.value) <= GATES.index(gate) for one in found)


def at_gate(gate: str, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics for which a command fails."""
    return tuple(one for one in found if reaches(gate, [one.severity]))
