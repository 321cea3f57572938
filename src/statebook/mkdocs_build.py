"""Runs MkDocs over the written pages: what `build --site` does after the pages are there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from statebook.commands.common import CLEAN, FINDINGS, Unusable

CONFIGURATION = "mkdocs.yml"


def build_site(root: str, *, quiet: bool = False) -> int:
    """Build the site of the project at `root`, strictly; 1 when MkDocs has a warning.

    Raises `Unusable` without MkDocs or its configuration.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner is about its own future, not about this site
    path = Path(root) / CONFIGURATION
    if not path.is_file():
        raise Unusable(f"there is no {CONFIGURATION} in {root}", "write one, or leave --site out")
    try:
        from mkdocs.commands.build import build
        from mkdocs.config import load_config
        from mkdocs.exceptions import Abort, MkDocsException
    except ImportError:
        raise Unusable("MkDocs is not installed", "pip install 'statebook[site]'") from None
    try:
        _listen()
        configuration = load_config(str(path), strict=True)
        build(configuration)
    except Abort as problem:
        sys.stderr.write(f"statebook: the site was not built: {problem}\n")
        return FINDINGS
    except MkDocsException as problem:
        raise Unusable(f"MkDocs: {problem}", f"see {CONFIGURATION}") from None
    if not quiet:
        sys.stderr.write(f"The site is in {os.path.relpath(configuration.site_dir, root)}/.\n")
    return CLEAN


def _listen() -> None:
    """MkDocs says its warnings through `logging`; show them, and its messages no more."""
    import logging

    logger = logging.getLogger("mkdocs")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
