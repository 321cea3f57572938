"""The members of a Python enum as states: values, labels, and what docstrings and comments say of them."""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
from collections.abc import Mapping

from statebook.importing.draft import Draft
from statebook.importing.original import Original

_NOT_SAID = object()


class Members:
    """Reads one class into a draft; `states` are the names of states by member."""

    def __init__(self, node: ast.ClassDef, original: Original, draft: Draft) -> None:
        self.node = node
        self.draft = draft
        self.comments = _comments(original)
        self.states: dict[str, str] = {}
        self.values: dict[tuple[str, object], str] = {}
        bases = [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in node.bases]
        self.is_text = any(one in ("StrEnum", "TextChoices", "str") for one in bases)
        self.last = 0

    def read(self) -> None:
        """Every member, in order; what is none is left over."""
        self.draft.summary = inspect.cleandoc(ast.get_docstring(self.node, clean=False) or "")
        body = self.node.body
        for index, one in enumerate(body):
            following = body[index + 1] if index + 1 < len(body) else None
            if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
                self._member(one.targets[0].id, one.value, one, following)
            elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.value is not None:
                self._member(one.target.id, one.value, one, following)
            elif isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self.draft.leave(one.lineno, f"{one.name!r} of the enum", "code is not run")

    def _member(self, name: str, written: ast.expr, statement: ast.stmt, following: ast.stmt | None) -> None:
        if name.startswith("_"):
            return
        value, label = self._value(name, written)
        if value is _NOT_SAID:
            self.draft.leave(
                statement.lineno, f"the member {name!r}", "its value is worked out by code, which is not run"
            )
            return
        same = self.values.get((type(value).__name__, value))
        if same is not None:
            self.states[name] = same
            self.draft.leave(statement.lineno, f"the member {name!r}", f"it is another name for {same!r}")
            return
        state_name = value if isinstance(value, str) and value.strip() else name
        state = self.draft.state(state_name, statement.lineno)
        state.value = value
        self.values[type(value).__name__, value] = state_name
        state.title = label
        state.description = _docstring(following) or self._comment(statement)
        self.states[name] = state_name

    def _value(self, name: str, written: ast.expr) -> tuple[object, str]:
        """The value of a member, and its label where it has one."""
        label = ""
        if isinstance(written, ast.Tuple) and written.elts:
            if len(written.elts) > 1:
                label = _label(written.elts[1])
            written = written.elts[0]
        if isinstance(written, ast.Call) and _called(written) == "auto":
            self.last += 1
            return (name.lower() if self.is_text else self.last), label
        if (
            isinstance(written, ast.UnaryOp)
            and isinstance(written.op, ast.USub)
            and isinstance(written.operand, ast.Constant)
        ):
            number = written.operand.value
            return (-number if isinstance(number, int | float) else _NOT_SAID), label
        if isinstance(written, ast.Constant) and isinstance(written.value, str | int | float | bool | None):
            if isinstance(written.value, int) and not isinstance(written.value, bool):
                self.last = written.value
            return written.value, label
        return _NOT_SAID, label

    def _comment(self, statement: ast.stmt) -> str:
        """The comment behind a member, or those right above it that stand on lines of their own."""
        behind = self.comments.get(statement.end_lineno or statement.lineno, ("", False))
        if behind[0] and not behind[1]:
            return behind[0]
        above: list[str] = []
        line = statement.lineno - 1
        while line in self.comments and self.comments[line][1]:
            above.insert(0, self.comments[line][0])
            line -= 1
        return " ".join(above)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _label(written: ast.expr) -> str:
    """A label: text, or text that is marked for translation, such as `_("Open")`."""
    if isinstance(written, ast.Call) and written.args:
        written = written.args[0]
    return written.value if isinstance(written, ast.Constant) and isinstance(written.value, str) else ""


def _docstring(following: ast.stmt | None) -> str:
    """Text that stands alone behind a member, as many tools take it for its documentation."""
    found = following.value if isinstance(following, ast.Expr) else None
    said = found.value if isinstance(found, ast.Constant) else None
    return inspect.cleandoc(said) if isinstance(said, str) else ""


def _comments(original: Original) -> Mapping[int, tuple[str, bool]]:
    """The comment of each line, and whether it stands alone."""
    found: dict[int, tuple[str, bool]] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(original.text).readline):
            if token.type == tokenize.COMMENT:
                text = token.string.lstrip("#: ").strip()
                found[token.start[0]] = (text, not token.line[: token.start[1]].strip())
    except (tokenize.TokenError, SyntaxError):
        return found
    return found
