"""What a build wants on disk: artifacts by path, collected in a plan that refuses dangerous paths.

It touches no disk and does not know how artifacts are made or written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

MAXIMUM_PATH_BYTES = 1024
MAXIMUM_NAME_BYTES = 240

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_TEMPORARY = re.compile(r"\.statebook-[0-9a-f]{16}\.tmp", re.IGNORECASE)
_FORBIDDEN = '<>:"|?*\\'
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file that the build wants.

    `path` is relative to the project root, with forward slashes. `origin` is the spec file, or
    whatever else, that it comes from. `make` gives the content and may be costly for a rendered
    artifact. `recipe` is empty for plain artifacts; for rendered ones it is a hash of everything but
    the engine that determines the bytes, so that equal recipe and equal `engine` mean equal bytes.
    `engine` is the name and version of the engine at hand, empty when this machine has none.
    """

    path: str
    origin: str
    make: Callable[[], bytes]
    recipe: str = ""
    engine: str = ""

    @classmethod
    def plain(cls, path: str, content: str | bytes, origin: str) -> Artifact:
        """An artifact whose content is at hand; text becomes UTF-8 as it is."""
        data = content if isinstance(content, bytes) else content.encode()
        return cls(path, origin, lambda: data)


def folded(path: str) -> str:
    """The same text for paths that are one file on a system that ignores case or Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def path_flaw(path: str) -> str:
    """Why this relative path must not be written or removed on any system; empty when it is sound."""
    if not path:
        return "it is empty"
    if any(unicodedata.category(character) in _HIDDEN_CATEGORIES for character in path):
        return "it holds a control or invisible character"
    if len(path.encode()) > MAXIMUM_PATH_BYTES:
        return f"it is longer than {MAXIMUM_PATH_BYTES} bytes"
    if path.startswith("/"):
        return "it is absolute"
    for character in _FORBIDDEN:
        if character in path:
            return f"it holds {character!r}"
    return next((flaw for name in path.split("/") if (flaw := _name_flaw(name))), "")


def _name_flaw(name: str) -> str:
    flaws = {
        "a part of it is empty": not name,
        f"it holds a {name!r} part": name in {".", ".."},
        f"{name!r} begins or ends with a character that some systems drop": name.endswith((".", " "))
        or name[:1] == " ",
        f"{name!r} is a device on some systems": bool(_RESERVED.fullmatch(name)),
        f"{name!r} is a name of the writer's own temporary files": bool(_TEMPORARY.fullmatch(name)),
        "it leads into a git repository's own files": name.lower() in {".git", "git~1"},
        f"a part of it is longer than {MAXIMUM_NAME_BYTES} bytes": len(name.encode()) > MAXIMUM_NAME_BYTES,
    }
    return next((flaw for flaw, found in flaws.items() if found), "")


def ancestors(path: str) -> Iterator[str]:
    """The folders above a path, the nearest first, without the project root."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


class Plan:
    """All artifacts of a build by path, in path order, and the folders (`roots`) that they may be in.

    `origins` are the origins that the plan is complete for: files that came from others are left as
    they are, as when only some of the specs are built. None means all: what is not planned is an
    orphan.

    Raises `ValueError` when a path is unsound, leaves the roots, or cannot exist beside another one:
    equal after case folding, or a folder of it.
    """

    def __init__(
        self, artifacts: Iterable[Artifact], roots: Iterable[str], origins: Iterable[str] | None = None
    ) -> None:
        self.roots = tuple(dict.fromkeys(roots))
        for root in self.roots:
            if flaw := path_flaw(root):
                message = f"the output folder {root!r} cannot be used: {flaw}"
                raise ValueError(message)
        self.origins = None if origins is None else frozenset(origins)
        self._artifacts = {artifact.path: artifact for artifact in _checked(artifacts, self)}

    def holds(self, path: str) -> bool:
        """Whether a path lies inside one of the output folders."""
        return any(path.startswith(root + "/") for root in self.roots)

    def speaks_for(self, origins: Iterable[str]) -> bool:
        """Whether a file that came from these origins, and is not planned, is wanted no more."""
        return self.origins is None or not self.origins.isdisjoint(origins)

    def __iter__(self) -> Iterator[Artifact]:
        return iter(self._artifacts.values())

    def __len__(self) -> int:
        return len(self._artifacts)

    def __contains__(self, path: object) -> bool:
        return path in self._artifacts

    def __getitem__(self, path: str) -> Artifact:
        return self._artifacts[path]


def _checked(artifacts: Iterable[Artifact], plan: Plan) -> list[Artifact]:
    ordered = sorted(artifacts, key=lambda artifact: artifact.path)
    taken: dict[str, str] = {}
    for path in (artifact.path for artifact in ordered):
        if flaw := path_flaw(path):
            message = f"the path {path!r} cannot be written: {flaw}"
            raise ValueError(message)
        if not plan.holds(path):
            message = f"the path {path!r} is outside the output folders: {', '.join(plan.roots)}"
            raise ValueError(message)
        if (key := folded(path)) in taken:
            message = f"two files collide: {taken[key]!r} and {path!r}"
            raise ValueError(message)
        taken[key] = path
    for path in taken.values():
        if folder := next((above for above in ancestors(path) if folded(above) in taken), ""):
            message = f"{taken[folded(folder)]!r} is a file and the folder of {path!r} at once"
            raise ValueError(message)
    return ordered
