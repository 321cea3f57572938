"""PlantUML state diagrams of other hands: what comes of them, what is left over, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_folder import Importing, left_over, ways
from plantuml_program import needs_plantuml, read
from statebook.importing.imported import import_original
from statebook.importing.original import Original
from statebook.importing.registry import importers, recognised
from statebook.model import Kind, Outcome
from steps import steps

DOOR = """\
' A door of a bank.
@startuml door
/' it has
   a lock '/
title The door
skinparam state {
  BackgroundColor<<Warning>> Olive
}
skinparam monochrome true
<style>
state { FontSize 9 }
</style>
hide empty description
scale 350 width
left to right direction
!theme plain

[*] -right-> Open : built
state Open #lightblue
Open : entry / ring()
Open : People walk through.
state "Shut, not locked" as Shut <<resting>> ##[dashed]red
state Locked <<transient>> <<failure>> [[http://example.com]] : Nobody gets in.
Open -[#red,dashed]-> Shut : push [nobody is in it] / click
Shut -up-> Open : pull
Locked <-- Shut : turn the key
Shut -[hidden]-> Open
Shut -r-> Locked : slam
Locked --> [*]
note right of Open : Day &#58; only
note left
  By night.
end note
note on link
  hurts
end note
note "here" as N1
@enduml
"""

MACHINE = """\
@startuml
header Draft
[*] --> NotShooting
state NotShooting {
  [*] --> Idle
  Idle --> Configuring : EvConfig
  Configuring --> Idle : EvConfig
}
state "Shooting now" as Shooting {
  state entry1 <<entryPoint>>
  entry1 --> Burst
  Burst -> Single : EvButton
  --
  state Lamp
}
NotShooting --> entry1 : shoot
Shooting --> NotShooting : EvPower
Shooting --> Shooting[H] : EvResume
state c <<choice>>
Shooting --> c : check
c --> Broken : [film is torn]
c --> [*] : [film is used up]
state "Broken" as Broken <<Warning>>
Broken -l-> NotShooting
!include other.puml
Broken --> NotShooting : [the shop is open] / %getenv("HOME")
@enduml
@startuml
[*] --> other
@enduml
"""


def test_a_door(folder: Importing) -> None:
    machine = folder.take("door.puml", DOOR)
    assert (machine.id, machine.title) == ("the-door", "The door")
    assert ways(machine) == [
        ("Open", "Shut", "push"),
        ("Shut", "Open", "pull"),
        ("Shut", "Locked", "turn the key"),
        ("Shut", "Locked", "slam"),
    ]
    assert [(one.state, one.trigger) for one in machine.initial] == [("Open", "built")]
    assert (machine.transitions[0].guard, machine.transitions[0].effect) == ("nobody is in it", "click")
    shut, locked = machine.states["Shut"], machine.states["Locked"]
    assert (shut.title, shut.kind) == ("Shut, not locked", Kind.RESTING)
    assert (locked.kind, locked.outcome, locked.description) == (Kind.TRANSIENT, Outcome.FAILURE, "Nobody gets in.")
    assert machine.states["Open"].description == "People walk through.\n\nDay : only\n\nBy night."
    assert left_over(folder) == [
        (1, "where the state stands in the JSON"),
        (20, "what 'Open' does (entry)"),
        (34, "a note that belongs to no state"),
        (37, "a note that belongs to no state"),
    ]


def test_states_in_states_and_what_has_no_place(folder: Importing) -> None:
    machine = folder.take("camera.puml", MACHINE)
    assert sorted(ways(machine)) == sorted(
        [
            ("Idle", "Configuring", "EvConfig"),
            ("Configuring", "Idle", "EvConfig"),
            ("Burst", "Single", "EvButton"),
            *((one, "Burst", "shoot") for one in ("Idle", "Configuring")),
            *((one, "Idle", "EvPower") for one in ("Burst", "Single", "Lamp")),
            *((one, "Broken", "check") for one in ("Burst", "Single", "Lamp")),
            *((one, "end", "check") for one in ("Burst", "Single", "Lamp")),
            ("Broken", "Idle", "unstated"),
            ("Broken", "Idle", "unstated"),
        ]
    )
    assert {one.id: one.states for one in machine.groups.values()} == {
        "NotShooting": ("Idle", "Configuring"),
        "Shooting": ("Burst", "Single", "Lamp"),
    }
    assert machine.groups["Shooting"].title == "Shooting now"
    assert {one.guard for one in machine.transitions if one.trigger == "check"} == {"film is torn", "film is used up"}
    assert '%getenv("HOME")' in {one.effect for one in machine.transitions}, "it is text, and stays text"
    assert left_over(folder)[1:] == [
        (2, "a header"),
        (13, "the line between regions"),
        (18, "the arrow from 'Shooting' to 'Shooting[H]'"),
        (20, "the end behind 'check'"),
        (23, "the stereotype 'Warning'"),
        (25, "the directive '!include other.puml'"),
        (28, "another diagram"),
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("a --> b : x", ("a", "b", "x")),
        ("a->b:x", ("a", "b", "x")),
        ("a -down-> b", ("a", "b", "unstated")),
        ("a -d-> b : x", ("a", "b", "x")),
        ("a -[#blue]-> b : x", ("a", "b", "x")),
        ("a -left[bold]-> b : x", ("a", "b", "x")),
        ("a <- b : x", ("b", "a", "x")),
        ("a ---> b : x y z", ("a", "b", "x y z")),
        ('"long name" --> b : x', ("long name", "b", "x")),
        ("a <<resting>> --> b #red : x", ("a", "b", "x")),
        ("a --> b : x\\ny", ("a", "b", "x y")),
        ("a --> b : <U+005B>x<U+005D>", ("a", "b", "[x]")),
    ],
)
def test_an_arrow(folder: Importing, line: str, found: tuple[str, str, str]) -> None:
    assert ways(folder.take("x.puml", f"@startuml\n{line}\n@enduml\n")) == [found]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", ":1:1: "),
        ("stateDiagram-v2\na --> b\n", ""),
        ("@startuml\n@enduml\n", "no state was found"),
        ("@startuml\n[*] --> a\n", "never ends"),
        ("@startuml\nstate a {\nb --> c\n@enduml\n", ":2:1: "),
        ("@startuml\na --> b\n}\n@enduml\n", ":3:1: "),
        ("@startuml\na --> b\nnote right of a\nx\n@enduml\n", ":3:1: "),
        ("@startuml\n/' x\n[*] --> a\n@enduml\n", ":2:1: "),
        ("@startuml\nparticipant a\na -> b : hi\n@enduml\n", "another kind of diagram"),
        ("@startuml\nclass Foo {\n}\n@enduml\n", ":2:1: "),
        ("@startuml\n" + "".join(f"state s{one} {{\n" for one in range(200)) + "@enduml\n", "more than 50 levels deep"),
        (b"@startuml\n[*] --> \xff\n@enduml\n", ":2:9: "),
        ("@startuml\n" + "x" * (9 * 1024 * 1024), ""),
    ],
)
def test_what_is_no_diagram_is_refused_with_its_place(folder: Importing, content: str | bytes, said: str) -> None:
    assert said in folder.refuses("x.txt", content, "--from", "plantuml")


def test_nothing_is_included_or_evaluated(folder: Importing) -> None:
    folder.write("secret.puml", "secret --> found\n")
    machine = folder.take(
        "x.puml",
        '@startuml\n!include secret.puml\n!define a b\n!$x = %getenv("HOME")\n!procedure p()\nq --> r\n!endprocedure\na --> c : $x\n@enduml\n',
    )
    assert set(machine.states) == {"a", "c", "q", "r"}
    assert ("a", "c", "$x") in ways(machine)
    assert [line for line, _ in left_over(folder)] == [1, 2, 3, 4, 5, 7]


def test_recognised_by_its_beginning() -> None:
    def names(text: str, name: str = "x.txt") -> list[str]:
        return [one.name for one in recognised(Original(name, text))]

    assert names(DOOR) == ["plantuml"]
    assert names("\n@startuml\na -> b\n@enduml\n") == ["plantuml"]
    assert "plantuml" not in names("# Page\n\n```\n@startuml\n[*] --> a\n@enduml\n```\n", "x.md")
    assert "plantuml" not in names('{"states": []}')


@pytest.mark.parametrize(
    "form",
    [
        "{0} --> {1} : go\n",
        'state "x y" as {0} <<final>> {{\n}}\n{0} -up-> {1} : a [b] / c\n',
        "{0} : x\nnote left of {0} : x\n",
    ],
)
def test_work_grows_with_the_diagram(form: str) -> None:
    def work(states: int) -> int:
        lines = "".join(form.format(f"s{one}", f"s{one + 1}") for one in range(states))
        original = Original("x.puml", f"@startuml\n{lines}@enduml\n")
        return steps(lambda: import_original(original, importers()["plantuml"]))

    work(2)
    assert work(400) < 2.2 * work(200)


@needs_plantuml
def test_plantuml_takes_our_examples(tmp_path: Path) -> None:
    first = MACHINE.partition("@enduml\n")[0].replace("!include other.puml\n", "") + "@enduml\n"
    # What some versions do not know: themes, arrows that point back, points inside of regions.
    texts = [
        first.replace("  --\n", ""),
        DOOR.replace("startuml door", "startuml")
        .replace("!theme plain\n", "")
        .replace("Locked <-- Shut", "Shut --> Locked"),
    ]
    (states, arrows), (more, _) = read(texts, tmp_path)
    assert "Broken" in states and len(arrows) > 8
    assert "Open" in more
