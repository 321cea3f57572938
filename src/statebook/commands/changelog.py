"""`changelog`: what clients noticed of each release, from the git history of the specs."""

from __future__ import annotations

import os
import sys

from statebook.commands.common import CLEAN, UNUSABLE, Unusable, destinations, meant, report, root_of, worst, write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from statebook.changelog.content import Changelog
    from statebook.changelog.links import Link, Links
    from statebook.changelog.place import Place
    from statebook.source.settings import Settings

NAME = "changelog"
HELP = "tell what clients noticed of each release, from the git history of the specs"
DEFAULT_FORMAT = "markdown"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("specs", metavar="SPEC", nargs="*", help="only these specs; they are followed through renames")
    parser.add_argument("--since", default="", metavar="REF", help="only what changed after this commit or tag")
    parser.add_argument("--until", default="HEAD", metavar="REF", help="the newest commit to tell of (default: HEAD)")
    parser.add_argument(
        "--by", choices=("auto", "release", "day"), default="", help="a section for each release, or for each day"
    )
    parser.add_argument("--all", action="store_true", help="show changes of words and what comes with others too")
    parser.add_argument("--url", default="", metavar="URL", help="the address of the published site, for links")
    parser.add_argument(
        "-f", "--format", action="append", default=[], metavar="FORMAT", help="markdown, atom, json; repeats with -o"
    )
    parser.add_argument(
        "-o", "--output", action="append", default=[], metavar="FILE", help="write what the -f before it says here"
    )


def run(options: argparse.Namespace) -> int:
    """Read the history, and tell; nothing is written before everything is known."""
    _refuse_unknown_formats(options)
    _refuse_odd_url(options.url)
    from pathlib import Path

    from statebook.changelog.links import Links
    from statebook.source.load import load_settings

    root = root_of(options)
    settings, diagnostics = load_settings(Path(root))
    if worst(diagnostics):
        options.format, options.output = [], []
        report(options, NAME, diagnostics)
        return UNUSABLE
    found = _gathered(options, root, settings)
    links = Links(found.machines, settings.pages.split, settings.pages.above)
    texts = [
        (target, _rendered(name, found, _place(options, settings, links, root, target)))
        for name, target in destinations(options, DEFAULT_FORMAT)
    ]
    if not options.quiet:
        sys.stderr.write("".join(f"statebook: {_shown(note)}\n" for note in found.notes))
    write_all({target: text for target, text in texts if target != "-"})
    for target, text in texts:
        if target == "-":
            sys.stdout.write(text)
    return CLEAN


def _refuse_unknown_formats(options: argparse.Namespace) -> None:
    from statebook.changelog.registry import find_format, formats

    for name, _ in destinations(options, DEFAULT_FORMAT):
        if find_format(name) is None:
            raise Unusable(f"no format of a changelog is called {name!r}", meant(name, tuple(formats())))


def _refuse_odd_url(url: str) -> None:
    from urllib.parse import urlsplit

    if not url:
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = None
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not parts.netloc
        or not url.isprintable()
        or " " in url
    ):
        raise Unusable(f"--url {url} is no address of a site", "write it as https://example.org/docs/")


def _gathered(options: argparse.Namespace, root: str, settings: Settings) -> Changelog:
    from pathlib import Path

    from statebook.changelog.gather import NoSuchSpec, Wish, gather
    from statebook.source.history import History
    from statebook.source.revision import RevisionRefused

    history = History(Path(root))
    chosen = settings.changelog
    try:
        wish = Wish(
            commit=history.head() if options.until == "HEAD" else history.commit(options.until),
            since=history.commit(options.since) if options.since else "",
            title=chosen.title,
            patterns=settings.specs,
            tags=chosen.tags,
            by=options.by or chosen.by,
            named=[_inside(one, root) for one in options.specs],
            everything=options.all,
        )
        return gather(history, wish)
    except RevisionRefused as refused:
        hint = refused.hint.replace("name two files instead, or ", "")  # which only a comparison can
        raise Unusable(refused.message, hint) from None
    except NoSuchSpec as missing:
        hint = f"see: git log --oneline {options.until} -- {missing}"
        raise Unusable(f"no commit of this history has a spec {missing}", hint) from None


def _inside(spec: str, root: str) -> str:
    """A file as git names it from the project's folder."""
    path = os.path.relpath(spec, root).replace(os.sep, "/")
    if path.startswith("../") or os.path.isabs(path):
        raise Unusable(f"{spec} is outside of the project {root}", "name the other project with -C")
    if not path.isprintable() or any(sign in path for sign in "*?[\\"):
        raise Unusable(f"{spec!r} cannot be a spec's path", "name one file")
    return path


def _rendered(name: str, changelog: Changelog, place: Place) -> str:
    from statebook.changelog.registry import find_format

    render = find_format(name)
    if render is None:
        raise Unusable(f"no format of a changelog is called {name!r}")
    return render(changelog, place)


def _place(options: argparse.Namespace, settings: Settings, links: Links, root: str, target: str) -> Place:
    """Links lead to the site that `--url` names, or to the files of the pages as seen from the target."""
    from urllib.parse import quote

    from statebook.changelog.place import Place

    base = f"{options.url.rstrip('/')}/" if options.url else ""
    page = settings.changelog.page or "changelog.md"

    def absolute(link: Link) -> str:
        return f"{base}{_on_site(link.page)}{f'#{link.anchor}' if link.anchor else ''}" if base else ""

    def beside(link: Link) -> str:
        folder = os.path.dirname(os.path.abspath(target)) if target != "-" else root
        path = os.path.relpath(os.path.join(root, settings.output, link.page), folder).replace(os.sep, "/")
        return absolute(link) or f"{path}{f'#{link.anchor}' if link.anchor else ''}"

    return Place(
        links=links,
        beside=beside,
        absolute=absolute,
        page=base + _on_site(page) if base else "",
        feed=base + quote(settings.changelog.feed) if base else "",
        author=settings.title,
        identity=settings.changelog.id,
    )


def _on_site(page: str) -> str:
    """The address of a page within a site that MkDocs built as it does by default."""
    from urllib.parse import quote

    stem = quote(page.removesuffix(".md"))
    if stem == "index" or stem.endswith("/index"):
        return stem.removesuffix("index")
    return f"{stem}/"


def _shown(text: str) -> str:
    from statebook.visible import visible

    return visible(text)
