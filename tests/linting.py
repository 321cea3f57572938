"""What the tests of `lint` share: a small spec with one finding, and the findings of a run."""

from __future__ import annotations

import json

from project_folder import Folder

HEAD = "statebook: 1\nid: order\ntitle: Order\nstate_attribute: status\n"
REST = """\
actions:
  pay: {method: PUT, path: /pay}
  close: {method: PUT, path: /close}
events:
  ended: {by: completion}
"""

WARNED = HEAD + "initial: open\nsummary: An order.\nopenness: open\nstates: {open: {description: Open., kind: final}}\n"
"""One warning (no since attribute) and nothing else."""


def reported(folder: Folder, *arguments: str) -> list[tuple[str, int]]:
    """Rule and line of every finding."""
    assert folder.run("lint", "-f", "json", *arguments) != 3, folder.said
    return [(one["rule"], one["line"]) for one in json.loads(folder.shown)["diagnostics"]]
