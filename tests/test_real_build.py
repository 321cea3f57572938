"""The committed pages of this project: as a fresh build makes them, and true to one list of transitions."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import markdown
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from project_folder import Folder
from statebook.audit.judge import documents, judge
from statebook.audit.page.read import read_page

ROOT = Path(__file__).resolve().parents[1]
INPUTS = ("spec", "templates", "docs", "schema", "statebook.yml", "build.py")
STATES = (
    "idle", "queued", "processing_dataset", "processing_resource_records", "processing_all_dataset_data", "processing_realtime",
    "deleting_dataset", "deleting_resource_records", "deleting_all_dataset_data", "saving_dataset_version", "error",
    "aborting_processing", "limit_reached", "recovering_realtime_records", "scratching_realtime_recover_data",
)  # fmt: skip
PAGES = ("dataset-status", "job")


@cache
def page(name: str) -> str:
    return (ROOT / f"docs/{name}.md").read_bytes().decode()


@cache
def html(name: str) -> Any:
    """The page as the site shows it."""
    extensions = ["tables", "attr_list", "md_in_html", "pymdownx.superfences", "toc", "statebook.columns"]
    return html5lib.parse(markdown.markdown(page(name), extensions=extensions), namespaceHTMLElements=False)


def flat(name: str) -> Any:
    """The page as any Markdown renderer shows it: every block a child of the body."""
    return html5lib.parse(
        markdown.markdown(page(name), extensions=["tables", "fenced_code"]), namespaceHTMLElements=False
    ).find("body")


def machine(name: str) -> Any:
    return json.loads((ROOT / f"docs/{name}/machine.json").read_bytes())


def words(node: Any) -> str:
    return "".join(node.itertext()).strip()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    root = tmp_path_factory.mktemp("project")
    for name in INPUTS:
        path = ROOT / name
        (shutil.copytree if path.is_dir() else shutil.copy)(path, root / name)
    return Folder(root)


def test_the_committed_output_is_what_a_build_makes(copied: Folder) -> None:
    assert copied.run("check") == 0, copied.shown[:2000] + copied.said


def headings(name: str) -> list[tuple[int, str]]:
    return [(int(node.tag[1]), words(node)) for node in flat(name) if re.fullmatch(r"h[1-6]", node.tag)]


def test_the_headings_of_the_first_draft_are_there_in_its_order() -> None:
    draft = [(1, "Dataset status"), (2, "The dataset status object")]
    for state in STATES:
        draft += [(2, f"The {state} dataset status"), (3, "Attributes")]
    draft += [(2, "Retrieve the current dataset status"), (3, "Parameters"), (3, "Returns")]
    rest = iter(headings("dataset-status"))
    missing = [heading for heading in draft if heading not in rest]
    assert missing == []


def test_the_anchors_of_the_first_draft_are_there() -> None:
    anchors = {node.get("id") for node in html("dataset-status").iter() if isinstance(node.tag, str)}
    wanted = ["dataset-status", "the-dataset-status-object", "retrieve-the-current-dataset-status"]
    wanted += [f"the-{state}-dataset-status" for state in STATES]
    wanted += [f"{state}-attributes" for state in STATES]
    assert [one for one in wanted if one not in anchors] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_anchor_is_there_twice(name: str) -> None:
    ids = [node.get("id") for node in html(name).iter() if isinstance(node.tag, str) and node.get("id")]
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})


WRITTEN = sorted(path for path in (ROOT / "docs").rglob("*.md") if "reference" not in path.parts)
"""Pages about something else than such marks: the reference explains what `lint` and `diff` make of them."""


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_nothing_is_left_to_be_written(path: Path) -> None:
    """As an audit has it: in code, `todo` is a name like any other, and the guides speak of it."""
    found = judge(documents([read_page(path.name, tuple(path.read_text(encoding="utf-8").split("\n")))], {}))
    assert [
        (one.finding.place.line, one.finding.message) for one in found if one.check.name == "placeholder-left"
    ] == []


def blocks(text: str) -> Iterator[tuple[str, Any]]:
    """Each JSON block with the section (heading of level two) that it stands in."""
    section = ""
    lines = iter(text.split("\n"))
    for line in lines:
        if line.startswith("## "):
            section = line[3:]
        elif line == "```json":
            body = []
            for inner in lines:
                if inner == "```":
                    break
                body.append(inner)
            yield section, json.loads("\n".join(body))


@pytest.mark.parametrize("name", PAGES)
def test_every_example_is_of_its_state(name: str) -> None:
    schema = json.loads((ROOT / f"docs/{name}/schema.json").read_bytes())
    data = machine(name)
    seen = set()
    for section, body in blocks(page(name)):
        assert body not in ({}, []), section
        match = re.fullmatch(rf"The `(.+)` {data['noun']}", section)
        if match is None:
            continue
        state = match[1]
        seen.add(state)
        assert body[data["state_attribute"]] == state
        own = {"$ref": f"#/$defs/state.{state}", "$defs": schema["$defs"]}
        errors = [
            f"{one.json_path}: {one.message}"
            for one in Draft202012Validator(own, format_checker=FormatChecker()).iter_errors(body)
        ]
        assert not errors, (state, errors)
        assert Draft202012Validator(schema).is_valid(body)
    assert seen == {state["id"] for state in data["states"]}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs").glob("*/examples/*.json")), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_every_example_file_follows_the_schema(path: Path) -> None:
    schema = json.loads((path.parents[1] / "schema.json").read_bytes())
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(json.loads(path.read_bytes()))


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    anchors = {one: {node.get("id") for node in html(one).iter() if isinstance(node.tag, str)} for one in PAGES}
    targets = [node.get("href") for node in flat(name).iter("a") if node.get("href")]
    targets += [node.get("src") for node in flat(name).iter("img")]
    assert len(targets) > 20
    broken = []
    for target in targets:
        if re.match(r"https?://", target):
            continue
        file, _, anchor = target.partition("#")
        there = file.removesuffix(".md") or name
        fine = (ROOT / "docs" / file).is_file() if file else True
        if anchor and there in anchors:
            fine = fine and anchor in anchors[there]
        broken += [] if fine else [target]
    assert not broken


@pytest.mark.parametrize(
    "picture", sorted((ROOT / "docs").glob("*/diagrams/*.svg")), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_every_link_of_a_diagram_leads_somewhere(picture: Path) -> None:
    name = picture.parts[-3]
    anchors = {node.get("id") for node in html(name).iter() if isinstance(node.tag, str)}
    links = re.findall(r'href="#([^"]+)"', picture.read_bytes().decode())
    assert links
    assert [one for one in links if one not in anchors] == []


def rows(name: str, part: str) -> set[tuple[str, str, str]]:
    """(from, to, trigger) of every row of the tables under `Leading to …` or `Leaving …`."""
    data = machine(name)
    state, wanted, found = "", False, set()
    for node in flat(name):
        if node.tag == "h2":
            match = re.fullmatch(rf"The (.+) {data['noun']}", words(node))
            state = match[1] if match else ""
        if re.fullmatch(r"h[1-6]", node.tag):
            wanted = bool(state) and words(node).startswith(part)
        if wanted and node.tag == "table":
            for row in node.find("tbody"):
                others, trigger = row[0], row[1]
                for other in others.iter("code"):
                    for cause in trigger.iter("code"):
                        pair = (words(other), state) if part == "Leading" else (state, words(other))
                        found.add((*pair, words(cause)))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_agree_both_ways_with_the_one_list(name: str) -> None:
    known = {(one["from"], one["to"], one["trigger"]) for one in machine(name)["transitions"]}
    assert rows(name, "Leaving") == known
    assert rows(name, "Leading") == known


def test_one_changed_name_moves_everything(copied: Folder, tmp_path: Path) -> None:
    shutil.copytree(copied.root, tmp_path, dirs_exist_ok=True)
    folder = Folder(tmp_path)
    spec = folder.read("spec/dataset_status.yaml")
    folder.write(
        "spec/dataset_status.yaml",
        re.sub(r"\bworker_stopped\b", "worker_halted", re.sub(r"\baborting_processing\b", "stopping", spec)),
    )
    assert folder.run("build") == 0, folder.said
    base = "docs/dataset-status"
    text = folder.read(f"{base}.md")
    for name in (
        f"{base}.md",
        f"{base}/diagrams/machine.dot",
        f"{base}/diagrams/machine.svg",
        f"{base}/machine.json",
        f"{base}/schema.json",
    ):
        content = folder.read(name)
        assert "aborting_processing" not in content, name
        assert "worker_stopped" not in content, name
        assert "stopping" in content, name
        assert "worker_halted" in content or name.endswith("schema.json"), name
    assert "## The `stopping` dataset status" in text
    assert json.loads(folder.read(f"{base}/examples/stopping.json"))["name"] == "stopping"
    assert not (tmp_path / f"{base}/examples/aborting_processing.json").exists()
    assert not (tmp_path / f"{base}/diagrams/state-aborting_processing.svg").exists()
    assert "#/$defs/state.stopping" in folder.read(f"{base}/schema.json")
    assert folder.run("check") == 0


def test_one_new_transition_moves_tables_diagrams_and_export(copied: Folder, tmp_path: Path) -> None:
    shutil.copytree(copied.root, tmp_path, dirs_exist_ok=True)
    folder = Folder(tmp_path)
    assert folder.run("build") == 0, folder.said
    before = folder.tree("docs")
    spec = folder.read("spec/job.yaml")
    trigger = machine("job")["events"][0]["id"]
    line = f"  - {{from: waiting, to: error, trigger: {trigger}, guard: The worker was lost.}}\n"
    at = spec.index("\n", spec.index("\ntransitions:") + 1) + 1
    folder.write("spec/job.yaml", spec[:at] + line + spec[at:])
    assert folder.run("build") == 0, folder.said
    changed = {name for name, content in folder.tree("docs").items() if before.get(name) != content}
    assert {
        "job.md", "job/machine.json", "job/diagrams/machine.dot", "job/diagrams/machine.svg", "job/diagrams/state-waiting.dot",
        "job/diagrams/state-waiting.svg", "job/diagrams/state-error.dot", "job/diagrams/state-error.svg",
    } <= changed  # fmt: skip
    assert not [name for name in changed if name.startswith("dataset-status")]
    assert folder.read("docs/job.md").count("The worker was lost.") == 2, "on both sides"
