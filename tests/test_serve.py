"""`serve` as a person meets it: a process at a free port, edits of a spec, and what the browser would get."""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from project_folder import Folder

pytest.importorskip("mkdocs")

SPEC = """\
statebook: 1
id: lamp
title: Lamp
noun: lamp
summary: A lamp is on or off.
state_attribute: state
initial: off
actions: {switch: {method: POST, path: /switch, returns: state}}
states:
  "off": {description: It is dark., kind: resting}
  "on": {description: It is bright., kind: resting}
transitions:
  - {from: "off", to: "on", trigger: switch}
  - {from: "on", to: "off", trigger: switch}
"""
SITE = "site_name: Lamps\ntheme: {name: material, font: false}\nplugins: [search, statebook]\n"
PATIENCE = 30


class Served:
    """A running server, what it said, and its pages."""

    def __init__(self, folder: Folder, *options: str) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "statebook", "serve", "-C", str(folder.root), "-a", "127.0.0.1:0", *options]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "NO_COLOR": "1"}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        self.said = ""
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.wait_for(r"Serving \S+")
        self.url = re.findall(r"Serving (\S+)", self.said)[0]

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)

    def wait_for(self, pattern: str, *, after: int = 0) -> str:
        """Everything said so far, once it matches behind position `after`."""
        end = time.monotonic() + PATIENCE
        while not re.search(pattern, self.said[after:]):
            assert time.monotonic() < end, self.said
            try:
                self.said += self._lines.get(timeout=0.1)
            except queue.Empty:
                assert self.process.poll() is None, self.said
        return self.said[after:]

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def version(self) -> int:
        return int(re.findall(r'preview\.js" data-version="(\d+)"', self.get("lamp/"))[0])

    def newer(self, step: Callable[[], object], path: str = "lamp/") -> str:
        """The page as soon as it is another one than before the step."""
        before = self.version()
        step()
        origin = self.url.split("/", 3)
        question = f"{origin[0]}//{origin[2]}/.statebook/version?after={before}"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with urllib.request.urlopen(question, timeout=PATIENCE) as answer:
                if int(answer.read()) != before:
                    return self.get(path)
        raise AssertionError(self.said)

    def end(self) -> int:
        if self.process.stderr is not None and self.process.stderr.closed:
            return self.process.returncode
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        assert self.process.stderr is not None
        self._listener.join(PATIENCE)
        while not self._lines.empty():
            self.said += self._lines.get()
        self.process.stderr.close()
        return code


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    found = Folder(tmp_path / "project")
    found.write("spec/lamp.yaml", SPEC)
    found.write("mkdocs.yml", SITE)
    found.write("docs/index.md", "# Home\n\nSee [the lamp](lamp.md).\n")
    return found


@pytest.fixture
def served(folder: Folder) -> Iterator[Served]:
    running = Served(folder)
    yield running
    running.end()


def edit(folder: Folder, old: str, new: str, name: str = "spec/lamp.yaml") -> None:
    text = folder.read(name)
    assert old in text
    folder.write(name, text.replace(old, new))


def test_a_spec_is_followed_through_edits_errors_and_the_end(served: Served) -> None:
    folder = served.folder
    before = folder.tree()
    assert "It is dark." in served.get("lamp/")

    page = served.newer(lambda: edit(folder, "It is dark.", "Darkness reigns."))
    assert "Darkness reigns." in page
    assert "statebook-problems" not in page
    assert "spec/lamp.yaml: 1 page in " in served.wait_for("1 page in")

    page = served.newer(lambda: edit(folder, 'kind: resting}\n  "on"', 'kind: <b>resting</b>, knid: 1}\n  "on"'))
    assert "Darkness reigns." in page, "the last good page stays"
    notice = page[page.index('<div id="statebook-problems"') :]
    assert "<code>spec/lamp.yaml:10:" in notice
    assert "knid" in notice
    assert "&lt;b&gt;" in notice
    assert "<b>" not in notice
    assert 'role="alert"' in notice
    assert "2 problems" in notice
    said = served.wait_for(r"2 errors in 1 file")
    assert re.search(r"spec/lamp\.yaml:10:\d+: error\[", said)

    page = served.newer(lambda: folder.write("spec/lamp.yaml", SPEC))
    assert "It is dark." in page
    assert "statebook-problems" not in page

    page = served.newer(
        lambda: folder.write(
            "templates/page.md.j2", "<!-- Generated by Statebook from spec/lamp.yaml. -->\n\n# Lamp\n\nShort.\n"
        )
    )
    assert "Short." in page
    assert "statebook-problems" in served.newer(lambda: folder.write("templates/page.md.j2", "{% if %}"))
    assert "It is dark." in served.newer(lambda: shutil.rmtree(folder.root / "templates"))

    assert "Moved." in served.newer(lambda: folder.write("docs/index.md", "# Home\n\nMoved.\n"), "")
    page = served.newer(lambda: edit(folder, "title: Lamp", "title: Lantern"))
    assert page.count("Lantern") > 3
    assert "Lantern" in served.get(""), "the navigation of the other page"

    folder.write("spec/lamp.yaml", SPEC)
    folder.write("docs/index.md", before["docs/index.md"])
    assert served.end() == 0
    assert served.said.endswith("Stopped.\n")
    assert "Traceback" not in served.said
    assert folder.tree() == before, "nothing is written into the project"


def test_writing_a_file_again_as_it_was_starts_no_rebuild(served: Served) -> None:
    version = served.version()
    for name in ("spec/lamp.yaml", "docs/index.md", "mkdocs.yml"):
        served.folder.write(name, served.folder.read(name))
        (served.folder.root / name).touch()
    served.newer(lambda: edit(served.folder, "It is dark.", "It is black."))
    assert served.version() == version + 1


def test_it_starts_with_a_broken_spec_and_recovers(folder: Folder) -> None:
    folder.write("spec/lamp.yaml", "statebook: 1\nid: lamp\n")
    served = Served(folder)
    try:
        page = served.get("lamp/")
        assert "There is no page yet." in page
        assert "spec/lamp.yaml:1:1" in page
        assert "It is dark." in served.newer(lambda: folder.write("spec/lamp.yaml", SPEC))
        page = served.newer(lambda: folder.write("mkdocs.yml", SITE + "nonsense: [\n"))
        assert "It is dark." in page
        assert "statebook-problems" in page
        assert "statebook-problems" not in served.newer(lambda: folder.write("mkdocs.yml", SITE))
    finally:
        assert served.end() == 0
    assert "Traceback" not in served.said


def test_nothing_outside_the_site_is_served(served: Served) -> None:
    for path in ("../mkdocs.yml", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc/passwd", "nothing-here", "a%00b"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            served.get(path)
        assert caught.value.code == 404
        caught.value.close()


def test_a_site_below_a_path_keeps_it(folder: Folder) -> None:
    folder.write("mkdocs.yml", SITE + "site_url: https://example.org/docs/lamps/\n")
    served = Served(folder)
    try:
        assert served.url.endswith("/docs/lamps/")
        assert "It is dark." in served.get("lamp/")
        assert f'<link rel="canonical" href="{served.url}lamp/">' in served.get("lamp/")
        assert "It is dim." in served.newer(lambda: edit(folder, "It is dark.", "It is dim."))
    finally:
        served.end()


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        ({"mkdocs.yml": None}, [], "there is no mkdocs.yml in"),
        ({"mkdocs.yml": "site_name: x\nplugins: [search]\n"}, [], "mkdocs.yml does not use the plugin statebook"),
        ({"mkdocs.yml": "site_name: [\n"}, [], "mkdocs.yml: "),
        ({}, ["-a", "nowhere"], "'nowhere' is no address"),
        ({}, ["-a", "127.0.0.1:99999"], "is no address"),
        ({}, ["-a", "192.0.2.1:0"], "cannot listen at 192.0.2.1:0"),
    ],
)
def test_what_cannot_be_served_is_said_and_exits_with_2(
    folder: Folder, files: dict[str, str | None], arguments: list[str], said: str
) -> None:
    for name, content in files.items():
        (folder.root / name).unlink()
        if content is not None:
            folder.write(name, content)
    assert folder.run("serve", *arguments) == 2
    assert said in folder.said
    assert "hint: " in folder.said
    assert "this is a bug" not in folder.said


def test_a_spec_in_a_page_follows_its_text_and_a_broken_one_ends_nothing(folder: Folder, served: Served) -> None:
    spec = SPEC.replace("id: lamp", "id: bulb")
    page = f"# Home\n\n```statebook\n{spec}```\n"
    shown = served.newer(lambda: folder.write("docs/index.md", page), "bulb/")
    assert "It is bright." in shown
    shown = served.newer(lambda: folder.write("docs/index.md", page.replace("bright", "glaring")), "bulb/")
    assert "It is glaring." in shown
    broken = page.replace('to: "on"', 'to: "onn"')
    said = len(served.said)
    folder.write("docs/index.md", broken)
    served.wait_for(r"docs/index\.md:\d+:\d+: error\[unknown-reference\] no state is called 'onn'", after=said)
    shown = served.newer(lambda: folder.write("docs/index.md", page.replace("bright", "dim")), "bulb/")
    assert "It is dim." in shown
