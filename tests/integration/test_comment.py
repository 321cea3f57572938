"""The comment on a pull request: one, in place, gone when all is well, and never a reason to fail."""

from __future__ import annotations

import json
from pathlib import Path

import comment
import pytest
from api import Api, Refused, Unavailable
from comment import MAXIMUM_LENGTH, Wanted, body, marker, persist, shortened
from fake_github import BOT, TOKEN, FakeGitHub

MARKER = "<!-- statebook-review -->"
LIST = "GET /repos/team/api/issues/7/comments?per_page=100&page=1"
POST = "POST /repos/team/api/issues/7/comments"


def keep(github: FakeGitHub, text: str, pauses: list[float] | None = None) -> str:
    wanted = Wanted(7, MARKER, f"{MARKER}\n{text}" if text else "", BOT)
    waited = [] if pauses is None else pauses
    return persist(Api(github.url, "team/api", TOKEN), wanted, waited.append)


def test_the_first_run_posts_the_second_updates_in_place_a_clean_one_deletes(github: FakeGitHub) -> None:
    assert keep(github, "one") == "posted"
    number = github.comments[0]["id"]
    assert keep(github, "one") == "unchanged"
    assert keep(github, "two") == "updated"
    assert github.bodies == [f"{MARKER}\ntwo"]
    assert keep(github, "") == "deleted"
    assert keep(github, "") == "nothing to say"
    one = f"/repos/team/api/issues/comments/{number}"
    assert github.calls == [LIST, POST, LIST, LIST, f"PATCH {one}", LIST, f"DELETE {one}", LIST]


def test_ours_is_found_beyond_the_first_hundred_comments(github: FakeGitHub) -> None:
    for number in range(250):
        github.add(f"chat {number}")
    github.add(f"{MARKER}\nold", BOT)
    assert keep(github, "new") == "updated"
    assert github.calls[:3] == [LIST, LIST.replace("&page=1", "&page=2"), LIST.replace("&page=1", "&page=3")]
    assert len(github.comments) == 251 and github.bodies[-1] == f"{MARKER}\nnew"


def test_exactly_a_hundred_comments_need_a_look_at_the_next_page(github: FakeGitHub) -> None:
    for number in range(100):
        github.add(f"chat {number}")
    github.add(f"{MARKER}\nold", BOT)
    assert keep(github, "") == "deleted"
    assert len(github.comments) == 100


def test_what_others_wrote_is_left_alone_whatever_it_begins_with(github: FakeGitHub) -> None:
    github.add(f"{MARKER}\nI am you", "mallory")
    github.add(f"> {MARKER}\nquoted", BOT)
    github.add("<!-- statebook-review other/api -->\nanother project's", BOT)
    before = github.bodies
    assert keep(github, "real") == "posted"
    assert keep(github, "") == "deleted"
    assert github.bodies == before


def test_twins_of_two_runs_at_once_become_one(github: FakeGitHub) -> None:
    first = github.add(f"{MARKER}\none", BOT)
    github.add(f"{MARKER}\ntwo", BOT)
    assert keep(github, "three") == "updated"
    assert [(one["id"], one["body"]) for one in github.comments] == [(first, f"{MARKER}\nthree")]


def test_line_ends_that_github_changed_are_no_change(github: FakeGitHub) -> None:
    github.add(f"{MARKER}\r\none\r\ntwo", BOT)
    assert keep(github, "one\ntwo") == "unchanged"


@pytest.mark.parametrize(
    ("status", "headers", "pauses"),
    [
        (500, {}, [2.0]),
        (502, {}, [2.0]),
        (503, {"Retry-After": "7"}, [7.0]),
        (429, {"Retry-After": "9999"}, [30.0]),
        (403, {"X-RateLimit-Remaining": "0"}, [2.0]),
        (403, {"Retry-After": "3"}, [3.0]),
    ],
)
def test_a_service_that_is_down_is_asked_again(
    github: FakeGitHub, status: int, headers: dict[str, str], pauses: list[float]
) -> None:
    github.faults = [(status, headers)]
    waited: list[float] = []
    assert keep(github, "text", waited) == "posted"
    assert waited == pauses
    assert github.calls == [LIST, LIST, POST]


def test_a_post_that_failed_after_it_was_taken_makes_no_second_comment(github: FakeGitHub) -> None:
    real = github._answer

    def taken_but_lost(method: str, *rest):
        answer = real(method, *rest)
        if method == "POST" and len(github.calls) == 2:
            return 502, {}, None
        return answer

    github._answer = taken_but_lost
    assert keep(github, "text") == "unchanged"
    assert github.bodies == [f"{MARKER}\ntext"]


def test_an_outage_ends_after_four_attempts(github: FakeGitHub) -> None:
    github.faults = [(503, {})] * 9
    waited: list[float] = []
    with pytest.raises(Unavailable, match="GitHub answers 503"):
        keep(github, "text", waited)
    assert waited == [2.0, 4.0, 8.0]
    assert github.calls == [LIST] * 4


def test_no_right_to_write_is_not_tried_again(github: FakeGitHub) -> None:
    github.readonly = True
    with pytest.raises(Refused, match="GitHub answers 403"):
        keep(github, "text")
    assert github.calls == [LIST, POST]


def test_the_token_follows_no_redirect(github: FakeGitHub) -> None:
    with FakeGitHub() as elsewhere:
        github.faults = [(302, {"Location": f"{elsewhere.url}/steal"})]
        with pytest.raises(Refused, match="GitHub answers 302"):
            keep(github, "text")
        assert elsewhere.calls == []


@pytest.mark.parametrize(
    "root", ["http://api.example.com", "http://127.0.0.1.evil.example", "ftp://x", "", "file:///etc"]
)
def test_the_token_goes_to_https_alone(root: str) -> None:
    with pytest.raises(ValueError, match="no https address"):
        Api(root, "team/api", TOKEN)


@pytest.mark.parametrize("repository", ["", "team", "team/api/../../user", "team/api?x", "team/a b"])
def test_a_repository_that_is_none_makes_no_address(repository: str) -> None:
    with pytest.raises(ValueError, match="no repository"):
        Api("https://api.example.com", repository, TOKEN)


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (".", MARKER),
        ("", MARKER),
        ("services/api/", "<!-- statebook-review services/api -->"),
        ("a --> @all <b>\n-->", "<!-- statebook-review a______all__b_____ -->"),
    ],
)
def test_the_marker_stays_one_hidden_line(folder: str, expected: str) -> None:
    found = marker(folder)
    assert found == expected
    assert found.count("-->") == 1 and "\n" not in found


def test_the_comment_says_what_failed_and_where_to_read_more() -> None:
    codes = {"check": "1", "lint": "1", "diff": "2"}
    assert body(MARKER, "### Review\n", codes, "https://x/run") == (
        f"{MARKER}\n"
        "* Generated files are stale: run `statebook build` and commit what it writes.\n"
        "* `statebook lint` found flaws; they stand at their lines under *Files changed*.\n"
        "* The specs cannot be read as they are; why stands at their lines under *Files changed*.\n"
        "\n### Review\n"
        "\n[All of it, with the log](https://x/run)\n"
    )
    assert body(MARKER, "", {"check": "0", "lint": "0", "diff": "0"}, "https://x/run") == ""
    assert body(MARKER, "### Review\n", {"check": "0", "diff": "1"}, "") == f"{MARKER}\n### Review\n"


def test_a_long_comment_is_cut_where_no_block_is_open() -> None:
    picture = "```mermaid\n" + "😀 --> b\n" * 200 + "```\n"
    text = "<details><summary>a</summary>\n\n| x |\n|---|\n" + "| row 😀 |\n" * 30 + "</details>\n\n" + picture
    assert shortened(text, len(text) * 2) == text
    for room in range(300, 2200, 37):
        found = shortened(text, room)
        assert len(found.encode("utf-16-le")) // 2 <= room
        assert found.count("```") in (0, 2)
        assert found.count("<details") == found.count("</details>")
        assert found.endswith("The rest is in the summary of the workflow's run.\n")


def test_a_comment_of_any_length_is_taken(github: FakeGitHub) -> None:
    text = body(MARKER, "| 😀 row |\n" * 20_000, {"check": "1"}, "https://x/run")
    assert len(text.encode("utf-16-le")) // 2 <= MAXIMUM_LENGTH
    assert persist(Api(github.url, "team/api", TOKEN), Wanted(7, MARKER, text, BOT)) == "posted"


def step(github: FakeGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: object, **variables: str) -> int:
    (tmp_path / "event.json").write_text(json.dumps(event))
    for name, value in {
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_API_URL": github.url,
        "GITHUB_REPOSITORY": "team/api",
        "RUNNER_TEMP": str(tmp_path),
        "STATEBOOK_TOKEN": TOKEN,
        "STATEBOOK_CHECK_CODE": "1",
        **variables,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(comment, "PAUSE", 0.0)
    return comment.main()


@pytest.mark.parametrize(
    ("event", "variables", "calls"),
    [
        ({"ref": "refs/heads/main"}, {}, 0),
        ({"pull_request": {"number": "7/../8"}}, {}, 0),
        ({"pull_request": {"number": 7}}, {"STATEBOOK_TOKEN": ""}, 0),
        ({"pull_request": {"number": 7}}, {"STATEBOOK_TOKEN": "wrong"}, 1),
        ({"pull_request": {"number": 7}}, {"STATEBOOK_TOKEN": "two\nlines"}, 0),
        ({"pull_request": {"number": 7}}, {"GITHUB_API_URL": "http://127.0.0.1:9"}, 0),
        ({"pull_request": {"number": 7}}, {"GITHUB_REPOSITORY": "nonsense"}, 0),
        ({"pull_request": {"number": 8}}, {}, 1),
    ],
)
def test_no_comment_is_no_failure(
    github: FakeGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event, variables, calls
) -> None:
    assert step(github, tmp_path, monkeypatch, event, **variables) == 0
    assert len(github.calls) == calls
    assert github.comments == []


def test_garbage_for_an_answer_is_no_failure(
    github: FakeGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary
) -> None:
    github._answer = lambda *_: (200, {}, {"not": "a list"})
    assert step(github, tmp_path, monkeypatch, {"pull_request": {"number": 7}}) == 0
    said = capfdbinary.readouterr().out
    assert said == (
        b"::warning title=statebook::the comment could not be kept: the list of comments is no list;"
        b" annotations and summary say the same\n"
    )
