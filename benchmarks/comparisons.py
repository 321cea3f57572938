"""The benchmarks by name: what is compared with what, and what is aimed at.

A benchmark turns runs into rows. How they are run and how they are shown is decided elsewhere.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bench import (
    CAT,
    COMPILED,
    LARGEST_REPLAY,
    LIBRARY,
    LOOP,
    NOT_COMPILED,
    OURS,
    PM4PY,
    PURE,
    REFERENCE,
    Bench,
)
from measure import Spread, Usage, ratio
from sites import WITH, WITHOUT

IMPORTS = 'python -c "import yaml, jinja2"'
REFERENCE_SIZE = 100
"""States of the spec that other sizes are compared with."""

PAGE_SIZE = 5_000
"""Lines of the page that has to be audited within a second."""
TEXT_SIZE = REVIEW_SIZE = 500
EXCHANGE_SIZE = 500
WHOLE, TEXT = "load and plan", "text outputs"
NOT_TEXT = ("load: compose", "load: decode", "load: resolve", "check of examples")
OVERHEAD = 1.1
"""Times the build without the plugin."""
WEIGHT = 150
"""kB of a page and all of ours."""
FLAT = 1.25
"""Cost per state by that at `REFERENCE_SIZE` that still counts as flat: noise is not growth."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: ours and the reference in `unit`, their ratio, and what is aimed at.

    `aim` is a bound for the median of the ratio, or of ours where there is no reference; None when nothing is aimed
    at. `size` is set in the rows of one table of parts by number of states.
    """

    name: str
    against: str
    unit: str
    ours: Spread
    reference: Spread | None = None
    ratio: Spread | None = None
    aim: float | None = None
    size: int | None = None

    def aiming(self, aim: float | None) -> Row:
        """The same row with this aim."""
        return replace(self, aim=aim)

    @property
    def met(self) -> bool | None:
        """Whether the aim is reached; None without one."""
        return None if self.aim is None else (self.ratio or self.ours).median < self.aim


def no_op(bench: Bench) -> list[Row]:
    """A build without a change, against the imports that any such program has."""
    ours, reference = bench.no_op_runs[OURS], bench.no_op_runs[REFERENCE]
    return [
        _row("no-op build, CPU", IMPORTS, "ms", _cpu(ours), _cpu(reference)).aiming(2),
        _row("no-op build, elapsed", IMPORTS, "ms", _elapsed(ours), _elapsed(reference)).aiming(2),
    ]


def full(bench: Bench) -> list[Row]:
    """A build of everything, the renderer compiled or not, against one SVG of the machine by others."""
    runs = bench.full_runs
    rows = []
    for kind in (COMPILED, NOT_COMPILED):
        if kind not in runs:
            continue
        ours = runs[kind]
        rows.append(Row(f"full build, {kind}, CPU", "", "ms", Spread.of(_cpu(ours))))
        if CAT in runs:
            aim = 6 if kind == COMPILED else None
            against = f"{CAT}, one SVG"
            rows[-1] = _row(f"full build, {kind}, CPU", against, "ms", _cpu(ours), _cpu(runs[CAT])).aiming(aim)
            rows.append(_row(f"full build, {kind}, elapsed", against, "ms", _elapsed(ours), _elapsed(runs[CAT])))
        if PURE in runs:
            rows.append(_row(f"full build, {kind}, CPU", f"{PURE}, one SVG", "ms", _cpu(ours), _cpu(runs[PURE])))
    return rows


def growth(bench: Bench) -> list[Row]:
    """Load and plan of generated specs: the cost per state at each size, in all and part by part."""
    found = bench.growth_runs
    base = REFERENCE_SIZE if REFERENCE_SIZE in found else max(found)
    parts: dict[str, Callable[[dict[str, Any]], float]] = {
        name: lambda one, name=name: float(one["parts"][name])  # type: ignore[misc] # mypy wants no default here
        for name in found[base][0][1]["parts"]
    }
    parts |= {TEXT: _text_outputs, WHOLE: lambda one: float(one["load"]) + float(one["plan"])}
    costs = {
        part: {size: [of(one) / size * 1e6 for _, one in runs] for size, runs in found.items()}
        for part, of in parts.items()
    }
    against = f"{base} states"
    rows = [
        replace(_row(part, against, "µs a state", cost, at[base]), size=size)
        for part, at in costs.items()
        for size, cost in at.items()
    ]
    for size in found:
        if size > base:
            whole = costs[WHOLE]
            row = _row(f"{WHOLE}, {size} states", against, "µs a state", whole[size], whole[base])
            rows.append(row.aiming(FLAT))
    if TEXT_SIZE in found:
        text = [_text_outputs(one) * 1e3 for _, one in found[TEXT_SIZE]]
        rows.append(Row(f"{TEXT} of {TEXT_SIZE} states, CPU", "", "ms", Spread.of(text), aim=500))
    return rows


def _text_outputs(one: dict[str, Any]) -> float:
    """Page, examples, DOT and exports, without load and without the check of examples."""
    return sum(float(seconds) for part, seconds in one["parts"].items() if part not in NOT_TEXT)


def review(bench: Bench) -> list[Row]:
    """Lint and diff of two versions of a generated spec, loads included, against python-statemachine's load of one."""
    found = bench.review_runs
    base = REFERENCE_SIZE if REFERENCE_SIZE in found else max(found)
    parts: dict[str, Callable[[dict[str, float]], float]] = {
        name: lambda one, name=name: one[name]  # type: ignore[misc] # mypy wants no default here
        for name in found[base][OURS][0]
    }
    parts["in all"] = lambda one: sum(one.values())
    rows = []
    for part, of in parts.items():
        costs = {size: [of(one) / size * 1e6 for one in runs[OURS]] for size, runs in found.items()}
        rows += [
            replace(_row(f"review: {part}", f"{base} states", "µs a state", cost, costs[base]), size=size)
            for size, cost in costs.items()
        ]
        if part == "in all":
            rows += [
                _row(f"review, {size} states", f"{base} states", "µs a state", costs[size], costs[base]).aiming(FLAT)
                for size in found
                if size > base
            ]
    for size, runs in found.items():
        whole = [sum(one.values()) * 1e3 for one in runs[OURS]]
        row = Row(f"lint and diff of {size} states, CPU", "", "ms", Spread.of(whole))
        if LIBRARY in runs:
            theirs = [one["load"] * 1e3 for one in runs[LIBRARY]]
            row = _row(row.name, f"{LIBRARY}, load", "ms", whole, theirs)
        rows.append(row)
        if size == REVIEW_SIZE:
            rows.append(Row(f"lint and diff of {size} states together", "", "ms", Spread.of(whole), aim=1000))
    return rows


def memory(bench: Bench) -> list[Row]:
    """Peak memory of whole processes, against the imports that any such program has."""
    largest = max(bench.sizes)
    peaks = {
        "no-op build": bench.no_op_runs[OURS],
        "full build": bench.full_runs[COMPILED],
        f"load and plan, {largest} states": [one for one, _ in bench.growth_runs[largest]],
    }
    reference = bench.no_op_runs[REFERENCE]
    rows = []
    for name, runs in peaks.items():
        pairs = list(zip(runs, reference, strict=False))
        ours, theirs = [one.memory for one, _ in pairs], [other.memory for _, other in pairs]
        rows.append(_row(f"{name}, peak memory", IMPORTS, "MiB", ours, theirs))
    return rows


def audit(bench: Bench) -> list[Row]:
    """Hand-written pages held against a spec, against the Markdown parser alone; the cost per line at each length."""
    found = bench.audit_runs
    base = PAGE_SIZE if PAGE_SIZE in found else max(found)
    rows = []
    for lines, runs in found.items():
        ours, parser = [one["audit"] * 1e3 for one in runs], [one["parse"] * 1e3 for one in runs]
        row = _row(f"audit of {lines} lines, CPU", "markdown-it-py, parsing alone", "ms", ours, parser)
        rows.append(row)
    ours = [one["audit"] * 1e3 for one in found[base]]
    rows.append(Row(f"audit of {base} lines within a second, CPU", "", "ms", Spread.of(ours), aim=1_000))
    costs = {lines: [one["audit"] / one["lines"] * 1e6 for one in runs] for lines, runs in found.items()}
    for lines in found:
        if lines > base:
            row = _row(f"audit of {lines} lines", f"{base} lines", "µs a line", costs[lines], costs[base])
            rows.append(row.aiming(FLAT))
    return rows


def plugin(bench: Bench) -> list[Row]:
    """MkDocs with the plugin against MkDocs without it on the same Markdown, and what the heaviest page weighs."""
    rows = []
    for name, runs in bench.site_runs.items():
        row = _row(
            f"site of {name}, CPU", "mkdocs build without the plugin", "ms", _cpu(runs[WITH]), _cpu(runs[WITHOUT])
        )
        rows.append(row.aiming(OVERHEAD))
    for name, site in bench.sites.items():
        if bench.site_runs[name]:
            rows.append(
                Row(f"heaviest page of {name}, compressed", "", "kB", Spread.of(site.weights()[:1]), aim=WEIGHT)
            )
    return rows


def conform(bench: Bench) -> list[Row]:
    """A log held against the machine, against a plain Python loop and pm4py's token replay, by size."""
    runs = bench.conform_runs
    rows = []
    for size in bench.log_sizes:
        ours = runs[f"{OURS} {size}"]
        for name in (LOOP, PM4PY):
            theirs = runs.get(f"{name} {size}")
            if theirs is not None:
                aim = 1 / 50 if name == PM4PY and size == LARGEST_REPLAY else None
                against = f"{name}, the same log"
                rows.append(
                    _row(f"conform, {size} observations, CPU", against, "ms", _cpu(ours), _cpu(theirs)).aiming(aim)
                )
                peaks = [[one.memory for one in found] for found in (ours, theirs)]
                rows.append(_row(f"conform, {size} observations, peak memory", against, "MiB", *peaks))
    first, last = min(bench.log_sizes), max(bench.log_sizes)
    if first != last:
        ours, theirs = runs[f"{OURS} {last}"], runs[f"{OURS} {first}"]
        peaks = [[one.memory for one in found] for found in (ours, theirs)]
        against = f"{first} observations"
        rows.append(_row(f"conform, {last} observations, peak memory", against, "MiB", *peaks))
        each = [[one.cpu * 1e9 / size for one in found] for found, size in ((ours, last), (theirs, first))]
        rows.append(_row(f"conform, {last} observations, CPU of each", against, "ns", *each))
    return rows


def mock(bench: Bench) -> list[Row]:
    """Requests to the mock server, one after the other, against a bare handler of http.server."""
    runs = bench.mock_runs
    rows = []
    for kind, name in (("kept", "over one connection"), ("new", "each over a new connection")):
        ours, theirs = ([one[kind] * 1e6 for one in runs[whose]] for whose in (OURS, REFERENCE))
        rows.append(_row(f"mock, a request {name}", "http.server, one fixed answer", "µs", ours, theirs))
    kept = [one["kept"] * 1e6 for one in runs[OURS]]
    rows.append(Row("mock, 2,000 requests a second", "", "µs a request", Spread.of(kept), aim=500))
    return rows


def _cpu(runs: Sequence[Usage]) -> list[float]:
    return [one.cpu * 1e3 for one in runs]


def _elapsed(runs: Sequence[Usage]) -> list[float]:
    return [one.elapsed * 1e3 for one in runs]


def _row(
    name: str,
    against: str,
    unit: str,
    ours: list[float],
    reference: list[float],
) -> Row:
    return Row(name, against, unit, Spread.of(ours), Spread.of(reference), ratio(ours, reference))


def exchange(bench: Bench) -> list[Row]:
    """Exports and imports in every format, against state-machine-cat and python-statemachine that load the same machine."""
    own = bench.project_exports
    rows = [
        Row(
            f"all {own[0]['formats']} exports of {own[0]['states']} states, CPU",
            "",
            "ms",
            Spread.of([one["all"] * 1e3 for one in own]),
            aim=1_000,
        )
    ]
    found = {
        size: {whose: [json.loads(one.output) for one in runs] for whose, runs in by.items() if whose != CAT}
        for size, by in bench.exchange_runs.items()
    }
    base = EXCHANGE_SIZE if EXCHANGE_SIZE in found else max(found)
    for way in ("export", "import"):
        for name in found[base][OURS][0][way]:
            costs = {size: [one[way][name] / size * 1e6 for one in by[OURS]] for size, by in found.items()}
            rows += [
                replace(_row(f"{way} {name}", f"{base} states", "µs a state", cost, costs[base]), size=size)
                for size, cost in costs.items()
            ]
            rows += [
                _row(f"{way} {name}, {size} states", f"{base} states", "µs a state", cost, costs[base]).aiming(FLAT)
                for size, cost in costs.items()
                if size > base
            ]
    for size, by in found.items():
        ours = [(one["export"]["smcat"] + one["import"]["smcat"]) * 1e3 for one in by[OURS]]
        name = f"smcat of {size} states, export and import, CPU"
        if CAT in bench.exchange_runs[size]:
            rows.append(_row(name, f"{CAT}, to SCXML", "ms", ours, _cpu(bench.exchange_runs[size][CAT])))
        if LIBRARY in by:
            rows.append(_row(name, f"{LIBRARY}, load", "ms", ours, [one["load"] * 1e3 for one in by[LIBRARY]]))
    return rows


BENCHMARKS: dict[str, Callable[[Bench], list[Row]]] = {
    "no-op": no_op,
    "full": full,
    "growth": growth,
    "review": review,
    "memory": memory,
    "audit": audit,
    "plugin": plugin,
    "exchange": exchange,
    "conform": conform,
    "mock": mock,
}
"""By the name that `--only` takes, in the order in which they are run."""
