"""The page that shows what reviews of real edits would have said is what `diff` says of them today.

`pytest --update tests/test_history_page.py` writes the page and its pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from diff_case import FILES, Case, cases, compared, read
from statebook.diagram import Renderer
from statebook.diagram.change import change_diagram
from statebook.diff.change import Change
from statebook.diff.compare import Comparison
from statebook.diff.kinds import Impact
from statebook.diff.words import plain, sentence
from statebook.review.content import HITS

Golden = Callable[[Path, str], None]
DOCS = Path(__file__).resolve().parents[1] / "docs"
OWN = "dataset-status"
PUBLIC = [slug for slug in FILES if slug != OWN and "source" in read(slug)]
PUBLISHED = cases(OWN)[:-1]
"""The edits in their order; the last case is none that happened."""

NAMES = {
    "codepipeline": "AWS CodePipeline",
    "commercetools": "commercetools",
    "github": "GitHub",
    "gitlab": "GitLab",
    "letsencrypt": "Let's Encrypt",
    "mds": "MDS",
    "openai": "OpenAI",
    "openshift": "OpenShift",
}
"""How those write themselves whose names are more than a capital letter."""

INTRODUCTION = """\
<!-- Written by `pytest --update tests/test_history_page.py`; edit the cases in tests/diffs instead. -->

# What reviews would have said

The status page that this project began with was edited by hand for years. Its published versions are kept as small specs
in `tests/diffs/dataset-status.yaml`; below is what `statebook diff` says of each edit, as a reviewer would have read
it in the pull request.
"""

OTHERS = """\
## Edits of other lifecycles

The same for edits that other projects published, from their changelogs, issues and pull requests. The specs are small
models of what the source tells; each edit is a case in `tests/diffs` with every change that it is. A second edit of one source is
often a variation: the same one declared by `formerly:`, announced before, or with a slip.

| Lifecycle and edit | Verdict | Gravest change |
| --- | --- | --- |
"""


def verdict(comparison: Comparison) -> str:
    counts = Counter(one.impact for one in comparison.changes)
    return ", ".join(f"{counts[one]} {one.value}" for one in Impact if counts[one]) or "no changes"


def told(one: Change) -> str:
    return plain(sentence(one)).replace("|", "\\|")


def row(one: Change) -> str:
    why = " ".join(filter(None, (one.why, one.advice if one.advice != "Nothing to do." else "", one.hint)))
    hits = ", ".join(HITS[who] for who in one.who)
    return f"| {one.impact.value} | {told(one)} | {hits} | {why} |\n"


def section(number: int, case: Case) -> str:
    comparison = compared(case)
    loud = [one for one in comparison.changes if one.impact in (Impact.BREAKING, Impact.DANGEROUS)]
    quiet = [one for one in comparison.changes if one not in loud]
    text = f"## {number}. {case.name[0].upper()}{case.name[1:]}\n\n**{verdict(comparison)}**\n\n"
    if picture(case):
        text += f"![{case.name}: what was added, removed and changed](history/{number}.svg)\n\n"
    if loud:
        text += "| Impact | Change | Hits | Why, and what to do |\n| --- | --- | --- | --- |\n"
        text += "".join(map(row, loud)) + "\n"
    if quiet:
        text += "Also:\n\n" + "".join(f"- {one.impact.value}: {told(one)} {one.why}\n" for one in quiet) + "\n"
    return text


def picture(case: Case) -> str:
    """The SVG of an edit, or nothing where there is none to draw."""
    comparison = compared(case)
    (pairing,) = comparison.pairings.values()
    diagram = change_diagram(pairing, comparison.changes)
    return "" if diagram is None else Renderer().svg(diagram).decode()


def other(slug: str) -> str:
    """A row for each edit of a published lifecycle."""
    document = read(slug)
    maker, *rest = slug.split("-")
    title = " ".join((NAMES.get(maker, maker.capitalize()), *rest))
    rows = []
    for case in cases(slug):
        comparison = compared(case)
        first = told(comparison.changes[0])
        rows.append(f"| [{title}]({document['source']}): {case.name} | {verdict(comparison)} | {first} |\n")
    return "".join(rows)


def page() -> str:
    edits = "".join(section(number, case) for number, case in enumerate(PUBLISHED, 1))
    return f"{INTRODUCTION}\n{edits}{OTHERS}{''.join(map(other, PUBLIC))}"


def test_the_page_says_what_diff_says_today(golden: Golden) -> None:
    golden(DOCS / "history.md", page())


@pytest.mark.parametrize(("number", "case"), list(enumerate(PUBLISHED, 1)))
def test_its_pictures_are_those_of_the_edits(number: int, case: Case, golden: Golden) -> None:
    text = picture(case)
    if text:
        golden(DOCS / f"history/{number}.svg", text)
    else:
        assert not (DOCS / f"history/{number}.svg").exists()


def test_every_picture_belongs_to_an_edit() -> None:
    names = {f"{number}.svg" for number, case in enumerate(PUBLISHED, 1) if picture(case)}
    assert {path.name for path in (DOCS / "history").iterdir()} == names


def test_there_are_more_than_ten_public_lifecycles_beside_our_own() -> None:
    assert len(PUBLIC) >= 10
    assert len({read(slug)["source"] for slug in PUBLIC}) == len(PUBLIC), "each from a source of its own"
