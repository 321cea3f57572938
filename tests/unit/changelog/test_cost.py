"""What a long history costs: few questions to git, and specs read only where a release ends."""

from __future__ import annotations

import pytest

from git_history import GitHistory
from project_folder import Folder
from statebook.source import assembly
from statebook.source.history import History
from statebook.source.revision import Repository

ORDER = "statebook: 1\nid: order\ntitle: Order\nstate_attribute: status\nstates: {new: {}, done: {}%s}\n"
JOB = "statebook: 1\nid: job\ntitle: Job\nstate_attribute: status\nstates: {new: {}, done: {}}\n"


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> GitHistory:
    history = GitHistory(tmp_path_factory.mktemp("long"))
    for number in range(60):
        files = {"spec/order.yaml": ORDER % f", s{number}: {{}}", "spec/job.yaml": JOB}
        history.commit(number, dict(files), tag=f"v{number}.0" if number % 20 == 0 else "")
    return history


def test_a_history_asks_git_few_questions_and_reads_the_ends_of_releases_once(
    long: GitHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    read: list[str] = []
    run, compose = Repository._run, assembly.compose
    monkeypatch.setattr(
        Repository, "_run", lambda self, *words, **rest: (asked.append(words[0]), run(self, *words, **rest))[1]
    )
    monkeypatch.setattr(assembly, "compose", lambda source: (read.append(source.name), compose(source))[1])
    assert Folder(long.root).run("changelog") == 0
    assert asked.count("cat-file") == 1
    assert len(asked) <= 9
    assert sorted(read) == ["spec/job.yaml", *["spec/order.yaml"] * 4]  # three releases, and what is not released
    read.clear()
    assert Folder(long.root).run("changelog", "--by", "day") == 0
    assert sorted(read) == ["spec/job.yaml", *["spec/order.yaml"] * 60]


def test_contents_come_in_batches_however_large_they_are(long: GitHistory, monkeypatch: pytest.MonkeyPatch) -> None:
    from statebook.source import history, text

    long.commit(99, {"large": "x" * 5000, "small": "y"})
    entries = History(long.root).files(History(long.root).commit("HEAD"))
    wanted = [entries[name].hash for name in ("small", "large", "spec/job.yaml", "spec/order.yaml")]
    whole = dict(History(long.root).contents([*wanted, "0" * 40, History(long.root).commit("HEAD")]))
    assert list(whole) == wanted
    assert [len(one) for one in whole.values()][:3] == [1, 5000, len(JOB)]
    monkeypatch.setattr(history, "MAXIMUM_BATCH", 3000)
    monkeypatch.setattr(history, "MAXIMUM_BYTES", 1000)
    cut = dict(History(long.root).contents(wanted))
    assert list(cut) == wanted
    assert {digest: len(content) for digest, content in cut.items()} == {
        digest: min(len(content), 1001) for digest, content in whole.items()
    }
    assert text.MAXIMUM_BYTES * 8 == 64 * 1024 * 1024
