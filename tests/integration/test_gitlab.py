"""The job for GitLab: its script, run by bash, against a fake of the notes of merge request 3."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest
import yaml
from test_files import GITLAB

NOTES = "/api/v4/projects/5/merge_requests/3/notes"
USER = "/api/v4/user"
ME = 42
TOKEN = "glpat-secret"
REVIEW = "<!-- statebook-diff -->\n### State machines: 1 breaking & 50% @more\n"


class FakeGitLab:
    def __init__(self) -> None:
        self.notes: list[dict[str, object]] = [{"id": 1, "body": "Nice!", "author": {"id": 7}}]
        self.page = 100
        self.calls: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                outer.calls.append(f"{self.command} {self.path}")
                allowed = self.headers.get("PRIVATE-TOKEN") == TOKEN
                path, _, query = self.path.partition("&page=")
                answer = outer.answer(self.command, path, text) if allowed else None
                after = ""
                if query and isinstance(answer, list):
                    start = (int(query) - 1) * outer.page
                    after = str(int(query) + 1) if len(answer) > start + outer.page else ""
                    answer = answer[start : start + outer.page]
                content = b"" if answer is None else json.dumps(answer).encode()
                self.send_response(200 if allowed else 401)
                self.send_header("Content-Length", str(len(content)))
                if query:
                    self.send_header("X-Next-Page", after)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - names of the standard library

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def answer(self, method: str, path: str, text: str) -> object:
        if path == USER:
            return {"id": ME}
        if method == "GET":
            return self.notes
        if method == "POST":
            self.notes.append({"id": 9, "body": parse_qs(text)["body"][0], "author": {"id": ME}})
            return self.notes[-1]
        number = int(path.rpartition("/")[2])
        if method == "DELETE":
            self.notes = [one for one in self.notes if one["id"] != number]
            return None
        next(one for one in self.notes if one["id"] == number)["body"] = parse_qs(text)["body"][0]
        return {}


@pytest.fixture
def gitlab() -> Iterator[FakeGitLab]:
    fake = FakeGitLab()
    Thread(target=fake.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


def job(tmp_path: Path, gitlab: FakeGitLab, review: str, token: str = TOKEN, lint: int = 0) -> tuple[int, str]:
    """Run the script with programs in place of pip and statebook, which note how they are called."""
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    programs = tmp_path / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "pip").write_text("#!/bin/sh\n")
    (programs / "statebook").write_text(
        '#!/bin/sh\necho "statebook $*" >> calls\n'
        f'case "$1" in lint) exit {lint};; diff) printf %s "$REVIEW" > statebook-review.md;; esac\n'
    )
    for one in programs.iterdir():
        one.chmod(0o755)
    if not (programs / "python").exists():
        (programs / "python").symlink_to(sys.executable)
    script = "\n".join(yaml.safe_load(GITLAB.read_text())["statebook"]["script"])
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "CI_API_V4_URL": f"http://127.0.0.1:{gitlab.server.server_port}/api/v4",
            "CI_PROJECT_ID": "5",
            "CI_MERGE_REQUEST_IID": "3",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": "a" * 40,
            "STATEBOOK_FAIL_ON": "breaking",
            "STATEBOOK_GITLAB_TOKEN": token,
            "REVIEW": review,
            "NO_PROXY": "127.0.0.1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_one_note_is_posted_updated_in_place_and_deleted(tmp_path: Path, gitlab: FakeGitLab) -> None:
    listed = f"GET {NOTES}?per_page=100&sort=asc&page=1"
    me = f"GET {USER}"
    assert job(tmp_path, gitlab, REVIEW) == (0, "")
    assert [one["body"] for one in gitlab.notes] == ["Nice!", REVIEW]
    assert job(tmp_path, gitlab, REVIEW + "more") == (0, "")
    assert [one["body"] for one in gitlab.notes] == ["Nice!", REVIEW + "more"]
    assert job(tmp_path, gitlab, "") == (0, "")
    assert job(tmp_path, gitlab, "") == (0, "")
    assert [one["body"] for one in gitlab.notes] == ["Nice!"]
    wrote = [[f"POST {NOTES}"], [f"PUT {NOTES}/9"], [f"DELETE {NOTES}/9"], []]
    assert gitlab.calls == [call for calls in wrote for call in (me, listed, *calls)]
    assert (tmp_path / "calls").read_text().splitlines()[:3] == [
        "statebook check",
        "statebook lint -f text -o - -f gitlab -o statebook-quality.json -f junit -o statebook-junit.xml",
        f"statebook diff {'a' * 40} --fail-on breaking -f text -o - -f markdown -o statebook-review.md",
    ]


def test_a_finding_fails_the_job_after_the_note(tmp_path: Path, gitlab: FakeGitLab) -> None:
    assert job(tmp_path, gitlab, REVIEW, lint=1) == (1, "")
    assert len(gitlab.notes) == 2


def test_without_a_token_or_with_a_wrong_one_nothing_else_fails(tmp_path: Path, gitlab: FakeGitLab) -> None:
    assert job(tmp_path, gitlab, REVIEW, token="") == (0, "")
    assert gitlab.calls == []
    said = "The notes of the merge request cannot be read: does the token have the scope api?\n"
    assert job(tmp_path, gitlab, REVIEW, token="wrong") == (0, said)
    assert len(gitlab.calls) == 1
    assert len(gitlab.notes) == 1


def test_our_note_is_found_on_a_later_page_and_a_strangers_is_left_alone(tmp_path: Path, gitlab: FakeGitLab) -> None:
    gitlab.page = 2
    others = [{"id": number, "body": REVIEW, "author": {"id": 7}} for number in (2, 3, 4)]
    ours = {"id": 5, "body": REVIEW, "author": {"id": ME}}
    gitlab.notes = [*others, ours]
    assert job(tmp_path, gitlab, REVIEW + "more") == (0, "")
    assert gitlab.notes == [*others, {**ours, "body": REVIEW + "more"}]
    assert gitlab.calls[1:] == [
        *(f"GET {NOTES}?per_page=100&sort=asc&page={page}" for page in (1, 2)),
        f"PUT {NOTES}/5",
    ]
    gitlab.notes = list(others)
    assert job(tmp_path, gitlab, "") == (0, "")
    assert gitlab.notes == others
