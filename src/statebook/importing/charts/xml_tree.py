"""XML of a stranger as a tree of elements with their places: no document type, no entities, nothing followed.

A document type is what entities are declared in, those that grow without bound and those that name files. It
is refused where it begins, before anything is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from statebook.importing.original import BadInput

DEEPEST = 60
"""Elements inside each other."""


@dataclass(slots=True, eq=False)
class Element:
    """An element. Names of other namespaces than `home` have theirs in front, in braces; line and column from 1."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str:
        """The value of an attribute, without white space around it; empty where there is none."""
        return self.attributes.get(name, "").strip()

    def raw(self, name: str) -> str:
        """The value of an attribute as it stands there; empty where there is none."""
        return self.attributes.get(name, "")

    def every(self) -> Iterator[Element]:
        """The element and all inside it, in the order of the document."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(reversed(here.children))


def read_xml(text: str, home: str) -> Element:
    """The root of a document; names in the namespace `home`, or in none, stand for themselves.

    Raises `BadInput` for what is no XML, has a document type, or is nested too deep.
    """
    return _Reader(text, home).read()


class _Reader:
    def __init__(self, text: str, home: str) -> None:
        self.data = text.encode("utf-8", "replace")
        self.home = f"{home}}}"
        self.open: list[Element] = []
        self.root: Element | None = None
        # The text is decoded already, so what the document says of its encoding is not asked.
        self.parser = expat.ParserCreate("utf-8", "}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def read(self) -> Element:
        try:
            self.parser.Parse(self.data, True)  # noqa: FBT003  # as expat has it
        except expat.ExpatError as problem:
            said = expat.errors.messages.get(problem.code, str(problem))
            raise BadInput(
                f"this is no XML: {said}", problem.lineno, problem.offset + 1, "is the file whole?"
            ) from None
        if self.root is None:
            raise BadInput("this is no XML: it has no element", 1, 1, "is the file whole?")
        return self.root

    def _place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _doctype(self, *_: object) -> None:
        before = self.data[: self.parser.CurrentByteIndex]  # the parser tells where its name ends
        start = before[: max(before.rfind(b"<!DOCTYPE"), 0)].decode("utf-8", "replace")
        raise BadInput(
            "the document has a document type, which is not read",
            start.count("\n") + 1,
            len(start) - start.rfind("\n"),
            "remove `<!DOCTYPE …>` and its entities",
        )

    def _name(self, name: str) -> str:
        own = name.removeprefix(self.home)
        return f"{{{own}" if "}" in own else own

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise BadInput(f"elements are nested deeper than {DEEPEST} levels", *self._place())
        found = {self._name(key): value for key, value in attributes.items()}
        one = Element(self._name(name), found, *self._place())
        if self.open:
            self.open[-1].children.append(one)
        else:
            self.root = one
        self.open.append(one)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _characters(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text
