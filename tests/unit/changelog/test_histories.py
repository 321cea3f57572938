"""Histories as they happen: renames, merges, commits that are not valid, machines that come and go."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from git_history import GitHistory
from project_folder import Folder

if TYPE_CHECKING:
    from conftest import Golden

EXPECTED = Path(__file__).parent / "expected"
ORDER = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: new
events: {paid: {by: peer}, expired: {by: timer}}
states: {new: {}, fulfilled: {}, cancelled: {}}
transitions:
  - {from: new, to: fulfilled, trigger: paid}
  - {from: new, to: cancelled, trigger: expired}
"""
SHIPPED = (
    ORDER.replace("cancelled: {}}", "cancelled: {}, shipped: {}}") + "  - {from: new, to: shipped, trigger: paid}\n"
)
REFUND = ORDER.replace("id: order", "id: refund").replace("title: Order", "title: Refund")
BROKEN = ORDER.replace("to: fulfilled", "to: fulfiled")


def told(root: Path, *arguments: str, code: int = 0) -> Folder:
    folder = Folder(root)
    assert folder.run("changelog", *arguments) == code, folder.said
    assert "bug" not in folder.said
    return folder


def test_a_renamed_file_an_invalid_commit_a_merge_and_a_removed_machine(tmp_path: Path, golden: Golden) -> None:
    history = GitHistory(tmp_path)
    history.commit(0, {"api/order.yaml": ORDER, "spec/refund.yaml": REFUND}, tag="1.0.0")
    history.git("mv", "api/order.yaml", "spec/purchase.yaml")
    history.commit(1, {"spec/purchase.yaml": ORDER.replace("title: Order", "title: Purchase")})
    history.git("checkout", "--quiet", "-b", "ships")
    history.commit(2, {"spec/purchase.yaml": SHIPPED.replace("timer}", "timer }")})
    history.commit(3, {"spec/purchase.yaml": SHIPPED})
    history.git("checkout", "--quiet", "main")
    history.commit(4, {"README.md": "Hello\n"})
    history.git("merge", "--quiet", "--no-ff", "-m", "Merge", "ships", day=5)
    history.tag("1.1.0", 5)
    history.commit(6, {"spec/refund.yaml": None})
    broken = history.commit(7, {"spec/purchase.yaml": BROKEN}, tag="1.2.0")
    history.commit(8, {"spec/purchase.yaml": SHIPPED.replace("id: order", "id: purchase\nformerly: order")})
    found = told(tmp_path)
    assert found.said == (
        f"statebook: commit {broken[:10]} is passed over, its specs are not valid: "
        "spec/purchase.yaml:9:21: no state is called 'fulfiled'\n"
    )
    golden(EXPECTED / "renamed-merged-removed.md", found.shown)


def test_one_spec_is_followed_through_its_names(tmp_path: Path) -> None:
    history = GitHistory(tmp_path)
    history.commit(0, {"elsewhere/order.yaml": ORDER, "spec/refund.yaml": REFUND}, tag="v1.0")
    history.git("mv", "elsewhere/order.yaml", "elsewhere/purchase.yaml")
    history.commit(1, {"elsewhere/purchase.yaml": SHIPPED, "spec/refund.yaml": None}, tag="v1.1")
    text = told(tmp_path, str(tmp_path / "elsewhere/purchase.yaml")).shown
    assert re.findall(r"^(?:## .*|- .*?(?=<br>|$))", re.sub("<a .*?</a>", "", text), re.MULTILINE) == [
        "## v1.1 - 2017-03-02",
        "- **Breaking** State [`shipped`](docs/order.md#the-shipped-order) was added.",
        "## v1.0 - 2017-03-01",
        "- Machine [`order`](docs/order.md) was added.",
    ]
    removed = told(tmp_path, str(tmp_path / "spec/refund.yaml")).shown
    assert re.findall(r"^- .*?(?=<br>|$)", removed, re.MULTILINE) == [
        "- **Breaking** Machine `refund` was removed.",
        "- Machine `refund` was added.",
    ]


def test_the_settings_of_each_commit_say_which_files_were_specs(tmp_path: Path) -> None:
    history = GitHistory(tmp_path)
    first = "statebook: 1\nspecs: machines/*.yaml\n"
    history.commit(0, {"statebook.yml": first, "machines/order.yaml": ORDER, "other/order.yaml": "a: [\n"}, tag="1.0")
    history.commit(1, {"statebook.yml": "statebook: 1\nspecs: [\n"})
    history.commit(2, {"machines/order.yaml": None})
    history.commit(3, {"statebook.yml": "statebook: 1\nspecs: other/*.yaml\n", "other/order.yaml": SHIPPED}, tag="1.1")
    found = told(tmp_path)
    assert found.said == ""
    assert "State [`shipped`](docs/order.md#the-shipped-order) was added." in found.shown
    assert "removed" not in found.shown


def test_without_releases_every_day_is_a_section_in_utc(tmp_path: Path) -> None:
    history = GitHistory(tmp_path)
    history.commit(0, {"spec/order.yaml": ORDER}, zone="+1400")
    history.commit(1, {"spec/order.yaml": ORDER.replace("by: timer", "by: system")}, zone="-1200")
    history.commit(1, {"spec/order.yaml": SHIPPED})
    history.commit(0, {"spec/order.yaml": ORDER})
    text = told(tmp_path).shown
    assert re.findall(r"^## .*", text, re.MULTILINE) == ['## <a id="2017-03-01"></a>2017-03-01']
    assert "was added" in text
    both = told(tmp_path, "--by", "release").shown
    assert re.findall(r"^## .*", both, re.MULTILINE) == ['## <a id="unreleased"></a>Unreleased']


def test_words_alone_are_hidden_unless_they_are_asked_for(tmp_path: Path) -> None:
    history = GitHistory(tmp_path)
    history.commit(0, {"spec/order.yaml": ORDER}, tag="1.0")
    history.commit(1, {"spec/order.yaml": ORDER.replace("new: {}", "new: {description: Fresh.}")}, tag="1.1")
    assert "1.1" not in told(tmp_path).shown
    assert '## <a id="1-1"></a>1.1 - 2017-03-02\n\n1 text\n\n### Changed\n' in told(tmp_path, "--all").shown


def test_tags_on_side_branches_are_named_and_no_releases(tmp_path: Path) -> None:
    history = GitHistory(tmp_path)
    history.commit(0, {"spec/order.yaml": ORDER}, tag="1.0")
    history.git("checkout", "--quiet", "-b", "maintenance")
    history.commit(1, {"spec/order.yaml": ORDER + "openness: open\n"}, tag="1.0.1")
    history.git("checkout", "--quiet", "main")
    history.commit(2, {"README.md": "Hello\n"})
    history.git("merge", "--quiet", "--no-ff", "-m", "Merge", "maintenance", day=3)
    found = told(tmp_path)
    assert found.said == "statebook: tags on side branches are no releases of this line: 1.0.1\n"
    assert re.findall(r"^## (?:<.*?></a>)?(.*)", found.shown, re.MULTILINE) == ["Unreleased", "1.0 - 2017-03-01"]


def test_a_shallow_clone_tells_what_it_has_and_how_to_get_the_rest(tmp_path: Path) -> None:
    history = GitHistory(tmp_path / "origin")
    history.commit(0, {"spec/order.yaml": ORDER}, tag="1.0")
    history.commit(1, {"spec/order.yaml": ORDER + "openness: open\n"}, tag="1.1")
    history.commit(2, {"spec/order.yaml": SHIPPED + "openness: open\n"}, tag="1.2")
    for depth, sections in ((1, []), (2, ["1.2 - 2017-03-03"])):
        clone = tmp_path / str(depth)
        history.git("clone", "--quiet", f"--depth={depth}", f"file://{history.root}", str(clone))
        found = told(clone)
        assert found.said == (
            "statebook: the clone is shallow, older changes are missing; for all of them run: "
            "git fetch --unshallow --tags origin\n"
        )
        assert re.findall(r"^## (?:<.*?></a>)?(.*)", found.shown, re.MULTILINE) == sections
        assert "run `git fetch --unshallow --tags origin`, then build anew." in found.shown
        assert "was added" not in told(clone, "-f", "atom").shown or depth == 2
    GitHistory.git(history, "-C", str(clone), "fetch", "--quiet", "--unshallow", "--tags", "origin")
    whole = told(clone)
    assert (whole.said, whole.shown) == ("", told(history.root).shown)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--since", "nowhere"], "git knows no revision 'nowhere' here"),
        (["--until", "--upload-pack=x"], "'--upload-pack=x' is an option, not a revision"),
        (["--until", "a..b"], "'a..b' is a range, not a revision"),
        (["spec/other.yaml"], "no commit of this history has a spec spec/other.yaml"),
        (["-f", "html"], "no format of a changelog is called 'html'"),
        (["--url", "javascript:alert(1)"], "--url javascript:alert(1) is no address of a site"),
        (["-o", "a", "-o", "b"], "more -o than -f"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_with_2(
    tmp_path: Path, arguments: list[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    GitHistory(tmp_path).commit(0, {"spec/order.yaml": ORDER})
    monkeypatch.chdir(tmp_path)
    folder = Folder(tmp_path)
    joined = [f"{arguments[0]}={arguments[1]}"] if arguments[0].startswith("--") else arguments
    assert folder.run("changelog", *joined) == 2
    assert folder.said.startswith(f"statebook: {expected}")
    assert "\n  hint: " in folder.said
    assert folder.shown == ""


def test_outside_of_a_repository_and_before_the_first_commit_there_is_no_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    said = told(tmp_path, code=2).said
    assert said == f"statebook: {tmp_path} is in no git repository\n  hint: run the command in a clone\n"
    GitHistory(tmp_path)
    assert told(tmp_path, code=2).said == "statebook: there is no commit yet\n  hint: commit the specs first\n"


def test_a_project_in_a_folder_of_its_repository_tells_of_its_own_files(tmp_path: Path) -> None:
    history = GitHistory(tmp_path)
    history.commit(0, {"a/spec/order.yaml": ORDER, "b/spec/refund.yaml": REFUND, "spec/x.yaml": "a: [\n"}, tag="1.0")
    history.commit(1, {"a/spec/order.yaml": SHIPPED, "b/spec/refund.yaml": BROKEN}, tag="1.1")
    found = told(tmp_path / "a")
    assert found.said == ""
    assert re.findall(r"^- .*?(?=<br>|$)", found.shown, re.MULTILINE) == [
        "- **Breaking** State [`shipped`](docs/order.md#the-shipped-order) was added.",
        "- Machine [`order`](docs/order.md) was added.",
    ]


@pytest.mark.parametrize(
    ("written", "column", "message"),
    [
        ("{page: changelog.html}", 19, "'changelog.html' is no page"),
        ("{page: ../changelog.md}", 19, "'../changelog.md' leaves the project"),
        ("{feed: /etc/passwd}", 19, "'/etc/passwd' leaves the project"),
        ('{tags: ["v*", "!"]}', 26, "'!' is no pattern of tags"),
        ('{tags: "v 1"}', 19, "'v 1' is no pattern of tags"),
        ("{id: 'no id'}", 17, "'no id' is no id of a feed"),
        ("{id: 'a:<b>'}", 17, "'a:<b>' is no id of a feed"),
        ("{by: week}", 17, "expected one of auto, release, day; found 'week'"),
        ("{pages: changelog.md}", 13, "unknown key 'pages'"),
    ],
)
def test_settings_that_mean_nothing_are_refused_at_their_place(
    tmp_path: Path, written: str, column: int, message: str
) -> None:
    GitHistory(tmp_path).commit(0, {"spec/order.yaml": ORDER})
    (tmp_path / "statebook.yml").write_text(f"statebook: 1\nchangelog: {written}\n", encoding="utf-8")
    first = told(tmp_path, code=2).said.splitlines()[0]
    assert first.startswith(f"statebook.yml:2:{column}: error[")
    assert message in first
