"""SCXML as editors and people write it, and documents that would do harm elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_folder import Importing, ways
from statebook.importing.original import Original
from statebook.importing.registry import importers
from steps import steps

DOOR = """<?xml version="1.0" encoding="us-ascii"?>
<!-- A door, as an editor writes it. -->
<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door" datamodel="ecmascript"
       xmlns:qt="http://www.qt.io/2015/02/scxml-ext" qt:editorversion="4.14.0" initial="Shut">
  <qt:editorinfo initialGeometry="0;0"/>
  <datamodel><data id="tries" expr="0"/></datamodel>
  <script src="http://example.com/evil.js">tries = 1</script>
  <state id="Shut">
    <qt:editorinfo geometry="1;2"/>
    <onentry>
      <send event="tired" delay="5s"/>
      <assign location="tries" expr="tries + 1"/>
    </onentry>
    <onexit><log expr="'out'"/></onexit>
    <transition event="push  pull" target="Open" cond="tries &lt; 3">
      <qt:editorinfo geometry="1;2"/>
      <raise event="creak"/>
    </transition>
    <transition event="tired" target="Moving"/>
    <transition event="*" target="Shut"/>
    <transition event="knock.*" cond="In('Shut')"/>
  </state>
  <state id="Open">
    <initial><transition target="wide"/></initial>
    <state id="ajar"><transition event="push" target="wide"/></state>
    <state id="wide"/>
    <history id="last" type="deep"><transition target="ajar"/></history>
    <transition event="slam" target="Shut"/>
    <transition event="kick" target="gone"/>
  </state>
  <state id="Moving">
    <invoke type="scxml" src="file:///etc/passwd" id="motor"/>
    <transition event="done.invoke.motor" target="last"/>
    <transition event="error" target="Odd"/>
  </state>
  <state id="Odd"><transition target="Shut"/></state>
  <final id="gone"><donedata><content expr="1"/></donedata></final>
</scxml>
"""


def test_a_door_as_an_editor_writes_it(folder: Importing) -> None:
    machine = folder.take("door.scxml", DOOR)
    assert (machine.id, [one.state for one in machine.initial]) == ("door", ["Shut"])
    assert ways(machine) == [
        ("Shut", "wide", "push"),
        ("Shut", "wide", "pull"),
        ("Shut", "Moving", "tired"),
        ("Shut", "Shut", "knock"),
        ("ajar", "Shut", "slam"),
        ("wide", "Shut", "slam"),
        ("ajar", "gone", "kick"),
        ("wide", "gone", "kick"),
        ("ajar", "wide", "push"),
        ("Moving", "ajar", "done.invoke.motor"),
        ("Moving", "Odd", "error"),
        ("Odd", "Shut", "always"),
    ]
    assert machine.transitions[0].guard == "tries < 3"
    assert {one.id: one.by.value for one in machine.events.values()} == {
        "push": "system", "pull": "system", "tired": "timer", "knock": "system", "slam": "system", "kick": "system",
        "done.invoke.motor": "completion", "error": "completion", "always": "system",
    }  # fmt: skip
    assert machine.states["gone"].kind.value == "final"
    assert machine.states["Moving"].kind.value == "transient"
    assert machine.groups["Open"].states == ("ajar", "wide")
    folder.builds()


@pytest.mark.parametrize(
    ("marker", "left"),
    [
        ("<datamodel", "<datamodel>"), ("<script", "<script>"), ("<onentry", "<onentry>"), ("<onexit", "<onexit>"),
        ("<raise", "<raise> of a transition"), ('<transition event="*"', "a transition on any event"), ("<history", "the history state 'last'"),
        ("<invoke", "<invoke>"), ("<donedata", "<donedata>"), ("<qt:editorinfo initial", "elements such as '{http://www.qt.io"),
    ],
)  # fmt: skip
def test_what_is_left_over_is_told_with_its_place(marker: str, left: str, folder: Importing) -> None:
    folder.take("door.scxml", DOOR)
    before = DOOR.split(marker, maxsplit=1)[0]
    line, column = before.count("\n") + 1, len(before.rsplit("\n", 1)[1]) + 1
    places = [f"door.scxml:{line}:{column}", f"door.scxml:{line}:1"]
    assert any(f"{place}: info[not-carried-over] left over: {left}" in folder.said for place in places), folder.said
    assert folder.said.count("elements such as") == 1


def test_older_documents_and_other_prefixes_are_read(folder: Importing) -> None:
    plain = '<scxml version="0.9" initialstate="b"><state id="a"><transition event="x" target="b"/></state><state id="b"/></scxml>'
    assert ways(folder.take("plain.xml", plain)) == [("a", "b", "x")]
    folder.run("import", "plain.xml", "--force")
    prefixed = (
        '<?xml version="1.0"?>\n<s:scxml xmlns:s="http://www.w3.org/2005/07/scxml" version="1.0" name="pre"><s:state id="a">'
        '<s:transition event="x" target="b"/></s:state><s:state id="b"/></s:scxml>'
    )
    folder.write("pre.scxml", prefixed)
    assert folder.run("import", "pre.scxml") == 0
    assert ways(folder.machines()["pre"]) == [("a", "b", "x")]


def test_done_of_a_compound_state_leaves_its_last_state(folder: Importing) -> None:
    text = """<scxml xmlns="http://www.w3.org/2005/07/scxml" name="m">
    <state id="work"><transition event="done.state.work" target="over"/><transition event="stop" target="over"/>
      <state id="one"><transition event="go" target="two"/></state><final id="two"/></state>
    <final id="over"/></scxml>"""
    machine = folder.take("m.scxml", text)
    assert set(ways(machine)) == {
        ("one", "two", "go"),
        ("two", "over", "done.state.work"),
        ("one", "over", "stop"),
        ("two", "over", "stop"),
    }
    assert machine.states["two"].kind.value == "transient"


def test_parallel_regions_are_left_over(folder: Importing) -> None:
    text = """<scxml xmlns="http://www.w3.org/2005/07/scxml" name="m" initial="p">
    <parallel id="p"><state id="l"><state id="l1"><transition event="x" target="l2"/><transition event="out" target="end"/></state>
    <state id="l2"/></state><state id="r"/></parallel>
    <state id="back"><transition event="both" target="l1 r"/><transition event="two" target="end back"/></state>
    <final id="end"/></scxml>"""
    machine = folder.take("m.scxml", text)
    assert ways(machine) == [("p", "end", "out"), ("back", "p", "both")]
    assert "m.scxml:2:1: info[not-carried-over] left over: what is inside the parallel state 'p'" in folder.said
    assert "the transition to 2 states at once" in folder.said


BOMB = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>\n'
HEAD = '<scxml xmlns="http://www.w3.org/2005/07/scxml" name="m">'


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        (f'{BOMB}{HEAD}<state id="&lol2;"/></scxml>', "1:1", "document type"),
        (
            f'<?xml version="1.0"?>\n<!DOCTYPE scxml SYSTEM "http://example.com/x.dtd">\n{HEAD}</scxml>',
            "2:1",
            "document type",
        ),
        (
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{HEAD}<state id="&e;"/></scxml>',
            "1:1",
            "document type",
        ),
        (f"{HEAD}\n<state id='&e;'/></scxml>", "2:", "undefined entity"),
        (f"{HEAD}\n<state id='a'><transition target='b'/></state></scxml>", "2:15", "no state is called 'b'"),
        (f"{HEAD}\n<state id='a'/>\n  <state id='a'/></scxml>", "3:3", "two states are called 'a'"),
        (f"{HEAD}\n<state id='a'></scxml>", "2:", "mismatched tag"),
        (f"{HEAD}\n<state id='a'/>", "2:", "no element found"),
        (f"{HEAD}</scxml>", "1:1", "no state was found"),
        ("<svg><scxml/></svg>", "1:1", "SCXML begins with `scxml`"),
        ("", "1:1", "no element"),
        ("{}", "1:1", "not well-formed"),
        (f"{HEAD}" + "<state>" * 200 + "</state>" * 200 + "</scxml>", "1:", "nested deeper than 60"),
        (HEAD.replace("name", "initial") + "<state id='a'/></scxml>", "1:1", "no state is called 'm'"),
    ],
)
def test_bad_documents_are_refused_with_their_place(content: str, place: str, said: str, folder: Importing) -> None:
    told = folder.refuses("m.scxml", content, "--from", "scxml")
    assert f"m.scxml:{place}" in told
    assert said in told


def test_every_cut_of_a_document_is_refused(folder: Importing) -> None:
    for cut in range(60, len(DOOR) - 20, 101):
        assert "door.scxml:" in folder.refuses("door.scxml", DOOR[:cut], "--from", "scxml")


def test_what_we_would_have_written_is_no_more_trusted(folder: Importing) -> None:
    ours = '<scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:sb="https://statebook.github.io/statebook/scxml/1" sb:title="T" name="m">'
    for inner, said in (
        ("<state id='a' sb:value='{'/>", "no JSON"),
        ("<state id='a' sb:value='[1]'/>", "text, a number"),
        ("<state id='a' sb:value='" + "[" * 5000 + "'/>", "no JSON"),
        ("<state id='a' sb:kind='banana' sb:outcome='banana'/>", "makes no spec"),
        ("<sb:action title='x'/><state id='a'/>", "has no event"),
    ):
        assert said in folder.refuses("m.scxml", f"{ours}{inner}</scxml>")


def test_nothing_outside_the_file_is_read(folder: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.root / "door.scxml").write_text(
        DOOR.replace("us-ascii", "utf-16"), "utf-8"
    )  # what it says of itself is not asked
    read: list[Path] = []
    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: (read.append(self), original(self))[1])
    assert folder.run("import", "door.scxml") == 0, folder.said
    assert not [one for one in read if one.name in ("passwd", "evil.js")]


def test_twice_the_states_cost_twice_the_steps() -> None:
    def chart(states: int) -> Original:
        inside = "\n".join(
            f'<state id="s{one}"><transition event="go" target="s{(one + 1) % states}"/><transition event="back" target="s0"/></state>'
            for one in range(states)
        )
        return Original("m.scxml", f'<scxml xmlns="http://www.w3.org/2005/07/scxml" name="m">\n{inside}</scxml>')

    importer = importers()["scxml"]
    small, large = (steps(lambda one=one: importer.read(chart(one))) for one in (300, 600))  # type: ignore[misc]
    assert large < 2.2 * small
