"""How a spec is written down never matters: only what it says."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting import Rewriter
from statebook.site.plan import plan_project
from statebook.source.compose import compose
from statebook.source.load import load_project
from statebook.source.text import SourceText

ROOT = Path(__file__).resolve().parents[2]
SPECS = {
    "job": ROOT / "spec/job.yaml",
    **{path.parents[2].name: path for path in sorted((ROOT / "tests/cases").glob("*/project/spec/*.yaml"))},
}
ALONE = sorted(set(SPECS) - {"two-machines", "own-templates", "hostile"})


def outcome(root: Path, text: str) -> dict[str, bytes]:
    """Every text that a build of the spec would write; pictures are made from these texts alone."""
    (root / "spec").mkdir(exist_ok=True)
    (root / "spec/spec.yaml").write_bytes(text.encode())
    project, diagnostics = load_project(root)
    assert not diagnostics, (text, diagnostics)
    plan = plan_project(project).plan
    assert plan is not None
    return {artifact.path: artifact.make() for artifact in plan if not artifact.recipe}


@cache
def written(slug: str) -> str:
    return SPECS[slug].read_bytes().decode()


@pytest.mark.parametrize("slug", ALONE)
@settings(max_examples=4)
@given(seed=st.integers(0, 2**32))
def test_a_spec_written_anew_says_the_same(slug: str, tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    root = tmp_path_factory.mktemp("anew")
    node, _ = compose(SourceText.of("spec.yaml", written(slug)))
    assert node is not None
    anew = Rewriter(random.Random(seed)).spec(node)
    assert anew != written(slug)
    assert outcome(root, anew) == outcome(root, written(slug))


def test_the_order_of_states_does_matter(tmp_path: Path) -> None:
    text = written("ten-lines")
    turned = text.replace(
        "{closed: {kind: resting}, opened: {kind: resting}}", "{opened: {kind: resting}, closed: {kind: resting}}"
    )
    assert turned != text
    assert outcome(tmp_path, turned) != outcome(tmp_path, text)
