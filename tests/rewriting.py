"""A spec written anew with the same meaning: other quotes, other styles, other order of keys, comments."""

from __future__ import annotations

import random

from language_documents import quoted
from statebook.pointer import Step
from statebook.source.nodes import MappingNode, Node, ScalarNode, SequenceNode, json_scalar
from statebook.source.schema import keys_at, language_schema

SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


class Rewriter:
    """Writes nodes as YAML; every choice comes from `chance`, so a seed tells all."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.schema = language_schema()

    def spec(self, root: Node) -> str:
        return "".join(f"{line}\n" for line in self.block(root, (), 0)) + self.comment(0)

    def comment(self, indent: int) -> str:
        return (
            f"{' ' * indent}# {self.chance.choice(['a: b', '*x', '- [', 'é'])}\n" if self.chance.random() < 0.1 else ""
        )

    def pairs(self, node: MappingNode, steps: tuple[Step, ...]) -> list[tuple[ScalarNode, Node]]:
        """The pairs of a mapping; in any order where the language names the keys, except the author's own."""
        found = list(node.pairs.values())
        if not keys_at(self.schema, steps):
            return found
        own = [pair for pair in found if pair[0].text.startswith("x-")]
        others = [pair for pair in found if not pair[0].text.startswith("x-")]
        self.chance.shuffle(others)
        at = self.chance.randint(0, len(others))
        return [*others[:at], *own, *others[at:]]

    def block(self, node: Node, steps: tuple[Step, ...], indent: int) -> list[str]:
        """Lines of a collection in block style."""
        lines = []
        pad = " " * indent
        if isinstance(node, MappingNode):
            for key, value in self.pairs(node, steps):
                if self.chance.random() < 0.1:
                    lines.append(f"{pad}# {self.chance.choice(['why', 'key: value', '---'])}")
                lines += self.item(f"{pad}{self.scalar(key)}:", value, (*steps, key.text), indent)
        elif isinstance(node, SequenceNode):
            for index, value in enumerate(node.items):
                lines += self.item(f"{pad}-", value, (*steps, index), indent)
        return lines

    def item(self, start: str, value: Node, steps: tuple[Step, ...], indent: int) -> list[str]:
        empty = isinstance(value, MappingNode | SequenceNode) and not self.block(value, steps, 0)
        if isinstance(value, ScalarNode):
            return self.text(start, value, indent)
        if empty or self.chance.random() < 0.3:
            return [f"{start} {self.flow(value, steps)}{self.chance.choice(['', '', '  # so'])}"]
        return [start, *self.block(value, steps, indent + self.chance.choice([1, 2, 4]))]

    def text(self, start: str, node: ScalarNode, indent: int) -> list[str]:
        lines = node.text.split("\n")
        fit = not node.plain and node.text.endswith("\n") and not node.text.endswith("\n\n") and node.text.isascii()
        if (
            fit
            and all(line == line.rstrip() and line.isprintable() for line in lines)
            and not lines[0].startswith(" ")
            and lines[0]
        ):
            pad = " " * (indent + 3)
            return [f"{start} |", *(f"{pad}{line}" if line else "" for line in lines[:-1])]
        return [f"{start} {self.scalar(node)}{self.chance.choice(['', '', ' # so'])}"]

    def flow(self, node: Node, steps: tuple[Step, ...]) -> str:
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        if isinstance(node, SequenceNode):
            return (
                "[" + ", ".join(self.flow(item, (*steps, index)) or "~" for index, item in enumerate(node.items)) + "]"
            )
        inner = (
            f"{self.scalar(key)}: {self.flow(value, (*steps, key.text))}" for key, value in self.pairs(node, steps)
        )
        return "{" + ", ".join(inner) + "}"

    def scalar(self, node: ScalarNode) -> str:
        """Quotes only where they do not decide what the scalar means."""
        means_text = not node.plain or isinstance(json_scalar(node.text, plain=True), str)
        could_be_plain = (
            bool(node.text) and set(node.text) <= SAFE and isinstance(json_scalar(node.text, plain=True), str)
        )
        if not means_text:
            return node.text
        if could_be_plain and self.chance.random() < 0.5:
            return node.text
        if node.text.isascii() and node.text.isprintable() and self.chance.random() < 0.5:
            return "'" + node.text.replace("'", "''") + "'"
        return quoted(node.text)
