"""Logs as they really come: broken, mixed, compressed, cut off, enormous; and nothing left behind."""

from __future__ import annotations

import gzip
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pytest

from conform_case import Case, lines, seen

GOOD = lines([seen("idle", 0)])
LEFT = lines([seen("scrapped", 1), seen("idle", 2)])


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own, in which nothing may be left."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _nothing_is_left(scratch: Path) -> object:
    yield
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{", "the line is no JSON"),
        (b'"idle"', None),
        (b"[1]", None),
        (b"\xff{}", "byte 1 of the line, 0xff, is no UTF-8"),
        ('{"id": "é"}'.encode("latin-1"), "byte 9 of the line, 0xe9, is no UTF-8"),
        (b'{"id": "\0"}', "the line has a NUL character: is this a binary file?"),
        (b'{"id":\r1}', "the line has a carriage return inside"),
        (b"{" * 5000, "the line is no JSON"),
    ],
)
def test_a_broken_line_is_a_finding_and_the_rest_is_judged(case: Case, bad: bytes, reason: str | None) -> None:
    found = case.conform(GOOD.encode() + bad + b"\n" + LEFT.encode())
    wanted = f"{reason}; the rest is judged without it" if reason else "/id: expected an identifier, seen nothing"
    assert found[0] == f"2 broken-line {wanted}"
    assert [one.split()[:2] for one in found[1:]] == [["4", "final-state-left"]]


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_are_no_findings(case: Case) -> None:
    log = b"\xef\xbb\xbf" + (f"\n{LEFT}  \n\n".replace("\n", "\r\n")).encode()
    assert case.told(log) == ["3 final-state-left"]


def test_lines_keep_their_numbers_among_blank_ones_however_long_the_log(case: Case) -> None:
    blank = "\n   \n\n\t\n" * 50_000
    many = "".join(lines([seen("idle", n, 2, resource=f"é{n}")]) + "\n" * (n % 3) for n in range(2, 20_000))
    log = blank + many + LEFT
    assert case.told(log) == [f"{log.count(chr(10))} final-state-left"]


def test_an_empty_log_has_no_findings(case: Case) -> None:
    assert case.conform(b"") == []
    assert case.conform(b"\n\n") == []
    assert case.said.startswith("0 observations of 0 resources in 1 log judged\n")


def test_a_last_line_without_an_end_is_read(case: Case) -> None:
    assert case.told(LEFT.rstrip("\n")) == ["2 final-state-left"]


def test_a_line_of_a_hundred_megabytes_is_passed_over_in_little_memory(case: Case) -> None:
    path = case.root / "log.jsonl"
    with path.open("wb") as stream:
        stream.write(b'{"id": "')
        for _ in range(100):
            stream.write(b"x" * 1024 * 1024)
        stream.write(b'"}\n' + LEFT.encode())
    program = (
        "import sys, tracemalloc; from pathlib import Path; from statebook.conform.logs import lines\n"
        "tracemalloc.start()\n"
        "print([(type(one).__name__) for one in lines._lines(Path(sys.argv[1]))][0], tracemalloc.get_traced_memory()[1] < 64 << 20)"
    )
    found = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert found.stdout == "_TooLong True\n"
    assert case.findings(str(path))[0] == "1 broken-line the line is longer than 8 MiB; the rest is judged without it"
    assert [one.split()[:2] for one in case.findings(str(path))[1:]] == [["3", "final-state-left"]]


@pytest.mark.parametrize("name", ["log.jsonl.gz", "log.jsonl", "log"])
def test_gzip_is_read_whatever_its_name(case: Case, name: str) -> None:
    assert case.told(gzip.compress(GOOD.encode()) + gzip.compress(LEFT.encode()), name=name) == ["3 final-state-left"]


@pytest.mark.parametrize("flaw", ["cut", "damaged"])
def test_gzip_that_breaks_off_is_told_and_its_start_judged(case: Case, flaw: str) -> None:
    many = (LEFT + lines(seen("idle", n, 2, resource=os.urandom(20).hex()) for n in range(2, 6000))).encode()
    packed = bytearray(gzip.compress(many))
    if flaw == "cut":
        del packed[-200:]
    else:
        packed[-300] ^= 0xFF
    found = case.told(bytes(packed), name="log.jsonl.gz")
    assert found[0] == "2 final-state-left"
    assert "broken-line" in {one.split()[1] for one in found[1:]}
    assert "the compressed file breaks off or is damaged here" in case.said


def test_standard_input_is_read(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(LEFT.encode()))))
    assert [one.split()[:2] for one in case.findings("-")] == [["2", "final-state-left"]]
    assert case.said.startswith("<stdin>:2:1:")


@pytest.mark.parametrize("name", ["a*b.jsonl", "a[1].jsonl", "a?.jsonl", "it's.jsonl", "a{b,c}.jsonl", "ä ö.jsonl"])
def test_a_name_is_a_name_and_no_pattern(case: Case, name: str) -> None:
    assert case.told(LEFT, name=name) == ["2 final-state-left"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no log is named"),
        (("missing.jsonl",), "cannot read missing.jsonl: No such file or directory"),
        ((".",), ". is a folder"),
        (("log.xyz",), "log.xyz: no log format has this ending"),
        (("log.jsonl", "--from", "jsno"), "no log format is called 'jsno'\n  hint: did you mean 'json"),
        (("log.jsonl", "--machine", "print"), "no machine is called 'print'\n  hint: did you mean 'printer'?"),
        (("log.jsonl", "--rule", "wrong-typ=off"), "--rule: no rule is called 'wrong-typ'\n  hint: did you mean 'wrong-type'?"),
        (("log.jsonl", "--skew", "-1"), "--skew -1.0 is no span of time"),
        (("log.jsonl", "--skew", "nan"), "--skew nan is no span of time"),
        (("log.jsonl", "--memory", "plenty"), "the logs cannot be judged: "),
        (("log.jsonl", "--coverage", "x.pdf"), "--coverage x.pdf has no ending that is known\n  hint: known: .html, .json, .md, .txt"),
        (("utf16.jsonl",), "utf16.jsonl: the file is in UTF-16\n  hint: convert it: iconv"),
        (("log.jsonl", "--sql", "duckdb"), "--sql reads no log"),
        (("--sql", "sparkle"), "no SQL of 'sparkle' is known\n  hint: did you mean 'spark'?"),
        (("--sql", "spark", "--id", "/id"), "--id /id is no column"),
        (("--sql", "spark", "--status", ""), "--sql needs names for --table, --id, --at and --status"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_with_a_way_out(
    case: Case, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(case.root)
    case.write("log.jsonl", GOOD)
    case.write("utf16.jsonl", GOOD.encode("utf-16"))
    assert said in case.refusal(*arguments)
    assert "  hint: " in case.said


def test_a_derived_state_cannot_be_asked_for(tmp_path: Path) -> None:
    spec = "statebook: 1\nid: a\ntitle: A\nstate_derivation: From others.\nstates: {b: {kind: resting}}\n"
    case = Case(tmp_path, spec)
    assert "the state of 'a' is derived from other attributes" in case.refusal(str(case.write("l.jsonl", GOOD)))


def test_a_broken_spec_is_unusable_input(tmp_path: Path) -> None:
    assert "error[" in Case(tmp_path, "statebook: 1\nid: [\n").refusal(str(tmp_path))


def test_a_missing_engine_is_told_with_how_to_get_it(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.delitem(sys.modules, "statebook.conform.engine", raising=False)
    said = case.refusal(str(case.write("log.jsonl", GOOD)))
    assert said == "statebook: conform needs the package duckdb\n  hint: pip install 'statebook[conform]'\n"
    assert case.run("conform", "--sql", "trino") == 0


def test_a_crash_is_a_bug_and_never_a_finding(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("statebook.conform.findings.Words.findings", crash)
    assert case.run("conform", str(case.write("log.jsonl", GOOD))) == 3
    assert "this is a bug of Statebook" in case.said


def test_an_interrupt_leaves_nothing_behind(case: Case, scratch: Path) -> None:
    pipe = case.root / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "statebook", "conform", "-C", str(case.root), "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(scratch)}
    ) as process:
        assert process.stdin is not None
        process.stdin.write(GOOD.encode())
        process.stdin.flush()
        while not any(scratch.iterdir()):  # it has begun to read
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate()
    assert process.returncode == 130
    assert error == b""


@pytest.mark.parametrize("stop", [RuntimeError("Query interrupted"), duckdb.InterruptException("INTERRUPT Error")])
def test_an_interrupted_query_is_an_interrupt(case: Case, monkeypatch: pytest.MonkeyPatch, stop: Exception) -> None:
    def interrupted(_: object) -> None:
        raise stop

    monkeypatch.setattr("statebook.conform.engine._Run.verdict", interrupted)
    assert case.run("conform", str(case.write("log.jsonl", GOOD))) == 130
    assert case.said == ""


def test_levels_and_the_gate_decide_on_the_exit_code(case: Case) -> None:
    path = str(case.write("log.jsonl", LEFT))
    assert case.run("conform", path, "--rule", "final-state-left=warning") == 0
    assert "warning[final-state-left]" in case.said
    assert case.run("conform", path, "--rule", "final-state-left=warning", "--fail-on", "warning") == 1
    assert case.run("conform", path, "--rule", "final-state-left=off") == 0
    assert "final-state-left" not in case.said
    assert case.run("conform", path, "--fail-on", "never") == 0
    assert "error[final-state-left]" in case.said


def test_of_many_findings_the_first_of_each_kind_are_told(case: Case) -> None:
    log = [seen("idle", n, 0, resource=n, ink="x") for n in range(500)] + [seen("idle", 0, resource=1000, tray="z")]
    found = case.told(log)
    assert found.count("501 value-not-in-enum") == 1
    assert sum(one.endswith("wrong-type") for one in found) == 200
    assert "501 findings, of which the first of each kind are told: 201" in case.said
