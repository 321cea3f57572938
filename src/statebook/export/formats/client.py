"""A small typed client module that waits until the state rests, with no dependency, in one of several languages.

A language is one template, `templates/client/<language>.<extension>.j2`, in the project's folder of
templates or in ours. It runs in the sandbox of the pages, in which nothing is printed that no filter
has made code. `render` is asked for that sandbox when a client is made, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from statebook.export.format import Export, Option, Subject, Unexportable
from statebook.export.losses import Lost, losses

NAME = "client"
EXTENSION = "…"


def languages(folders: Sequence[Path]) -> tuple[str, ...]:
    """The languages, sorted by name; no folders mean the shipped templates."""
    from statebook.render.code import code_languages

    return tuple(sorted(code_languages(_folders(folders))))


OPTIONS = (Option("lang", "the language", languages, "python"),)


def export(subject: Subject) -> Export:
    """The module of one machine. Raises `Unexportable` where the template cannot be used."""
    from statebook.render.client import ClientView, file_stem
    from statebook.render.code import CLIENT_FOLDER, code_languages, render_code
    from statebook.render.loader import TemplateFlaw

    folders = _folders(subject.folders)
    language = subject.options.get("lang", OPTIONS[0].default)
    extension = code_languages(folders)[language]
    file = f"{file_stem(subject.project, subject.machine)}.{extension}"
    view = ClientView(subject.machine, subject.graph, language, file)
    try:
        text = render_code(folders, f"{CLIENT_FOLDER}/{language}.{extension}.j2", {"client": view})
    except TemplateFlaw as flaw:
        raise Unexportable(str(flaw), "correct the template, or remove it to use the one that is shipped") from None
    return Export(text, losses(subject.machine, (Lost.GUARDS, Lost.ATTRIBUTES)), file)


def _folders(folders: Sequence[Path]) -> list[Path]:
    from statebook.render.environment import shipped_templates

    return list(folders) or [shipped_templates()]
