"""A small site in a real browser: built once, served from its own origin, watched while it is read.

Without a browser these tests are skipped, but never in continuous integration (`CI=true`).
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin that serves the site, such as `http://127.0.0.1:40001`."""
    from mkdocs.commands.build import build  # noqa: PLC0415 - late: only where a browser is
    from mkdocs.config import load_config  # noqa: PLC0415

    root = tmp_path_factory.mktemp("lamps")
    shutil.copytree(Path(__file__).parent / "docs", root / "docs")
    handler = functools.partial(_Quiet, directory=str(root / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    origin = f"http://127.0.0.1:{server.server_port}"
    (root / "mkdocs.yml").write_text(CONFIG.format(origin=origin), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        build(load_config(str(root / "mkdocs.yml")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield origin
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    executable = _executable()
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - late: may be missing
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


@pytest.fixture
def read(browser: Browser, site: str) -> Iterator[Open]:
    """Opens a page: `read("lamp/?lang=python", width=1280)`. After the test nothing may have gone wrong in it."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left while it still loaded
            troubles.append(f"failed: {request.url} {request.failure}")

    def watch(page: Page) -> None:
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("requestfailed", failed)
        page.on(
            "request", lambda request: None if request.url.startswith((site, "data:")) else troubles.append(request.url)
        )

    def open_page(
        path: str,
        *,
        width: int = 1280,
        scheme: str = "light",
        script: bool = True,
        context: BrowserContext | None = None,
    ) -> Page:
        if context is None:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=script,
            )
            contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(f"{site}/{path}")
        if script:
            page.wait_for_function(
                "document.querySelector('.statebook-tabs') === null || document.querySelector('.statebook-tabs--live')"
            )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles
