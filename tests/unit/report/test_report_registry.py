"""A format is a file: nothing else has to be said anywhere."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import statebook.report as package
from statebook.diagnostic import Diagnostic
from statebook.report.content import Report, Surface
from statebook.report.registry import find_format, formats

HELPERS = {"comment", "content", "excerpt", "identity", "location", "registry"}


def test_every_module_is_a_format_or_a_known_helper() -> None:
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert modules - HELPERS == set(formats())
    assert {"text", "json"} <= set(formats())


SILENT_WHEN_CLEAN = {"github", "markdown"}
"""A host is told nothing: no annotation, no comment."""


@pytest.mark.parametrize("name", sorted(formats()))
def test_every_format_keeps_the_contract(name: str) -> None:
    found = formats()[name]
    assert found.name == name == importlib.import_module(f"statebook.report.{name}").NAME
    assert found.summary.endswith((".", "`.", ":"))
    report = Report((Diagnostic("spec/x.yaml", 1, 1, "some-rule", "the message"),))
    text = found.render(report, Surface())
    assert ("the message" in text) == (name != "counts")
    assert text.endswith("\n")
    assert text == found.render(report, Surface())
    clean = found.render(Report(), Surface())
    assert clean == "" if name in SILENT_WHEN_CLEAN else clean.endswith("\n")


@pytest.mark.parametrize("inside", ["report", "review"])
def test_formats_do_not_know_each_other(inside: str) -> None:
    names = {*formats(), "statebook"}
    for name in formats():
        path = Path(package.__file__).parents[1] / inside / f"{name}.py"
        tree = ast.parse(path.read_bytes()) if path.exists() else ast.Module([], [])
        known = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not known & {f"statebook.{where}.{other}" for where in ("report", "review") for other in names}, name


def test_what_goes_beside_a_report_is_a_format() -> None:
    beside = {variable: name for one in formats().values() for variable, name in one.beside.items()}
    assert beside == {"GITHUB_OUTPUT": "counts", "GITHUB_STEP_SUMMARY": "markdown"}
    assert {*beside.values()} <= {*formats()}


@pytest.mark.parametrize("name", ["", "nonsense", "content", "registry", "..text", "os"])
def test_unknown_names_are_no_formats(name: str) -> None:
    assert find_format(name) is None


def test_a_new_file_is_a_new_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        '"""Counts only."""',
        'NAME = "count"',
        "def render(report, surface):",
        "    return f'{len(report.notes)}\\n'",
    ]
    (tmp_path / "count.py").write_text("\n".join(lines))
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    assert formats()["count"].render(Report(), Surface()) == "0\n"
    assert formats()["count"].summary == "Counts only."
