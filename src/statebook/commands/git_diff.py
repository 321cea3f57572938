"""`git-diff`: what `git diff` shows of a spec, told as what the change does to clients.

Git runs it in place of its own comparison, once for each file (gitattributes(5), "Defining an
external diff driver"). Whatever happens here, `git diff` goes on: what cannot be read as a spec is
shown as lines, and the exit code is 0. This module knows git's arguments and never runs git.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass

from statebook.commands.common import CLEAN, Unusable, day_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from statebook.commands.sides import Side
    from statebook.diagnostic import Diagnostic

NAME = "git-diff"
HELP = "show what changed in a spec to git diff, which runs this for each file"

SETUP = "git config diff.statebook.command 'statebook git-diff --'"
_SPEC = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?statebook[\"']?[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a file: its name in the repository, its content (None where there is none), its mode."""

    name: str
    content: bytes | None
    mode: str


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments that git gives."""
    parser.add_argument(
        "facts",
        metavar="ARGUMENT",
        nargs="*",
        help="what git says: PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE [NEW-PATH SIMILARITY]",
    )


def run(options: argparse.Namespace) -> int:
    """Tell one file's change; always clean, unless a person runs it without git's arguments."""
    from statebook.source.blob import blob

    facts: list[str] = options.facts
    if len(facts) == 1:
        _say([f"* Unmerged path {_shown(facts[0])}"])
        return CLEAN
    if len(facts) not in (7, 9):
        raise Unusable(f"git gives 1, 7 or 9 arguments, not {len(facts)}", f"set it up with: {SETUP}")
    try:
        base = Half(facts[0], blob(facts[1]), facts[3])
        head = Half(facts[7] if len(facts) == 9 else facts[0], blob(facts[4]), facts[6])
    except OSError as problem:
        _say([f"statebook: {_shown(facts[0])} cannot be read: {problem.strerror or problem}"])
        return CLEAN
    _say([*_heading(base, head), *_body(base, head, options)])
    return CLEAN


def _heading(base: Half, head: Half) -> list[str]:
    lines = [f"diff --statebook a/{_shown(base.name)} b/{_shown(head.name)}"]
    if base.content is None:
        lines.append(f"new file mode {head.mode}")
    elif head.content is None:
        lines.append(f"deleted file mode {base.mode}")
    else:
        if base.mode != head.mode:
            lines += [f"old mode {base.mode}", f"new mode {head.mode}"]
        if base.name != head.name:
            lines += [f"rename from {_shown(base.name)}", f"rename to {_shown(head.name)}"]
    return lines


def _body(base: Half, head: Half, options: argparse.Namespace) -> list[str]:
    if base.content == head.content:
        return []
    if not (_is_spec(base) or _is_spec(head)):
        return _lines(base, head)
    try:
        told, flaws = _told(base, head, options)
    except Exception as bug:  # noqa: BLE001 - git diff goes on, whatever is wrong with us
        why = " ".join(f"{type(bug).__name__}: {bug}".split())[:300]
        return [f"statebook: this is a bug of Statebook: {_shown(why)}", *_lines(base, head)]
    if flaws:
        said = [
            _shown(f"{one.file}:{one.line}:{one.column}: {one.severity.value}[{one.rule}] {one.message}")
            for one in flaws
        ]
        return ["statebook: shown as lines, for a side is no valid spec:", *said[:10], *_lines(base, head)]
    return told


def _is_spec(half: Half) -> bool:
    from statebook.source.load import SETTINGS_FILE

    return (
        os.path.basename(half.name) != SETTINGS_FILE
        and half.content is not None
        and _SPEC.search(half.content) is not None
    )


def _told(base: Half, head: Half, options: argparse.Namespace) -> tuple[list[str], list[Diagnostic]]:
    """The change in words, or the errors of the sides."""
    from statebook.diff.compare import compare

    sides = (_side(base, options, "base"), _side(head, options, "head"))
    flaws = [one for side in sides for one in side.diagnostics if one.severity == "error"]
    if flaws:
        return [], flaws
    today = day_of("").isoformat()
    comparison = compare(sides[0].machines, sides[1].machines, today=today, one_thing=True)
    if not comparison.changes:
        return ["no change: order, formatting or comments alone (git diff --no-ext-diff shows the lines)"], []
    from statebook.report.content import Color, surface_of
    from statebook.review.content import Item, Paper, Review
    from statebook.review.text import render

    items = tuple(
        Item(one, sides[0].place(one.fact.base_pointer), sides[1].place(one.fact.head_pointer), None)
        for one in comparison.changes
    )
    names = [f"{letter}/{half.name}" for letter, half in (("a", base), ("b", head))]
    review = Review(base=names[0], head=names[1], items=items, proposals=comparison.proposals)
    # Git's pager is no terminal to us, though it shows colours: git says that it is there.
    color: Color = "always" if options.color == "auto" and _in_pager() else options.color
    surface = surface_of(sys.stdout, os.environ, color)
    return render(review, Paper(colored=surface.colored, unicode=surface.unicode)).splitlines(), []


def _in_pager() -> bool:
    return os.environ.get("GIT_PAGER_IN_USE") == "true" and not os.environ.get("NO_COLOR")


def _side(half: Half, options: argparse.Namespace, label: str) -> Side:
    """One side with the other specs of its project, which it may refer to; alone where that does not help."""
    from pathlib import Path

    from statebook.commands.sides import Side
    from statebook.source.load import load_settings, spec_files, texts_of
    from statebook.source.snapshot import load_texts
    from statebook.source.text import decode_bytes

    root = Path(_root(half.name, options))
    if half.content is None:
        project, _ = load_texts(root, {})
        return Side(label, project, {}, (), is_one=True)
    settings, _ = load_settings(root)
    name = os.path.relpath(half.name, root).replace(os.sep, "/")
    source = decode_bytes(half.content, half.name)
    others = texts_of(root, [one for one in spec_files(root, settings.specs) if one != name])
    for texts in ({half.name: source, **others}, {half.name: source}):
        project, flaws = load_texts(root, texts)
        machines = {key: one for key, one in project.machines.items() if one.pointer.file == half.name}
        own = tuple(one for one in flaws if one.file == half.name)
        if machines:
            break
    return Side(label, project, machines, own, is_one=True)


def _root(name: str, options: argparse.Namespace) -> str:
    """The project of a file: `-C`, or the nearest folder above it that has settings, or this one."""
    from statebook.source.load import SETTINGS_FILE

    if options.directory:
        return str(options.directory)
    folder = os.path.dirname(name)
    while folder:
        if os.path.isfile(os.path.join(folder, SETTINGS_FILE)):
            return folder
        folder = os.path.dirname(folder)
    return os.curdir


def _lines(base: Half, head: Half) -> list[str]:
    from statebook.site.unified import unified

    return unified(head.name, base.content, head.content)


def _shown(text: str) -> str:
    from statebook.visible import visible

    return visible(text.encode("utf-8", "replace").decode("utf-8", "replace"))


def _say(lines: Sequence[str]) -> None:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    for line in lines:
        sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
