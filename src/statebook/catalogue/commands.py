"""Every command with its arguments and options, and the exit codes.

The text is built from the parser's actions: `argparse` words its help by terminal width and Python version.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from statebook.catalogue.book import Page
from statebook.catalogue.markdown import code, own
from statebook.commands.registry import DEFAULT, commands, shared_options
from statebook.render.escape import code_span, escape

NAME = "commands"
TITLE = "Commands"
ENTRANCE = "commands.md"


def pages() -> Iterator[Page]:
    """One page."""
    found = []
    for name, module in commands().items():
        parser = argparse.ArgumentParser(add_help=False)
        module.configure(parser)
        actions = _actions(parser)
        found.append(
            {
                "name": name,
                "summary": own(_sentence(module.HELP)),
                "usage": code(_usage(name, actions), "text"),
                "rows": [_row(one) for one in actions],
                "is_default": name == DEFAULT,
            }
        )
    shared = [_row(one) for one in _actions(shared_options())]
    yield Page(ENTRANCE, "commands.md.j2", {"commands": found, "shared": shared}, "statebook.commands")


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command takes, in the order of its declaration, hidden ones left out."""
    return [one for one in parser._actions if one.help != argparse.SUPPRESS]  # noqa: SLF001 - there is no public way


def _usage(name: str, actions: list[argparse.Action]) -> str:
    """One line, or several where it would be long: options first, then arguments."""
    options = [f"[{_form(one)}]" for one in actions if one.option_strings and not one.required]
    needed = [_form(one) for one in actions if one.option_strings and one.required]
    arguments = [_form(one) for one in actions if not one.option_strings]
    lines = [f"statebook {name}"]
    for part in [*needed, *options, *arguments]:
        if len(lines[-1]) + 1 + len(part) > WIDTH:
            lines.append(" " * len(f"statebook {name}"))
        lines[-1] += f" {part}"
    return "\n".join(lines)


WIDTH = 88
"""Characters of a line of usage."""


def _form(one: argparse.Action) -> str:
    """An argument or option as one writes it."""
    value = _value(one)
    if not one.option_strings:
        return {"?": f"[{value}]", "*": f"[{value} …]", "+": f"{value} [{value} …]"}.get(str(one.nargs), value)
    name = max(one.option_strings, key=len)
    return f"{name} {value}" if value else name


def _value(one: argparse.Action) -> str:
    """What stands behind an option, or the name of an argument; empty for a switch."""
    if one.nargs == 0:
        return ""
    if isinstance(one.metavar, str):
        return one.metavar
    return one.dest if not one.option_strings else "VALUE" if one.choices is not None else one.dest.upper()


def _row(one: argparse.Action) -> dict[str, Any]:
    value = _value(one)
    forms = [f"{name} {value}" if value else name for name in one.option_strings] or [_form(one)]
    said = escape(" ".join(_filled(one).split()), at_line_start=False)
    notes = [said] if said else []
    if one.choices is not None:
        notes.append("one of " + ", ".join(code_span(str(choice), in_cell=True) for choice in one.choices))
    if one.default not in (None, "", False, argparse.SUPPRESS) and one.default != [] and "default" not in said:
        notes.append(f"default: {code_span(str(one.default), in_cell=True)}")
    if type(one).__name__ == "_AppendAction" and "repeats" not in said:
        notes.append("repeats")
    return {
        "forms": own("<br>".join(code_span(form, in_cell=True) for form in forms)),
        "says": own("; ".join(notes)),
    }


def _filled(one: argparse.Action) -> str:
    """The help with its own fields filled in, as argparse does it."""
    fields = {**vars(one), "prog": "statebook"}
    return (one.help or "") % fields if "%" in (one.help or "") else one.help or ""


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '…')) else '.'}" if text else ""
