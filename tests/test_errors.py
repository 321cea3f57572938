"""Every bad spec: the exact places, the rules, the words, and a command line that writes nothing.

A file of `errors/` marks its bad lines with a comment, `# error: [rule] column [rule] column`, the
column being optional. Files that cannot be text are in `test_errors_of_bytes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from statebook.cli import main
from statebook.diagnostic import Diagnostic, Severity, sorted_diagnostics
from statebook.site.plan import plan_project
from statebook.source.load import load_project

CASES = Path(__file__).parent / "errors"
SLUGS = sorted(path.stem for path in CASES.glob("*.yaml"))
MARK = re.compile(r"#\s*error:(?P<marks>(?:\s*\[[a-z-]+\](?:\s+\d+)?)+)\s*$")
ONE_MARK = re.compile(r"\[([a-z-]+)\](?:\s+(\d+))?")
GOOD = "statebook: 1\nid: good\ntitle: Good\nstate_attribute: status\nstates: {on: {}}\n"

Place = tuple[int, str, int | None]


def lines_of(text: str) -> list[str]:
    """The lines as an editor counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def expected(text: str) -> list[Place]:
    """Line, rule, and column where one is given, of everything that a case marks."""
    found: list[Place] = []
    for number, line in enumerate(lines_of(text), start=1):
        if mark := MARK.search(line):
            for rule, column in ONE_MARK.findall(mark["marks"]):
                found.append((number, rule, int(column) if column else None))
    return found


def problems(root: Path) -> list[Diagnostic]:
    """What a build of the project at `root` has to say against it."""
    project, diagnostics = load_project(root)
    if any(one.severity is Severity.ERROR for one in diagnostics):
        return diagnostics
    return sorted_diagnostics(plan_project(project).diagnostics)


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose output was written while its spec was good."""
    root = tmp_path_factory.mktemp("errors")
    (root / "spec").mkdir()
    (root / "spec/good.yaml").write_text(GOOD)
    assert main(["build", "-q", "-C", str(root)]) == 0
    return root


@pytest.fixture
def broken(built: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """That project with a case in place of its spec."""
    (built / "spec/good.yaml").rename(built / "good.yaml")
    (built / "spec/case.yaml").write_bytes((CASES / f"{request.param}.yaml").read_bytes())
    yield built
    (built / "spec/case.yaml").unlink()
    (built / "good.yaml").rename(built / "spec/good.yaml")


@pytest.mark.parametrize("slug", SLUGS)
def test_exactly_the_marked_places_are_reported(slug: str, tmp_path: Path) -> None:
    text = (CASES / f"{slug}.yaml").read_bytes().decode()
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/case.yaml").write_bytes(text.encode())
    found = problems(tmp_path)
    wanted = expected(text) or [(1, "syntax", 1)]
    columns = {(line, rule) for line, rule, column in wanted if column is None}
    assert sorted(wanted, key=repr) == sorted(
        ((one.line, one.rule, None if (one.line, one.rule) in columns else one.column) for one in found), key=repr
    ), "\n" + said(found)
    lines = lines_of(text)
    for one in found:
        assert one.file == "spec/case.yaml"
        assert one.message
        assert one.hint, one
        assert "Traceback" not in one.message + one.hint
        assert one.source_line == lines[one.line - 1]
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1


def said(found: list[Diagnostic]) -> str:
    """Diagnostics as golden lines."""
    lines = []
    for one in found:
        lines.append(f"{one.line}:{one.column}: {one.severity}[{one.rule}] {one.message}")
        lines += [f"  hint: {one.hint}"] if one.hint else []
    return "".join(f"{line}\n" for line in lines)


def test_the_words_are_as_they_were_read(tmp_path: Path, golden) -> None:
    (tmp_path / "spec").mkdir()
    text = ""
    for slug in SLUGS:
        (tmp_path / "spec/case.yaml").write_bytes((CASES / f"{slug}.yaml").read_bytes())
        text += f"{slug}\n{'-' * len(slug)}\n{said(problems(tmp_path))}\n"
    golden(CASES / "messages.txt", text)


@pytest.mark.parametrize("broken", SLUGS, indirect=True)
def test_the_command_line_says_all_of_it_and_writes_nothing(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(broken)
    found = problems(broken)
    for command in ("build", "check"):
        assert main([command, "-C", str(broken)]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        places = re.findall(r"^(spec/case\.yaml:\d+:\d+: error\[[a-z-]+\]) ", captured.err, re.MULTILINE)
        assert places == [f"{one.file}:{one.line}:{one.column}: error[{one.rule}]" for one in found]
        assert "bug" not in captured.err
    assert tree(broken) == before
