"""`path`: the shortest way from one state to another, and the calls to make."""

from __future__ import annotations

import sys

from statebook.commands.common import (
    CLEAN,
    FINDINGS,
    UNUSABLE,
    Unusable,
    load_named,
    machines_of,
    report,
    root_of,
    worst,
)
from statebook.commands.options import add_specs

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from statebook.model import Machine

NAME = "path"
HELP = "say how to get from one state to another"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("source", metavar="FROM", help="the state to start from")
    parser.add_argument("target", metavar="TO", help="the state to reach")
    add_specs(parser)


def run(options: argparse.Namespace) -> int:
    """Print the way; 1 when there is none."""
    from statebook.commands.targets import spelled_out
    from statebook.machine import Graph
    from statebook.render.ways import way_words

    project, diagnostics, named = load_named(root_of(options), spelled_out(options.specs))
    if worst(diagnostics):
        report(options, NAME, diagnostics)
        return UNUSABLE
    machine = _machine(machines_of(project, named), options.source, options.target)
    way = Graph(machine).shortest_path(options.source, options.target)
    if way is None:
        sys.stdout.write(f"There is no way from {options.source} to {options.target}.\n")
        return FINDINGS
    if not way:
        sys.stdout.write("You are there.\n")
        return CLEAN
    sys.stdout.write(way_words(way, str, str) + "\n")
    for number, one in enumerate(way, 1):
        guard = f"  if: {' '.join(one.guard.split())}" if one.guard else ""
        sys.stdout.write(f"{number}. {one.source} -> {one.target}  by {one.trigger} ({one.by}){guard}\n")
    return CLEAN


def _machine(machines: list[Machine], source: str, target: str) -> Machine:
    """The one machine that has both states."""
    from statebook.source.decode import suggestion

    found = [machine for machine in machines if source in machine.states and target in machine.states]
    if len(found) == 1:
        return found[0]
    if found:
        files = ", ".join(machine.pointer.file for machine in found)
        raise Unusable(f"several machines have these states: {files}", "name its spec file behind the states")
    states = tuple(dict.fromkeys(state for machine in machines for state in machine.states))
    missing = next((name for name in (source, target) if name not in states), "")
    if missing:
        raise Unusable(f"no state is called {missing!r}", suggestion(missing, states))
    raise Unusable(f"no machine has both {source!r} and {target!r}", "name two states of one machine")
