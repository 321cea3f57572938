"""The changelog of a site: a page and a feed that exist in memory alone.

A committed page cannot hold the commit that it is in, so these two are made at each build of the
site, from git. Gathering is kept by commit and tags: a rebuild asks git where it stands, nothing more.
"""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_relative_url

from statebook.anchors import slug
from statebook.mkdocs_plugin.generated import prefix_of
from statebook.mkdocs_plugin.pages import project_folder
from statebook.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from statebook.changelog.content import Changelog
    from statebook.changelog.links import Link, Links
    from statebook.changelog.place import Place
    from statebook.source.settings import Settings

MAXIMUM_KEPT = 4

_log = get_plugin_logger("statebook")
_kept: dict[tuple[object, ...], Changelog] = {}
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_ANCHOR = re.compile(r'<a id="([^"<>\s]+)"></a>')
_MARK = re.compile(r"<strong>(Breaking|Dangerous)</strong>(?= )")
_WHY = re.compile(r"<br\s*/?>\s*(Hits (?:clients|readers) [^<]*)(?=</li>)")


@dataclass(slots=True)
class Changes:
    """The changelog of one build; nothing of it where the settings ask for none.

    `page` and `feed` are paths in the folder of the pages, empty when they are not there.
    """

    page: str = ""
    feed: str = ""
    url: str = ""
    """The page's address within the site."""
    changelog: Changelog | None = None
    machines: dict[str, str] = field(default_factory=dict)
    """The id of each machine by the path of its page."""

    def add(self, files: Files, config: MkDocsConfig) -> None:
        """Put the page and the feed among the files of the site, if the project's settings name a page."""
        from pathlib import Path

        root = project_folder(config)
        settings = _settings(root)
        if settings is None or not settings.changelog.page:
            return
        prefix = prefix_of(root, Path(config.docs_dir), settings.output)
        page, feed = (posixpath.join(prefix, one) for one in (settings.changelog.page, settings.changelog.feed))
        for uri in (page, feed):
            if files.get_file_from_path(uri) is not None:
                _log.warning(f"{uri} is there already: name another file in `changelog:` of statebook.yml")
                return
        self.page, self.url = page, _url(File.generated(config, page, content=""))
        self.changelog = _gathered(root, settings)
        from statebook.changelog import atom, markdown

        if self.changelog is None:
            self._append(files, config, page, markdown.unavailable(settings.changelog.title))
            return
        from statebook.changelog.links import Links

        self.feed = feed
        links = Links(self.changelog.machines, settings.pages.split, settings.pages.above)
        place = self._place(files, config, settings, links, prefix)
        for name in self.changelog.machines:
            link = links.machine(name)
            if link is not None:
                self.machines[posixpath.join(prefix, link.page)] = name
        self._append(files, config, page, markdown.render(self.changelog, place))
        self._append(files, config, feed, atom.render(self.changelog, place))

    def content(self, content: str, page: Page) -> str:
        """The HTML of a page: the changelog's own with marked impacts, a machine's with its last change."""
        uri = page.file.src_uri
        if uri == self.page:
            return _laid_out(content)
        if uri not in self.machines or self.changelog is None:
            return content
        name = self.machines[uri]
        last = next((one for one in self.changelog.sections if any(name == it.machine_id for it in one.entries)), None)
        if last is None:
            return content
        dated = last.name if last.name == last.day else f"{last.name}, {last.day}"
        words = dated if last.is_released else "not released yet"
        address = html.escape(get_relative_url(self.url, page.url))
        before, end, after = content.partition("</h1>")
        line = (
            f'\n<p class="statebook-changed" data-search-exclude="">Last change: '
            f'<a href="{address}#{html.escape(last.anchor)}">{html.escape(visible(words))}</a></p>'
        )
        return f"{before}{end}{line}{after}" if end else content

    @staticmethod
    def _append(files: Files, config: MkDocsConfig, uri: str, text: str) -> None:
        file = File.generated(config, uri, content=text)
        if config.nav is not None and uri.endswith(".md"):
            file.inclusion = InclusionLevel.NOT_IN_NAV  # unless the navigation names it, which then counts
        files.append(file)

    def _place(self, files: Files, config: MkDocsConfig, settings: Settings, links: Links, prefix: str) -> Place:
        """Where the site has pages and anchors on them now: an edit may not be committed yet."""
        from statebook.changelog.place import Place

        base = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
        known: dict[str, frozenset[str]] = {}

        def found(link: Link) -> File | None:
            uri = posixpath.join(prefix, link.page)
            file = files.get_file_from_path(uri)
            if file is None:
                return None
            if uri not in known:
                known[uri] = _anchors(file.content_string)
            return file if not link.anchor or link.anchor in known[uri] else None

        def absolute(link: Link) -> str:
            file = found(link)
            return f"{base}{_url(file)}{_fragment(link)}" if base and file is not None else ""

        def beside(link: Link) -> str:
            file = found(link)
            if file is None:
                return ""
            return posixpath.relpath(file.src_uri, posixpath.dirname(self.page) or ".") + _fragment(link)

        atom = File.generated(config, self.feed, content="")
        return Place(
            links=links,
            beside=beside,
            absolute=absolute,
            page=base + self.url if base else "",
            feed=base + _url(atom) if base else "",
            feed_beside=posixpath.relpath(self.feed, posixpath.dirname(self.page) or "."),
            author=config.site_name or settings.title,
            identity=settings.changelog.id,
        )


def _settings(root: Path) -> Settings | None:
    """The project's settings; None when there are none, or broken ones, which a build reports."""
    from statebook.diagnostic import Severity
    from statebook.source.load import SETTINGS_FILE, load_settings

    if not (root / SETTINGS_FILE).is_file():
        return None
    settings, flaws = load_settings(root)
    for one in flaws:
        if one.severity is Severity.ERROR:
            _log.warning(visible(f"{one.file}:{one.line}:{one.column}: {one.message}: no changelog"))
            return None
    return settings


def _gathered(root: Path, settings: Settings) -> Changelog | None:
    """The changelog of what is committed; None where git has no history to tell of."""
    from statebook.changelog.gather import Wish, gather
    from statebook.source.history import History
    from statebook.source.revision import RevisionRefused

    history = History(root)
    chosen = settings.changelog
    try:
        commit = history.head()
        key = (str(root), commit, history.is_shallow, tuple(history.tags(commit)), repr(chosen), repr(settings.specs))
        if key not in _kept:
            wish = Wish(commit=commit, title=chosen.title, patterns=settings.specs, tags=chosen.tags, by=chosen.by)
            while len(_kept) >= MAXIMUM_KEPT:
                del _kept[next(iter(_kept))]
            _kept[key] = gather(history, wish)
    except RevisionRefused as refused:
        _log.info(visible(f"the changelog has no history to tell of: {refused.message} ({refused.hint})"))
        return None
    for note in _kept[key].notes:
        _log.info(visible(f"changelog: {note}"))
    return _kept[key]


def _anchors(text: str) -> frozenset[str]:
    """The anchors of a generated page: those that it sets, and those of its headings."""
    return frozenset((*_ANCHOR.findall(text), *(slug(_ANCHOR.sub("", one)) for one in _HEADING.findall(text))))


def _fragment(link: Link) -> str:
    return f"#{link.anchor}" if link.anchor else ""


def _url(file: File) -> str:
    return "" if file.url in (".", "./") else file.url


def _laid_out(content: str) -> str:
    """The changelog's HTML: no column for code, which it has none of, and classes for what stands out."""
    content = content.replace('<div class="statebook-row', '<div class="statebook-release')
    content = _WHY.sub(r'<span class="statebook-why">\1</span>', content)
    return _MARK.sub(_marked, content)


def _marked(found: re.Match[str]) -> str:
    word = found[1]
    return f'<strong class="statebook-impact statebook-impact--{word.lower()}">{word}</strong>'
