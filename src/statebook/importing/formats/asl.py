"""Amazon States Language: the workflow of Step Functions, its tasks as states that are left when they are done.

A choice is no state: the ways into it lead on to where its rules lead, with the rules as guards. Caught errors are events.
The end of a run is a final state. What a workflow does with data, and what is inside `Parallel` and `Map`, is left over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from statebook.audit.page.jsontree import Node
from statebook.importing.charts.asl_rules import Rule, rules_of
from statebook.importing.draft import Draft, Object
from statebook.importing.original import BadInput, Original
from statebook.importing.shape import Shape, refusal

NAME = "asl"
ENDINGS = (".asl.json", ".asl", ".json")

MOST_WAYS = 50_000
"""Ways through choices: behind each other, they multiply."""

_MOVERS = {
    "Task": ("done", "completion", "The work of the state is done."),
    "Pass": ("done", "completion", "The work of the state is done."),
    "Parallel": ("done", "completion", "The work of the state is done."),
    "Map": ("done", "completion", "The work of the state is done."),
    "Wait": ("waited", "timer", "The time to wait is over."),
}
_ENDS = {"Succeed": "success", "Fail": "failure"}
_SAID = {"Type", "Comment", "Next", "End", "Catch", "Choices", "Default", "Error", "Cause", "QueryLanguage"}
_WHY = {
    "Retry": "a spec does not say how often work is tried",
    "Branches": "a spec has one state at a time",
    "Iterator": "a spec has one state at a time",
    "ItemProcessor": "a spec has one state at a time",
    "Resource": "who does the work is no part of a spec; say it in the description",
}


def recognise(original: Original) -> int:
    """Sure where the object says where it starts and which states it has."""
    root = original.json_or_none if '"StartAt"' in original.text else None
    return 95 if root is not None and {"StartAt", "States"} <= set(root.members) else 0


def read(original: Original) -> Draft:
    """The machine of a workflow."""
    root = Shape.of(original.json(), "the workflow")
    states = root.inner("States", "what holds the states")
    if states is None:
        raise BadInput("the workflow has no 'States'", root.line, 1, "is the file a workflow of Step Functions?")
    found = {name: Shape.of(node, "a state") for name, node in states.node.members.items()}
    return _Reader(root, found).draft()


@dataclass(frozen=True, slots=True)
class _Step:
    """Where a way arrives, what the choices on it say, and at which line."""

    target: str
    rule: Rule
    line: int


@dataclass
class _Reader:
    root: Shape
    states: dict[str, Shape]
    made: Draft = field(default_factory=Draft)
    asking: dict[str, bool] = field(default_factory=dict)
    over: str = "succeeded"
    ways: int = 0

    def draft(self) -> Draft:
        root, draft = self.root, self.made
        draft.summary = root.text("Comment")
        while self.over in self.states:
            self.over += " (end)"
        for name, shape in self.states.items():
            if self._type(shape) != "Choice":
                self._state(name, shape)
        for name, shape in self.states.items():
            if self._type(shape) != "Choice":
                self._ways(name, shape)
        tasks = [one for one in self.states.values() if self._type(one) == "Task"]
        draft.is_ours = bool(tasks) and all(map(self._waits, tasks))
        start = root.text("StartAt", needed=True)
        for step in self._arrivals(root.node.members["StartAt"], Rule()):
            said: Object = {"state": step.target}
            said |= {"trigger": step.rule.trigger} if step.rule.trigger else {}
            said |= {"description": step.rule.guard} if step.rule.guard else {}
            if step.rule.trigger:
                draft.trigger(step.rule.trigger, step.line)
            draft.initial.append(said if len(said) > 1 or start != step.target else step.target)
        for key in ("TimeoutSeconds", "Version"):
            if key in root:
                draft.leave(root.line_of(key), f"{key!r} of the workflow", "a spec does not say it")
        return draft

    @staticmethod
    def _type(shape: Shape) -> str:
        kind = shape.text("Type", needed=True)
        if kind not in _MOVERS and kind not in _ENDS and kind != "Choice":
            raise refusal(shape.node.members["Type"], f"no type of state is called {kind[:60]!r}")
        return kind

    def _state(self, name: str, shape: Shape) -> None:
        state, kind = self.made.state(name, shape.line), self._type(shape)
        state.description = shape.text("Comment")
        if kind in _ENDS:
            state.kind, state.outcome = "final", _ENDS[kind]
            error, cause = shape.text("Error"), shape.text("Cause")
            said = (
                f"{error}: {cause}" if error and cause and error != name else cause or (error if error != name else "")
            )
            state.description = "\n\n".join(filter(None, (state.description, said)))
        elif not self._waits(shape):
            state.kind = "transient"
        data = [key for key in shape.node.members if key not in _SAID and key not in _WHY]
        if data:
            self.made.leave(
                shape.line_of(data[0]), f"{', '.join(data)[:100]!r} of {name[:60]!r}", "a spec has no data of its work"
            )
        for key, why in _WHY.items():
            if key in shape and not (key == "Resource" and self._waits(shape)):
                self.made.leave(shape.line_of(key), f"{key!r} of {name[:60]!r}", why)

    def _waits(self, shape: Shape) -> bool:
        """Whether what comes behind asks by which trigger the state is left, as in what Statebook exports."""
        name = shape.text("Next")
        if name not in self.asking:
            following = self.states.get(name)
            choice = following is not None and self._type(following) == "Choice"
            rules = [rule for rule, _ in rules_of(following)] if following is not None and choice else []
            self.asking[name] = bool(rules) and all(rule.trigger for rule in rules)
        return self.asking[name]

    def _ways(self, name: str, shape: Shape) -> None:
        kind = self._type(shape)
        if kind in _ENDS:
            return
        event, by, says = _MOVERS[kind]
        if shape.flag("End"):
            self._over()
            self._row(name, _Step(self.over, Rule(), shape.line), event, by, says)
        elif "Next" in shape:
            for step in self._arrivals(shape.node.members["Next"], Rule()):
                self._row(name, step, event, by, says)
        else:
            raise refusal(shape.node, f"{name[:60]!r} has neither 'Next' nor 'End'", "is the file whole?")
        for caught in shape.objects("Catch", "what is caught"):
            errors = caught.texts("ErrorEquals")
            caught.text("Next", needed=True)
            for step in self._arrivals(caught.node.members["Next"], Rule()):
                for error in errors:
                    timed = "timer" if error in ("States.Timeout", "States.HeartbeatTimeout") else "completion"
                    self._row(name, step, error, timed, f"The work of the state failed with `{error}`.")

    def _over(self) -> None:
        """The state after the end of a run, which a workflow does not name."""
        if self.over not in self.made.states:
            state = self.made.state(self.over, self.root.line)
            state.kind, state.outcome = "final", "success"
            state.description = "The run of the workflow is over."

    def _row(self, source: str, step: _Step, event: str, by: str, says: str) -> None:
        name = step.rule.trigger or event
        if not step.rule.trigger:
            trigger = self.made.trigger(name, step.line)
            trigger.by, trigger.description = trigger.by or by, trigger.description or says
        self.made.transition(
            source, step.target, name, line=step.line, guard=step.rule.guard, description=step.rule.description
        )

    def _arrivals(self, node: Node, rule: Rule, passed: tuple[str, ...] = ()) -> Iterator[_Step]:
        """Where a way leads in the end: to a state, or through choices to several."""
        name = node.value
        if not isinstance(name, str) or name not in self.states:
            raise refusal(node, f"no state is called {str(name)[:60]!r}", "is the file whole?")
        shape = self.states[name]
        self.ways += 1
        if self.ways > MOST_WAYS:
            raise refusal(node, f"its choices make more than {MOST_WAYS:,} ways", "name the states between them")
        if self._type(shape) != "Choice":
            yield _Step(name, rule, node.line + 1)
            return
        if name in passed or len(passed) > 40:
            return  # around in a circle, without a state on the way
        for further, target in rules_of(shape):
            yield from self._arrivals(target, rule.then(further), (*passed, name))
