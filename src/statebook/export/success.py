"""Where a resource goes by itself when all goes well.

One search backwards from the states in which work has ended well, along transitions that no client
causes. Linear in the machine.
"""

from __future__ import annotations

from collections import deque

from statebook.machine import Graph
from statebook.model import Kind, Mover, Outcome, State, Transition


def success_steps(graph: Graph) -> dict[str, Transition]:
    """For each transient state the transition that leads on: the first on a shortest way to success.

    A success is a state that is not transient and says `success`, else one that says nothing of the
    outcome; only where neither can be reached, any state that is not transient. States that nothing
    but a client moves are not in the answer.
    """
    steps: dict[str, Transition] = {}
    for wanted in ((Outcome.SUCCESS,), (None,), (Outcome.PARTIAL, Outcome.FAILURE)):
        goals = [one.id for one in graph.machine.states.values() if _ends(one) and one.outcome in wanted]
        _search(graph, goals, steps)
    return steps


def _ends(state: State) -> bool:
    return state.kind is not Kind.TRANSIENT


def _search(graph: Graph, goals: list[str], steps: dict[str, Transition]) -> None:
    """Add the states that reach a goal, or a state that is there already, through transient states alone."""
    distance = dict.fromkeys((*goals, *steps), 0)
    waiting = deque(distance)
    while waiting:
        place = waiting.popleft()
        for transition in graph.leading_to(place):
            source = transition.source
            if source in distance or transition.by is Mover.CLIENT or _ends(graph.machine.states[source]):
                continue
            distance[source] = distance[place] + 1
            steps[source] = transition
            waiting.append(source)
