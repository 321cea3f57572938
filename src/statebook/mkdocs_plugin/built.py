"""A site that is built once and then kept up page by page.

MkDocs knows two ways to build: everything, or with `--dirty` what changed on disk, which spoils the
search index. Here the objects of a full build are kept, and a page whose text changed goes through
the same hooks and templates again, alone. What concerns more than the page itself (a title, a new or a
lost page) is left to a full build.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache
from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.utils import write_file

from statebook.mkdocs_plugin.editing import Places
from statebook.mkdocs_plugin.live import fences
from statebook.mkdocs_plugin.pages import spec_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from statebook.mkdocs_plugin.generated import Generated
    from statebook.mkdocs_plugin.plugin import StatebookPlugin

PLUGIN = "statebook"
_SEARCH = ("search", "material/search")


class _Compiled(BytecodeCache):
    """The theme's templates, compiled once for all builds of the process."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


class _Recorder(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # MkDocs's own class hook
    """Keeps what a build of MkDocs would throw away."""

    files: Files
    nav: Navigation
    env: Environment

    @event_priority(-100)
    def on_nav(self, nav: Navigation, /, *, files: Files, **_: Any) -> None:
        self.nav, self.files = nav, files

    @event_priority(-100)
    def on_env(self, env: Environment, /, **_: Any) -> None:
        env.bytecode_cache = _compiled
        self.env = env


def configuration(file: Path, folder: Path) -> MkDocsConfig:
    """The site's configuration, to be built into `folder`. Raises MkDocs' exceptions."""
    return load_config(str(file), site_dir=str(folder), strict=False)


@dataclass(slots=True)
class Built:
    """A built site: its objects, and what the specs gave at the time."""

    config: MkDocsConfig
    generated: Generated
    recorder: _Recorder

    @classmethod
    def whole(cls, file: Path, folder: Path, url: str, generated: Generated) -> Built:
        """Build everything into `folder`, to be served at `url`. Raises what MkDocs and plugins raise."""
        config = configuration(file, folder)
        config.site_url = url
        plugin = _plugin(config)
        plugin.config.mode = "memory"
        plugin.source = lambda _root, _docs: generated
        recorder = _Recorder()
        config.plugins["statebook-preview"] = recorder
        build(config, serve_url=url)
        return cls(config, generated, recorder)

    def update(
        self, generated: Generated, specs: Iterable[str], changed: Iterable[Path], lock: AbstractContextManager[Any]
    ) -> list[str] | None:
        """Bring the site to what the specs give now; the paths of the pages that were made anew.

        `specs` are the spec files that changed, `changed` files in the folder of the pages. `lock` is
        held while the site's files are replaced. None when it takes a full build.
        """
        if generated.files.keys() != self.generated.files.keys():
            return None
        differing = [uri for uri, content in generated.files.items() if content != self.generated.files[uri]]
        touched = self._touched(changed, generated)
        if touched is None:
            return None
        self._take(generated, differing)
        pages, others = self._concerned([*differing, *touched], set(specs))
        titles = {page.file.src_uri: page.title for page in pages}
        for page in pages:
            self._render(page)
            if page.title != titles[page.file.src_uri]:
                return None
        contents = {page.file.abs_dest_path: self._html(page) for page in pages}
        with lock:
            for file in others:
                file.copy_file()
            for path, content in contents.items():
                write_file(content.encode("utf-8", errors="xmlcharrefreplace"), path)
            if pages:
                _plugin(self.config).publisher.write(self.config)
        for page in pages:
            level = self.config.validation.links.anchors
            page.validate_anchor_links(files=self.recorder.files, log_level=level)
        return [page.file.src_uri for page in pages]

    def _touched(self, changed: Iterable[Path], generated: Generated) -> list[str] | None:
        """The paths of hand-written files that changed; None when one came or went, or has a spec in it."""
        found = []
        docs = Path(self.config.docs_dir)
        for path in changed:
            uri = path.relative_to(docs).as_posix()
            if uri in generated.files or uri in generated.known:
                continue
            if not path.is_file() or self.recorder.files.get_file_from_path(uri) is None:
                return None
            if uri in _plugin(self.config).live or (uri.endswith(".md") and fences(path.read_text("utf-8", "replace"))):
                return None
            found.append(uri)
        return found

    def _take(self, generated: Generated, differing: list[str]) -> None:
        """Let the site's files hold the new content."""
        plugin = _plugin(self.config)
        plugin.generated = generated.files
        plugin.places = Places(plugin.places.root)
        self.generated = generated
        for uri in differing:
            file = self.recorder.files.get_file_from_path(uri)
            if file is not None:
                file.content_bytes = generated.files[uri]

    def _concerned(self, uris: list[str], specs: set[str]) -> tuple[list[Page], list[File]]:
        """The pages to make anew and the other files to copy.

        A page is concerned when its text changed, a picture or data in it, or the lines of its spec.
        """
        files = self.recorder.files
        others = [one for uri in uris if (one := files.get_file_from_path(uri)) and not one.is_documentation_page()]
        machines = {one.src_uri.removesuffix("/machine.json") for one in others if one.name == "machine"}
        pictures = ["/".join(one.src_uri.split("/")[-2:]) for one in others if one.src_uri.endswith(".svg")]
        pages = []
        for file in files.documentation_pages():
            page, stem = file.page, file.src_uri.removesuffix(".md")
            if page is None or page.markdown is None:
                continue
            text = file.content_string
            by_line = 'class="statebook-edit"' in (page.content or "") and spec_of(text) in specs
            shown = any(one in text for one in pictures)
            of_machine = any(stem == one or stem.startswith(f"{one}/") for one in machines)
            if file.src_uri in uris or by_line or shown or of_machine:
                pages.append(page)
        return pages, others

    def _render(self, page: Page) -> None:
        """From the text of a page to its HTML, through the hooks of all plugins, as MkDocs does it."""
        config, files = self.config, self.recorder.files
        config._current_page = page  # noqa: SLF001 - MkDocs has no public name for it
        try:
            page = config.plugins.on_pre_page(page, config=config, files=files)
            page.read_source(config)
            page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
            page.render(config, files)
            page.content = config.plugins.on_page_content(page.content or "", page=page, config=config, files=files)
        finally:
            config._current_page = None  # noqa: SLF001

    def _html(self, page: Page) -> str:
        """The whole page in its theme. The search index is left as the last full build made it."""
        config, nav, env = self.config, self.recorder.nav, self.recorder.env
        config._current_page = page  # noqa: SLF001
        page.active = True
        try:
            context: Any = get_context(nav, self.recorder.files, config, page)
            template = env.get_template(page.meta.get("template", "main.html"))
            searches = [config.plugins.get(name) for name in _SEARCH]
            for hook in config.plugins.events["page_context"]:
                if getattr(hook, "__self__", None) not in searches:
                    result = hook(context, page=page, config=config, nav=nav)
                    context = context if result is None else result
            output: str = template.render(context)
            return str(config.plugins.on_post_page(output, page=page, config=config))
        finally:
            page.active = False
            config._current_page = None  # noqa: SLF001


def _plugin(config: MkDocsConfig) -> StatebookPlugin:
    return config.plugins[PLUGIN]  # type: ignore[return-value]  # whoever serves has looked
