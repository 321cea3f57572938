"""Sites of committed pages, built by MkDocs with the plugin and without: what it adds to a build, and what pages weigh.

Both builds read the same Markdown with the same theme, extensions and search; only the plugin is there or not. It
does not import Statebook.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import gzip
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from measure import Broken, Usage, run_process

CONFIG = """\
site_name: Machines
site_dir: {name}
theme: {{name: material, font: false, features: [navigation.instant, toc.integrate]}}
plugins: [{plugins}]
markdown_extensions:
  - attr_list
  - tables
  - toc: {{permalink: true, toc_depth: 2}}
  - pymdownx.highlight
  - pymdownx.superfences
nav: [{pages}]
not_in_nav: "*.md"
"""
WITH, WITHOUT = "with", "without"
OURS = "assets/statebook"
"""How the path of every file that comes with the plugin begins."""
LEVEL = 6
"""Of gzip, as servers have it by default."""


def reason_against() -> str:
    """Why no site can be built here; empty when one can."""
    return "" if find_spec("mkdocs") and find_spec("material") else "pip install mkdocs-material"


class Site:
    """The pages of one project in `folder`, which holds `spec/`, written once by Statebook as a user would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        run_process([sys.executable, "-m", "statebook", "build", "-q"], folder)
        pages = ", ".join(path.name for path in sorted((folder / "docs").glob("*.md")))
        for name, plugins in ((WITH, "search, statebook"), (WITHOUT, "search")):
            text = CONFIG.format(name=name, plugins=plugins, pages=pages)
            (folder / f"{name}.yml").write_text(text, encoding="utf-8")

    def build(self, name: str) -> Usage:
        """Build the site `WITH` or `WITHOUT` the plugin. Raises `Broken` when it did not make every page."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", f"{name}.yml"]
        used = run_process(command, self.folder, {"NO_MKDOCS_2_WARNING": "1"})
        made, written = len(list(self._pages(name))), len(list((self.folder / "docs").rglob("*.md")))
        if made < written or any(self._own_files(name)) != (name == WITH):
            message = f"the site {name} the plugin has {made} pages of {written}, or the plugin where it should not be"
            raise Broken(message)
        return used

    def weights(self) -> list[float]:
        """Compressed kB of each page of the site that was built `WITH` the plugin, the heaviest first.

        Besides the whole HTML it counts every style sheet and script of ours, though some load only when they are
        needed; of the files of the theme, none.
        """
        own = sum(map(_compressed, self._own_files(WITH)))
        return sorted(((_compressed(page) + own) / 1000 for page in self._pages(WITH)), reverse=True)

    def _pages(self, name: str) -> Iterator[Path]:
        return (path for path in (self.folder / name).rglob("*.html") if path.name != "404.html")

    def _own_files(self, name: str) -> Iterator[Path]:
        return (self.folder / name).glob(f"{OURS}*")


def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), LEVEL))
