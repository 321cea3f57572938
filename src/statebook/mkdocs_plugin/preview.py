"""The live preview: watches what a site is made from, keeps the site up, and shows what is wrong.

Nothing is written into the project: pages come from the specs in memory, the site lies in a temporary
folder. A full build goes to a new folder, so that browsers see the last good site until it is done, and
after a failure too.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from mkdocs.exceptions import Abort, MkDocsException

from statebook.diagnostic import Diagnostic, Severity
from statebook.mkdocs_plugin.built import PLUGIN, Built, configuration
from statebook.mkdocs_plugin.generated import Generated, generate
from statebook.mkdocs_plugin.problems import empty_page, notice
from statebook.mkdocs_plugin.server import Board, Server
from statebook.mkdocs_plugin.watching import Watcher, files_below
from statebook.source.load import SETTINGS_FILE, load_settings, spec_files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_Result = TypeVar("_Result")

Say = Callable[[Sequence[Diagnostic], str], None]
"""Tells the person at the terminal: diagnostics, and a line about what was done."""


class NotServed(Exception):
    """The project cannot be served; the message says why, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Preview:
    """Serves the site of `mkdocs.yml` in `root` until `stopped` or an interrupt.

    Raises `NotServed` when the configuration is broken from the start or the address is taken.
    """

    def __init__(self, root: Path, host: str, port: int, say: Say) -> None:
        self.root, self.say = root, say
        self.file = root / "mkdocs.yml"
        self.temporary = Path(tempfile.mkdtemp(prefix="statebook-"))
        self.site: Built | None = None
        self.problems: list[Diagnostic] = []
        self.stopped = False
        self._behind = False
        """The site lacks something that only a full build can give."""
        try:
            self.config = self._configuration()
            mount = "/" + urlsplit(self.config.site_url or "/").path.strip("/")
            self.board = Board(mount if mount.endswith("/") else mount + "/")
            self.board.empty = empty_page(str(self.config.site_name))
            self.server = _listen(host, port, self.board)
        except BaseException:
            shutil.rmtree(self.temporary, ignore_errors=True)
            raise
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self.server.server_address[1]}{self.board.mount}"
        self._settings = load_settings(root)[0]
        self._folders = 0

    def run(self) -> None:
        """Build, then follow every change."""
        try:
            self.config.plugins.on_startup(command="serve", dirty=False)
            watcher = Watcher(self._inputs)
            self.server.start()
            self._react([])
            self.say((), f"Serving {self.url} (Ctrl-C ends)")
            while not self.stopped:
                changed = watcher.wait(lambda: self.stopped)
                if changed:
                    self._react([Path(path) for path in changed])
        finally:
            self.server.stop()
            self.config.plugins.on_shutdown()
            shutil.rmtree(self.temporary, ignore_errors=True)

    def _configuration(self) -> MkDocsConfig:
        """The site's configuration as it is now."""
        try:
            config = configuration(self.file, self.temporary / "site")
        except (MkDocsException, Abort) as problem:
            raise NotServed(f"mkdocs.yml: {_words(problem)}", "see the messages above") from None
        if PLUGIN not in config.plugins:
            raise NotServed("mkdocs.yml does not use the plugin statebook", "add `- statebook` to its `plugins:`")
        return config

    def _inputs(self) -> Iterator[str]:
        """Every file that the site follows from."""
        yield str(self.file)
        yield str(self.root / SETTINGS_FILE)
        for name in spec_files(self.root, self._settings.specs):
            yield str(self.root / name)
        yield from files_below(str(self.root / self._settings.templates))
        yield from files_below(self.config.docs_dir)
        for path in self._watched():
            yield from files_below(str(path)) if path.is_dir() else (str(path),)

    def _watched(self) -> list[Path]:
        """What the configuration asks to be watched besides."""
        config = self.config
        names = [*config.watch, *config.hooks, *([config.theme.custom_dir] if config.theme.custom_dir else [])]
        own = config.plugins[PLUGIN].config["watch"]
        return [self.root / name for name in [*names, *own]]

    def _react(self, changed: list[Path]) -> None:
        """Bring the site up to these changes, or show what stands in the way."""
        start = time.monotonic()
        docs = Path(self.config.docs_dir)
        written = [path for path in changed if path.is_relative_to(docs)]
        made_from = [path for path in changed if path not in written and self._is_source(path)]
        whole = self.site is None or self._behind or len(written) + len(made_from) < len(changed)
        if self.file in changed:
            try:
                self.config = self._configuration()
            except NotServed as problem:
                self._show([Diagnostic("mkdocs.yml", 1, 1, "site", str(problem), problem.hint)])
                self._behind = True
                return
        generated = self.site.generated if self.site is not None else Generated()
        if made_from or self.site is None or self._behind:
            self._settings = load_settings(self.root)[0]
            generated = self._guarded(lambda: generate(self.root, Path(self.config.docs_dir))) or Generated()
            if not generated.files:
                self._behind = self._behind or whole
                self._show(
                    [*generated.diagnostics, *self.problems] if not generated.diagnostics else generated.diagnostics
                )
                return
        self.problems = []
        pages = None if whole else self._update(generated, made_from, written)
        if pages is None and not self.problems:
            pages = self._build(generated)
        warnings = [one for one in generated.diagnostics if one.severity is not Severity.ERROR]
        self._show([*self.problems, *warnings], start=start, changed=changed, pages=pages)

    def _is_source(self, path: Path) -> bool:
        """Whether pages are generated from a file: a spec, a template, the settings."""
        name = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else ""
        templates = self.root / self._settings.templates
        specs = {*spec_files(self.root, self._settings.specs), *(self.site.generated.specs if self.site else ())}
        return (
            name == SETTINGS_FILE or name in specs or path.is_relative_to(templates) or path.suffix in (".yaml", ".yml")
        )

    def _update(self, generated: Generated, made_from: list[Path], written: list[Path]) -> list[str] | None:
        site = self.site
        if site is None:
            return None
        specs = [path.relative_to(self.root).as_posix() for path in made_from]
        with _Listener(self):
            return self._guarded(lambda: site.update(generated, specs, written, self.board.lock))

    def _build(self, generated: Generated) -> list[str] | None:
        """A full build into a new folder."""
        self._folders += 1
        folder = self.temporary / str(self._folders)
        with _Listener(self):
            site = self._guarded(lambda: Built.whole(self.file, folder, self.url, generated))
        self._behind = site is None
        if site is None:
            shutil.rmtree(folder, ignore_errors=True)
            return None
        with self.board.lock:
            old, self.board.folder = self.board.folder, folder
        self.site = site
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)
        return [file.src_uri for file in site.recorder.files.documentation_pages()]

    def _guarded(self, step: Callable[[], _Result]) -> _Result | None:
        """Do something that runs code of others; what it raises becomes a problem."""
        try:
            return step()
        except Abort:
            self._behind = True  # its reasons were logged
        except MkDocsException as problem:
            self._fail(_words(problem))
        except Exception as problem:  # noqa: BLE001 - a plugin of the site may raise anything, and the server goes on
            self._fail(f"{type(problem).__name__}: {_words(problem)}")
        return None

    def _fail(self, message: str) -> None:
        self._behind = True
        self.problems.append(Diagnostic("mkdocs.yml", 1, 1, "site", message))

    def _show(
        self,
        diagnostics: list[Diagnostic],
        *,
        start: float = 0.0,
        changed: Sequence[Path] = (),
        pages: list[str] | None = None,
    ) -> None:
        """Tell the browsers and the terminal."""
        errors = [one for one in diagnostics if one.severity is Severity.ERROR]
        folder = self.board.folder
        line = ""
        if pages is not None and changed:
            names = ", ".join(os.path.relpath(path, self.root) for path in changed[:3])
            more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
            count = f"{len(pages)} page{'' if len(pages) == 1 else 's'}"
            line = f"{names}{more}: {count} in {time.monotonic() - start:.2f} s"
        self.board.show(folder, notice(errors, has_site=folder is not None))
        self.say(diagnostics, line)


class _Listener(logging.Handler):
    """Hears what MkDocs and its plugins log: warnings for the terminal, errors as problems too."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(logging.WARNING)
        self.preview = preview
        self.logger = logging.getLogger("mkdocs")

    def emit(self, record: logging.LogRecord) -> None:
        severity = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
        self.preview.problems.append(Diagnostic("mkdocs.yml", 1, 1, "site", record.getMessage(), severity=severity))

    def __enter__(self) -> None:
        self._before = self.logger.level, self.logger.propagate
        self.logger.addHandler(self)
        self.logger.setLevel(logging.WARNING)
        self.logger.propagate = False

    def __exit__(self, *_: object) -> None:
        self.logger.removeHandler(self)
        level, self.logger.propagate = self._before
        self.logger.setLevel(level)


def _words(problem: BaseException) -> str:
    return " ".join(str(problem).split()) or type(problem).__name__


def _listen(host: str, port: int, board: Board) -> Server:
    try:
        return Server(host, port, board)
    except (OSError, OverflowError) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise NotServed(f"cannot listen at {host}:{port}: {why}", "choose another address with -a HOST:PORT") from None
