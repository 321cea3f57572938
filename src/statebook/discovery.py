"""Finds the members of a registry: the modules of a package that carry a certain name.

Rules, formats, commands, dialects and the like are one file each and are never listed: being there is
being known. Nothing here knows what they are; `cli` pays for this module at every start, so it imports
nothing beyond the machinery of imports.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def names_in(package: ModuleType) -> list[str]:
    """The names of a package's modules, sorted, without loading them."""
    return sorted(one.name for one in iter_modules(package.__path__))


def members(package: ModuleType, mark: str = "NAME") -> Iterator[ModuleType]:
    """The modules of a package that have the attribute `mark`, loaded, in the order of their names."""
    for name in names_in(package):
        module = import_module(f"{package.__name__}.{name}")
        if hasattr(module, mark):
            yield module


def member(package: ModuleType, name: str, mark: str = "NAME") -> ModuleType | None:
    """One member by its module's name, without loading the others; None when it is none."""
    if name not in names_in(package):
        return None
    module = import_module(f"{package.__name__}.{name}")
    return module if hasattr(module, mark) else None


def summary_of(module: ModuleType) -> str:
    """The first line of a module's docstring."""
    return (module.__doc__ or "").strip().partition("\n")[0].strip()


def page_of(module: ModuleType) -> str:
    """The rest of a module's docstring, which is its page in Markdown."""
    return (module.__doc__ or "").strip().partition("\n")[2].strip()
