"""Which tags are releases, which of several names one, and which heading a kind of change has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from statebook.changelog.groups import by_day, by_release, is_version
from statebook.changelog.headings import HEADINGS, heading_of
from statebook.diff.kinds import kinds
from statebook.source.history import Commit, Edit, Tag

if TYPE_CHECKING:
    from conftest import Golden

EXPECTED = Path(__file__).parent / "expected"


@pytest.mark.parametrize(
    ("name", "patterns", "expected"),
    [
        ("v1.2.3", (), True),
        ("1.0", (), True),
        ("2026.11.25", (), True),
        ("release-1.4.2", (), True),
        ("release/v2.0", (), True),
        ("3.0.0-rc.1", (), True),
        ("1.0.0+build", (), True),
        ("v1", (), False),
        ("latest", (), False),
        ("web/v1.0", (), False),
        ("version-of-1.0", (), False),
        ("v1.0\n", (), False),
        ("v1.", (), False),
        ("web/v1.0", ("web/v*",), True),
        ("v1.0", ("web/v*",), False),
        ("v1.0-rc1", ("v*", "!*-rc*"), False),
        ("v1.0-rc1", ("!*-rc*",), False),
        ("v1.0", ("!*-rc*",), True),
        ("latest", ("!*-rc*",), False),
    ],
)
def test_a_tag_is_a_release_by_its_look_or_by_patterns(name: str, patterns: tuple[str, ...], *, expected: bool) -> None:
    assert is_version(name, patterns) is expected


def test_a_long_tag_is_judged_at_once() -> None:
    assert not is_version("v" + "a" * 50_000, ("*" + "a*" * 20 + "b",))


def commits(*edited: bool) -> list[Commit]:
    return [Commit(str(place), 100 - place, (Edit(None, None),) if one else ()) for place, one in enumerate(edited)]


def test_each_tagged_commit_begins_a_group_and_the_rest_is_unreleased() -> None:
    line = commits(True, False, True, True, False)
    tags = [Tag("v1", "3", 5), Tag("v2", "1", 9)]
    found = [(one.name, one.newest, one.oldest, one.time, one.is_released) for one in by_release(line, tags)]
    assert found == [("Unreleased", 0, 0, 100, False), ("v2", 1, 2, 9, True), ("v1", 3, 4, 5, True)]
    assert [one.name for one in by_release(line, [Tag("v3", "0", 1)])] == ["v3"]
    assert [one.name for one in by_release(line, [])] == ["Unreleased"]
    assert by_release([], []) == by_day([]) == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["v1", "v1.2", "v1.2.3"], "v1.2.3"),
        (["v1.2.3", "v1.2.3-rc.1"], "v1.2.3"),
        (["1.9", "1.10"], "1.10"),
        (["b1.0", "a1.0"], "b1.0"),
        (["9" * 5000, "1.0"], "1.0"),
    ],
)
def test_the_most_exact_of_several_tags_names_the_release(names: list[str], expected: str) -> None:
    for order in (names, names[::-1]):
        (group,) = by_release(commits(True), [Tag(one, "0", 1) for one in order])
        assert group.name == expected
        assert sorted(group.tags) == sorted(names)


def test_no_day_is_before_that_of_an_older_commit() -> None:
    day = 86_400
    line = [Commit(str(place), time, (Edit(None, None),)) for place, time in enumerate((2 * day, day, 3 * day, 0))]
    assert [(one.name, one.newest, one.oldest) for one in by_day(line)] == [("1970-01-04", 0, 2), ("1970-01-01", 3, 3)]


def test_every_kind_of_change_has_a_heading(golden: Golden) -> None:
    table = {heading: [kind for kind in kinds() if heading_of(kind) == heading] for heading in HEADINGS}
    assert sum(map(len, table.values())) == len(kinds())
    assert all(table.values())
    golden(EXPECTED / "headings.txt", "".join(f"{heading}: {', '.join(names)}\n" for heading, names in table.items()))
