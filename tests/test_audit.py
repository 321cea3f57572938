"""`audit` from the command line: hand-made pages with planted defects, and what is not a page at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from project_folder import Folder
from statebook.audit.registry import checks

ROOT = Path(__file__).resolve().parents[1]
AUDITS = ROOT / "tests/audits"

# A case: its folder, its pages, further arguments, the exit code, and the file with all that is said.
CASES = {
    "parcel against its spec": ("parcel", ["_parcel_status.md"], ["--spec", "spec.yaml"], 1, "against-spec.txt"),
    "parcel against itself": ("parcel", ["_parcel_status.md"], ["--alone"], 1, "alone.txt"),
    "a repaired parcel": ("parcel", ["_parcel_status_repaired.md"], ["--spec", "spec.yaml"], 0, "repaired.txt"),
    "a repaired parcel alone": ("parcel", ["_parcel_status_repaired.md"], ["--alone"], 0, "repaired.txt"),
    "scooters in a table of both sides": ("scooter", ["vehicles.md"], [], 0, "clean.txt"),
    "scooters with defects": ("scooter", ["vehicles_broken.md"], [], 1, "broken.txt"),
    "the draft of the dataset status": (
        "draft", ["dataset_status.md"], ["--spec", str(ROOT / "spec/dataset_status.yaml"), "--spec", str(ROOT / "spec/job.yaml")],
        0, "against-spec.txt",
    ),
    "the draft against itself": ("draft", ["dataset_status.md"], ["--alone"], 0, "alone.txt"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_page_has_exactly_its_findings(case: str, golden) -> None:
    name, pages, arguments, code, expected = CASES[case]
    folder = Folder(AUDITS / name)
    given = [str(folder.root / one) if one.endswith(".yaml") and not os.path.isabs(one) else one for one in arguments]
    assert folder.run("audit", *[str(folder.root / one) for one in pages], *given) == code, folder.said
    assert folder.shown == ""
    golden(folder.root / "expected" / expected, folder.said)
