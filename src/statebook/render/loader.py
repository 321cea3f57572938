"""Reads templates: from the project's folder, else the shipped ones; never through a link that leads out.

A pull request may bring templates. Git can carry symbolic links, and a link to a private file would
be published as a page, so what a name resolves to must lie in the folder that it was looked for in.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

MAXIMUM_BYTES = 1024 * 1024
SHIPPED = "shipped"
"""The folder that a project's template names to extend the very template whose place it takes."""


class TemplateFlaw(Exception):
    """A template cannot be used: its file, line and what is wrong, without a traceback."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


class FolderLoader(BaseLoader):
    """The first of the folders that has a file of the name; below `shipped/`, the last folder alone."""

    def __init__(self, folders: list[Path]) -> None:
        self.folders = [folder.resolve() for folder in folders]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002 - Jinja's own signature
        """The text and the path. Raises `TemplateNotFound` or `TemplateFlaw`."""
        parts, folders = split_template_path(template), self.folders
        if parts[:1] == [SHIPPED]:
            parts, folders = parts[1:], folders[-1:]
        for folder in folders:
            path = folder.joinpath(*parts)
            if path.is_symlink() or path.exists():
                return _text(path, folder), str(path), None
        raise TemplateNotFound(template)


def _text(path: Path, folder: Path) -> str:
    try:
        # Strictly, as a link that leads to itself is an error to some versions of Python only when asked so.
        inside = path.resolve(strict=True).is_relative_to(folder)
    except (OSError, RuntimeError):
        inside = False
    if not inside:
        raise TemplateFlaw(str(path), 1, "is a link that leads out of the templates folder, or to itself")
    if not path.is_file():
        raise TemplateFlaw(str(path), 1, "is not a file")
    try:
        with path.open("rb") as stream:
            content = stream.read(MAXIMUM_BYTES + 1)
    except OSError as problem:
        raise TemplateFlaw(str(path), 1, f"cannot be read: {problem.strerror or problem}") from None
    if len(content) > MAXIMUM_BYTES:
        raise TemplateFlaw(str(path), 1, f"is larger than {MAXIMUM_BYTES // 1024} KiB")
    try:
        return content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise TemplateFlaw(str(path), line, "is not UTF-8: save it as UTF-8") from None
