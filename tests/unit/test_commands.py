"""The command line: every way to ask, every way to fail, and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from statebook import __version__, cli
from statebook.commands import build as build_command
from statebook.commands.registry import commands

SPEC = """
statebook: 1
id: {0}
title: {0}
noun: {0} status
state_attribute: status
initial: shut
actions: {{open: {{title: Open, method: POST, path: /open}}}}
events: {{done: {{by: completion}}}}
states: {{shut: {{kind: resting}}, opening: {{kind: transient}}, ajar_{0}: {{kind: resting}}}}
transitions:
  - {{from: shut, to: opening, trigger: open, guard: nobody leans on it}}
  - {{from: opening, to: ajar_{0}, trigger: done}}
"""
BROKEN = SPEC.format("door").replace("to: opening", "to: openning").replace("kind: transient", "kind: transint")


class Folder:
    """A project, and the command line run in it; `said` is standard error, `shown` standard output."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys
        self.said = self.shown = ""

    def put(self, path: str, text: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> int:
        self.capsys.readouterr()
        try:
            code = cli.main(arguments)
        except SystemExit as end:
            code = end.code  # type: ignore[assignment]
        self.shown, self.said = self.capsys.readouterr()
        return code

    def files(self) -> list[str]:
        found = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())
        return sorted(one for one in found if ".statebook-cache" not in one)


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "STATEBOOK_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    made = Folder(tmp_path, capsys)
    made.put("statebook.yml", "statebook: 1\n")
    made.put("spec/door.yaml", SPEC.format("door"))
    return made


def test_build_is_the_default_and_check_agrees(folder: Folder) -> None:
    assert folder.run("check") == 1
    assert "docs/door.md" in folder.shown + folder.said
    assert folder.files() == ["spec/door.yaml", "statebook.yml"]
    assert folder.run() == 0
    written = folder.files()
    assert {"docs/door.md", "docs/door/schema.json", "docs/door/machine.json", "docs/door/diagrams/machine.svg"} <= set(
        written
    )
    assert folder.run("check") == 0
    assert folder.said.endswith("files are up to date.\n")
    assert folder.shown == ""
    assert folder.run("build") == 0
    assert "up to date" in folder.said
    assert folder.files() == written


def test_check_tells_the_warnings_of_reading_too(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    from statebook.commands import check
    from statebook.diagnostic import Diagnostic, Severity

    folder.run()
    warning = Diagnostic("spec/door.yaml", 2, 1, "odd", "it is odd", severity=Severity.WARNING)
    read = check.load
    monkeypatch.setattr(check, "load", lambda root: (read(root)[0], [warning]))
    assert folder.run("check") == 0
    assert "spec/door.yaml:2:1: warning[odd] it is odd\n" in folder.said


def test_check_shows_the_difference_and_the_repair(folder: Folder) -> None:
    folder.run()
    folder.put("spec/door.yaml", SPEC.format("door").replace("nobody leans", "a child leans"))
    before = (folder.root / "docs/door.md").read_bytes()
    assert folder.run("check") == 1
    assert "-[`opening`](#the-opening-door-status) | [`open`](#open)<br>client | nobody leans on it" in folder.shown
    assert "+[`opening`](#the-opening-door-status) | [`open`](#open)<br>client | a child leans on it" in folder.shown
    assert "statebook build" in folder.shown + folder.said
    assert (folder.root / "docs/door.md").read_bytes() == before
    assert folder.run("check", "-q") == 1
    assert folder.shown == ""


@pytest.mark.parametrize("where", [("-C", "{}"), ("-C{}",)])
@pytest.mark.parametrize("first", [True, False])
def test_the_project_may_be_elsewhere(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, where: tuple[str, ...], first: bool
) -> None:
    (folder.root / "deep/er").mkdir(parents=True)
    monkeypatch.chdir("/")
    place = [one.format(folder.root) for one in where]
    assert folder.run(*([*place, "check"] if first else ["check", *place])) == 1
    assert "no spec" not in folder.said
    assert folder.run(*place) == 0, "options alone mean the default command"
    monkeypatch.chdir(folder.root / "deep/er")
    assert folder.run("check") == 0, "the nearest folder upwards with a statebook.yml"


def test_a_folder_that_is_none(folder: Folder) -> None:
    assert folder.run("build", "-C", "nowhere") == 2
    assert folder.said == "statebook: nowhere is no folder\n  hint: name the folder of a project after -C\n"


def test_version_and_help(folder: Folder) -> None:
    assert folder.run("--version") == 0
    assert folder.shown == f"statebook {__version__}\n"
    assert folder.run("--help") == 0
    for name, module in commands().items():
        assert name in [line.split()[0] for line in folder.shown.splitlines() if line.startswith("    ")]
        assert " ".join(module.HELP.split()) in " ".join(folder.shown.split())
        assert folder.run(name, "--help") == 0
        assert "-C FOLDER" in folder.shown
        folder.run("--help")
    assert "Exit codes: 0 clean" in folder.shown


@pytest.mark.parametrize(("arguments", "said"), [
    (["biuld"], "statebook: no command is called 'biuld'\n  hint: did you mean 'build'?\n"),
    (["xyzzy"], "statebook: no command is called 'xyzzy'\n  hint: known: build, "),
    (["-q", "chekc"], "statebook: no command is called 'chekc'\n  hint: did you mean 'check'?\n"),
    (["build", "-f", "jsn"], "statebook: no report format is called 'jsn'\n  hint: did you mean 'json'?\n"),
    (["check", "-f", "xyzzy"], "statebook: no report format is called 'xyzzy'\n  hint: known: "),
    (["build", "-o", "a", "-o", "b"], "statebook: more -o than -f\n  hint: write -f FORMAT before each -o FILE\n"),
    (["export", "jsn"], "statebook: no export format is called 'jsn'\n  hint: did you mean 'json'?\n"),
    (["path", "shutt", "opening"], "statebook: no state is called 'shutt'\n"),
])  # fmt: skip
def test_a_slip_gets_a_hint_and_does_nothing(folder: Folder, arguments: list[str], said: str) -> None:
    assert folder.run(*arguments) == 2
    assert folder.said.startswith(said)
    assert folder.files() == ["spec/door.yaml", "statebook.yml"]


def test_an_unknown_option_is_bad_usage(folder: Folder) -> None:
    assert folder.run("build", "--nonsense") == 2
    assert folder.said == (
        "statebook: build takes no --nonsense\n  hint: `statebook build --help` says what it takes\n"
    )


def test_all_problems_at_once_and_nothing_written(folder: Folder) -> None:
    folder.put("spec/door.yaml", BROKEN)
    folder.put("spec/second.yaml", "statebook: 1\n")
    for command in (["build"], ["check"], ["export", "json"], ["path", "shut", "opening"]):
        assert folder.run(*command) == 2, command
        assert "spec/second.yaml:1:1: error[missing-key]" in folder.said, command
        assert "spec/door.yaml:" in folder.said
        assert "Traceback" not in folder.said
    assert folder.files() == ["spec/door.yaml", "spec/second.yaml", "statebook.yml"]


def test_reports_as_json_to_standard_output_and_files(folder: Folder) -> None:
    folder.put("spec/door.yaml", BROKEN)
    assert folder.run("build", "-f", "json") == 2
    content = json.loads(folder.shown)
    assert json.dumps(content).count("spec/door.yaml") >= 1
    assert folder.run("build", "-f", "json", "-o", "report.json", "-f", "text", "-o", "-") == 2
    assert json.loads((folder.root / "report.json").read_text()) == content
    assert "spec/door.yaml:" in folder.shown
    assert folder.run("check", "-f", "text", "-o", "no/where/x.txt") == 2
    assert folder.said.startswith("statebook: cannot write no/where/x.txt: No such file or directory\n")


def test_quiet_says_nothing_when_all_is_well(folder: Folder) -> None:
    for arguments in (["build", "-q"], ["check", "-q"], ["-q"], ["build", "--quiet"]):
        assert folder.run(*arguments) == 0
        assert (folder.shown, folder.said) == ("", "")
    folder.put("spec/door.yaml", BROKEN)
    assert folder.run("build", "-q") == 2
    assert "spec/door.yaml:" in folder.said


def test_colour_only_where_it_is_wanted(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.put("spec/door.yaml", BROKEN)
    folder.run("build")
    plain = folder.said
    assert "\x1b" not in plain
    folder.run("build", "--color", "always")
    assert "\x1b[" in folder.said
    folder.run("--color", "never", "build")
    assert folder.said == plain
    folder.run("build", "--color", "always", "-f", "text", "-o", "report.txt")
    assert "\x1b" not in (folder.root / "report.txt").read_text()
    monkeypatch.setenv("NO_COLOR", "1")
    folder.run("build")
    assert folder.said == plain


def test_a_file_in_the_way_stays_until_it_is_adopted(folder: Folder) -> None:
    folder.put("docs/door.md", "by hand\n")
    assert folder.run() == 2
    assert (folder.root / "docs/door.md").read_text() == "by hand\n"
    assert "--adopt" in folder.said
    assert folder.run("build", "--adopt") == 0
    assert (folder.root / "docs/door.md").read_text().startswith("<!-- Generated by Statebook")


def test_export_to_standard_output_a_file_and_a_folder(folder: Folder) -> None:
    assert folder.run("export") == 0
    kinds = [line.split()[0] for line in folder.shown.splitlines() if not line.startswith(" ")]
    assert {"json", "dot", "json-schema"} <= set(kinds)
    for kind in kinds:
        assert folder.run("export", kind) == 0
        text = folder.shown
        assert folder.run("export", kind, "spec/door.yaml", "-o", f"out.{kind}") == 0
        assert folder.shown == ""
        assert (folder.root / f"out.{kind}").read_bytes().decode() == text
    assert folder.run("export", "json", "-o", "into/") == 0
    assert [one for one in folder.files() if one.startswith("into/")] == ["into/door.machine.json"]
    assert json.loads((folder.root / "into/door.machine.json").read_text())["id"] == "door"
    assert folder.run("export", "json", "-o", "statebook.yml/") == 2
    assert folder.said.startswith("statebook: cannot make the folder statebook.yml/: ")


def test_several_machines_need_a_folder_or_a_choice(folder: Folder) -> None:
    folder.put("spec/gate.yaml", SPEC.format("gate"))
    assert folder.run("export", "json") == 2
    assert folder.said == (
        "statebook: there are 2 machines: spec/door.yaml, spec/gate.yaml\n  hint: name one spec file, or a folder: -o FOLDER/\n"
    )
    assert folder.run("export", "json", "spec/gate.yaml") == 0
    assert json.loads(folder.shown)["id"] == "gate"
    assert folder.run("export", "json", "-o", "into/") == 0
    assert [one for one in folder.files() if one.startswith("into/")] == [
        "into/door.machine.json",
        "into/gate.machine.json",
    ]
    assert folder.run("path", "shut", "opening") == 2
    assert folder.said == (
        "statebook: several machines have these states: spec/door.yaml, spec/gate.yaml\n  hint: name its spec file behind the states\n"
    )
    assert folder.run("path", "shut", "opening", "spec/gate.yaml") == 0
    assert folder.run("path", "ajar_door", "ajar_gate") == 2
    assert folder.said.startswith("statebook: no machine has both 'ajar_door' and 'ajar_gate'\n")


def test_the_way_from_one_state_to_another(folder: Folder) -> None:
    assert folder.run("path", "shut", "ajar_door") == 0
    assert folder.shown == (
        "Call open to reach opening; then wait for ajar_door.\n"
        "1. shut -> opening  by open (client)  if: nobody leans on it\n"
        "2. opening -> ajar_door  by done (completion)\n"
    )
    assert folder.run("path", "shut", "shut") == 0
    assert folder.shown == "You are there.\n"
    assert folder.run("path", "ajar_door", "shut") == 1
    assert folder.shown == "There is no way from ajar_door to shut.\n"


def test_a_bug_is_one_line_and_where_to_report_it(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> int:
        raise LookupError("first\nsecond")

    monkeypatch.setattr(build_command, "run", broken)
    assert folder.run("build") == 3
    assert folder.said.startswith(
        "statebook: this is a bug of Statebook: LookupError: first second\n  hint: please report it at https://"
    )
    assert len(folder.said.splitlines()) == 2
    monkeypatch.setenv("STATEBOOK_TRACEBACK", "1")
    with pytest.raises(LookupError):
        folder.run("build")


def test_an_interrupt_is_no_bug(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(build_command, "run", interrupted)
    assert folder.run("build") == 130
    assert folder.said == ""


@pytest.mark.parametrize("arguments", [["export"], ["--help"], ["export", "json"]])
def test_a_reader_that_has_gone_is_no_bug(folder: Folder, arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "statebook", *arguments], stdout=write, stderr=subprocess.PIPE, check=False, cwd=folder.root, timeout=60,
        )  # fmt: skip
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_spec_without_any_example_is_said_to_be_so(folder: Folder) -> None:
    endless = "objects: {part: {identifier: x, attributes: {x: {type: part}}}}\nattributes: {p: {type: part}}\n"
    folder.put("spec/door.yaml", SPEC.format("door") + endless)
    assert folder.run("build") == 2
    assert "error[example-invalid]" in folder.said
    for kind in ("json", "json-schema", "dot"):
        assert folder.run("export", kind) in (0, 2), kind
        assert "this is a bug" not in folder.said


def test_help_never_pays_for_what_reads_specs() -> None:
    seen = "import sys; from statebook.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    heavy = "{'pydantic', 'ruamel', 'jinja2', 'statebook.model'} & set(sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"{seen}sys.exit(str(sorted({heavy})))"], capture_output=True, text=True, check=False
    )
    assert (done.stderr, "Exit codes" in done.stdout) == ("[]\n", True)


def test_a_machine_that_a_format_does_not_fit_is_left_out_unless_it_was_named(folder: Folder) -> None:
    folder.put("spec/lamp.yaml", SPEC.format("lamp") + "  - {from: ajar_lamp, to: shut, trigger: done}\n")
    assert folder.run("export", "asl", "-o", "into/") == 0
    assert [one for one in folder.files() if one.startswith("into/")] == ["into/door.asl.json"]
    assert "left out: lamp never ends" in folder.said
    assert folder.run("export", "asl", "-o", "other/", "spec/lamp.yaml", "spec/door.yaml") == 2
    assert folder.said.startswith("statebook: lamp never ends")
    assert not [one for one in folder.files() if one.startswith("other/")]


def test_a_format_has_options_of_its_own(folder: Folder) -> None:
    folder.put("spec/gate.yaml", SPEC.format("the-gate"))
    for arguments in (["--lang", "typescript", "spec/gate.yaml"], ["spec/gate.yaml", "--lang=typescript"]):
        assert folder.run("export", "client", *arguments) == 0
        assert "statebook export client --lang typescript spec/gate.yaml -o the_gate.ts" in folder.shown
    assert folder.run("export", "client", "--lang", "python", "-o", "into/") == 0
    assert [one for one in folder.files() if one.startswith("into/")] == ["into/door.py", "into/the_gate.py"]
    assert folder.run("export", "client", "--lang", "pyton", "spec/gate.yaml") == 2
    assert folder.said == "statebook: --lang 'pyton': client has no such value\n  hint: did you mean 'python'?\n"
    for arguments in (["json", "--lang", "python"], ["--lang", "python"], ["client", "--long", "x"]):
        assert folder.run("export", *arguments) == 2
        assert folder.said.startswith("statebook: export takes no --l")


def test_a_language_is_one_template_and_nothing_is_printed_that_no_filter_made_code(folder: Folder) -> None:
    folder.put(
        "templates/client/lisp.el.j2",
        "{% for one in client.states %}({{ one.constant }} {{ one.id | script }})\n{% endfor %}",
    )
    assert folder.run("export", "client", "--lang", "lisp", "spec/door.yaml") == 0
    assert folder.shown.startswith("(")
    assert folder.run("export", "client", "--lang", "lisp", "spec/door.yaml", "-o", "into/") == 0
    assert "into/door.el" in folder.files()
    folder.put("templates/client/lisp.el.j2", "{{ client.title }}\n")
    assert folder.run("export", "client", "--lang", "lisp", "spec/door.yaml") == 2
    assert "lisp.el.j2:1: " in folder.said
    assert "is printed as it is: give it to a filter" in folder.said
