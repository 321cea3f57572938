"""Which page has the section of which state: large machines are split into one page per state or group."""

from __future__ import annotations

from dataclasses import dataclass

from statebook.anchors import file_names
from statebook.model import Machine

SPLITS = ("auto", "never", "state", "group")


@dataclass(frozen=True, slots=True)
class SubPage:
    """A page of some states. `group` is the id of the group that it is about, or empty."""

    path: str
    states: tuple[str, ...]
    group: str = ""


def sub_pages(machine: Machine, name: str, split: str, above: int) -> tuple[SubPage, ...]:
    """The pages beside the machine's own, in the order of their first states; none without a split.

    `auto` splits machines of more than `above` states: by group where groups cover every state and
    none is larger than that itself, else by state. With `group`, states outside all groups get a page each.
    """
    if split == "auto":
        split = _chosen(machine, above)
    if split == "never":
        return ()
    states, groups = file_names(machine.states), file_names(machine.groups)
    found: dict[str, SubPage] = {}
    for state in machine.states.values():
        if split == "group" and state.group:
            path = f"{name}/groups/{groups[state.group]}.md"
            found.setdefault(path, SubPage(path, machine.groups[state.group].states, state.group))
        else:
            path = f"{name}/states/{states[state.id]}.md"
            found[path] = SubPage(path, (state.id,))
    return tuple(found.values())


def _chosen(machine: Machine, above: int) -> str:
    if len(machine.states) <= above:
        return "never"
    grouped = all(state.group for state in machine.states.values())
    small = all(len(group.states) <= above for group in machine.groups.values())
    return "group" if grouped and small else "state"
