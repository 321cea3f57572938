"""No page makes an audit fail: pieces of pages in any order, against a machine and alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from audit_text import audited, machines_of
from hypothesis import given, settings
from hypothesis import strategies as st

SPEC = (Path(__file__).resolve().parents[2] / "audits/parcel/spec.yaml").read_text(encoding="utf-8")
PAGES = [
    *(Path(__file__).resolve().parents[2] / "audits").glob("*/*.md"),
    Path(__file__).resolve().parents[3] / "docs/job.md",
]
LINES = sorted({line for page in PAGES for line in page.read_text(encoding="utf-8").split("\n")})
ODD = [
    "```", "~~~", "```json", "| | |", "|---|---|", "From | To", "--- | ---", "> ", "* ", "1. `a`", "{", "}", '{"status": ', "<!--", "-->", "<a id=", "\\",
    "[x](#", "](#y)", "[x]: #z", "# ", "#", "---", "===", "\t", "`", "``", "**", "&#x0;", "\u00a0", "\u202e", "any | any", "`waiting` | any but `lost`",
    "digraph {", "stateDiagram", "a --> b", "```mermaid", "```dot", "curl", "GET /a/{b}", "curl /a/\\", "'", '"',
]  # fmt: skip

lines = st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(ODD), st.text(max_size=12)), max_size=40)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory):
    return machines_of(tmp_path_factory.mktemp("spec"), SPEC)


@settings(max_examples=300)
@given(lines)
def test_any_page_can_be_audited(machines, text: list[str]) -> None:
    page = "\n".join(text).replace("\r", "\n")
    shown = page.split("\n")
    for found in (audited({"page.md": page}), audited({"page.md": page, "other.md": page}, machines, "parcel-status")):
        for one in found:
            assert 1 <= one.line <= len(shown)
            assert 1 <= one.column <= len(shown[one.line - 1]) + 1, one
            assert "\n" not in one.message + one.hint
