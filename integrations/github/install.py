"""First step of the action: a `statebook` to run, in an environment of its own.

From the action's own checkout (so that its tag is the version), or a release, or one that is
installed already. It never looks into the checkout under review.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import runner

_VERSION = re.compile(r"[0-9][0-9A-Za-z.!+_-]*\Z")


def main() -> int:
    """Set the output `program`: the path of the command."""
    if os.environ.get("GITHUB_EVENT_NAME") == "pull_request_target":
        runner.annotate(
            "error",
            "this action does not run on pull_request_target, which gives a fork's files the rights of the"
            " repository: write `on: pull_request`",
        )
        return 2
    given, version = os.environ.get("STATEBOOK_PROGRAM", ""), os.environ.get("STATEBOOK_VERSION", "")
    if given:
        found = shutil.which(given)
        if found is None:
            runner.annotate("error", f"there is no program {given}: install statebook before, or leave `program` out")
            return 2
        runner.output("program", str(Path(found).absolute()))
        return 0
    if version and not _VERSION.match(version):
        runner.annotate("error", f"{version!r} is no version of statebook: write it as 1.2.3, or leave it out")
        return 2
    folder = Path(os.environ["RUNNER_TEMP"]).absolute() / "statebook-environment"
    venv.create(folder, with_pip=True, clear=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    wanted = f"statebook=={version}" if version else str(Path(__file__).absolute().parents[2])
    done = subprocess.run(
        [programs / "python", "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted],
        cwd=folder,  # nothing of the checkout is on the path
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    runner.log(done.stdout + done.stderr)
    if done.returncode != 0:
        runner.annotate("error", f"pip could not install {wanted}: the log of this step says why")
        return 2
    runner.output("program", str(programs / "statebook"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
