"""Every key of `statebook.yml`, with its default."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.catalogue.book import Page
from statebook.catalogue.keys import all_documents, keys_of
from statebook.catalogue.markdown import own
from statebook.source.settings import Settings

NAME = "settings"
TITLE = "Settings"
ENTRANCE = "settings.md"


def pages() -> Iterator[Page]:
    """One page."""
    schema = Settings.model_json_schema(by_alias=True)
    inner = {key: value["$ref"].rsplit("/", 1)[1] for key, value in schema["properties"].items() if "$ref" in value}
    anchors = {name: f"#{key}" for key, name in inner.items()}
    parts = [
        {
            "key": key,
            "meaning": own((all_documents()[name].__doc__ or "").strip()),
            "rows": keys_of(all_documents()[name], schema["$defs"][name], anchors),
        }
        for key, name in inner.items()
    ]
    view = {"rows": keys_of(Settings, schema, anchors), "parts": parts}
    yield Page(ENTRANCE, "settings.md.j2", view, Settings.__module__)
