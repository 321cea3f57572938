"""What a stranger committed, tagged or named: it is shown as text, wherever it comes to stand."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import html5lib
import markdown
import pytest
from lxml import etree

from git_history import GitHistory
from project_folder import Folder
from statebook.source import revision
from statebook.source.history import History

SIGNS = "<img src=x onerror=alert(1)>`*_[x](javascript:alert(2))|{{ 1 }}&amp;]]>\"'"
SPEC = f"""\
statebook: 1
id: order
title: {json.dumps("Order " + SIGNS)}
state_attribute: status
initial: new
events: {{{json.dumps("paid " + SIGNS)}: {{by: peer}}}}
states: {{new: {{}}, done: {{}}}}
transitions:
  - {{from: new, to: done, trigger: {json.dumps("paid " + SIGNS)}}}
"""
STATES = (
    SIGNS,
    "\u202eevil",
    "www.example.org",
    "-->",
    "</code></pre>",
    ":::",
    "8<--8<",
    "$(id)",
    "@everyone",
)
TAG = "v1<script>alert(3)</script>`$(id)`\u202e&|\"';]"
CHANGED = SPEC.replace("done: {}", ", ".join(["done: {}", *(f"{json.dumps(one)}: {{}}" for one in STATES)])) + "".join(
    f"  - {{from: new, to: {json.dumps(one)}, trigger: {json.dumps('paid ' + SIGNS)}, guard: {json.dumps(one)}}}\n"
    for one in STATES
)
GUARD = json.dumps("<b>\u202e" + SIGNS)
GUARDED = CHANGED.replace("to: done, trigger", f"guard: {GUARD}, to: done, trigger")
NAMES = ("spec/-- --output=x.yaml", 'spec/"><script>.yaml', "spec/:(top)x.yaml", "spec/$(id).yaml", "spec/lf\nx.yaml")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    history = GitHistory(tmp_path_factory.mktemp("hostile"))
    settings = (
        'statebook: 1\ntitle: "</title><script>"\nchangelog: {tags: "v*", title: "# <script>alert(4)</script>"}\n'
    )
    history.commit(0, {"statebook.yml": settings, "spec/-x.yaml": SPEC}, tag="v0")
    history.commit(1, {"spec/-x.yaml": CHANGED}, tag=TAG)
    files = {name: SPEC.replace("id: order", f"id: order-{place}") for place, name in enumerate(NAMES)}
    history.commit(2, {"spec/-x.yaml": GUARDED, **files}, tag="v2")
    history.commit(3, {NAMES[1]: "a: [<script>\n"}, message="--format=<script>")
    return Folder(history.root)


def test_the_page_shows_it_as_text_in_every_renderer(hostile: Folder) -> None:
    assert hostile.run("changelog", "--all") == 0
    page = hostile.shown
    for extensions in ([], ["tables", "attr_list", "pymdownx.superfences", "pymdownx.snippets", "pymdownx.magiclink"]):
        _assert_harmless(markdown.markdown(page, extensions=extensions))
    text = _text(markdown.markdown(page))
    assert "<img src=x onerror=alert(1)>`*_[x](javascript:alert(2))|{{ 1 }}&amp;]]>\"'" in text
    assert "v1<script>alert(3)</script>`$(id)`(U+202E)&|\"';]" in text
    assert "\u202e" not in page


def test_the_feed_stays_xml_and_its_html_is_harmless(hostile: Folder) -> None:
    assert hostile.run("changelog", "--all", "-f", "atom", "--url", "https://example.org/?a=1&b=<>\"'") == 0
    root = etree.fromstring(hostile.shown.encode())
    contents = root.findall("{*}entry/{*}content")
    assert len(contents) == 3
    for one in contents:
        _assert_harmless(one.text or "")
    assert "<img src=x onerror=alert(1)>`*_[x]" in _text("".join(one.text or "" for one in contents))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {
        *("feed", "title", "id", "updated", "author", "name", "link", "generator", "entry", "category", "content"),
    }


def test_the_data_holds_it_as_it_is(hostile: Folder) -> None:
    assert hostile.run("changelog", "-f", "json") == 0
    assert hostile.shown.isascii()
    envelope = json.loads(hostile.shown)
    assert [one["name"] for one in envelope["sections"]] == ["v2", TAG, "v0"]
    assert all(one["anchor"].replace("-", "").isalnum() for one in envelope["sections"])
    assert [one["flaw"].partition(":")[0] for one in envelope["skipped"]] == [NAMES[1]]
    assert "\n" not in hostile.said.rstrip("\n")


def test_git_gets_no_word_of_a_stranger_before_the_paths(hostile: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    real = subprocess.Popen

    def recorded(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        asked.append(command)
        return real(command, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(revision.subprocess, "Popen", recorded)
    assert hostile.run("changelog", str(hostile.root / NAMES[0])) == 0
    for command in asked:
        options = command[: command.index("--")] if "--" in command else command
        assert "x.yaml" not in " ".join(options)
        assert "script" not in " ".join(options)
    assert len(asked) <= 10


def test_no_setting_of_the_repository_runs_a_program(tmp_path: Path) -> None:
    history = GitHistory(tmp_path)
    history.commit(0, {"spec/order.yaml": SPEC, ".gitattributes": "* diff=evil\n"}, tag="v1.0")
    history.commit(1, {"spec/order.yaml": CHANGED})
    ran = tmp_path / "ran"
    program = tmp_path / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    for name in (
        *("diff.external", "diff.evil.command", "diff.evil.textconv", "core.pager", "pager.log", "core.fsmonitor"),
        *("gpg.program", "core.sshCommand", "core.editor", "credential.helper", "interactive.diffFilter"),
    ):
        history.git("config", name, str(program))
    for name in ("log.showSignature", "log.follow", "diff.relative", "core.quotePath", "diff.noprefix", "log.showRoot"):
        history.git("config", name, "true" if name != "log.showRoot" else "false")
    history.git("config", "log.decorate", "full")
    history.git("config", "color.ui", "always")
    history.git("config", "diff.renames", "false")
    folder = Folder(tmp_path)
    assert folder.run("changelog") == 0
    assert folder.shown.count("\n## ") == 2
    assert not ran.exists()


def test_times_beyond_every_calendar_are_the_last_or_first_second_of_ours(tmp_path: Path) -> None:
    history = GitHistory(tmp_path)
    history.commit(0, {"spec/order.yaml": SPEC})
    tree = history.git("rev-parse", "HEAD^{tree}")
    commits = []
    for time in ("99999999999999", "-5"):
        text = f"tree {tree}\nauthor A <a@example.org> {time} +9999\ncommitter A <a@example.org> {time} +9999\n\nx\n"
        (tmp_path / "made").write_text(text, encoding="utf-8")
        commits.append(history.git("hash-object", "-t", "commit", "-w", "--literally", "made"))
    times = [History(tmp_path).line(one, ["spec/*.yaml"])[0].time for one in commits]
    assert all(0 <= one <= 253_402_300_799 for one in times)
    folder = Folder(tmp_path)
    assert folder.run("changelog", "--until", commits[0], "-f", "atom") == 0, folder.said


def _assert_harmless(html: str) -> None:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    allowed = {"html", "head", "body", "h1", "h2", "h3", "p", "ul", "li", "strong", "code", "a", "br"}
    for element in tree.iter():
        assert element.tag in allowed, element.tag
        assert set(element.attrib) <= {"href", "id"}, element.attrib
        assert not element.get("href", "").lower().lstrip().startswith(("javascript", "//", "data"))


def _text(html: str) -> str:
    return "".join(html5lib.parse(html, namespaceHTMLElements=False).itertext())
