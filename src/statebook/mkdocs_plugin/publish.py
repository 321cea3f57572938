"""Publishes the pages as text: their Markdown beside them, `llms.txt` and `llms-full.txt`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs.structure.files import InclusionLevel
from mkdocs.utils import write_file

from statebook.columns.source import is_generated
from statebook.mkdocs_plugin import texts
from statebook.mkdocs_plugin.pages import plain_title, sections

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

_OTHERS = "Optional"
"""The section of pages outside the navigation; https://llmstxt.org gives the word this meaning."""


@dataclass(slots=True)
class Publisher:
    """The pages of one build. `whose` is the option `texts`."""

    whose: str
    nav: Navigation | None = None
    pages: dict[str, tuple[Page, str]] = field(default_factory=dict)

    def add(self, page: Page, description: str) -> None:
        """Take a page that is rendered, unless it opts out by `llms: false` or is a draft."""
        mine = self.whose == "all" or (self.whose == "generated" and is_generated(page.markdown or ""))
        if mine and page.meta.get("llms") is not False and page.file.inclusion.value > InclusionLevel.DRAFT.value:
            self.pages[page.file.src_uri] = (page, description)

    def has(self, page: Page) -> bool:
        """Whether the page's Markdown will be there."""
        return page.file.src_uri in self.pages

    def write(self, config: MkDocsConfig) -> None:
        """Write all texts into the site."""
        listed = self._listed()
        site, docs = Path(config.site_dir), Path(config.docs_dir)
        for uri, text in listed.items():
            write_file(text.markdown.encode(), str(site / uri))
        base = config.site_url or ""
        base += "" if not base or base.endswith("/") else "/"
        about = (config.site_name or "", config.site_description or "", base, list(listed.values()))
        for name, make in (("llms.txt", texts.index), ("llms-full.txt", texts.whole)):
            if listed and not (docs / name).exists():
                write_file(make(*about).encode(), str(site / name))

    def _listed(self) -> dict[str, texts.Text]:
        """Every page in the order of the navigation, others last."""
        known = dict(sections(self.nav)) if self.nav is not None else {}
        found = {}
        for uri in [*known, *sorted(one for one in self.pages if one not in known)]:
            if uri in self.pages:
                page, sentence = self.pages[uri]
                words = str(page.meta.get("description") or sentence)
                section = known.get(uri, _OTHERS)
                found[uri] = texts.Text(section, plain_title(page), quote(uri), words, _markdown(page))
        return found


def _markdown(page: Page) -> str:
    """A generated page as it is; a hand-written one without front matter and notes."""
    text = (
        page.file.content_string if is_generated(page.markdown or "") else texts.without_comments(page.markdown or "")
    )
    return text if text.endswith("\n") else text + "\n"
