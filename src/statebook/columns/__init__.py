"""The Python-Markdown extension that turns the flat dialect of the pages into three columns.

The Markdown on disk stays plain; every site builder that runs Python-Markdown gets the same HTML
from it. Knows only Markdown: neither specs nor any site builder.

In `mkdocs.yml`, where the Statebook plugin is not used:

    markdown_extensions:
      - statebook.columns: {docs_root: docs}
"""

from __future__ import annotations

import re
import string
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from statebook.columns import beside, contents, marks, source
from statebook.columns.headings import set_ids
from statebook.columns.tree import arrange

__all__ = ["ColumnsExtension", "makeExtension"]

# Before snippets (32), superfences with kept tabs (31) and everything else that reads lines.
_BEFORE_ALL_LINES = 100
# Before code spans (190), which a site can have replaced by others, such as those of `inlinehilite`.
_BEFORE_CODE_SPANS = 195
_CODE_SPANS = "statebook-code-spans"
_EVERY_ESCAPE = [*string.punctuation, *marks.MARK.values()]
"""What a backslash can stand before: where it stands before a mark, it was before the mark's character."""
# After attribute lists (8), before the table of contents (5) reads the ids.
_BEFORE_CONTENTS = 6
# After the table of contents (5), before anything reads it.
_AFTER_CONTENTS = 4
# After stored HTML (30) and escapes (10) are back in the text.
_AFTER_STORED_HTML = 5


class _Lines(Preprocessor):
    """Reads the page's lines first, and remembers what they told."""

    def __init__(self, md: Markdown, extension: ColumnsExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        processors: Any = self.md.preprocessors
        fences = type(processors["fenced_code_block"]).__module__ if "fenced_code_block" in processors else ""
        lines, self.extension.page = source.read(
            lines,
            every_page=self.extension.getConfig("every_page"),
            nested_fences=fences.startswith("pymdownx."),
            snippets="snippet" in processors,
        )
        self.extension.prepare(self.md)
        return lines


class _CodeSpans(BacktickInlineProcessor):
    """Code among the words of a generated page is the code itself, whatever a site makes of its own.

    What other extensions read in it (a language after `#!`, a formula) the spec did not mean; and they store
    the code away, so that headings lose the name of their state.
    """

    def __init__(self, md: Markdown, extension: ColumnsExtension) -> None:
        super().__init__(BACKTICK_RE)
        self.md, self.extension = md, extension

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is Python-Markdown's
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[Element | str | None, int | None, int | None]:
        page = self.extension.page
        if page is None or not page.generated:
            return None, None, None
        return super().handleMatch(m, data)


class _Columns(Treeprocessor):
    """Ids for headings, then columns."""

    def __init__(self, md: Markdown, extension: ColumnsExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        page = self.extension.page
        if page is None:
            return
        set_ids(root, self.md, generated=page.generated)
        option = self.extension.getConfig
        read = beside.reader(option("page"), option("docs_root"), option("read") or None)
        arrange(root, self.md, page, read)


class _Contents(Treeprocessor):
    """The table of contents, with what belongs together below one entry."""

    def __init__(self, md: Markdown, extension: ColumnsExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:  # noqa: ARG002 - what every tree processor is given
        page, md = self.extension.page, self.md
        if page is not None and page.generated and hasattr(md, "toc_tokens"):
            md.toc_tokens = contents.nest(md.toc_tokens, page.parents)


class _Marks(Postprocessor):
    """Characters again where marks were."""

    def __init__(self, md: Markdown, extension: ColumnsExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        return text if self.extension.page is None else marks.to_html(text)


class ColumnsExtension(Extension):
    """Three columns for generated pages; for every page with `every_page`."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "docs_root": ["", "Folder of the pages. Only files inside it become part of a page."],
            "page": ["", "Path of the page inside that folder, with `/`; its images are relative to it."],
            "read": ["", "Gives the content of such a path, or None, instead of a file of that folder."],
            "every_page": [False, "Lay out hand-written pages too."],
        }
        super().__init__(**options)
        self.page: source.Page | None = None  # set anew by the lines of each page
        self._escaped: list[str] | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Registers all parts."""
        md.preprocessors.register(_Lines(md, self), "statebook-lines", _BEFORE_ALL_LINES)
        md.treeprocessors.register(_Columns(md, self), "statebook-columns", _BEFORE_CONTENTS)
        md.treeprocessors.register(_Contents(md, self), "statebook-contents", _AFTER_CONTENTS)
        md.postprocessors.register(_Marks(md, self), "statebook-marks", _AFTER_STORED_HTML)

    def prepare(self, md: Markdown) -> None:
        r"""Lets escapes and code mean on a generated page what they mean wherever CommonMark is read.

        `\<` is `<`, by Python-Markdown's own escapes. Code spans have a pattern of ours only where a site has put
        others before its own: a pattern more is looked for in every text of the page.
        """
        self._escaped = md.ESCAPED_CHARS if self._escaped is None else self._escaped
        generated = self.page is not None and self.page.generated
        md.ESCAPED_CHARS = _EVERY_ESCAPE if generated else self._escaped
        first = next(iter(md.inlinePatterns))
        if generated and type(first) is not BacktickInlineProcessor and _CODE_SPANS not in md.inlinePatterns:
            md.inlinePatterns.register(_CodeSpans(md, self), _CODE_SPANS, _BEFORE_CODE_SPANS)


def makeExtension(**options: Any) -> ColumnsExtension:  # noqa: N802 - the name is Python-Markdown's
    """What Python-Markdown calls."""
    return ColumnsExtension(**options)
