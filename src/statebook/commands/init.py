"""`init`: a new project that builds at once, or Statebook for a site that is there."""

from __future__ import annotations

import os
import sys

from statebook.commands.common import CLEAN, UNUSABLE, Unusable, report, write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from statebook.commands.intake.conversion import Converted
    from statebook.starting.plan import Plan, Wanted

NAME = "init"
HELP = "begin a project: spec, settings, site, workflow, hooks"
ATTRIBUTE = "status"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("folder", metavar="FOLDER", nargs="?", default="", help="where it begins; by default here")
    parser.add_argument("--title", default="", help="what the machine is called, such as Order")
    parser.add_argument("--machine", default="", metavar="ID", help="its id; by default made from the title")
    parser.add_argument(
        "--attribute", default="", metavar="PATH", help=f"where the JSON has the state (default: {ATTRIBUTE})"
    )
    parser.add_argument("--states", default="", metavar="A,B,C", help="its states; without them, an example to change")
    parser.add_argument("--from", dest="source", default="", metavar="FILE", help="import this page, code or log")
    parser.add_argument("--no-site", action="store_true", help="leave MkDocs alone")
    parser.add_argument("--no-workflow", action="store_true", help="no workflow for GitHub")
    parser.add_argument("--no-hooks", action="store_true", help="no hooks for pre-commit")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")


def run(options: argparse.Namespace) -> int:
    """Write what is missing, add to what is there, and say all of it; nothing that somebody wrote is replaced."""
    root = os.path.abspath(options.folder or options.directory or ".")
    if os.path.exists(root) and not os.path.isdir(root):
        raise Unusable(f"{root} is no folder", "name a folder")
    if not (options.title or options.source or options.states) and sys.stdin is not None and sys.stdin.isatty():
        _ask(options)
    from statebook.commands.intake.conversion import Refused, converted, left_over

    done: Converted | None = None
    if options.source:
        options.kind = ""
        try:
            done = converted(options, options.source, root)
        except Refused as refused:
            options.format, options.output = [], []
            report(options, NAME, [refused.diagnostic])
            return UNUSABLE
    wanted = _wanted(options, done)
    from statebook.commands.intake.beginnings import conflicts, read_there
    from statebook.starting.plan import plan

    there = read_there(root)
    made = plan(wanted, there)
    conflicts(root, wanted, made, there)
    if done is not None:
        options.format, options.output = [], []
        report(options, NAME, left_over(done))
    if not options.dry_run:
        _write(root, made)
    _say(options, root, made)
    return CLEAN


def _ask(options: argparse.Namespace) -> None:
    """The questions of a terminal; an empty answer takes what is proposed."""
    options.title = _answer("What is the resource called?", "Order")
    options.attribute = _answer("Which attribute of its JSON holds the state?", ATTRIBUTE)
    options.states = _answer("Which states does it have, with commas? (empty: an example to change)", "")
    for name, what in (
        ("site", "a MkDocs site"),
        ("workflow", "a workflow for GitHub"),
        ("hooks", "hooks for pre-commit"),
    ):
        if not getattr(options, f"no_{name}"):
            said = _answer(f"Shall it have {what}?", "yes").casefold()
            setattr(options, f"no_{name}", said not in ("y", "yes"))


def _answer(question: str, proposed: str) -> str:
    shown = f" [{proposed}]" if proposed else ""
    sys.stderr.write(f"{question}{shown} ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise Unusable("the answers ended", "use --title, --states or --from where nobody can answer")
    return line.strip() or proposed


def _wanted(options: argparse.Namespace, done: Converted | None) -> Wanted:
    from statebook.importing.names import is_machine_id, machine_id
    from statebook.starting import texts
    from statebook.starting.plan import Wanted

    title = options.title.strip() or (done.title if done is not None else "Thing")
    if not title.isprintable():
        raise Unusable("--title has characters that cannot be shown", "write it on one line")
    machine = options.machine or (done.machine if done is not None else machine_id(title))
    if not is_machine_id(machine):
        raise Unusable(f"--machine {machine!r} cannot name files", "use letters, digits, `-`, `_` and `.`, at most 80")
    attribute = options.attribute.strip() or ATTRIBUTE
    names = [one.strip() for one in options.states.split(",") if one.strip()]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise Unusable(f"--states names {twice!r} twice", "name each state once")
    if done is not None:
        if options.states or options.attribute:
            raise Unusable("--from has states of its own", "leave out --states and --attribute")
        spec = done.imported.text
    elif names:
        spec = texts.spec_of_states(title, machine, attribute, names)
    else:
        spec = texts.starter(title, machine, attribute)
    return Wanted(title, machine, spec, not options.no_site, not options.no_workflow, not options.no_hooks)


def _write(root: str, made: Plan) -> None:
    """All files or none. The folders that they need are made first."""
    folders = sorted({os.path.dirname(os.path.join(root, path)) for path in made.texts})
    try:
        for folder in folders:
            os.makedirs(folder, exist_ok=True)
    except OSError as problem:
        raise Unusable(
            f"cannot make the folder {folder}: {problem.strerror or problem}", "check its permissions"
        ) from None
    write_all({os.path.join(root, path): text for path, text in made.texts.items()})


def _say(options: argparse.Namespace, root: str, made: Plan) -> None:
    if options.quiet:
        return
    would = "would " if options.dry_run else ""
    lines = [f"{would}write   {path}" if would else f"wrote   {path}" for path in made.added]
    lines += [f"{would}change  {what}" if would else f"changed {what}" for what in made.changed]
    lines += [f"kept    {path}" for path in made.kept]
    lines += [f"by hand {what}" for what in made.by_hand]
    where = os.path.relpath(root)
    inside = "" if where == "." else f" -C {where}"
    site = " --site" if any(path.endswith(("mkdocs.yml", "mkdocs.yaml")) for path in (*made.texts, *made.kept)) else ""
    lines.append(f"next: statebook build{inside}{site}" + ("   (pip install 'statebook[site]')" if site else ""))
    sys.stderr.write("".join(f"{line}\n" for line in lines))
