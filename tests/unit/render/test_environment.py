"""Templates print escaped text, cannot get out of the sandbox, and fail with a place instead of a traceback."""

from __future__ import annotations

import ast
import html
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from readers import READERS, collapse, elements, words
from test_escape import hostile, shown

from statebook.render.environment import make_environment, render, template_folders, tidy
from statebook.render.escape import visible
from statebook.render.loader import TemplateFlaw
from statebook.render.markdown import Writer
from statebook.render.samples import languages

EVIL = "*x* [y](javascript:alert(1)) <b>"


def write(folder: Path, **templates: str) -> Path:
    for name, text in templates.items():
        (folder / f"{name}.j2").write_text(text, encoding="utf-8")
    return folder


def printed(folder: Path, text: str, **values: Any) -> str:
    return render(make_environment([write(folder, t=text)], Writer({})), "t.j2", values)


@pytest.mark.parametrize("text", [
    "{{ evil }}", "a {{ evil ~ link }}", "{{ link ~ evil }}", "{{ link + evil }}", "{{ [link, evil] | join(', ') }}", "{{ [evil] | join(link) }}",
    "{{ link | replace('A', evil) }}", "{{ evil | e }}", "{{ evil | escape }}", "{{ '%s' | format(evil) }}", "{{ ('%s' | code) | format(evil) }}",
    "{{ 'x %s' % evil }}", "{% set both = link ~ evil %}{{ both }}", "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(evil) }}",
    "{% autoescape false %}{{ evil }}{% endautoescape %}", "{% autoescape false %}{{ link ~ evil }}{% endautoescape %}", "{{ evil | trim }}",
    "{% filter upper %}{{ evil }}{% endfilter %}", "{{ evil | upper | lower }}", "{% set x %}{{ evil }}{% endset %}{{ x }}", "{{ [evil] | first }}", "{{ evil | indent(2) }}",
    "{{ {'a': evil}.a }}", "{{ [{'a': evil}] | map(attribute='a') | join(', ') }}", "{{ evil | string }}", "{{ evil | center(80) }}", "{{ evil[:] }}",
])  # fmt: skip
def test_text_is_escaped_without_a_filter(tmp_path: Path, text: str) -> None:
    made = printed(tmp_path, text, evil=EVIL, link=Markup("A"))
    for reader in READERS.values():
        assert {tag for tag, _, _ in elements(reader(made))} <= {"p", "code"}, made
        assert words(reader(made)).lower().count(EVIL) == 1, made


@settings(max_examples=150)
@given(text=hostile)
@example(text="# x")
def test_every_text_is_itself_wherever_a_template_prints_it(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    environment = make_environment([], Writer({}))
    made = environment.from_string("{{ text }}\n\na {{ text }} b").render(text=text)
    for reader in READERS.values():
        assert words(reader(made)) == collapse(f"{shown(text)} a {shown(text)} b"), made


@settings(max_examples=60)
@given(text=st.one_of(hostile, st.text(st.characters(codec="utf-8"), max_size=20)))
@example(text="'; rm -rf ~; '")
@example(text="-n")
@example(text="$(id)`id`\n")
def test_shell_words_are_that_very_text(text: str) -> None:
    source = make_environment([]).from_string("printf %s {{ text | shell }}").render(text=text)
    done = subprocess.run(["sh", "-c", f"{source}; printf ."], check=True, capture_output=True)
    assert done.stdout.decode() == visible(text) + "."


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(st.characters(codec="utf-8")), hostile),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(st.text(st.characters(codec="utf-8"), max_size=5), st.just("__proto__")), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip


@given(value=values)
@example(value="\U0001f642\u2028\ufeff")
@example(value={"a": True, "b": None, "c": [1.5]})
def test_python_literals_are_that_very_value(value: Any) -> None:
    source = make_environment([]).from_string("{{ value | python }}").render(value=value)
    found = ast.literal_eval(source)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_javascript_literals_are_that_very_value() -> None:
    samples = [
        EVIL,
        "</script><!--",
        "\u2028\u2029\ufeff\x00",
        "a\\b\"c'`${1}",
        {"__proto__": {"x": 1}, "</b>": [None, True, -1.5e300]},
        [],
        {},
        "🙂",
        0.1,
    ]
    environment = make_environment([])
    literals = [environment.from_string("{{ value | javascript }}").render(value=one) for one in samples]
    assert not any("</" in one for one in literals)
    code = f"console.log(JSON.stringify([{', '.join(literals)}]))"
    done = subprocess.run(["node", "-"], input=code, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == samples


@given(text=hostile)
@example(text="---->")
@example(text="--!>")
@example(text="-")
def test_a_comment_is_not_ended_by_its_text(text: str) -> None:
    made = make_environment([]).from_string("<!-- a {{ text | comment }} b -->\n\nend").render(text=text)
    assert "--" not in made[4:].partition("-->")[0]
    for reader in READERS.values():
        assert [tag for tag, _, _ in elements(reader(made))] == ["#comment", "p"] or "#comment" not in reader(made)
        assert words(html.unescape(reader(made).partition("-->")[2])).endswith("end")


@pytest.mark.parametrize("text", [
    "{{ ''.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ x.__init__.__globals__ }}", "{{ (link | attr('__class__')).x }}", "{{ ''['__class__'].x }}",
    "{{ range.__self__ }}", "{{ cycler.__init__.__globals__ }}", "{{ [].append(1) }}", "{{ x.append(1) }}", "{{ self.__init__.__globals__.x }}",
    "{{ '{0.__class__.__mro__}'.format('') }}", "{{ m.__wrapped__.x }}{% macro m() %}{% endmacro %}",
])  # fmt: skip
def test_the_sandbox_lets_nothing_out(tmp_path: Path, text: str) -> None:
    with pytest.raises(TemplateFlaw) as caught:
        printed(tmp_path, text, x=[1], link=Markup("A"))
    assert caught.value.line == 1


@pytest.mark.parametrize("text", [
    "{% for x in range(10**9) %}{{ x }}{% endfor %}", "{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}",
    "{{ 'a' * 10**10 }}", "{{ 9 ** (9 ** 9) }}", "{{ [0] * 10**9 }}", "{{ 'a'.ljust(10**10) }}", "{{ 'a' | center(10**10) }}", "{{ 'a' | indent(10**10) }}",
    "{{ '%1000000000d' | format(1) }}", "{{ '%1000000000d' % 1 }}", "{{ '{:>1000000000}'.format(1) }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 't.j2' %}", "{% set x = 'a' * 4000000 %}{{ x | replace('a', x) }}", "{{ 'a'.zfill(10**10) }}", "{{ lipsum(10**6) }}",
])  # fmt: skip
def test_what_has_no_end_is_refused_soon(tmp_path: Path, text: str) -> None:
    start = time.monotonic()
    with pytest.raises(TemplateFlaw) as caught:
        printed(tmp_path, f"first\n{text}")
    assert caught.value.line == 2
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(("text", "line", "said"), [
    ("a\n{% for %}", 2, "xpected"),
    ("a\n\n{{ nothing }}", 3, "'nothing' is undefined"),
    ("{{ x.nothing }}", 1, "nothing"),
    ("\n{{ x | nothing }}", 2, "No filter named 'nothing'"),
    ("\n{{ x is nothing }}", 2, "No test named 'nothing'"),
    ("\n\n{{ x | fence(1, 2, 3) }}", 3, "argument"),
    ("\n{{ x | json }}{{ x | shell(3) }}", 2, "argument"),
    ("{{ 1 / 0 }}", 1, "ZeroDivisionError"),
    ("\n{{ x['a'] + 1 }}", 2, ""),
    ("{{ 'a' + 1 }}", 1, "TypeError"),
    ("\n{% include 'gone.j2' %}", 2, "there is no template gone.j2"),
    ("\n{% include '../t.j2' %}", 2, "there is no template"),
    ("{% include ['a.j2', 'b.j2'] %}", 1, "no template"),
    ("\n{% extends 'gone.j2' %}", 2, "gone.j2"),
    ("{% block a %}{% endblock %}{% block a %}{% endblock %}", 1, "defined twice"),
    ("{% set link.x = 1 %}", 1, ""),
    ("{{ object() }}", 1, "'object' is undefined"),
    ("{% import 'broken.j2' as b %}", 4, "nowhere"),
    ("{% include 'broken.j2' %}", 4, "nowhere"),
    ("{% from 'macros.j2' import m %}\n\n{{ m() }}", 3, "lost"),
    ("{% include 'syntax.j2' %}", 2, "endif"),
])  # fmt: skip
def test_each_error_has_its_file_and_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    write(
        tmp_path,
        broken="\n\n\n{{ nowhere }}",
        macros="\n\n{% macro m() %}{{ lost }}{% endmacro %}",
        syntax="a\n{% if x %}",
    )
    with pytest.raises(TemplateFlaw) as caught:
        printed(tmp_path, text, x="text", link=Markup("A"))
    where = next((f"{name}.j2" for name in ("broken", "macros", "syntax") if f"'{name}.j2'" in text), "t.j2")
    assert (Path(caught.value.file).name, caught.value.line) == (where, line), caught.value
    assert said in caught.value.message
    assert "\n" not in caught.value.message


def test_a_flaw_of_our_own_is_no_flaw_of_a_template(tmp_path: Path) -> None:
    with pytest.raises(TemplateFlaw) as caught:
        render(make_environment([tmp_path]), "gone.j2", {})
    assert caught.value.message == "there is no template gone.j2"


def test_only_files_of_the_folder_are_templates(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (folder / "out.j2").symlink_to(tmp_path / "secret")
    (folder / "self.j2").symlink_to(folder / "self.j2")
    (folder / "in.j2").symlink_to(folder / "real.j2")
    (folder / "real.j2").write_text("real", encoding="utf-8")
    (folder / "latin.j2").write_bytes(b"a\nb\n\xe9")
    (folder / "large.j2").write_bytes(b"x" * (1024 * 1024 + 1))
    (folder / "folder.j2").mkdir()
    (folder / "windows.j2").write_bytes(b"\xef\xbb\xbfa\r\n{{ x }}")
    environment = make_environment([folder])
    said = {}
    for name in ("out", "self", "latin", "large", "folder"):
        with pytest.raises(TemplateFlaw) as caught:
            render(environment, f"{name}.j2", {})
        said[name] = (Path(caught.value.file).name, caught.value.line, caught.value.message.split(":")[0])
    link = "is a link that leads out of the templates folder, or to itself"
    assert said == {
        "out": ("out.j2", 1, link),
        "self": ("self.j2", 1, link),
        "latin": ("latin.j2", 3, "is not UTF-8"),
        "large": ("large.j2", 1, "is larger than 1024 KiB"),
        "folder": ("folder.j2", 1, "is not a file"),
    }
    assert render(environment, "in.j2", {}) == "real"
    assert render(environment, "windows.j2", {"x": 1}) == "a\n1"
    for name in ("../secret", "/etc/hostname", "x\0y", ".."):
        with pytest.raises(TemplateFlaw):
            render(environment, name, {})


def test_a_template_folder_that_leads_out_is_not_looked_into(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "templates").symlink_to(outside)
    assert len(template_folders(root, "templates")) == 1
    (root / "own").mkdir()
    (root / "own/page.md.j2").write_text("own", encoding="utf-8")
    folders = template_folders(root, "own")
    assert folders[0] == (root / "own").resolve()
    assert render(make_environment(folders), "page.md.j2", {}) == "own"


def test_a_language_is_a_template(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples/lua.j2").write_text("x", encoding="utf-8")
    (tmp_path / "samples/notes.txt").write_text("x", encoding="utf-8")
    assert languages([tmp_path]) == ("lua",)
    assert languages(template_folders(tmp_path, "own")) == ("javascript", "python", "shell")


def test_a_page_is_tidied_but_never_inside_a_fence() -> None:
    text = "\n\n# a  \n\n\n\nb   \n   \n````json\nx  \n\n\n```\n````\n\n\n\nend\r\n\n"
    assert tidy(text) == "# a  \n\nb   \n\n````json\nx  \n\n\n```\n````\n\nend\n"


def test_a_template_extends_the_one_whose_place_it_takes(tmp_path: Path) -> None:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for folder in (own, shipped, own / "shipped"):
        folder.mkdir()
    write(shipped, page="{% block a %}theirs{% endblock %} {% include 'part.j2' %}", part="their part")
    write(own, page="{% extends 'shipped/page.j2' %}{% block a %}{{ super() }} and mine{% endblock %}", part="my part")
    write(own / "shipped", page="never")  # the name is taken
    environment = make_environment([own, shipped], Writer({}))
    assert render(environment, "page.j2", {}) == "theirs and mine my part"
    for name in ("shipped/gone.j2", "shipped/../own/page.j2"):
        with pytest.raises(TemplateFlaw):
            render(environment, name, {})
