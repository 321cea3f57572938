"""The action on pull requests: `action.yml` itself, run as the runner does, on real clones, against a fake GitHub."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from action_runner import ACTION, Ran, obeyed, run_action
from fake_github import BOT, TOKEN, FakeGitHub
from markdown_it import MarkdownIt

from project_folder import Folder
from test_revision import commit, git

DOOR = """statebook: 1
id: door
title: Door
state_attribute: status
initial: closed
openness: closed
actions: {open: {method: POST, path: /open}, shut: {method: POST, path: /shut}}
states:
  closed: {kind: resting, description: Nobody gets in.}
  opened: {kind: resting, description: Everybody gets in.}
transitions:
  - {from: closed, to: opened, trigger: open}
  - {from: opened, to: closed, trigger: shut}
"""
TRAP = DOOR.replace("  - {from: opened, to: closed, trigger: shut}\n", "")
WORDS = DOOR.replace("Nobody gets in.", "It is shut.")
BROKEN = DOOR.replace("to: opened,", "to: opend,")
OTHER = DOOR.replace("id: door", "id: gate").replace("title: Door", "title: Gate")
MARKER = "<!-- statebook-review -->"


class Hosted:
    """A repository on a host: main with a door, and pull request 7 that starts there."""

    def __init__(self, root: Path, github: FakeGitHub, spec: str = DOOR, folder: str = "") -> None:
        self.root = root / "origin"
        self.github = github
        self.folder = folder
        self.root.mkdir()
        git(self.root, "init", "-q", "-b", "main")
        self.commit({"spec/door.yaml": spec, "statebook.yml": "statebook: 1\n"}, builds=spec != BROKEN)
        git(self.root, "branch", "feature")

    def commit(self, files: dict[str, str | None], *, builds: bool = True) -> str:
        """Commit files (None deletes one) and what a build makes of them."""
        project = Folder(self.root / self.folder)
        for name, content in files.items():
            if content is None:
                (project.root / name).unlink()
            else:
                project.write(name, content)
        if builds:
            assert project.run("build") == 0, project.said
        return commit(self.root, {".gitignore": ".statebook-cache/\n"})

    def on(self, branch: str, files: dict[str, str | None], *, builds: bool = True) -> str:
        git(self.root, "checkout", "-q", branch)
        return self.commit(files, builds=builds)

    def review(self, *, reference: str = "merge", event: dict | None = None, inputs: dict | None = None, **more) -> Ran:
        """One run of the workflow on a fresh clone of depth 1, as `actions/checkout` makes it."""
        head, main = git(self.root, "rev-parse", "feature"), git(self.root, "rev-parse", "main")
        git(self.root, "checkout", "-q", "--detach", "main")
        git(self.root, "merge", "-q", "--no-ff", "-m", "m", "feature")
        git(self.root, "update-ref", "refs/pull/7/merge", "HEAD")
        git(self.root, "update-ref", "refs/pull/7/head", head)
        number = len(list(self.root.parent.glob("clone-*")))
        clone = self.root.parent / f"clone-{number}" / "api"
        clone.mkdir(parents=True)
        git(clone, "init", "-q")
        git(clone, "remote", "add", "origin", self.root.as_uri())
        git(clone, "fetch", "-q", "--depth=1", "--no-tags", "origin", f"refs/pull/7/{reference}")
        git(clone, "checkout", "-q", "--detach", "FETCH_HEAD")
        pull = {"number": 7, "base": {"ref": "main", "sha": main}, "head": {"sha": head}}
        program = str(Path(sys.executable).with_name("statebook"))
        return run_action(
            clone,
            {"program": program, "working-directory": self.folder or ".", **(inputs or {})},
            {"pull_request": pull} if event is None else event,
            GITHUB_API_URL=self.github.url,
            **{"token": TOKEN, **more},
        )


@pytest.fixture
def hosted(tmp_path: Path, github: FakeGitHub) -> Hosted:
    return Hosted(tmp_path, github)


def test_a_break_fails_with_one_comment_which_follows_the_pull_request(hosted: Hosted) -> None:
    github = hosted.github
    github.add("Nice!")
    hosted.on("feature", {"spec/door.yaml": TRAP})
    ran = hosted.review()
    assert ran.code == 1, ran.log
    assert ran.uses == ["actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065"]
    assert ran.outputs == {
        "breaking": "2",
        "dangerous": "0",
        "safe": "0",
        "changed": "true",
        "stale": "false",
        "base": git(hosted.root, "rev-parse", "main"),
    }
    assert {name: one["code"] for name, one in ran.steps.items() if "code" in one} == {
        "check": "0",
        "lint": "0",
        "diff": "1",
    }
    said = github.bodies[1]
    assert said.startswith(f"{MARKER}\n")
    assert "state-became-dead-end" in said or "has no way out any more" in said
    assert said.endswith("\n[All of it, with the log](https://github.example/team/api/actions/runs/42)\n")
    assert "has no way out any more" in ran.summary
    assert "fingerprint:" in ran.log, "the log holds what to add to approvals.yaml"
    assert any(one.startswith("::error file=spec/door.yaml,line=10,") for one in ran.commands), ran.commands
    assert ran.commands[-1] == (
        "::error title=statebook::the change needs an approval, or another way: the log of the diff has the exact entry"
    )

    number = github.comments[1]["id"]
    hosted.on(
        "feature", {"spec/door.yaml": DOOR.replace("kind: resting, description: E", "kind: transient, description: E")}
    )
    ran = hosted.review()
    assert (ran.code, ran.outputs["breaking"], ran.outputs["dangerous"]) == (0, "0", "1"), ran.log
    assert [one["id"] for one in github.comments] == [number - 1, number]
    assert github.bodies[1] != said

    hosted.on("feature", {"spec/door.yaml": DOOR})
    ran = hosted.review()
    assert (ran.code, ran.outputs["changed"]) == (0, "false"), ran.log
    assert github.bodies == ["Nice!"]


@pytest.mark.parametrize("reference", ["merge", "head"])
def test_what_others_merged_meanwhile_is_not_this_change(hosted: Hosted, reference: str) -> None:
    hosted.on("feature", {"README": "mine\n"})
    hosted.on("main", {"spec/door.yaml": TRAP})
    ran = hosted.review(reference=reference)
    assert (ran.code, ran.outputs["changed"]) == (0, "false"), ran.log
    assert hosted.github.comments == []


def test_a_forks_token_leaves_no_comment_and_no_other_trace(hosted: Hosted) -> None:
    hosted.github.readonly = True
    hosted.on("feature", {"spec/door.yaml": WORDS.replace("resting, description: E", "transient, description: E")})
    ran = hosted.review()
    assert ran.code == 0, ran.log
    assert hosted.github.comments == []
    assert "was `resting` and is `transient`" in ran.summary
    assert any(one.startswith("::warning file=spec/door.yaml,line=10,") for one in ran.commands), ran.commands
    assert any(one.startswith("::notice title=statebook::no comment (GitHub answers 403)") for one in ran.commands)
    assert hosted.review(token="").code == 0


def test_only_the_step_of_the_comment_is_given_the_token() -> None:
    text = ACTION.read_text()
    assert text.count("inputs.token") == 1
    assert text.count("github.token") == 1
    step = text.partition("STATEBOOK_TOKEN")[0].rpartition("    - ")[2]
    assert "comment.py" in step


def test_a_stale_page_is_told_and_fails(hosted: Hosted) -> None:
    hosted.on("feature", {"spec/door.yaml": WORDS}, builds=False)
    ran = hosted.review()
    assert (ran.code, ran.outputs["stale"], ran.outputs["changed"]) == (1, "true", "false"), ran.log
    assert hosted.github.bodies[0] == (
        f"{MARKER}\n* Generated files are stale: run `statebook build` and commit what it writes.\n\n"
        "\n[All of it, with the log](https://github.example/team/api/actions/runs/42)\n"
    )
    assert "### Generated files are stale" in ran.summary
    assert "+Nobody" not in ran.summary and "It is shut." in ran.summary
    assert "stale-file" in ran.log


def test_specs_that_cannot_be_read_are_told_at_their_line(hosted: Hosted) -> None:
    hosted.on("feature", {"spec/door.yaml": BROKEN}, builds=False)
    ran = hosted.review()
    assert (ran.code, ran.outputs["changed"]) == (2, "false"), ran.log
    found = [one for one in ran.commands if one.startswith("::error file=spec/door.yaml,line=12,")]
    assert found and "opend" in found[0], ran.commands
    assert hosted.github.bodies[0].startswith(f"{MARKER}\n* The specs cannot be read as they are")


@pytest.mark.parametrize("before", [BROKEN, ""])
def test_a_change_that_repairs_or_brings_the_specs_does_not_fail_for_what_was(
    tmp_path: Path, github: FakeGitHub, before: str
) -> None:
    hosted = Hosted(tmp_path, github, BROKEN)
    if not before:
        hosted.on("main", {"spec/door.yaml": None}, builds=False)
        git(hosted.root, "checkout", "-q", "feature")
        git(hosted.root, "reset", "-q", "--hard", "main")
    hosted.on("feature", {"spec/door.yaml": DOOR})
    ran = hosted.review()
    assert (ran.code, ran.outputs["breaking"]) == (0, "0"), ran.log
    assert any("there is no valid spec to compare with" in one for one in ran.commands)
    assert "### Nothing was compared" in ran.summary


def test_flawed_approvals_are_no_flaw_of_the_base(hosted: Hosted) -> None:
    hosted.on("feature", {"spec/door.yaml": TRAP, "approvals.yaml": "- fingerprint: nonsense\n"})
    ran = hosted.review()
    assert ran.code == 2, ran.log


def test_approved_breaks_pass_and_stay_visible(hosted: Hosted) -> None:
    hosted.on("feature", {"spec/door.yaml": TRAP})
    prints = re.findall(r'fingerprint: "([0-9a-f]{16})"', hosted.review().log)
    assert len(prints) >= 1
    entries = "".join(f'- fingerprint: "{one}"\n  reason: nobody shuts\n  by: a\n' for one in dict.fromkeys(prints))
    hosted.on("feature", {"approvals.yaml": entries})
    ran = hosted.review()
    assert (ran.code, ran.outputs["breaking"]) == (0, "2"), ran.log
    assert "nobody shuts" in hosted.github.bodies[0]


def test_a_renamed_spec_is_no_change_and_a_deleted_one_breaks(hosted: Hosted) -> None:
    hosted.on("main", {"spec/gate.yaml": OTHER})
    git(hosted.root, "checkout", "-q", "feature")
    git(hosted.root, "merge", "-q", "main")
    hosted.on("feature", {"spec/door.yaml": None, "spec/entrance.yaml": DOOR})
    ran = hosted.review()
    assert (ran.code, ran.outputs["changed"]) == (0, "false"), ran.log
    hosted.on("feature", {"spec/entrance.yaml": None})
    ran = hosted.review()
    assert (ran.code, ran.outputs["breaking"]) == (1, "1"), ran.log
    assert "`door`" in hosted.github.bodies[0]


HOSTILE = (
    "statebook: 1\nid: door\ntitle: Door\nstate_attribute: status\ninitial: closed\nopenness: closed\n"
    "events: {tick: {by: timer, description: d}}\n"
    "states:\n  closed: {kind: resting, description: d}\n"
    '  "@everyone": {kind: resting, description: "@octocat --> <img src=x> ::error::no"}\n'
    '  "--> <b>": {kind: resting, description: "::set-output name=x::y"}\n'
    '  "::warning::w": {kind: resting, description: "x"}\n'
    '  "`@a/b`": {kind: resting, description: "x"}\n'
    "transitions:\n"
    '  - {from: closed, to: "@everyone", trigger: tick, guard: "@mallory says ::error::x"}\n'
    '  - {from: "@everyone", to: "--> <b>", trigger: tick}\n'
    '  - {from: "--> <b>", to: "::warning::w", trigger: tick}\n'
    '  - {from: "::warning::w", to: "`@a/b`", trigger: tick}\n'
    '  - {from: "`@a/b`", to: closed, trigger: tick}\n'
)


def test_a_hostile_spec_pings_nobody_and_commands_nothing(hosted: Hosted) -> None:
    hosted.on("feature", {"spec/door.yaml": HOSTILE})
    hosted.on(
        "feature",
        {"spec/door.yaml": (hosted.root / "spec/door.yaml").read_text() + "# stale\n", "docs/door.md": "::error::x\n"},
        builds=False,
    )
    ran = hosted.review()
    assert ran.outputs["changed"] == "true", ran.log
    body = hosted.github.bodies[0]
    first, _, rest = body.partition("\n")
    assert first == MARKER
    for text in (rest, ran.summary):
        for token in MarkdownIt("commonmark").enable("table").parse(text):
            for leaf in [token, *(token.children or [])]:
                if leaf.type == "text":
                    assert not re.search(r"@\w", leaf.content), leaf.content
                if leaf.type in ("html_block", "html_inline"):
                    tags = re.findall(r"<[^>]*>", leaf.content)
                    allowed = r"</?(?:details|summary)(?: open)?>|<br>|<!-- statebook-[a-z]+ -->"
                    assert all(re.fullmatch(allowed, one) for one in tags), leaf.content
                    assert not re.search(r"@\w", leaf.content), leaf.content
    for one in ran.commands:
        assert re.match(r"::(error|warning|notice) (file=(spec|docs)/|title=statebook)", one), one
    assert "::error::" not in "".join(one[:9] for one in ran.commands)
    assert set(ran.steps["diff"]) == {"code", "breaking", "dangerous", "safe", "changed"}


def test_a_command_inside_of_switched_off_commands_is_not_obeyed() -> None:
    log = "::stop-commands::t\n  ::error::a\n::t::\n ::notice::b\nplain\n"
    assert obeyed(log) == ["::notice::b"]


def test_it_refuses_to_run_with_the_rights_of_the_repository(hosted: Hosted) -> None:
    hosted.on("feature", {"spec/door.yaml": TRAP})
    ran = hosted.review(GITHUB_EVENT_NAME="pull_request_target")
    assert ran.code == 2
    assert ran.steps == {"install": {}}
    assert hosted.github.calls == []


def test_a_push_is_compared_with_what_was_there_and_comments_nowhere(hosted: Hosted) -> None:
    before = git(hosted.root, "rev-parse", "main")
    hosted.on("main", {"spec/door.yaml": TRAP})
    git(hosted.root, "branch", "-f", "feature", "main")
    ran = hosted.review(event={"before": before}, GITHUB_EVENT_NAME="push")
    assert (ran.code, ran.outputs["base"], ran.outputs["breaking"]) == (1, before, "2"), ran.log
    ran = hosted.review(event={}, GITHUB_EVENT_NAME="schedule")
    assert (ran.code, ran.outputs["base"], ran.outputs["changed"]) == (0, "", "false"), ran.log
    assert hosted.github.calls == []


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail-on": "never", "comment": "false"}, 0),
        ({"fail-on": "never", "base": "nowhere"}, 2),
        ({"fail-on": "never", "lint": "warning"}, 1),
        ({"fail-on": "$(touch pwned)"}, 2),
        ({"program": "no-such-statebook"}, 2),
        ({"program": "", "version": "1; touch pwned"}, 2),
    ],
)
def test_the_inputs(hosted: Hosted, inputs: dict[str, str], code: int) -> None:
    hosted.on("feature", {"spec/door.yaml": TRAP})
    ran = hosted.review(inputs=inputs)
    assert ran.code == code, ran.log
    assert not list(hosted.root.parent.rglob("pwned"))
    assert bool(hosted.github.calls) is (
        inputs.get("comment") != "false" and "base" in ran.outputs and bool(ran.steps.get("diff"))
    )


def test_a_project_in_a_folder_has_a_comment_of_its_own(tmp_path: Path, github: FakeGitHub) -> None:
    github.add(f"{MARKER}\nof the project at the top", BOT)
    hosted = Hosted(tmp_path, github, folder="services/api")
    hosted.on("feature", {"spec/door.yaml": TRAP})
    ran = hosted.review()
    assert (ran.code, ran.outputs["breaking"]) == (1, "2"), ran.log
    assert [one.partition("\n")[0] for one in github.bodies] == [MARKER, "<!-- statebook-review services/api -->"]
    assert any(one.startswith("::error file=services/api/spec/door.yaml,line=10,") for one in ran.commands)


def test_only_flaws_that_the_change_brings_are_annotated_and_all_count(hosted: Hosted) -> None:
    lost = "  lost: {kind: resting, description: L.}\n"
    hosted.on("main", {"spec/door.yaml": DOOR.replace("transitions:\n", f"{lost}transitions:\n")})
    git(hosted.root, "checkout", "-q", "feature")
    git(hosted.root, "merge", "-q", "main")
    hosted.on("feature", {"README": "mine\n"})
    ran = hosted.review()
    assert ran.steps["lint"]["code"] == "1", ran.log
    assert "[`unreachable-state`]" in ran.summary
    assert not [one for one in ran.commands if "unreachable-state" in one]
    old = "lint fails for flaws that were there before: the summary of this step has them"
    assert f"::error title=statebook::{old}" in ran.commands
    more = lost + lost.replace("lost", "gone")
    hosted.on("feature", {"spec/door.yaml": DOOR.replace("transitions:\n", f"{more}transitions:\n")})
    ran = hosted.review()
    assert [one for one in ran.commands if "title=unreachable-state" in one and "'gone'" in one], ran.commands
    assert not [one for one in ran.commands if old in one or ("unreachable-state" in one and "'lost'" in one)]
