"""What holds of every importer: it takes or refuses any file, and what it takes is a spec that loads and grows linearly."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import statebook.importing as package
from every_machine import ROOT, every_machine
from importing_folder import Importing
from statebook.export.format import formats
from statebook.importing.imported import import_original
from statebook.importing.original import BadInput, Original
from statebook.importing.registry import importers, recognised
from statebook.source.assembly import assemble, parse
from statebook.source.text import SourceText

REAL = every_machine()["real/job"]


def exported(kind: str) -> str:
    return formats()[kind].export(REAL).text


FILES = {
    "page.md": (ROOT / "tests/audits/parcel/_parcel_status.md").read_text(encoding="utf-8"),
    "vehicles.md": (ROOT / "tests/audits/scooter/vehicles.md").read_text(encoding="utf-8"),
    "job.machine.json": exported("json"),
    "job.csv": exported("csv"),
    "job.scxml": exported("scxml"),
    "job.xstate.json": exported("xstate"),
    "job.asl.json": exported("asl"),
    "job.openapi.json": exported("openapi"),
    "job.mmd": exported("mermaid"),
    "job.puml": exported("plantuml"),
    "job.smcat.json": exported("smcat"),
    "status.py": 'from enum import Enum\nclass Status(Enum):\n    A = "a"  # first\n    B = "b"\n\nNEXT = {Status.A: [Status.B]}\n',
    "log.jsonl": "".join(json.dumps({"id": n % 3, "at": f"2024-01-01T00:00:{n:02}Z", "status": {"name": "ab"[n % 2]}}) + "\n" for n in range(9)),
}  # fmt: skip
KINDS = {
    "page.md": "markdown", "vehicles.md": "markdown", "job.machine.json": "json", "job.csv": "csv", "job.scxml": "scxml",
    "job.xstate.json": "xstate", "job.asl.json": "asl", "job.openapi.json": "openapi", "job.mmd": "mermaid",
    "job.puml": "plantuml", "job.smcat.json": "smcat", "status.py": "python-enum", "log.jsonl": "log",
}  # fmt: skip
ODD = {
    "nothing": "",
    "space": " \n\t\n",
    "words": "Hello, this is nothing.\n",
    "brackets": "[" * 3000,
    "braces": '{"a":' * 3000,
    "xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "controls": "".join(map(chr, range(1, 32))) * 20,
    "directions": "\u202e\u2066# \u200b`a` -> `b`\n" * 20,
    "half": "\ud800" * 3,
    "long line": "x" * 100_000,
    "many lines": "a\n" * 20_000,
    "blank lines": "x" + "\n" * 60_000 + "x",
    "spaces": "x" + " " * 60_000 + "x",
    "classes": "class A(" * 8_000,
    "template": "{{ 7*7 }} {% include 'x' %} ${HOME} `id` $(id)\n",
}


def attempt(kind: str, name: str, text: str) -> str:
    """Import a text: the spec, which loads, or nothing where it is refused in so many words."""
    try:
        done = import_original(Original(name, text), importers()[kind])
    except BadInput as refused:
        assert refused.message and refused.line >= 1 and refused.column >= 1
        return ""
    machines, flaws = assemble({"x": parse(SourceText.of("x", done.text))})
    if flaws:
        assert importers()[kind].name in ("json", "scxml", "xstate"), (
            flaws,
            done.text,
        )  # a machine of ours may be broken by hand
        return ""
    assert len(machines) == 1
    for one in done.made.left_over:
        assert one.what and one.why and not one.what.endswith(".") and "\n" not in one.what
    return done.text


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_recognised_as_what_it_is(name: str) -> None:
    assert [one.name for one in recognised(Original(name, FILES[name]))] == [KINDS[name]]
    assert [one.name for one in recognised(Original("x", FILES[name]))] == [KINDS[name]]


@pytest.mark.parametrize("odd", ODD)
def test_odd_files_are_recognised_by_nobody_or_refused(odd: str) -> None:
    for one in recognised(Original("x", ODD[odd])):
        attempt(one.name, "x", ODD[odd])


@pytest.mark.parametrize("kind", importers())
def test_any_file_is_taken_or_refused(kind: str) -> None:
    for name, text in (FILES | ODD).items():
        attempt(kind, name, text)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_off_is_taken_or_refused(name: str) -> None:
    text = FILES[name]
    step = max(len(text) // 23, 1)
    for end in range(0, len(text), step):
        attempt(KINDS[name], name, text[:end])


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_gives_the_same_bytes_and_builds(name: str, folder: Importing) -> None:
    first = attempt(KINDS[name], name, FILES[name])
    assert first == attempt(KINDS[name], name, FILES[name]) != ""
    folder.take(name, FILES[name])
    folder.builds("initial-state-missing", "unreachable-state", "broken-link" if "job" in name else "-")


def test_importers_run_nothing_and_open_nothing() -> None:
    """No importer calls what evaluates, opens, fetches or starts."""
    for path in sorted(Path(package.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call):
                plain, method = getattr(node.func, "id", ""), getattr(node.func, "attr", "")
                assert plain not in {"eval", "exec", "compile", "open", "__import__"}, path
                assert method not in {"system", "popen", "urlopen", "literal_eval", "read_bytes", "read_text", "run"}, (
                    path
                )
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [getattr(node, "module", "") or "", *(one.name for one in node.names)]
                assert not set(names) & {
                    "os",
                    "subprocess",
                    "socket",
                    "urllib",
                    "urllib.request",
                    "http",
                    "importlib",
                }, path


def test_every_importer_describes_itself() -> None:
    for name, one in importers().items():
        assert one.description.endswith(".") and one.page, name
        assert all(ending.startswith(".") and ending == ending.lower() for ending in one.endings)
