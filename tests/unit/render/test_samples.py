"""Samples in every language: what the reader copies parses, means what it should, and comes to an end."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from statebook.examples.requests import Auth, Request
from statebook.model import MISSING
from statebook.render.environment import shipped_templates
from statebook.render.samples import Samples, Waiting

HAS_NODE = shutil.which("node") is not None
HAS_SHELL = shutil.which("curl") is not None and shutil.which("jq") is not None
LANGUAGES = ("shell", "python", *(("javascript",) if HAS_NODE else ()))
HOSTILE = [
    "'; touch pwned; '", '"; process.exit(7); "', "$(touch pwned)", "`id`", "\\", "\\'", '\\"', "\n", '\n--8<-- "x"\n', "${x}", "</script>", "*/", "#",
    "'''", '"""', "\u2028", "\u202e", "-o x", "@x", "{a,b}[1-3]", "%s", "é🙂", "",
]  # fmt: skip
AUTHS = [
    Auth("none"),
    Auth("basic", username="u'\"s", password="p\\$(x)"),
    Auth("bearer", token="t'\"\\"),
    Auth("header", header="Key '\"\\\n$(x)"),
]


def request(
    url: str = "http://a.example/x",
    method: str = "GET",
    headers: tuple[tuple[str, str], ...] = (),
    auth: Auth = AUTHS[0],
    body: Any = MISSING,
) -> Request:
    return Request(method=method, url=url, example_url=url, path="", query=(), headers=headers, auth=auth, body=body)


def samples(one: Request, waiting: Waiting | None = None) -> dict[str, str]:
    maker = Samples([shipped_templates()], LANGUAGES)
    found = maker.of_request(one, answers=True) if waiting is None else maker.of_waiting(one, waiting)
    return {sample.language: str(sample.code) for sample in found}


def hostile_requests() -> Iterator[Request]:
    for number, text in enumerate(HOSTILE):
        auth = AUTHS[number % len(AUTHS)]
        yield request(text, text or "GET", (("X-A", text), (text, "b")), auth, {text: [text, None, True, 1.5]})
        yield request(f"http://a.example/{text}", "POST", (), auth)


def test_hostile_requests_parse_in_every_language() -> None:
    waiting = Waiting(
        path=("a'\"\\", 0, "$(x)"),
        every=0.5,
        rest=["'", '"', True, None, 3],
        failures=[],
        next_steps=[[text, text] for text in HOSTILE],
    )
    modules: list[str] = []
    scripts: list[str] = []
    for one in hostile_requests():
        for found in (samples(one), samples(one, waiting)):
            compile(found["python"], "sample", "exec")
            scripts.append(found["shell"])
            modules.append(found.get("javascript", ""))
    for script in scripts:
        assert (
            subprocess.run(["sh", "-n"], input=script, check=False, capture_output=True, text=True).returncode == 0
        ), script
    if HAS_NODE:
        code = "\n".join(f"async () => {{\n{one}\n}};" for one in modules)
        done = subprocess.run(["node", "--check", "-"], input=code, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("text", HOSTILE)
def test_the_arguments_of_curl_are_those_of_the_request(text: str) -> None:
    from statebook.render.escape import visible

    made = samples(request(f"http://a.example/{text}", "PUT", (("X-A", text),), AUTHS[1], {"a": text}))["shell"]
    script = 'curl() { for one in "$@"; do printf "%s\\0" "$one"; done; }\n' + made
    done = subprocess.run(["sh", "-c", script], check=True, capture_output=True)
    found = done.stdout.decode().split("\0")[:-1]
    pattern = ["-g"] if any(sign in text for sign in "[]{}") else []
    body = json.loads(found[-1])
    assert found[:-1] == [
        "-X",
        "PUT",
        *pattern,
        visible(f"http://a.example/{text}"),
        "-u",
        "u'\"s:p\\$(x)",
        "-H",
        visible(f"X-A: {text}"),
        "-d",
    ]
    assert body == {"a": text}


@pytest.mark.parametrize(("method", "url", "line"), [
    ("GET", "http://a.example", "curl http://a.example"),
    ("", "http://a.example", "curl http://a.example"),
    ("HEAD", "http://a.example", "curl -I http://a.example"),
    ("DELETE", "http://a.example/a?b=c", "curl -X DELETE 'http://a.example/a?b=c'"),
    ("GET", "http://[::1]/", "curl -g 'http://[::1]/'"),
    ("GET", "-K/etc/passwd", "curl --url -K/etc/passwd"),
])  # fmt: skip
def test_a_call_with_curl(method: str, url: str, line: str) -> None:
    assert samples(request(url, method))["shell"] == line


@dataclass
class Script:
    """What the server answers, one after another, the last one for ever; and what it was asked."""

    answers: list[tuple[int, str]]
    asked: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Script], str]]:
    scripts: dict[str, Script] = {}

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            script = scripts[self.path]
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            script.asked.append((self.command, self.path, dict(self.headers), body))
            status, text = script.answers[min(len(script.asked), len(script.answers)) - 1]
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = answer  # noqa: N815 - the names that the base looks for

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the signature of the base
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()

    def start(script: Script) -> str:
        path = f"/{len(scripts)}"
        scripts[path] = script
        return f"http://127.0.0.1:{server.server_port}{path}"

    yield start
    server.shutdown()
    thread.join()
    server.server_close()


def run(language: str, code: str, seconds: float) -> subprocess.CompletedProcess[str]:
    """Define the loop, call it, print the body that it ends with."""
    match language:
        case "shell":
            rounds = max(int(seconds / 0.02), 1)
            command, text = ["sh"], f"{code}\nwait_until_resting {rounds}"
        case "python":
            command, text = (
                [sys.executable, "-"],
                f"{code}\nimport json\nprint(json.dumps(wait_until_resting(timeout={seconds})))",
            )
        case _:
            command, text = (
                ["node", "-"],
                f"{code}\nwaitUntilResting({seconds}).then((body) => console.log(JSON.stringify(body)));",
            )
    return subprocess.run(command, input=text, check=False, capture_output=True, text=True, timeout=30)


LOOPS = [
    pytest.param(one, marks=pytest.mark.skipif(one == "shell" and not HAS_SHELL, reason="needs curl and jq"))
    for one in LANGUAGES
]
RESTING = ["idle", False, 16, "it's"]


def body_of(state: Any) -> str:
    return json.dumps({"Stacks": [{"a'b": state}]})


FAILED: list[Any] = ["error", 17, 'it\'s "bad" $(x) `y`']
NEXT = [[state, f"then 'do' \"this\" $(x) `y` {number}"] for number, state in enumerate(FAILED)]


def loop(language: str, url: str, next_steps: Any = (), **options: Any) -> str:
    rest = [*RESTING, *(state for state, _ in next_steps)]
    waiting = Waiting(path=("Stacks", 0, "a'b"), every=0.02, rest=rest, failures=[], next_steps=list(next_steps))
    return samples(request(url, **options), waiting)[language]


@pytest.mark.parametrize("language", LOOPS)
@pytest.mark.parametrize("state", RESTING, ids=str)
def test_a_loop_ends_in_each_state_that_rests(serve: Callable[[Script], str], language: str, state: Any) -> None:
    script = Script([(200, body_of("moving")), (200, body_of("odd")), (200, body_of(state))])
    done = run(language, loop(language, serve(script)), 10)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(body_of(state))
    assert len(script.asked) == 3


@pytest.mark.parametrize("language", LOOPS)
@pytest.mark.parametrize("status", [404, 500])
def test_a_loop_ends_at_an_error(serve: Callable[[Script], str], language: str, status: int) -> None:
    script = Script([(200, body_of("moving")), (status, "{}")])
    done = run(language, loop(language, serve(script)), 10)
    assert done.returncode != 0
    assert len(script.asked) == 2
    assert not done.stdout.strip()


@pytest.mark.parametrize("language", LOOPS)
def test_a_loop_ends_by_time(serve: Callable[[Script], str], language: str) -> None:
    script = Script([(200, body_of("moving"))])
    done = run(language, loop(language, serve(script)), 0.1)
    assert done.returncode != 0
    assert 1 <= len(script.asked) <= 8
    assert not done.stdout.strip()
    assert '"moving"' in done.stderr.replace("'", '"'), done.stderr


@pytest.mark.parametrize("language", LOOPS)
def test_a_loop_names_an_unknown_state_when_time_is_up(serve: Callable[[Script], str], language: str) -> None:
    script = Script([(200, body_of("strange new one"))])
    done = run(language, loop(language, serve(script), NEXT), 0.1)
    assert done.returncode != 0
    assert not done.stdout.strip()
    assert "strange new one" in done.stderr


@pytest.mark.parametrize("language", LOOPS)
@pytest.mark.parametrize("number", range(len(FAILED)))
def test_a_loop_ends_in_a_failure_with_its_name_and_the_next_step(
    serve: Callable[[Script], str], language: str, number: int
) -> None:
    script = Script([(200, body_of("moving")), (200, body_of(FAILED[number]))])
    done = run(language, loop(language, serve(script), NEXT), 10)
    assert done.returncode != 0
    assert len(script.asked) == 2
    assert not done.stdout.strip()
    said = {json.dumps(FAILED[number]), repr(FAILED[number])}
    assert any(f"state {name}: {NEXT[number][1]}" in done.stderr for name in said), done.stderr


@pytest.mark.parametrize("language", LOOPS)
@pytest.mark.parametrize("state", RESTING, ids=str)
def test_a_loop_that_knows_failures_returns_all_other_states_of_rest(
    serve: Callable[[Script], str], language: str, state: Any
) -> None:
    done = run(language, loop(language, serve(Script([(200, body_of(state))])), NEXT), 10)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(body_of(state))


@pytest.mark.parametrize("language", LOOPS)
@pytest.mark.parametrize("answer", ["<html>", "", "[]"])
def test_a_loop_says_something_of_an_answer_that_has_no_state(
    serve: Callable[[Script], str], language: str, answer: str
) -> None:
    done = run(language, loop(language, serve(Script([(200, answer)])), NEXT), 0.1)
    assert done.returncode != 0
    assert not done.stdout.strip()
    assert done.stderr.strip()


@pytest.mark.parametrize("language", LOOPS)
def test_a_loop_calls_as_the_request_says(serve: Callable[[Script], str], language: str) -> None:
    script = Script([(200, body_of("idle"))])
    headers = (("X-Key", 'it\'s "it" \\'), ("Content-Type", "application/json"))
    code = loop(
        language,
        serve(script),
        method="POST",
        headers=headers,
        auth=Auth("basic", username="u", password="p'"),
        body={"a": ["'", None, True]},
    )
    done = run(language, code, 10)
    assert done.returncode == 0, done.stderr
    method, _, sent, body = script.asked[0]
    sent = {name.lower(): value for name, value in sent.items()}
    assert (method, sent["x-key"], sent["authorization"]) == ("POST", 'it\'s "it" \\', "Basic dTpwJw==")
    assert json.loads(body) == {"a": ["'", None, True]}
