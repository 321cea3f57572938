"""The last step of the action: fails when a step before had a reason to, after all of them have spoken."""

from __future__ import annotations

import os
import sys

import runner

_REASONS = {
    "check": "generated files are stale: run `statebook build` and commit what it writes",
    "lint": "lint found flaws at or above the gate",
    "diff": "the change needs an approval, or another way: the log of the diff has the exact entry",
}


def main() -> int:
    """1 for findings, 2 for input that cannot be used, 3 for a bug; the gravest of all."""
    codes = {name: os.environ.get(f"STATEBOOK_{name.upper()}_CODE", "") for name in _REASONS}
    for name, code in codes.items():
        if code == "1":
            runner.annotate("error", _REASONS[name])
    return max((int(code) for code in codes.values() if code), default=0)


if __name__ == "__main__":
    sys.exit(main())
