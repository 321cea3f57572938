"""`serve`: live preview of the site while the specs are edited."""

from __future__ import annotations

import os
import sys

from statebook.commands.common import CLEAN, Unusable, report, root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from statebook.diagnostic import Diagnostic

NAME = "serve"
HELP = "show the site in the browser and follow every edit"
DEFAULT_ADDRESS = "127.0.0.1:8000"
MAXIMUM_PORT = 65_535


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "-a",
        "--address",
        default=DEFAULT_ADDRESS,
        metavar="HOST:PORT",
        help=f"where to listen, {DEFAULT_ADDRESS} by default; port 0 takes a free one",
    )
    parser.add_argument("--open", action="store_true", help="open the page in the browser")


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C, which is a clean end."""
    from pathlib import Path

    root = root_of(options)
    host, port = _address(options.address)
    if not os.path.isfile(os.path.join(root, "mkdocs.yml")):
        hint = "write one that names a theme and `plugins: [search, statebook]`; the pages themselves need none"
        raise Unusable(f"there is no mkdocs.yml in {root}, so there is no site to show", hint)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner is about its own future, not about this site
    try:
        from statebook.mkdocs_plugin.preview import NotServed, Preview
    except ImportError as problem:
        raise Unusable(f"MkDocs is not installed ({problem.name})", "pip install 'statebook[site]'") from None

    def say(diagnostics: Sequence[Diagnostic], line: str) -> None:
        if diagnostics:
            report(options, NAME, diagnostics)
        if line and not (options.quiet and not line.startswith("Serving")):
            sys.stderr.write(f"{line}\n")
        if line.startswith("Serving") and options.open:
            _open(preview.url)
        sys.stderr.flush()

    try:
        preview = Preview(Path(root), host, port, say)
        _end_on_termination()
        preview.run()
    except NotServed as problem:
        raise Unusable(str(problem), problem.hint) from None
    except KeyboardInterrupt:
        if not options.quiet:
            sys.stderr.write("\nStopped.\n")
    return CLEAN


def _address(text: str) -> tuple[str, int]:
    """Host and port of `HOST:PORT`; an IPv6 host stands in brackets."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > MAXIMUM_PORT:
        raise Unusable(f"{text!r} is no address to listen at", f"write HOST:PORT, such as {DEFAULT_ADDRESS}")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _end_on_termination() -> None:
    """Let a request to terminate clean up as Ctrl-C does."""
    import signal

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)


def _open(url: str) -> None:
    import webbrowser

    webbrowser.open(url)
