"""The step that keeps one comment on the pull request: posted, updated in place, deleted when all is well.

It is the only step that is given the token, and all it needs is `pull-requests: write`. A pull
request from a fork has no such right: then there is no comment, and nothing fails, for annotations
and summary say the same. Each attempt looks first and acts then, so it can be repeated as a whole.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException

import runner
from api import Api, Refused, Unavailable

MAXIMUM_LENGTH = 65_536
"""UTF-16 units of a comment on GitHub."""

MAXIMUM_PAGES = 50
"""Pages of a hundred comments that are looked through."""

ATTEMPTS = 4
PAUSE = 2.0
"""Seconds before the second attempt; twice as long before each further one."""

LONGEST_PAUSE = 30.0

_UNSAFE = re.compile(r"[^A-Za-z0-9._/]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The comment as it should be: an empty `body` is none. `marker` begins ours, `author` wrote them."""

    number: int
    marker: str
    body: str
    author: str


def marker(folder: str) -> str:
    """The first line of our comment, hidden; one for each project of a repository.

    Letters that could end the HTML comment do not get in.
    """
    where = _UNSAFE.sub("_", "" if folder in ("", ".") else folder.strip("/"))
    return f"<!-- statebook-review {where} -->" if where else "<!-- statebook-review -->"


def body(first: str, review: str, codes: dict[str, str], link: str) -> str:
    """The whole comment, or nothing where there is nothing to say. `codes` are exit codes by step."""
    lines = []
    if codes.get("check") == "1":
        lines.append("* Generated files are stale: run `statebook build` and commit what it writes.")
    if codes.get("lint") == "1":
        lines.append("* `statebook lint` found flaws; they stand at their lines under *Files changed*.")
    if any(code not in ("", "0", "1") for code in codes.values()):
        lines.append("* The specs cannot be read as they are; why stands at their lines under *Files changed*.")
    if not lines and not review:
        return ""
    more = f"\n[All of it, with the log]({link})\n" if link else ""
    head = "".join(f"{line}\n" for line in lines)
    opening = f"{first}\n{head}\n" if head else f"{first}\n"
    return opening + shortened(review, MAXIMUM_LENGTH - _length(opening) - _length(more)) + more


def shortened(markdown: str, room: int) -> str:
    """Whole blocks of a text that fit into `room` UTF-16 units, with what they open closed again."""
    if _length(markdown) <= room:
        return markdown
    note = "\nThe rest is in the summary of the workflow's run.\n"
    kept: list[str] = []
    used, fence, opened = _length(note) + 100, "", 0
    safe, still_open = 0, 0
    for line in markdown.splitlines(keepends=True):
        used += _length(line)
        if used > room:
            break
        kept.append(line)
        mark = re.match(r"(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif fence:
            fence = "" if line.strip() == fence else fence
        else:
            opened += line.count("<details") - line.count("</details>")
        if not fence:
            safe, still_open = len(kept), opened
    return "".join(kept[:safe]) + "\n" + "</details>\n" * still_open + note


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def publish(api: Api, wanted: Wanted) -> str:
    """Make the comments be as wanted; what was done, in a word. Raises `Refused` and `Unavailable`."""
    ours = _ours(api, wanted)
    path = f"issues/{wanted.number}/comments"
    if not wanted.body:
        for one, _ in ours:
            api.call("DELETE", f"issues/comments/{one}")
        return "deleted" if ours else "nothing to say"
    for one, _ in ours[1:]:
        api.call("DELETE", f"issues/comments/{one}")
    if not ours:
        api.call("POST", path, {"body": wanted.body})
        return "posted"
    number, text = ours[0]
    if text == wanted.body:
        return "unchanged"
    api.call("PATCH", f"issues/comments/{number}", {"body": wanted.body})
    return "updated"


def _ours(api: Api, wanted: Wanted) -> list[tuple[int, str]]:
    """Number and text of our comments, oldest first; what others wrote is not ours, whatever it begins with."""
    found = []
    for page in range(1, MAXIMUM_PAGES + 1):
        comments = api.call("GET", f"issues/{wanted.number}/comments?per_page=100&page={page}")
        if not isinstance(comments, list):
            raise Unavailable("the list of comments is no list")
        for one in comments:
            text = (one.get("body") or "").replace("\r\n", "\n")
            is_ours = text.partition("\n")[0].strip() == wanted.marker
            if is_ours and runner.looked_up(one, "user", "login") == wanted.author:
                found.append((int(one["id"]), text))
        if len(comments) < 100:
            break
    return found


def persist(api: Api, wanted: Wanted, sleep: Callable[[float], None] = time.sleep) -> str:
    """`publish`, tried again while the service is down; what was done. Raises `Refused` and `Unavailable`."""
    pause = PAUSE
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return publish(api, wanted)
        except Unavailable as problem:
            if attempt == ATTEMPTS:
                raise
            sleep(min(max(pause, problem.after), LONGEST_PAUSE))
            pause *= 2
    raise AssertionError


def main() -> int:
    """Always 0: a comment is a courtesy, and findings fail the run in the step after."""
    number = runner.looked_up(runner.event(), "pull_request", "number")
    if not isinstance(number, int):
        runner.log("This run belongs to no pull request: no comment.")
        return 0
    if not os.environ.get("STATEBOOK_TOKEN"):
        runner.annotate("notice", "no token, so no comment: annotations and summary say the same")
        return 0
    first = marker(os.environ.get("STATEBOOK_FOLDER", ""))
    codes = {name: os.environ.get(f"STATEBOOK_{name.upper()}_CODE", "") for name in ("check", "lint", "diff")}
    path = runner.scratch() / "diff.markdown"
    review = path.read_text(encoding="utf-8") if path.is_file() else ""
    author = os.environ.get("STATEBOOK_AUTHOR") or "github-actions[bot]"
    try:
        api = Api.of_environment(os.environ)
        done = persist(api, Wanted(number, first, body(first, review, codes, _link()), author))
        runner.log(f"Comment on pull request {number}: {done}.")
    except Refused as problem:
        runner.annotate(
            "notice",
            f"no comment ({problem}): a pull request from a fork or of Dependabot may not write, and others need"
            " `permissions: pull-requests: write`; annotations and summary say the same",
        )
    except (Unavailable, HTTPException, OSError, ValueError) as problem:
        runner.annotate("warning", f"the comment could not be kept: {problem}; annotations and summary say the same")
    return 0


def _link() -> str:
    """The page of this run, from the runner's own variables."""
    parts = [os.environ.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")]
    return f"{parts[0]}/{parts[1]}/actions/runs/{parts[2]}" if all(parts) else ""


if __name__ == "__main__":
    sys.exit(main())
