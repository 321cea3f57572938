"""Where the artifacts of one machine lie, relative to the output folder: pages and plan agree on it here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from statebook.anchors import file_names
from statebook.model import Machine


@dataclass(frozen=True)
class Files:
    """The paths of a machine's artifacts. `name` is that of its page, without extension."""

    machine: Machine
    name: str
    state_pages: Mapping[str, str] = field(default_factory=dict)
    """Where a state has its section, when that is not the machine's page (see `split`)."""

    @property
    def page(self) -> str:
        """The machine's page."""
        return f"{self.name}.md"

    def page_of(self, state: str) -> str:
        """The page that has the section of a state."""
        return self.state_pages.get(state, self.page)

    @cached_property
    def _states(self) -> dict[str, str]:
        return file_names(self.machine.states)

    @cached_property
    def _errors(self) -> dict[str, str]:
        return file_names(self.machine.errors)

    def body(self, state: str, slug: str) -> str:
        """An example object of a state."""
        suffix = "" if slug == "object" else f".{slug}"
        return f"{self.name}/examples/{self._states[state]}{suffix}.json"

    def error(self, error: str) -> str:
        """The example body of an error."""
        return f"{self.name}/examples/errors/{self._errors[error]}.json"

    @property
    def schema(self) -> str:
        """The JSON Schema of the object."""
        return f"{self.name}/schema.json"

    @property
    def machine_json(self) -> str:
        """The machine as data."""
        return f"{self.name}/machine.json"

    @cached_property
    def _groups(self) -> dict[str, str]:
        return file_names(self.machine.groups)

    @property
    def machine_diagram(self) -> str:
        """The picture of the whole machine, without extension."""
        return f"{self.name}/diagrams/machine"

    def state_diagram(self, state: str) -> str:
        """The neighbourhood of a state, without extension."""
        return f"{self.name}/diagrams/state-{self._states[state]}"

    def group_diagram(self, group: str) -> str:
        """The picture of a group, without extension."""
        return f"{self.name}/diagrams/group-{self._groups[group]}"
