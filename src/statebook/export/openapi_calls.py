"""The actions of a machine as OpenAPI's paths, operations and responses."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.examples.bodies import state_bodies
from statebook.examples.errors import error_body
from statebook.examples.requests import example_request, example_response
from statebook.export.calls import method_of, split_path, status_code
from statebook.export.components import Components, legal_name
from statebook.export.format import Subject
from statebook.model import MISSING, Action, ErrorType, Json, Parameter, Visibility
from statebook.pointer import Pointer
from statebook.prose import without_references

Object = dict[str, Json]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_OWN_HEADERS = ("accept", "authorization", "content-type")
"""Headers that OpenAPI says elsewhere; as parameters they would be ignored."""
_MEDIA_TYPE = "application/json"


class Operations:
    """The operations, and what was left out of them on the way.

    `examples` are the components that answers refer to, `left_out` names the losses with their places.
    """

    def __init__(self, subject: Subject, components: Components) -> None:
        self.subject = subject
        self.components = components
        self.examples: Object = {}
        self.left_out: dict[str, list[Pointer]] = {}

    def paths(self) -> Object:
        """Path items by path. Paths that take the same requests share one item and its names of variables."""
        items: dict[str, Object] = {}
        spelled: dict[str, tuple[str, tuple[str, ...]]] = {}
        for action in self.subject.machine.actions.values():
            method = method_of(action).lower()
            if method not in _METHODS or not action.path:
                self._leave_out("actions that are no HTTP operation", action.pointer)
                continue
            path = split_path(action.path)
            names = _distinct(path.variables)
            text = "".join(one if at % 2 == 0 else f"{{{names[at // 2]}}}" for at, one in enumerate(path.pieces))
            text, names = spelled.setdefault(path.shape, (text, names))
            item = items.setdefault(text, {})
            if method in item:
                self._leave_out("actions with the method and path of another", action.pointer)
                continue
            item[method] = self._operation(action, dict(zip(path.variables, names, strict=True)), path.query)
        return dict(items)

    def _operation(self, action: Action, names: dict[str, str], query: tuple[tuple[str, str], ...]) -> Object:
        machine = self.subject.machine
        parameters = [*self._in_path(action, names), *self._elsewhere(action, query)]
        body = self._request_body(action)
        title = action.title or action.id
        return {
            "operationId": legal_name(action.id),
            "summary": title,
            "description": without_references(action.description) or title,
            "tags": [machine.title or machine.id],
            **({"deprecated": True} if action.deprecation is not None else {}),
            **({"parameters": parameters} if parameters else {}),
            **({"requestBody": body} if body else {}),
            "responses": self._responses(action),
            "x-statebook": self._lifecycle(action),
        }

    def _lifecycle(self, action: Action) -> Object:
        graph = self.subject.graph
        moves = [{"from": one.source, "to": one.target} for one in graph.triggered_by(action.id)]
        return {
            "action": action.id,
            "accepted_in": list(graph.accepting(action.id)),
            **({"accepted_in_unknown": True} if action.accepted_in_unknown else {}),
            **({"moves": moves} if moves else {}),
            **({"starts": action.starts} if action.starts else {}),
        }

    def _in_path(self, action: Action, names: dict[str, str]) -> Iterator[Object]:
        declared = {one.name: one for one in action.parameters if one.place == "path"}
        given = self.subject.machine.api.variables
        for name, spelled in names.items():
            parameter = declared.get(name)
            if parameter is not None:
                yield {**self._parameter(parameter), "name": spelled, "required": True}
                continue
            example = {"example": given[name]} if name in given else {}
            yield {"name": spelled, "in": "path", "required": True, "schema": {"type": "string"}, **example}
        for name, parameter in declared.items():
            if name not in names:
                self._leave_out("path parameters that the path does not name", parameter.pointer)

    def _elsewhere(self, action: Action, query: tuple[tuple[str, str], ...]) -> Iterator[Object]:
        met: set[tuple[str, str]] = set()
        for name, value in query:
            if ("query", name) not in met:
                met.add(("query", name))
                yield {"name": name, "in": "query", "required": True, "schema": {"type": "string", "const": value}}
        for parameter in action.parameters:
            key = (parameter.place, parameter.name.lower() if parameter.place == "header" else parameter.name)
            if parameter.place in ("query", "header") and key not in met and self._sayable(parameter):
                met.add(key)
                yield self._parameter(parameter)
        for name, value in self.subject.machine.api.headers.items():
            key = ("header", name.lower())
            if key not in met and name.lower() not in _OWN_HEADERS:
                met.add(key)
                yield {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "example": value}

    def _sayable(self, parameter: Parameter) -> bool:
        if parameter.place == "header" and parameter.name.lower() in _OWN_HEADERS:
            self._leave_out("headers that OpenAPI says elsewhere", parameter.pointer)
            return False
        return True

    def _parameter(self, parameter: Parameter) -> Object:
        about = without_references(parameter.description)
        return {
            "name": parameter.name,
            "in": parameter.place,
            **({"required": True} if parameter.required else {}),
            **({"description": about} if about else {}),
            "schema": self.components.of(parameter.type),
            **({} if parameter.example is MISSING else {"example": parameter.example}),
        }

    def _request_body(self, action: Action) -> Object:
        parameters = [one for one in action.parameters if one.place == "body"]
        if not parameters:
            return {}
        properties: Object = {}
        for one in parameters:
            about = without_references(one.description)
            properties[one.name] = {**self.components.of(one.type), **({"description": about} if about else {})}
        required = [one.name for one in parameters if one.required]
        schema: Object = {"type": "object", "properties": properties, **({"required": required} if required else {})}
        example = example_request(self.subject.project, self.subject.machine, action).body
        content = {"schema": schema, **({} if example is MISSING else {"example": example})}
        return {"required": bool(required), "content": {_MEDIA_TYPE: content}}

    def _responses(self, action: Action) -> Object:
        machine = self.subject.machine
        found: Object = {}
        response = example_response(self.subject.project, machine, action)
        usual = "200" if response.body is not MISSING else "204"
        status = status_code(response.status) or usual
        found[status] = self._success(action, response.body)
        by_status: dict[str, list[ErrorType]] = {}
        for name in dict.fromkeys(action.errors):
            error = machine.errors[name]
            by_status.setdefault(status_code(error.status) or "default", []).append(error)
        for code, errors in by_status.items():
            if code in found:
                for error in errors:
                    self._leave_out("errors with the status of the answer", error.pointer)
                continue
            found[code] = self._error(errors)
        return found

    def _success(self, action: Action, body: Json) -> Object:
        returns = action.returns
        about = without_references(returns.description) if returns is not None else ""
        answer: Object = {"description": about or "The answer."}
        if returns is None:
            return answer
        if returns.returns_state:
            content: Object = {"schema": self.components.resource()}
            examples = {} if returns.example is MISSING else {"answer": {"value": returns.example}}
            content["examples"] = examples or {one: self._state_example(one) for one in self._answered(action)}
            return {**answer, "content": {_MEDIA_TYPE: content}}
        if returns.type is None and body is MISSING:
            return answer
        schema = self.components.of(returns.type) if returns.type is not None else {}
        shown = {} if body is MISSING else {"example": body}
        return {**answer, "content": {_MEDIA_TYPE: {"schema": schema, **shown}}}

    def _answered(self, action: Action) -> list[str]:
        """The states whose object the action may answer: those that it leads to, else all that accept it."""
        graph, states = self.subject.graph, self.subject.machine.states
        targets = dict.fromkeys(one.target for one in graph.triggered_by(action.id))
        wanted = targets or graph.accepting(action.id) or states
        return [one for one in wanted if states[one].visibility is not Visibility.GONE]

    def _state_example(self, state: str) -> Object:
        name = legal_name(state)
        if name not in self.examples:
            about = self.subject.machine.states[state]
            body = state_bodies(self.subject.project, self.subject.machine, state)[0]
            self.examples[name] = {"summary": about.title or about.id, "value": body.value}
        return {"$ref": f"#/components/examples/{name}"}

    def _error(self, errors: list[ErrorType]) -> Object:
        texts = [without_references(one.description) or one.title or one.id for one in errors]
        answer: Object = {"description": "\n\n".join(texts)}
        schemas = [self.components.of(one.type) for one in errors if one.type is not None]
        examples: Object = {}
        for one in errors:
            body = error_body(self.subject.project, self.subject.machine, one)
            if body is not MISSING:
                examples[legal_name(one.id)] = {"summary": one.title or one.id, "value": body}
        distinct = [one for at, one in enumerate(schemas) if one not in schemas[:at]]
        if not distinct and not examples:
            return answer
        # An error without a type may be anything, so its status says nothing of the body.
        typed = len(schemas) == len(errors)
        schema = {} if not typed else distinct[0] if len(distinct) == 1 else {"anyOf": distinct}
        return {**answer, "content": {_MEDIA_TYPE: {"schema": schema, **({"examples": examples} if examples else {})}}}

    def _leave_out(self, what: str, pointer: Pointer) -> None:
        self.left_out.setdefault(what, []).append(pointer)


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """The variables of a path, each once: OpenAPI wants their names to differ."""
    found: list[str] = []
    for name in names:
        spelled = name
        while spelled in found:
            spelled += "_"
        found.append(spelled)
    return tuple(found)
