"""What a script needs to find the way from one state to another, as data inside the page.

Made from `machine.json`, which lies beside the diagrams of a machine, and from the diagram itself,
whose boxes know where the sections of the states are. Only names, links and transitions go in.
Knows these two files and the links of a page; searches nothing itself.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from statebook.columns.figures import Diagram
from statebook.columns.text import plain, words

_PICTURE = "diagrams/machine.svg"
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
MAXIMUM_TRANSITIONS = 20_000


def finder(source: str, diagram: Diagram, root: Element, read: Callable[[str], bytes | None]) -> str | None:
    """The `<template>` with the data for the diagram that an image's `source` names.

    `None` for any diagram but the one of a whole machine. A template is data: no browser shows or
    runs it, no policy forbids it, and Material's instant navigation, which runs every `<script>` of
    a page again whatever its type, leaves it alone. It holds JSON: `{"states": [[id, link]], "triggers": [[id, link, 1 for a call of the client]],
    "ways": [[from, to, trigger]], "boxes": whether box `n` of the diagram is state `n`}`, numbers
    count from 0, ways have the order of the spec.
    """
    path = source.partition("#")[0]
    if not path.endswith("/" + _PICTURE):
        return None
    content = read(posixpath.join(path.removesuffix(_PICTURE), "machine.json"))
    try:
        machine = json.loads(content or b"")
        states = [(_text(one["id"]), _text(one.get("title", ""))) for one in machine["states"]]
        steps = [
            (*(_text(one[key]) for key in ("from", "to", "trigger")), one["by"] == "client")
            for one in machine["transitions"]
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    number = {state: position for position, (state, _) in enumerate(states)}
    if len(steps) > MAXIMUM_TRANSITIONS or not all(one[0] in number and one[1] in number for one in steps):
        return None
    boxes = _boxes(diagram.root)
    drawn = len(boxes) >= len(states) and all(
        boxes.get(position, ("", ""))[0] in (state, f"{state}: {title}")
        for position, (state, title) in enumerate(states)
    )
    links = {state: boxes[position][1] if drawn else "" for state, position in number.items()}
    triggers = list(dict.fromkeys((one[2], one[3]) for one in steps))
    of_triggers = _links(root, {trigger for trigger, _ in triggers}, set(links.values()))
    data = {
        "states": [[state, links[state]] for state, _ in states],
        "triggers": [[trigger, of_triggers.get(trigger, ""), int(client)] for trigger, client in triggers],
        "ways": [
            [number[source], number[target], triggers.index((trigger, client))]
            for source, target, trigger, client in steps
        ],
        "boxes": drawn,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<template class="statebook-machine">{text}</template>'


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _boxes(svg: Element) -> dict[int, tuple[str, str]]:
    """The title and the link of each box of a diagram, by its number."""
    found: dict[int, tuple[str, str]] = {}
    for group in svg.iter(f"{_SVG}g"):
        names = [one[5:] for one in group.get("class", "").split() if one.startswith("box-n")]
        if names and names[0].isdecimal():
            title = group.findtext(f"{_SVG}title") or ""
            link = next((one.get(_LINK, "") for one in group.iter(f"{_SVG}a")), "")
            found[int(names[0])] = title, link
    return found


def _links(root: Element, names: set[str], others: set[str]) -> dict[str, str]:
    """Where the page itself links to when it prints a name as code; never to one of `others`."""
    found: dict[str, str] = {}
    for link in root.iter("a"):
        target = plain(link.get("href"))
        if target.startswith("#") and target not in others and len(link) == 1 and link[0].tag == "code":
            name = words(link)
            if name in names:
                found.setdefault(name, target)
    return found
