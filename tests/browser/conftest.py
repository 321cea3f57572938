"""A small site in a real browser: built once, served from its own origin, watched while it is read.

Without a browser these tests are skipped, but never in continuous integration (`CI=true`).
"""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

ROOT = Path(__file__).parents[2]
CONFIG = """
site_name: Lamps
site_url: {origin}/
strict: true
theme:
  name: material
  font: false
  features: [content.code.copy, navigation.instant, navigation.tracking, toc.integrate]
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default, toggle: {{icon: material/brightness-7, name: Dark}}}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {{icon: material/brightness-4, name: Light}}}}
plugins: [statebook]
markdown_extensions: [tables, pymdownx.superfences, pymdownx.highlight, toc: {{permalink: true}}]
validation: {{links: {{anchors: warn}}}}
nav: [index.md, lamp.md, other.md]
"""


def _executable() -> str | None:
    return os.environ.get("STATEBOOK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Leaves the test's output alone."""


class _Server(http.server.ThreadingHTTPServer):
    """Serves the folder `site` below a project, from its own origin such as `http://127.0.0.1:40001`."""

    def __init__(self, root: Path) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root / "site")))
        self.origin = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


def _build_site(root: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        build(load_config(str(root / "mkdocs.yml")))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin that serves a small site of hand-made pages."""
    yield from _lamps(tmp_path_factory.mktemp("lamps"), CONFIG)


@pytest.fixture(scope="session")
def usual_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin that serves the same pages with the contents where the theme has them when nobody asks for more."""
    yield from _lamps(tmp_path_factory.mktemp("usual"), CONFIG.replace(", toc.integrate", ""))


def _lamps(root: Path, config: str) -> Iterator[str]:
    shutil.copytree(Path(__file__).parent / "docs", root / "docs")
    with _Server(root) as server:
        (root / "mkdocs.yml").write_text(config.format(origin=server.origin), encoding="utf-8")
        _build_site(root)
        yield server.origin


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin that serves this project's own site, without the page of each rule, error and kind of change.

    Other tests hold the committed pages against the specs, and build the site strictly and whole.
    """
    root = tmp_path_factory.mktemp("book")
    leaves = shutil.ignore_patterns("rules", "errors", "changes")
    for name in ("docs", "spec", "templates", "schema"):
        shutil.copytree(ROOT / name, root / name, ignore=leaves)
    for name in ("mkdocs.yml", "statebook.yml"):
        shutil.copy(ROOT / name, root / name)
    with _Server(root) as server:
        config = root / "mkdocs.yml"
        text = config.read_text(encoding="utf-8").replace("strict: true", "strict: false")
        text = re.sub(r"^ +- .*reference/(?:rules|errors|changes)/index\.md\n", "", text, flags=re.MULTILINE)
        config.write_text(f"{text}\nsite_url: {server.origin}/\n", encoding="utf-8")
        _build_site(root)
        yield server.origin


@pytest.fixture(scope="session")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin that serves a site with the changelog of the published life of the Dataset status."""
    from published_life import published_life

    root = tmp_path_factory.mktemp("life")
    published_life(root)
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    with _Server(root) as server:
        config = CONFIG.format(origin=server.origin).replace("lamp.md, other.md", "dataset-status.md, changelog.md")
        (root / "mkdocs.yml").write_text(config, encoding="utf-8")
        _build_site(root)
        yield server.origin


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    executable = _executable()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        executable = None
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium: install one, or name it in STATEBOOK_CHROMIUM")
        pytest.skip("no Chromium is installed")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield chromium
        chromium.close()


Open = Callable[..., "Page"]
READY = """() => !document.querySelector('.statebook-tabs:not(.statebook-tabs--live)')
    && !document.querySelector('.statebook-figure:not(.statebook-figure--live)')"""
"""The scripts have done their work."""


@pytest.fixture
def read(browser: Browser, site: str) -> Iterator[Open]:
    """Opens a page of the small site: `read("lamp/?lang=python", width=1280)`."""
    yield from _opener(browser, site)


@pytest.fixture
def come(browser: Browser, usual_site: str) -> Iterator[Open]:
    """Opens a page of the small site of a usual theme: `come("lamp/")`."""
    yield from _opener(browser, usual_site)


@pytest.fixture
def visit(browser: Browser, book: str) -> Iterator[Open]:
    """Opens a page of this project's own site: `visit("dataset-status/")`."""
    yield from _opener(browser, book)


@pytest.fixture
def follow(browser: Browser, life: str) -> Iterator[Open]:
    """Opens a page of the site with a changelog: `follow("changelog/")`."""
    yield from _opener(browser, life)


def _opener(browser: Browser, origin: str) -> Iterator[Open]:
    """After the test nothing may have gone wrong in the pages that were open, nor left the origin."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left while it still loaded
            troubles.append(f"failed: {request.url} {request.failure}")

    def asked(request: Request) -> None:
        if not request.url.startswith((origin, "data:")):
            troubles.append(request.url)

    def answered(response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST:
            troubles.append(f"{response.status}: {response.url}")

    def watch(page: Page) -> None:
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("requestfailed", failed)
        page.on("request", asked)
        page.on("response", answered)

    def open_page(
        path: str,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        script: bool = True,
        context: BrowserContext | None = None,
        prepare: Callable[[Page], object] | None = None,
        **more: Any,
    ) -> Page:
        if context is None:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=script,
                **more,
            )
            contexts.append(context)
        page = context.new_page()
        watch(page)
        if prepare is not None:
            prepare(page)
        page.goto(f"{origin}/{path}")
        if script:
            page.wait_for_function(READY)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles
