"""Options and hooks of the plugin `statebook`.

It lets generated pages be laid out, ships the style sheet and the script, gives the pages themselves
in memory where a project does not commit them, leads every section to its line of the spec, and
speaks to machines through the head and the texts of the site.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel

from statebook.columns.source import is_generated
from statebook.diagnostic import Severity
from statebook.mkdocs_plugin import assets, head, live
from statebook.mkdocs_plugin.aside import Aside
from statebook.mkdocs_plugin.changes import Changes
from statebook.mkdocs_plugin.editing import (
    Places,
    action_titles,
    add_links,
    from_template,
    is_web,
    link_to_line,
    straight,
)
from statebook.mkdocs_plugin.generated import Generated, generate, is_committed
from statebook.mkdocs_plugin.pages import (
    has_several_specs,
    is_sub_page,
    machine_file,
    plain_title,
    project_folder,
    relative,
    spec_of,
    way_up,
)
from statebook.mkdocs_plugin.publish import Publisher
from statebook.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from statebook.diagnostic import Diagnostic

_EXTENSION = "statebook.columns"
_STYLE = "assets/statebook.css"
_SCRIPT = "assets/statebook.js"
_ROW = 'class="statebook-row'
_CODE = 'class="statebook-code"'
_log = get_plugin_logger("statebook")


class StatebookConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs's own class hook
    """Options of the plugin in `mkdocs.yml`."""

    mode = config_options.Choice(("auto", "committed", "memory"), default="auto")
    """Whether the pages are files that `statebook build` wrote, or come from the specs at each build
    of the site. `auto` takes the files where their manifest lies beside them."""
    every_page = config_options.Type(bool, default=False)
    """Lay out hand-written pages in columns too."""
    head = config_options.Type(bool, default=True)
    """Tell search engines, link previews and programs about each page in its head."""
    texts = config_options.Choice(("all", "generated", "none"), default="all")
    """Whose Markdown is published beside the pages, with `llms.txt` and `llms-full.txt`."""
    watch = config_options.ListOfItems(config_options.Type(str), default=["spec", "templates", "statebook.yml"])
    """Files and folders beside `mkdocs.yml` whose change rebuilds a served site; missing ones are passed over."""


class StatebookPlugin(BasePlugin[StatebookConfig]):  # type: ignore[no-untyped-call]  # as above
    """Registered as `statebook` in the group `mkdocs.plugins`."""

    def __init__(self) -> None:
        self.source: Callable[[Path, Path], Generated] = generate
        """Gives the pages in memory. The preview, which has them already, puts its own here."""
        self.publisher = Publisher("none")
        self.generated: dict[str, bytes] = {}
        """The files in memory, by path; the columns extension reads pictures here."""
        self.places = Places(Path())
        self.changes = Changes()
        self.aside = Aside()
        self.live: dict[str, list[live.Example]] = {}
        """What the specs in hand-written pages give, by the path of the page."""
        self._template = ""
        self._there: frozenset[str] = frozenset()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Adds the extension, the style sheet and the script, each once; forgets an earlier build."""
        if _EXTENSION not in config.markdown_extensions:
            config.markdown_extensions.append(_EXTENSION)
        options = self._options(config)
        options.setdefault("docs_root", config.docs_dir)
        options.setdefault("every_page", self.config.every_page)
        if _STYLE not in config.extra_css:
            config.extra_css.insert(0, _STYLE)
        if _SCRIPT not in [str(script) for script in config.extra_javascript]:
            config.extra_javascript.append(_SCRIPT)
        self.generated = {}
        self.live = {}
        self.publisher = Publisher(self.config.texts)
        self.places = Places(project_folder(config))
        self._template = self.places.setting("repository")
        if self._template and from_template(self._template, "spec.yaml", 1) is None:
            _log.warning("`repository:` in statebook.yml is not the address of a web page: no links for editing")
            self._template = ""
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the style sheet and the scripts and, in memory mode, the pages; lets pages be edited in their spec."""
        for name, content in assets.delivered():
            if files.get_file_from_path(name) is None:
                files.append(File.generated(config, name, content=content))
        if self._in_memory(config):
            self._add_generated(files, config)
        self.changes = Changes()
        if self.places.declares("changelog"):
            self.changes.add(files, config)
        self._add_live(files, config)
        self._there = frozenset(files.src_uris)
        for file in files.documentation_pages():
            _set_edit_uri(file, config)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - names of the hook
        """Remembers the order of the pages."""
        self.publisher.nav = nav

    @event_priority(100)
    def on_page_markdown(
        self,
        markdown: str,
        *,
        page: Page,
        config: MkDocsConfig,
        files: Files,  # noqa: ARG002 - names of the hook
    ) -> str:
        """Tells the extension where the page is, and the macros plugin to leave a generated page alone."""
        options = self._options(config)
        options["page"] = page.file.src_uri
        given = {**self.generated, **{uri: one for made in self._examples() for uri, one in made.files.items()}}
        options["read"] = given.get if page.file.src_uri in given else ""
        if is_generated(markdown):
            page.meta["render_macros"] = False
            spec, made = spec_of(markdown), self._made_by(page.file.src_uri)
            if spec is not None and self._template:
                page.edit_url = from_template(self._template, spec, made.line if made else 1)
            elif page.edit_url:
                page.edit_url = straight(page.edit_url)
                if made:
                    page.edit_url = link_to_line(page.edit_url, made.line)
            return markdown
        return live.marked(markdown) if page.file.src_uri in self.live else markdown

    def on_page_content(self, content: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002 - names of the hook
        """Leads the sections of a generated page to their spec, and takes its first sentence as description."""
        sentence = head.first_sentence(content)
        self.publisher.add(page, sentence)
        content = self.changes.content(content, page)
        if not is_generated(page.markdown or ""):
            return self._with_live(content, page, files)
        if sentence:
            page.meta.setdefault("description", sentence)
        spec = spec_of(page.markdown or "")
        if spec is None or not page.edit_url or not is_web(page.edit_url):
            return content
        data = files.get_file_from_path(machine_file(page.file.src_uri, "machine.json", self._there) or "-")
        actions = action_titles(data.content_bytes if data is not None else b"{}")
        made, places, url = self._made_by(page.file.src_uri), self.places, page.edit_url
        if made and made.source:
            places, url = Places(self.places.root, {spec: made.source}), url.partition("#")[0]
        return add_links(content, places, spec, actions, url, self._template)

    @event_priority(100)
    def _put_aside(self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ARG002 - names of the hook
        page.content = self.aside.put(page.content or "")

    @event_priority(-100)
    def _put_back(self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ARG002 - names of the hook
        whole = self.aside.back(page.content or "")
        if whole is None:
            _log.warning(f"{page.file.src_uri}: what another plugin did to the page in `on_page_context` is undone")
        page.content = self.aside.content if whole is None else whole

    on_page_context = CombinedEvent(_put_aside, _put_back)
    """The other plugins look at a page without its code and pictures, which search excludes."""

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Completes the head of the page. The style sheet must know of columns before the first of them is there."""
        lines = ""
        if _ROW in (page.content or ""):
            kind = "" if _CODE in (page.content or "") else "prose"  # without code, no column for it
            lines = f'<meta name="statebook-columns" content="{kind}">'
        if self.config.head:
            lines += self._head(output, page, config)
        return head.with_head(output, lines)

    def _head(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """What the head of a page says to machines, and does not say yet."""
        generated, uri = is_generated(page.markdown or ""), page.file.src_uri
        schema, machine = (
            machine_file(uri, name, self._there) if generated else "" for name in ("schema.json", "machine.json")
        )
        facts = head.Head(
            title=plain_title(page),
            site=config.site_name or "",
            description=" ".join(str(page.meta.get("description") or config.site_description or "").split()),
            url=page.canonical_url or "",
            markdown=relative(uri, page) if self.publisher.has(page) else "",
            schema=relative(schema, page) if schema else "",
            machine=relative(machine, page) if machine else "",
            feed=relative(self.changes.feed, page) if self.changes.feed else "",
            article=generated,
        )
        return head.head_lines(facts, output)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Writes each page's Markdown beside it, and the two texts for language models."""
        self.publisher.write(config)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002 - names of the hook
        """Watches what the pages are made from."""
        for name in self.config.watch:
            path = project_folder(config) / name
            if path.exists():
                server.watch(str(path))
        return server

    def _in_memory(self, config: MkDocsConfig) -> bool:
        if self.config.mode == "auto":
            return not is_committed(project_folder(config), Path(config.docs_dir))
        return self.config.mode == "memory"

    def _add_generated(self, files: Files, config: MkDocsConfig) -> None:
        """Puts the pages of the specs in the place of those on disk. Raises `PluginError` for a broken spec."""
        found = self.source(project_folder(config), Path(config.docs_dir))
        for one in found.diagnostics:
            (_log.error if one.severity is Severity.ERROR else _log.warning)(_said(one))
        if count := len(found.errors):
            raise PluginError(f"{count} error{'s' if count > 1 else ''} in the specs: the site was not built")
        self.generated = found.files
        for uri in sorted({*found.known, *found.files}):
            if (there := files.get_file_from_path(uri)) is not None:
                files.remove(there)
        for uri, content in found.files.items():
            file = File.generated(config, uri, content=content.decode() if uri.endswith(".md") else content)
            if config.nav is not None and uri.endswith(".md") and is_sub_page(uri, found.files):
                file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)

    def _add_live(self, files: Files, config: MkDocsConfig) -> None:
        """Adds the pages of the specs in hand-written pages. Raises `PluginError` for a broken spec."""
        root = project_folder(config)
        broken = 0
        for page in list(files.documentation_pages()):
            text = page.content_string
            if is_generated(text) or not live.fences(text):
                continue
            name = os.path.relpath(page.abs_src_path or page.src_uri, root).replace(os.sep, "/")
            self.live[page.src_uri] = live.examples(text, page.src_uri, name, root)
            for one in self.live[page.src_uri]:
                for diagnostic in one.diagnostics:
                    _log.error(_said(diagnostic))
                broken += len(one.diagnostics)
                for uri, content in one.files.items():
                    if files.get_file_from_path(uri) is not None:
                        raise PluginError(f"{name}: the spec in it makes {uri}, which is there already: change its id")
                    made = File.generated(config, uri, content=content.decode() if uri.endswith(".md") else content)
                    made.inclusion = InclusionLevel.NOT_IN_NAV if uri.endswith(".md") else made.inclusion
                    files.append(made)
        if broken:
            raise PluginError(
                f"{broken} error{'s' if broken > 1 else ''} in the specs of pages: the site was not built"
            )
        if self.live and live.STYLE not in config.extra_css:
            config.extra_css.insert(config.extra_css.index(_STYLE) + 1, live.STYLE)

    def _examples(self) -> Iterator[live.Example]:
        return (one for found in self.live.values() for one in found)

    def _made_by(self, uri: str) -> live.Example | None:
        """The spec in a hand-written page that gave a page."""
        return next((one for one in self._examples() if uri in one.files), None)

    def _with_live(self, content: str, page: Page, files: Files) -> str:
        """The HTML of a hand-written page with its specs beside what they give."""
        found = self.live.get(page.file.src_uri, [])
        made = {uri: file for one in found for uri in one.files if (file := files.get_file_from_path(uri)) is not None}
        return live.shown(
            content, page.file.src_uri, found, {uri: file.url_relative_to(page.file) for uri, file in made.items()}
        )

    @staticmethod
    def _options(config: MkDocsConfig) -> dict[str, Any]:
        """The options of the columns extension, which MkDocs reads anew for each page."""
        options: dict[str, Any] = config.mdx_configs.setdefault(_EXTENSION, {})
        return options


def _set_edit_uri(file: File, config: MkDocsConfig) -> None:
    """A generated page is edited in its spec; nowhere, when several specs made it."""
    text = file.content_string
    if not is_generated(text):
        return
    spec = spec_of(text)
    if spec is not None:
        up = way_up(config)
        file.edit_uri = None if up is None else up + spec
    elif has_several_specs(text):
        file.edit_uri = None


def _said(one: Diagnostic) -> str:
    """A diagnostic in one line, as the reports print it, with its hint behind."""
    hint = f" ({one.hint})" if one.hint else ""
    return visible(f"{one.file}:{one.line}:{one.column}: {one.severity}[{one.rule}] {one.message}{hint}")
