"""The files that hosts read: valid by the hosts' own schemas, careful, and in step with the guide that explains them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from action_runner import ACTION, ROOT
from test_action import BROKEN, DOOR, WORDS
from test_git_diff import TOLD

from project_folder import Folder
from statebook.commands.git_diff import SETUP
from statebook.source.approvals import read_approvals

GUIDE = ROOT / "docs/guide/pull-requests.md"
GITLAB = ROOT / "integrations/gitlab/statebook.gitlab-ci.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def snippets(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


def keeps_to(schema: str, *paths: Path) -> None:
    """Check files with a schema that check-jsonschema brings along."""
    pytest.importorskip("check_jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_action_and_the_workflows_keep_to_githubs_schemas(tmp_path: Path) -> None:
    keeps_to("vendor.github-actions", ACTION)
    in_guide = tmp_path / "guide.yml"
    in_guide.write_text(snippets("yaml")[0])
    keeps_to("vendor.github-workflows", *WORKFLOWS, in_guide)


def test_the_job_keeps_to_gitlabs_schema(tmp_path: Path) -> None:
    in_guide = tmp_path / "guide.yml"
    in_guide.write_text(next(one for one in snippets("yaml") if one.startswith("include:")))
    keeps_to("vendor.gitlab-ci", GITLAB, in_guide)


def test_the_hooks_keep_to_pre_commits_own_check(tmp_path: Path) -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib")
    assert [one["id"] for one in clientlib.load_manifest(str(HOOKS))] == [
        "statebook-lint",
        "statebook-check",
        "statebook-build",
    ]
    in_guide = tmp_path / "config.yaml"
    in_guide.write_text(next(one for one in snippets("yaml") if one.startswith("repos:")))
    found = clientlib.load_config(str(in_guide))["repos"][0]
    assert {one["id"] for one in found["hooks"]} <= {one["id"] for one in clientlib.load_manifest(str(HOOKS))}


def test_an_auditor_of_workflows_finds_nothing() -> None:
    program = Path(sys.executable).with_name("zizmor")
    if not program.is_file():
        pytest.skip("zizmor is not installed")
    command = [program, "--offline", "--no-progress", "--no-config", str(ACTION), str(ROOT / ".github")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_shell_of_the_job_is_sound() -> None:
    script = "\n".join(yaml.safe_load(GITLAB.read_text())["statebook"]["script"])
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0
    program = shutil.which("shellcheck")
    if program:
        done = subprocess.run([program, "-s", "bash", "-"], input=script, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_other_peoples_actions_are_pinned_by_hash_and_named_by_version() -> None:
    for path in [ACTION, *WORKFLOWS]:
        for line in path.read_text().splitlines():
            if "uses:" in line and "uses: ./ " not in line:
                assert re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_workflows_start_without_rights_and_strangers_get_none() -> None:
    for path in WORKFLOWS:
        found = yaml.safe_load(path.read_text())
        assert found["permissions"] == {}, path.name
        assert found["concurrency"], path.name
        assert "pull_request_target" not in path.read_text()
        for job in found["jobs"].values():
            assert job["timeout-minutes"] <= 60
            for step in job["steps"]:
                assert "${{" not in step.get("run", "")
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False
    assert yaml.safe_load((ROOT / ".github/workflows/review.yml").read_text())["jobs"]["review"]["permissions"] == {
        "contents": "read",
        "pull-requests": "write",
    }


@pytest.mark.parametrize(
    ("spec", "code"), [(DOOR, {"lint": 0, "check": 1}), (BROKEN, {"lint": 2, "check": 2}), (WORDS, {"build": 0})]
)
def test_the_hooks_do_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str, code) -> None:
    folder = Folder(tmp_path)
    folder.write("spec/door.yaml", spec)
    for hook in yaml.safe_load(HOOKS.read_text()):
        program, command = shlex.split(hook["entry"])
        assert (program, hook["id"]) == ("statebook", f"statebook-{command}")
        assert hook["pass_filenames"] is False, "machines refer to each other"
        if command in code:
            assert folder.run(command) == code[command], folder.said
    pattern = re.compile(yaml.safe_load(HOOKS.read_text())[0]["files"])
    assert [
        one
        for one in ("spec/a.yaml", "x/specs/b/c.yml", "statebook.yml", "docs/a.md", "myspec/a.yaml")
        if pattern.search(one)
    ] == [
        "spec/a.yaml",
        "x/specs/b/c.yml",
        "statebook.yml",
    ]


def test_the_guide_names_every_input_output_and_default_of_the_action() -> None:
    action = yaml.safe_load(ACTION.read_text())
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \| ", GUIDE.read_text(), re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(action["inputs"])
    for name, said in rows:
        if said.startswith("`"):
            assert action["inputs"][name]["default"] == said.strip("`"), name
    text = GUIDE.read_text()
    assert [name for name in action["outputs"] if f"`{name}`" not in text] == []
    used = yaml.safe_load(snippets("yaml")[0])["jobs"]["statebook"]["steps"][1]
    assert set(used["with"]) <= set(action["inputs"])


def test_the_guides_approval_is_one(tmp_path: Path) -> None:
    path = tmp_path / "approvals.yaml"
    path.write_text(next(one for one in snippets("yaml") if one.startswith("- fingerprint")))
    found, flaws = read_approvals(path, "approvals.yaml")
    assert (len(found), flaws) == (1, [])
    assert found[0].until == "2027-01-31"


def test_the_guides_git_is_what_git_is_tested_with() -> None:
    assert snippets("sh") == [SETUP.replace("config ", "config --global ") + "\n"]
    assert TOLD.format("spec/door.yaml").startswith(snippets("text")[0])


def test_the_guide_leads_to_files_that_are_there() -> None:
    for path in re.findall(r"github\.com/statebook/statebook/blob/main/([^)\s]+)", GUIDE.read_text()):
        assert (ROOT / path).is_file(), path
