"""Serves a built site from a folder to browsers on this machine, and tells them when to load it again.

A page gets a script and a style sheet of the server's own, from addresses of its own, so that the
strictest Content-Security-Policy lets them pass. Browsers ask "is there a newer version than mine?"
and get the answer when there is one. Knows nothing of how the site is made.
"""

from __future__ import annotations

import posixpath
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from socket import AF_INET6
from urllib.parse import parse_qs, unquote, urlsplit

PATIENCE = 25.0
"""Seconds that a question for a newer version waits for its answer."""

_OWN = "/.statebook/"
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".md": "text/markdown", ".txt": "text/plain"}
_SCRIPT = """\
"use strict";
(() => {
  const version = document.currentScript.dataset.version;
  let asking = false;
  const ask = async () => {
    if (asking || document.hidden) return;
    asking = true;
    let pause = 0;
    try {
      const answer = await fetch(`/.statebook/version?after=${version}`, { cache: "no-store" });
      if (answer.ok && (await answer.text()) !== version) {
        location.reload();
        return;
      }
    } catch {
      pause = 500;
    }
    asking = false;
    setTimeout(ask, pause);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
})();
"""
_STYLE = """\
#statebook-problems { position: fixed; z-index: 1000; inset: auto 0 0 0; max-height: 50vh; overflow: auto;
  padding: .6rem 1rem; font: 14px/1.5 system-ui, sans-serif; color: #fff; background: #7f1d1d;
  border-top: 3px solid #f87171; text-align: left; }
#statebook-problems p { margin: 0; }
#statebook-problems ol { margin: .4rem 0 0; padding-left: 2rem; }
#statebook-problems li { margin: .2rem 0; }
#statebook-problems code, #statebook-problems pre { margin: 0; padding: 0 .2rem; color: #fecaca;
  background: #450a0a; font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
#statebook-problems small { opacity: .8; }
"""
_FILES = {"preview.js": (_SCRIPT, "text/javascript"), "preview.css": (_STYLE, "text/css")}


class Board:
    """What the server shows now, shared between threads: a folder, a notice, and their version."""

    def __init__(self, mount: str) -> None:
        self.lock = threading.RLock()
        """Held while files of the folder are replaced."""
        self.mount = mount
        """The path that the site begins at, `/` or `/docs/`."""
        self.folder: Path | None = None
        self.notice = ""
        self.empty = ""
        """The page to show while there is no folder."""
        self.version = 0
        self._newer = threading.Condition(self.lock)
        self._closed = False

    def show(self, folder: Path | None, notice: str) -> None:
        """Show this from now on, and tell the browsers."""
        with self._newer:
            self.folder, self.notice = folder, notice
            self.version += 1
            self._newer.notify_all()

    def close(self) -> None:
        """Let every waiting question go."""
        with self._newer:
            self._closed = True
            self._newer.notify_all()

    def newer_than(self, version: int) -> int:
        """The version, as soon as it is another one, or after a while."""
        with self._newer:
            self._newer.wait_for(lambda: self._closed or self.version != version, PATIENCE)
            return self.version

    def page(self, path: str) -> tuple[int, bytes, str, str]:
        """Status, content, media type and where to go instead, for a path of the site."""
        with self.lock:
            if self.folder is None:
                return 200, self._with_own(self.empty.encode()), "text/html", ""
            if not (path + "/").startswith(self.mount):
                return (302, b"", "", self.mount) if path == "/" else self._missing()
            name = posixpath.normpath("/" + unquote(path[len(self.mount) :])).lstrip("/")
            file = self.folder / name
            if "\0" in name or not file.resolve().is_relative_to(self.folder.resolve()):
                return self._missing()
            if file.is_dir():
                if not path.endswith("/"):
                    return 302, b"", "", path + "/"
                file /= "index.html"
            try:
                content = file.read_bytes()
            except OSError:
                return self._missing()
            kind = _TYPES.get(file.suffix) or guess_type(file.name)[0] or "application/octet-stream"
            return 200, self._with_own(content) if kind == "text/html" else content, kind, ""

    def _missing(self) -> tuple[int, bytes, str, str]:
        content = b"Not found."
        if self.folder is not None:
            with suppress(OSError):
                return 404, self._with_own((self.folder / "404.html").read_bytes()), "text/html", ""
        return 404, content, "text/plain", ""

    def _with_own(self, content: bytes) -> bytes:
        before, end, after = content.rpartition(b"</body>")
        if not end:
            before, after = content, b""
        own = (
            f'<link rel="stylesheet" href="{_OWN}preview.css">{self.notice}'
            f'<script src="{_OWN}preview.js" data-version="{self.version}"></script>'
        )
        return before + own.encode() + end + after


class Server(ThreadingHTTPServer):
    """Listens at an address; port 0 takes a free one. Raises `OSError` when it cannot."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, host: str, port: int, board: Board) -> None:
        if ":" in host:
            self.address_family = AF_INET6
        self.board = board
        super().__init__((host, port), _Handler)

    def start(self) -> None:
        """Answer requests from now on, in threads of their own."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self.board.close()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle of an answer is nothing to speak of."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body of an answer waits for the browser's word on its head
    server_version = "statebook"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if not parts.path.startswith(_OWN):
            self._answer(*self.server.board.page(parts.path))
            return
        name = parts.path.removeprefix(_OWN)
        if name == "version":
            after = parse_qs(parts.query).get("after", ["0"])[0]
            version = self.server.board.newer_than(int(after) if after.isascii() and after.isdigit() else 0)
            self._answer(200, str(version).encode(), "text/plain", "")
        elif name in _FILES:
            text, kind = _FILES[name]
            self._answer(200, text.encode(), kind, "")
        else:
            self._answer(404, b"Not found.", "text/plain", "")

    def do_HEAD(self) -> None:
        self.do_GET()

    def _answer(self, status: int, content: bytes, kind: str, location: str) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        if kind:
            charset = "; charset=utf-8" if kind.startswith("text/") else ""
            self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Requests are not worth a line."""
