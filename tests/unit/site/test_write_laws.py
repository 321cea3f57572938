"""Laws of the writer: whatever was planned before, the last plan and the strangers' files are what is there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from site_project import Project

from statebook.site.errors import WriteRefused
from statebook.site.survey import content_digest

NAMES = ["docs/a", "docs/a/b", "docs/a/b/c.md", "docs/a/d.md", "docs/A.md", "docs/a.md", "docs/e/f/g.md", "docs/h.md"]
PATHS = st.sampled_from(NAMES)
TEXTS = st.sampled_from(["one\n", "two\n", ""])


def is_possible(files: dict[str, str]) -> bool:
    try:
        Project.plan(files)
    except ValueError:
        return False
    return True


PLANS = st.dictionaries(PATHS, TEXTS, max_size=5).filter(is_possible)
ACTS = st.one_of(
    st.tuples(st.just("plan"), PLANS),
    st.tuples(st.just("put"), st.tuples(PATHS, TEXTS)),
    st.tuples(st.just("delete"), PATHS),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PLANS, min_size=1, max_size=5))
def test_any_sequence_of_plans_ends_in_the_last_one(plans: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as root:
        project = Project(Path(root))
        project.put("docs/mine/hand.md", "written")
        for plan in plans:
            project.write(plan)
            assert project.files() == plan | {"docs/mine/hand.md": "written"}
            assert project.compare(plan).fresh
            assert not project.write(plan).changed
        folders = {above.as_posix() for path in plans[-1] for above in Path(path).parents} - {"."}
        assert set(project.folders()) == folders | {"docs", "docs/mine"}


@settings(max_examples=80, deadline=None)
@given(st.lists(ACTS, min_size=1, max_size=8))
def test_a_build_touches_only_what_a_build_wrote(acts: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as root:
        project = Project(Path(root))
        written: dict[str, str] = {}
        for act, value in acts:
            before = project.files()
            if act == "plan":
                assert isinstance(value, dict)
                written = check_build(project, value, before, written)
            elif act == "delete":
                (project.root / str(value)).unlink() if str(value) in before else None
            else:
                assert isinstance(value, tuple)
                path, text = value
                free = all(other != path and not f"{path}/".startswith(f"{other}/") for other in before)
                if path in before or (free and not (project.root / path).is_dir()):
                    project.put(path, text)


def check_build(
    project: Project, plan: dict[str, str], before: dict[str, str], written: dict[str, str]
) -> dict[str, str]:
    """Build, and hold what happened against what may happen; `written` is what builds left, by path."""
    comparison = project.compare(plan)
    strangers = {path: text for path, text in before.items() if written.get(path) != text}
    try:
        outcome = project.write(plan)
    except WriteRefused as refused:
        assert project.files() == before
        assert set(refused.paths) == set(comparison.foreign)
        return written
    assert comparison.foreign == ()
    after = project.files()
    assert plan.items() <= after.items()
    for path, text in strangers.items():
        assert after.get(path) == text or path in outcome.edited
    assert set(after) - set(before) == set(outcome.created) | (set(plan) & (set(after) - set(before)))
    assert set(before) - set(after) == set(outcome.removed)
    assert set(outcome.removed) <= set(written) | {path for path in before if before[path] in written.values()}
    assert outcome.hashes.items() >= {path: content_digest(text.encode()) for path, text in plan.items()}.items()
    assert project.compare(plan).fresh
    return dict(plan)
