"""What is published: the wheel alone, in an empty folder, on a spec that is not ours; and the archive of the source."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEC = """\
statebook: 1
id: kettle
title: Kettle
state_attribute: phase
actions: {switch_on: {method: POST, path: /on}}
events: {boiled: {by: completion}}
states: {cold: {}, heating: {}, hot: {}}
transitions:
  - {from: cold, to: heating, trigger: switch_on}
  - {from: heating, to: hot, trigger: boiled}
"""


def run(*arguments: str, folder: Path, path: Path | None = None) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_"))}
    environment |= {"PYTHONPATH": str(path)} if path else {}
    environment |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def copied(target: Path) -> Path:
    """A copy of what git has, so that nothing of this checkout slips in; where there is no git, of what there is."""
    git = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    names = (
        git.stdout.decode().split("\0")
        if git.returncode == 0
        else [str(one.relative_to(ROOT)) for one in ROOT.rglob("*")]
    )
    for name in names:
        if name and (ROOT / name).is_file() and "__pycache__" not in name:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


def built(kind: str, source: Path, made: Path) -> Path:
    """What `python -m build` makes of a folder; run from another one, where no `build.py` hides it."""
    run("-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(made), str(source), folder=source.parent)
    (found,) = made.iterdir()
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return built("wheel", copied(folder / "source"), folder / "made")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    return built("sdist", copied(folder / "source"), folder / "made")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    run(
        "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel), folder=target
    )
    return target


def test_the_wheel_holds_all_of_it_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = ROOT / "src/statebook"
    expected = {
        f"statebook/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    templates = ROOT / "templates"
    expected |= {
        f"statebook/templates/{path.relative_to(templates).as_posix()}"
        for path in templates.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sorted(names) == sorted(expected)
    for needed in (
        "statebook/py.typed",
        "statebook/assets/statebook.css",
        "statebook/templates/page.md.j2",
        "statebook/templates/samples/python.j2",
    ):
        assert needed in names


def test_the_wheel_says_what_it_offers(installed: Path) -> None:
    (folder,) = installed.glob("statebook-*.dist-info")
    offers = (folder / "entry_points.txt").read_text(encoding="utf-8")
    assert "statebook = statebook.cli:main" in offers
    assert "statebook = statebook.mkdocs_plugin:StatebookPlugin" in offers
    assert "statebook.columns = statebook.columns:ColumnsExtension" in offers


def test_it_explains_rules_and_changes_without_a_repository(installed: Path, tmp_path: Path) -> None:
    rule = run("-m", "statebook", "rules", "dead-end-state", folder=tmp_path, path=installed)
    assert "spec.yaml:11:3: warning[dead-end-state] state 'closed' is resting and has no way out" in rule
    change = run("-m", "statebook", "changes", "state-removed", folder=tmp_path, path=installed)
    assert "breaking[state-removed] State `lost` was removed." in change


def test_it_builds_a_foreign_spec_with_a_template_of_its_own(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/kettle.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "templates/parts").mkdir(parents=True)
    (tmp_path / "templates/parts/definitions.md.j2").write_text(
        "{#- Variables: page. -#}\nMine: {{ page.title }}\n", encoding="utf-8"
    )
    where = run(
        "-c",
        "import statebook, statebook.templates; print(statebook.__file__, statebook.templates.__file__)",
        folder=tmp_path,
        path=installed,
    )
    assert all(place.startswith(str(installed)) for place in where.split())
    run("-m", "statebook", folder=tmp_path, path=installed)
    page = (tmp_path / "docs/kettle.md").read_text(encoding="utf-8")
    assert "## The `heating` kettle" in page
    assert "\nMine: Kettle\n" in page
    assert (tmp_path / "docs/kettle/diagrams/machine.svg").read_text(encoding="utf-8").startswith("<svg")
    assert json.loads((tmp_path / "docs/kettle/examples/hot.json").read_text(encoding="utf-8"))["phase"] == "hot"
    assert "up to date" in run("-m", "statebook", "check", folder=tmp_path, path=installed)
    assert run("-m", "statebook", "--version", folder=tmp_path, path=installed).startswith("statebook ")


def test_the_archive_has_the_same_bytes_each_time(archive: Path, tmp_path: Path) -> None:
    again = copied(tmp_path / "again")
    for path in again.rglob("*.py"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o600)
    second = built("sdist", again, tmp_path / "made")
    assert second.name == archive.name
    assert second.read_bytes() == archive.read_bytes()


def test_the_archive_holds_all_that_its_tests_need_and_names_nobody(archive: Path) -> None:
    with tarfile.open(archive) as opened:
        members = opened.getmembers()
    names = {one.name.partition("/")[2] for one in members}
    ours = {
        one.relative_to(ROOT).as_posix() for one in (ROOT / "tests").rglob("*.py") if "node_modules" not in str(one)
    }
    assert ours <= names
    assert {"build.py", "mkdocs.yml", "spec/job.yaml", "docs/job.md", "templates/page.md.j2"} <= names
    assert {(one.uid, one.gid, one.uname, one.gname, one.mtime) for one in members} == {(0, 0, "", "", 315532800)}


def test_the_readme_leads_somewhere_from_any_place(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (one for one in opened.namelist() if one.endswith(".dist-info/METADATA"))
        text = opened.read(name).decode("utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text.partition("\n\n")[2])
    assert len(targets) > 10
    for target in targets:
        assert target.startswith(("https://", "#")), target
        _, found, path = target.partition("/statebook/statebook/main/" if "raw." in target else "/blob/main/")
        assert not found or (ROOT / path).exists(), target


def test_the_registry_takes_both(wheel: Path, archive: Path) -> None:
    pytest.importorskip("twine")
    run("-m", "twine", "check", "--strict", str(wheel), str(archive), folder=wheel.parent)
