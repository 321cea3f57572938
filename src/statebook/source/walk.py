"""The script of a walk of the mock: a YAML file with the states in order, read and checked like a spec."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from statebook.diagnostic import Diagnostic
from statebook.pointer import Step
from statebook.source.compose import compose
from statebook.source.decode import decode
from statebook.source.document.machine import LANGUAGE_VERSION, language_version
from statebook.source.document.parts import Document
from statebook.source.document.scalars import Duration, Id, JsonValue, MachineId, Texts
from statebook.source.nodes import Node, locate
from statebook.source.text import SourceText, read_text


class StepDocument(Document):
    """One state of the walk."""

    state: Id = Field(description="The state that the resource is in.")
    lasts: Duration = Field(default="", alias="for", description="How long, such as 10s; without, a call must end it.")
    by: Id = Field(default="", description="The action or event that brings it here, where several do.")
    faults: Texts = Field(default_factory=list, description="What is answered instead, one for each look.")
    extra: JsonValue = Field(default=None, alias="with", description="Attributes of the body, by name.")


class WalkDocument(Document):
    """The script of a walk."""

    statebook: Annotated[str, BeforeValidator(language_version)] = Field(
        default=LANGUAGE_VERSION, description="The version: 1."
    )
    machine: MachineId = Field(default="", description="The machine that is walked, where the project has several.")
    walk: list[StepDocument] = Field(description="The states, in order.")


@dataclass(frozen=True, slots=True)
class WrittenWalk:
    """A script as it was written, with the positions of what it says."""

    document: WalkDocument
    source: SourceText
    node: Node

    def diagnostic(self, at: tuple[Step, ...], rule: str, message: str, hint: str, *, key: bool = False) -> Diagnostic:
        """A diagnostic at what the steps lead to; with `key`, at its key."""
        return self.source.diagnostic(*locate(self.node, at, key=key), rule, message, hint)


def read_walk(path: Path, name: str) -> WrittenWalk | list[Diagnostic]:
    """What a file says, or all its structural flaws."""
    source = read_text(path, name)
    if isinstance(source, Diagnostic):
        return [source]
    node, flaws = compose(source)
    if node is None or flaws:
        return flaws
    document, flaws = decode(source, node, WalkDocument)
    return flaws if document is None else WrittenWalk(document, source, node)
