"""What reports, reviews and exports can be written in; what can be imported; diagram engines; languages of samples."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.catalogue.book import Page
from statebook.catalogue.markdown import cell
from statebook.catalogue.shipped import comments
from statebook.diagram.engines import ENGINES
from statebook.export.format import formats as export_formats
from statebook.importing.registry import importers
from statebook.render.environment import shipped_templates
from statebook.render.samples import REQUEST_FOLDER, WAITING_FOLDER, languages
from statebook.report.registry import formats as report_formats
from statebook.review.registry import formats as review_formats
from statebook.source.settings import DiagramSettings

NAME = "formats"
TITLE = "Formats"
ENTRANCE = "formats.md"


def pages() -> Iterator[Page]:
    """One page."""
    folder = shipped_templates()
    said, waiting = comments(), languages([folder], WAITING_FOLDER)
    view = {
        "reports": [{"name": one.name, "says": cell(one.summary)} for one in report_formats().values()],
        "reviews": [{"name": name, "says": cell(summary)} for name, summary in review_formats().items()],
        "exports": [
            {"name": one.name, "extension": one.extension, "says": cell(one.description)}
            for one in export_formats().values()
        ],
        "imports": [
            {
                "name": one.name,
                "endings": list(one.endings),
                "says": cell(one.description),
                "options": [
                    {"name": f"--{option.name} {option.metavar}", "says": cell(option.help)} for option in one.options
                ],
            }
            for one in importers().values()
        ],
        "engines": list(ENGINES),
        "engine": cell(DiagramSettings.model_fields["engine"].description or ""),
        "languages": [
            {
                "name": name,
                "says": cell(said[f"{REQUEST_FOLDER}/{name}.j2"].summary),
                "waits": name in waiting,
            }
            for name in languages([folder], REQUEST_FOLDER)
        ],
    }
    yield Page(ENTRANCE, "formats.md.j2", view, "statebook.report, review, export, importing, diagram")
