"""`audit` from the command line: hand-made pages with planted defects, and what is not a page at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from project_folder import Folder
from statebook.audit.judge import documents, judge
from statebook.audit.page.read import read_page
from statebook.audit.registry import checks
from statebook.site.plan import plan_project
from statebook.source.load import load_project

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
    "lists of states and one table": ("dialects", ["lists.md"], [], 1, "lists.txt"),
    "phases, and states of something else below": ("dialects", ["phases.md"], [], 0, "clean.txt"),
    "tables that go from one to another and are about no states": ("dialects", ["journeys.md"], [], 0, "clean.txt"),
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


BUILT = sorted((ROOT / "tests/cases").glob("*/expected/**/*.md"))
# Pages of the build whose links really lead nowhere: a template of the project's own that has no sections of states, and
# the anchor of an action whose title holds line breaks.
DEAD = {"own-templates/light.md": {"#the-off-light", "#the-on-light"}, "hostile/hostile.md": {"heading-onehtml"}}


def case_of(page: Path) -> str:
    return page.relative_to(ROOT / "tests/cases").parts[0]


@pytest.mark.parametrize("against", ["its spec", "itself"])
@pytest.mark.parametrize("page", BUILT, ids=lambda one: f"{case_of(one)}/{one.name}")
def test_nothing_is_found_on_a_page_that_was_built(page: Path, against: str) -> None:
    folder = Folder(ROOT / "tests/cases" / case_of(page) / "project")
    folder.run("audit", str(page), "-f", "json", *(["--alone"] if against == "itself" else []))
    found = json.loads(folder.shown)["diagnostics"]
    lines = page.read_text(encoding="utf-8").split("\n")
    known = DEAD.get(f"{case_of(page)}/{page.name}", set())
    left = [
        (one["rule"], one["line"], one["message"])
        for one in found
        if one["rule"] != "dead-anchor" or not any(mark in lines[one["line"] - 1] for mark in known)
    ]
    assert left == []


@pytest.mark.parametrize("arguments", [[], ["--alone"], ["--machine", "dataset-status"]])
def test_nothing_is_found_on_the_pages_of_this_project(arguments: list[str]) -> None:
    folder = Folder(ROOT)
    pages = ["docs/dataset-status.md", *(["docs/job.md"] if "--machine" not in arguments else [])]
    assert folder.run("audit", *[str(ROOT / one) for one in pages], *arguments, "--fail-on", "info") == 0, folder.said
    assert folder.said == f"No problems in {len(pages)} {'file' if len(pages) == 1 else 'files'}.\n"


@pytest.mark.parametrize("split", ["state", "group"])
def test_nothing_is_found_on_pages_that_are_split(split: str, tmp_path: Path) -> None:
    """A page for each state or group: each is held against its machine, and without one all of them are one page."""
    (tmp_path / "statebook.yml").write_text(f"statebook: 1\npages: {{split: {split}}}\n")
    (tmp_path / "spec").mkdir()
    for spec in (ROOT / "spec").glob("*.yaml"):
        (tmp_path / "spec" / spec.name).write_bytes(spec.read_bytes())
    project, flaws = load_project(tmp_path)
    plan = plan_project(project).plan
    assert plan is not None, flaws
    pages = [read_page(one.path, tuple(one.make().decode().split("\n"))) for one in plan if one.path.endswith(".md")]
    assert len(pages) > 10
    for machines in (project.machines, {}):
        found = [(one.check.name, one.finding.place, one.finding.message) for one in judge(documents(pages, machines))]
        assert found == []


def test_pages_of_several_lifecycles_are_no_page_of_one() -> None:
    """Three of them have states of the same names; each is held against itself, and its title is none of them."""
    made = [
        one for one in sorted((ROOT / "docs").glob("*.md")) if "<!-- Generated by Statebook" in one.read_text("utf-8")
    ]
    pages = [str(one) for one in made]
    assert len(pages) > 2
    folder = Folder(ROOT)
    for arguments in ([], ["--alone"]):
        assert folder.run("audit", *pages, *arguments, "--fail-on", "info") == 0, folder.said


def test_a_built_page_with_one_slip_has_one_finding() -> None:
    """The page of the build is no blind spot: each edit by hand is found, and nothing else."""
    text = (ROOT / "docs/dataset-status.md").read_text(encoding="utf-8")
    head = (
        "[`aborting_processing`](#the-aborting_processing-dataset-status) | [`worker_stopped`](#event-worker_stopped)"
    )
    edits = {
        "example-wrong-state": ('  "name": "queued",\n  "previous": "idle"', '  "name": "error",\n  "previous": "idle"'),
        "example-value-refused": ('"published": true,\n  "records_errors": 45', '"published": 1,\n  "records_errors": 45'),
        "example-attribute-missing": ('  "published": true,\n  "records_errors": 45', '  "records_errors": 45'),
        "example-invalid-json": ('"records_errors": 45\n}', '"records_errors": 45,\n}'),
        "dead-anchor": ("[`publish`](#publish-the-dataset)", "[`publish`](#publish-a-dataset)"),
        "call-differs": ("curl -X PUT https://yourdomain.opendatasoft.com/api/management/v2/datasets/da_XXXXXX/publish \\",
                         "curl -X PUT https://yourdomain.opendatasoft.com/api/management/v2/dataset/da_XXXXXX/publish \\"),
        "transition-one-sided": (head, "[`queued`](#the-queued-dataset-status) | [`worker_stopped`](#event-worker_stopped)"),
        "trigger-unknown": ("[`worker_stopped`](#event-worker_stopped)<br>the end of the work | The worker has stopped.",
                            "`worker_stoped`<br>the end of the work | The worker has stopped."),
        "trigger-differs": ("[`worker_stopped`](#event-worker_stopped)<br>the end of the work | The worker has stopped.",
                            "[`job_succeeded`](#event-job_succeeded)<br>the end of the work | The worker has stopped."),
        "trigger-missing": ("[`queued`](#the-queued-dataset-status) | [`unpublish`](#unpublish-the-dataset)<br>client | The dataset is at rest.",
                            "[`queued`](#the-queued-dataset-status) | [`publish`](#publish-the-dataset)<br>client | The dataset is at rest."),
        "transition-described-twice": ("the end of the work | The worker has stopped.", "the end of the work | The worker has gone."),
        "enumeration-incomplete": ("[`idle`](#the-idle-dataset-status) | resting | a client's call or a schedule | Nothing is running.\n", ""),
    }  # fmt: skip
    machines = load_project(ROOT)[0].machines
    for rule, (before, after) in edits.items():
        assert before in text, rule
        page = read_page("dataset-status.md", tuple(text.replace(before, after, 1).split("\n")))
        rules = {one.check.name for one in judge(documents([page], machines))}
        assert rule in rules
        assert rules <= {rule, "transition-unknown", "transition-missing"}, rules


PAGE = "# Order\n\n## The `open` status\n\nTODO\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.write("page.md", PAGE)
    return made


def audit(folder: Folder, *arguments: str) -> int:
    """The exit code of an audit of files in a folder."""
    given = [str(folder.root / one) if one.endswith((".md", ".yaml")) else one for one in arguments]
    return folder.run("audit", *given)


BAD_FILES = {
    "binary.md": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "byte 0x89 is not UTF-8"),
    "nul.md": (b"# Page\n\na\x00b\n", "it has a NUL byte"),
    "latin.md": ("# Caf\u00e9\n".encode("latin-1"), "byte 0xe9 is not UTF-8"),
    "utf16.md": ("# Page\n".encode("utf-16"), "byte 0xff is not UTF-8"),
    "large.md": (b"x\n" * 5_000_000, "is larger than 8 MiB"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_is_no_page_is_unusable_and_the_rest_is_still_checked(folder: Folder, name: str) -> None:
    content, message = BAD_FILES[name]
    folder.write(name, content)
    assert audit(folder, name, "page.md") == 2
    assert message in folder.said
    assert f"{name}:" in folder.said
    assert "page.md:5:1: warning[placeholder-left]" in folder.said


def test_a_page_in_several_encodings_is_refused_and_checked_all_the_same(folder: Folder) -> None:
    page = (
        "\ufeff# Caf\u00e9 \u72b6\n\n".encode()
        + "Le caf\u00e9 ferm\u00e9.\n".encode("latin-1")
        + b"\n```json\n{\n```\n\n[x](#y)\n"
    )
    folder.write("mixed.md", page.replace(b"\n", b"\r\n"))
    assert audit(folder, "mixed.md") == 2
    assert folder.said == (
        "mixed.md:3:7: error[unreadable] byte 0xe9 is not UTF-8\n  hint: save it as UTF-8\n"
        "mixed.md:7:1: error[example-invalid-json] the example is no JSON: it ends too early\n"
        "  hint: write valid JSON, or another language at the fence\n"
        "mixed.md:9:5: error[dead-anchor] nothing in the page has the anchor `#y`\n"
        "  hint: write the anchor of a heading, or set one\n"
        "mixed.md: 1 line that is not UTF-8 was read as cp1252, and the rest as it is\n"
        "3 errors in 1 file.\n"
    )
    assert audit(folder, "mixed.md", "--write-baseline", str(folder.root / "known.json")) == 2
    assert not (folder.root / "known.json").exists()


def test_what_is_not_there_is_unusable_and_the_rest_is_still_checked(folder: Folder) -> None:
    (folder.root / "folder.md").mkdir()
    assert audit(folder, "nowhere.md", "folder.md", "page.md", "page.md") == 2
    assert folder.said == (
        "folder.md:1:1: error[unreadable] is a folder, not a file\n  hint: name a Markdown file\n"
        "nowhere.md:1:1: error[unreadable] no such file\n  hint: name a Markdown file\n"
        "page.md:5:1: warning[placeholder-left] `TODO` was left to be written\n  hint: write it, or take it out\n"
        "2 errors, 1 warning in 3 files.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "no page is named"),
        (["page.md", "--alone", "--spec", "x.yaml"], "--alone holds pages against no spec"),
        (["page.md", "--machine", "order"], "there is no spec"),
        (["page.md", "--rule", "dead-anchr=off"], "did you mean 'dead-anchor'?"),
        (["page.md", "--rule", "dead-anchor=of"], "did you mean 'off'?"),
        (["page.md", "--rule", "unreachable-state=off"], "no rule is called 'unreachable-state'"),
        (["page.md", "--spec", "nowhere.yaml"], "no such file"),
        (["page.md", "-f", "txt"], "no report format is called 'txt'"),
    ],
)
def test_bad_usage_is_unusable_and_says_what_to_do(folder: Folder, arguments: list[str], words: str) -> None:
    assert audit(folder, *arguments) == 2
    assert words in folder.said


def test_the_gate_and_the_levels_decide_the_exit_code(folder: Folder) -> None:
    assert audit(folder, "page.md") == 0
    assert audit(folder, "page.md", "--fail-on", "warning") == 1
    assert audit(folder, "page.md", "--rule", "placeholder-left=error") == 1
    assert audit(folder, "page.md", "--rule", "placeholder-left=error", "--fail-on", "never") == 0
    assert audit(folder, "page.md", "--rule", "placeholder-left=off", "--fail-on", "info") == 0
    folder.write("page.md", '# A\n\n```json\n{"a": ...}\n```\n')
    assert audit(folder, "page.md", "--rule", "example-invalid-json=error") == 0, "what is doubtful stays information"


SPEC = "statebook: 1\nid: order\ntitle: Order\nstate_attribute: status\ninitial: open\nstates: {open: {}, paid: {}, lost: {}}\n"


def test_settings_name_rules_of_lint_and_checks_of_pages_side_by_side(folder: Folder) -> None:
    folder.write("spec/order.yaml", SPEC)
    folder.write("statebook.yml", "rules: {placeholder-left: error, missing-since: off, state-missing: off}\n")
    assert audit(folder, "page.md") == 1
    assert folder.said.startswith("page.md:5:1: error[placeholder-left]")
    folder.run("lint")
    assert "no rule is called" not in folder.said
    folder.write("statebook.yml", "rules: {placeholder-lef: error}\n")
    assert audit(folder, "page.md") == 2
    assert folder.run("lint") == 2


def test_a_spec_that_cannot_be_read_is_unusable(folder: Folder) -> None:
    folder.write("spec/order.yaml", SPEC + "sates: {}\n")
    assert audit(folder, "page.md") == 2
    assert "error[unknown-key]" in folder.said
    assert audit(folder, "page.md", "--alone") == 0


ORDER = "# Order\n\n## The `open` status\n\nIt waits.\n\n## The `paid` status\n\nThe money is there.\n"
DOOR = "# Door\n\n## The `ajar` status\n\nA little.\n\n## The `shut` status\n\nNot at all.\n"


def test_the_machine_of_a_page_is_found_or_named(folder: Folder) -> None:
    folder.write("spec/order.yaml", SPEC)
    folder.write(
        "spec/door.yaml",
        SPEC.replace("order", "door")
        .replace("Order", "Door")
        .replace("{open: {}, paid: {}, lost: {}}", "{ajar: {}, shut: {}, open: {}}"),
    )
    folder.write("order.md", ORDER)
    folder.write("door.md", DOOR)
    folder.write("other.md", "# Something else\n\nNothing.\n")
    assert audit(folder, "order.md", "door.md", "other.md") == 0
    assert folder.said == (
        "door.md:1:3: warning[state-missing] the state `open` of the spec is named nowhere on the page\n  hint: describe it\n"
        "order.md:1:3: warning[state-missing] the state `lost` of the spec is named nowhere on the page\n  hint: describe it\n"
        "other.md: no machine of the specs fits; held against itself (--machine names one)\n"
        "2 warnings in 3 files.\n"
    )
    audit(folder, "other.md", "--machine", "door")
    assert folder.said.count("is named nowhere on the page") == 3
    assert audit(folder, "order.md", "--spec", "spec/door.yaml") == 0
    assert "held against itself" in folder.said
    assert audit(folder, "order.md", "--machine", "dor") == 2
    assert "did you mean 'door'?" in folder.said


def test_files_about_one_machine_are_one_page(folder: Folder) -> None:
    folder.write("spec/order.yaml", SPEC)
    folder.write("_order.md", ORDER + "\nSee [the lost ones](#the-lost-status).\n")
    folder.write(
        "_order_lost.md", "# Order, continued\n\n## The `lost` status\n\nSee [open](#the-open-status) and `paid`.\n"
    )
    assert audit(folder, "_order.md", "_order_lost.md", "--machine", "order", "--fail-on", "info") == 0, folder.said
    assert audit(folder, "_order.md", "--machine", "order", "--fail-on", "info") == 1
    assert "info[dead-anchor]" in folder.said


def test_links_to_other_given_files_are_followed(folder: Folder) -> None:
    folder.write("docs/a.md", "# A\n\n[one](b.md#b) [two](b.md#c) [three](../c.md#nowhere) [four](sub/../b.md#d)\n")
    folder.write("docs/b.md", "# B\n")
    assert audit(folder, "docs/a.md", "docs/b.md") == 1
    assert [line for line in folder.said.splitlines() if "docs/a.md" in line] == [
        "docs/a.md:3:21: error[dead-anchor] nothing in `docs/b.md` has the anchor `#c`",
        "docs/a.md:3:61: error[dead-anchor] nothing in `docs/b.md` has the anchor `#d`",
    ]


def test_reports_list_the_checks_and_the_files(folder: Folder) -> None:
    assert audit(folder, "page.md", "-f", "json") == 0
    shown = json.loads(folder.shown)
    assert shown["command"] == "audit"
    assert shown["checked"] == ["page.md"]
    assert [(one["rule"], one["line"], one["column"]) for one in shown["diagnostics"]] == [("placeholder-left", 5, 1)]
    assert audit(folder, "page.md", "-f", "sarif") == 0
    (run,) = json.loads(folder.shown)["runs"]
    addresses = {one["id"]: one["helpUri"] for one in run["tool"]["driver"]["rules"]}
    assert set(addresses) == set(checks())
    assert all(address.endswith(f"/reference/checks/{name}/") for name, address in addresses.items())


def test_hostile_text_cannot_act_on_the_terminal_or_break_a_report(folder: Folder) -> None:
    evil = "\x1b[31m\u202e`<script>`|"
    page = f"# A{evil}\n\n[x](#{evil.replace('`', '')})\n\n## {evil}\n\n## {evil}\n\n| From | To |\n| --- | --- |\n| `{evil}` | `b` |\n"
    page += f'\n```json\n{{"{evil}": {evil}}}\n```\n\n```mermaid\nstateDiagram\n{evil} --> b\n```\n\n```{evil}\n'
    folder.write("page.md", page)
    for spec in ("", SPEC):
        if spec:
            folder.write("spec/order.yaml", spec)
        for form in ("text", "json"):
            code = audit(
                folder, "page.md", "-f", form, "-o", str(folder.root / "out"), *(["--machine", "order"] if spec else [])
            )
            assert code == 1
            said = folder.read("out")
            assert not any(sign in said for sign in "\x1b\u202e")
            assert form == "text" or json.loads(said)["summary"]["error"] >= 2


def test_a_page_that_calls_the_state_attribute_otherwise_is_read_all_the_same(folder: Folder) -> None:
    folder.write("spec/order.yaml", SPEC.replace("state_attribute: status", "state_attribute: name"))
    sections = [
        f'## The `{name}` status\n\n```json\n{{"state": "{shown}"}}\n```\n'
        for name, shown in (("open", "open"), ("paid", "payd"), ("lost", "lost"))
    ]
    folder.write("page.md", "# Order\n\n" + "\n".join(sections))
    assert audit(folder, "page.md") == 1
    found = [line for line in folder.said.splitlines() if ":12:" in line or "hint: the spec calls" in line]
    assert found[:3] == [
        "  hint: the spec calls the attribute that names the state `name`",
        "page.md:12:1: warning[example-attribute-missing] the example of `paid` lacks `name`, which is always there",
        "page.md:12:2: error[example-attribute-unknown] `state` is in an example of `paid`, and the spec has no such attribute there",
    ]
    assert "page.md:12:11: error[example-value-refused] `payd` is no state of the machine `order`" in folder.said


def test_a_baseline_leaves_only_what_is_new(folder: Folder) -> None:
    folder.write("page.md", PAGE + "\n[x](#nowhere)\n")
    baseline = str(folder.root / "known.json")
    assert audit(folder, "page.md", "--fail-on", "info", "--write-baseline", baseline) == 0
    assert folder.said == f"2 findings accepted in {baseline}.\n"
    known = json.loads(folder.read("known.json"))["findings"]
    assert [(one["rule"], one["subject"]) for one in known] == [
        ("dead-anchor", "page.md"),
        ("placeholder-left", "page.md"),
    ]
    assert audit(folder, "page.md", "--fail-on", "info", "--baseline", baseline) == 0
    assert folder.said == "No problems in 1 file (2 accepted).\n"
    moved = PAGE.replace("# Order", "Some words before it.\n\n# Order") + "\n[x](#nowhere)\n\n[y](#elsewhere)\n"
    folder.write("page.md", moved)
    assert audit(folder, "page.md", "--baseline", baseline) == 1
    assert folder.said == (
        "page.md:11:5: error[dead-anchor] nothing in the page has the anchor `#elsewhere`\n"
        "  hint: write the anchor of a heading, or set one\n1 error in 1 file (2 accepted).\n"
    )
    audit(folder, "page.md", "--baseline", baseline, "-f", "json")
    shown = json.loads(folder.shown)
    assert [(one["rule"], one["hint"]) for one in shown["suppressed"]] == [
        ("placeholder-left", "accepted by the baseline"),
        ("dead-anchor", "accepted by the baseline"),
    ]
    assert audit(folder, "page.md", "--write-baseline", baseline) == 0
    assert audit(folder, "page.md", "--fail-on", "info", "--baseline", baseline) == 0
    folder.write("page.md", moved + "\n[z](#nowhere)\n")
    assert audit(folder, "page.md", "--baseline", baseline) == 1, "the same flaw once more is a new one"


def test_a_baseline_that_is_none_or_cannot_be_made_is_unusable(folder: Folder) -> None:
    folder.write("other.json", "{}")
    assert audit(folder, "page.md", "--baseline", str(folder.root / "other.json")) == 2
    assert 'is no baseline: it has no "format"' in folder.said
    assert audit(folder, "page.md", "--baseline", str(folder.root / "gone.json")) == 2
    assert "write it with --write-baseline" in folder.said
    known = folder.root / "known.json"
    assert audit(folder, "page.md", "nowhere.md", "--write-baseline", str(known)) == 2
    assert not known.exists()
    assert "known.json was not written, as a page cannot be read" in folder.said
