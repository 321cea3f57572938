"""All machines of a project, with what is worked out once for each of them.

Bodies refer to other machines, and each answer about a state needs the whole machine's distances.
Hand the same `Project` to every call, so that each machine is walked through once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from statebook.examples.lifecycle import Lifecycle
from statebook.model import Machine
from statebook.pointer import Pointer

Machines = Mapping[str, Machine]
"""The machines of a project by their id."""


class NoExample(ValueError):
    """No example can be made; the message says why and what the author can do.

    `pointer` is where the spec asks for the impossible.
    """

    def __init__(self, pointer: Pointer, message: str) -> None:
        super().__init__(message)
        self.pointer = pointer
        self.message = message


def named_machine(project: Machines, machine: Machine, name: str, pointer: Pointer) -> Machine:
    """The machine that a type names, as seen from `machine`. Raises `NoExample` when there is none."""
    if name == machine.id:
        return machine
    if name not in project:
        raise NoExample(pointer, f"`{name}` is neither an object type nor a machine of this project")
    return project[name]


class Project(Machines):
    """A mapping of machine id to machine that remembers the `Lifecycle` of each machine."""

    def __init__(self, machines: Machines) -> None:
        self._machines = dict(machines)
        self._lifecycles: dict[int, Lifecycle] = {}

    @classmethod
    def of(cls, machines: Machines) -> Project:
        """The same object when it is a project already, else a new project of these machines."""
        return machines if isinstance(machines, Project) else cls(machines)

    def __getitem__(self, key: str) -> Machine:
        return self._machines[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._machines)

    def __len__(self) -> int:
        return len(self._machines)

    def lifecycle(self, machine: Machine) -> Lifecycle:
        """The distances and times of a machine; worked out at the first call, linear in its size."""
        known = self._lifecycles.get(id(machine))
        if known is None:
            known = self._lifecycles[id(machine)] = Lifecycle(machine)
        return known
