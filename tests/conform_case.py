"""A small machine, logs for it, and what `conform` says about them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from project_folder import Folder

PRINTER = """
statebook: 1
id: printer
title: Printer
state_attribute: name
since_attribute: since
openness: closed
initial: idle
objects:
  sheet: {title: Sheet, identifier: sheet_id, attributes: {sheet_id: {type: string}, pages: {type: integer, required: false}}}
actions:
  read: {title: Read, method: GET, path: "/printers/{printer}/status", returns: state}
  print: {title: Print, method: POST, path: "/printers/{printer}/print"}
  scrap: {title: Scrap, method: DELETE, path: "/printers/{printer}"}
events:
  warmed: {by: system}
  done: {by: completion}
attributes:
  since: {type: datetime}
states:
  idle:
    kind: resting
    attributes:
      ink: {type: integer, required: false}
      tray: {type: string, nullable: true, enum: [upper, lower]}
  warming:
    kind: transient
    poll: {action: read, every: 10s}
  printing:
    kind: transient
    attributes:
      sheet: {type: sheet}
      colour: {type: boolean, required: false}
  scrapped: {kind: final}
  testing: {kind: transient, visibility: reserved}
transitions:
  - {from: idle, to: warming, trigger: print}
  - {from: warming, to: printing, trigger: warmed}
  - {from: printing, to: idle, trigger: done}
  - {from: idle, to: scrapped, trigger: scrap}
"""
MORE = {"idle": {"tray": "upper"}, "printing": {"sheet": {"sheet_id": "s1"}}}
_FINDING = re.compile(r"(.*?):(\d+):1: (error|warning|info)\[([a-z-]+)\] (.*)")


def moment(second: float) -> str:
    """Seconds after a fixed midnight, as RFC 3339."""
    whole = int(second)
    return (
        f"2026-01-01T{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{round((second - whole) * 1000):03d}Z"
    )


def seen(state: Any, at: float, since: float | None = None, *, resource: Any = "p1", **more: Any) -> dict[str, Any]:
    """An observation of the printer; without `since`, the state began when it was seen."""
    status = {"name": state, "since": moment(at if since is None else since), **MORE.get(state, {}), **more}
    return {"id": resource, "at": moment(at), "status": status}


def without(observation: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The same with attributes of the status taken away."""
    return {**observation, "status": {key: value for key, value in observation["status"].items() if key not in keys}}


def lines(observations: Iterable[Any]) -> str:
    """JSON Lines; a text stands for itself."""
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in observations)


class Case(Folder):
    """A project with one machine, and the findings on logs."""

    def __init__(self, root: Path, spec: str = PRINTER) -> None:
        super().__init__(root)
        self.write("statebook.yml", "specs: [spec/*.yaml]\n")
        self.write("spec/machine.yaml", spec)
        self.code = 0

    def conform(self, log: Sequence[Any] | str | bytes, *options: str, name: str = "log.jsonl") -> list[str]:
        """The findings on one log, each as `line rule message`; exit codes are checked to fit."""
        content = log if isinstance(log, str | bytes) else lines(log)
        return self.findings(str(self.write(name, content)), *options)

    def findings(self, *arguments: str) -> list[str]:
        self.code = self.run("conform", *arguments)
        found = [match for line in self.said.splitlines() if (match := _FINDING.fullmatch(line))]
        assert self.code == int(any(match[3] == "error" for match in found)), self.said
        return [f"{match[2]} {match[4]} {match[5]}" for match in found]

    def told(self, log: Sequence[Any] | str | bytes, *options: str, name: str = "log.jsonl") -> list[str]:
        """Lines and rules alone."""
        return [" ".join(one.split()[:2]) for one in self.conform(log, *options, name=name)]

    def refusal(self, *arguments: str) -> str:
        """What is said of what cannot be done, with exit code 2."""
        assert self.run("conform", *arguments) == 2, self.said
        return self.said
