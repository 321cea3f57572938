"""A Python enum: its members become states, its docstrings and comments their meaning. Nothing of the file is run.

`Enum`, `StrEnum`, `IntEnum`, and the choices of Django are read. Where a table beside the enum, such as
`NEXT = {Status.OPEN: [Status.PAID]}`, names members on both sides, it gives the transitions.
"""

from __future__ import annotations

import ast
import re
import warnings

from statebook.importing.code.members import Members
from statebook.importing.code.ways import read_ways
from statebook.importing.draft import Draft
from statebook.importing.original import BadInput, Original
from statebook.importing.registry import Option

NAME = "python-enum"
ENDINGS = (".py", ".pyi")
OPTIONS = (Option("class", "the enum to read, where the file has several", "NAME"),)

_CLASS = re.compile(
    r"^[ \t]*class[ \t]+\w+[ \t]*\([^)]{0,500}?\b(?:Enum|StrEnum|IntEnum|IntFlag|Flag|TextChoices|IntegerChoices|ReprEnum)\b",
    re.MULTILINE,
)
_BASES = ("Enum", "Choices", "Flag")


def recognise(original: Original) -> int:
    """By a class that derives from an enum."""
    if original.is_cut or not _CLASS.search(original.text):
        return 0
    return 90 if original.ends_with(*ENDINGS) else 40


def read(original: Original) -> Draft:
    """The machine of an enum. Raises `BadInput` where there is none, or several and none is named."""
    tree = _tree(original)
    found = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_enum(node)}
    wanted = original.options.get("class", "")
    if not found:
        raise BadInput("no enum is in this file", hint="a class that derives from Enum, StrEnum, TextChoices, …")
    if wanted and wanted not in found:
        raise BadInput(f"no enum is called {wanted!r}", hint=f"there are {', '.join(found)}")
    if not wanted and len(found) > 1:
        second = list(found.values())[1]
        raise BadInput(f"there are several enums: {', '.join(found)}", second.lineno, 1, "choose one with --class NAME")
    node = found[wanted] if wanted else next(iter(found.values()))
    draft = Draft(title=_words(node.name))
    members = Members(node, original, draft)
    members.read()
    read_ways(tree, node.name, members.states, draft)
    return draft


def _tree(original: Original) -> ast.Module:
    """The file as a tree, by Python's own parser, which runs nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the file's own strings
            return ast.parse(original.text)
    except SyntaxError as problem:
        raise BadInput(f"this is no Python: {problem.msg}", problem.lineno or 1, problem.offset or 1) from None
    except (ValueError, RecursionError, MemoryError):
        raise BadInput("this is no Python that can be read: it is nested too deep", hint="cut the enum out") from None


def _is_enum(node: ast.ClassDef) -> bool:
    names = [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in node.bases]
    return any(name.endswith(_BASES) for name in names)


def _words(name: str) -> str:
    """A title made from a class name: `DatasetStatus` → `Dataset status`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").split()
    return " ".join([words[0], *(one.lower() for one in words[1:])]) if words else name
