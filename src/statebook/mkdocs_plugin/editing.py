"""From a section of a generated page to the line of the spec that it came from, and the link there.

Knows the HTML of our pages and the nodes of a spec; asks for neither models nor MkDocs, so that a
site of committed pages does not pay for them.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from statebook.anchors import slug

if TYPE_CHECKING:
    from statebook.source.nodes import Node
    from statebook.source.text import SourceText

SETTINGS_FILE = "statebook.yml"
_SECTION = re.compile(r'(<h2 [^>]*\bid="(?P<id>[^"]*)"[^>]*>)(?P<inner>.*?)(</h2>)', re.DOTALL)
_HEADER_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_CODE = re.compile(r"<code(?:\s[^>]*)?>(.*?)</code>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_OTHERS = {"events": "events", "related-objects": "objects", "sources-and-evidence": "sources", "actions": "actions"}


def link_to_line(url: str, line: int) -> str:
    """An edit link with the line that its host understands; other hosts pass over a fragment."""
    host = urlsplit(url).hostname or ""
    if "#" in url:
        return url
    return f"{url}#lines-{line}" if "bitbucket" in host else f"{url}#L{line}"


def from_template(template: str, file: str, line: int) -> str | None:
    """The link that the setting `repository` asks for; None unless it is one to a web page."""
    url = template.replace("{file}", quote(file)).replace("{line}", str(line))
    return url if is_web(url) else None


def is_web(url: str) -> bool:
    """Whether it is the whole address of a web page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and url.isprintable()


def straight(url: str) -> str:
    """An address without `..` in its path: the way from the folder of the pages to a spec goes up first."""
    try:
        parts = urlsplit(url)
        return urljoin(url, urlunsplit(("", "", *parts[2:])))
    except ValueError:
        return url


@dataclass(slots=True)
class Places:
    """The lines of one project's specs; each file is read once, and one in `given` not at all."""

    root: Path
    given: dict[str, SourceText] = field(default_factory=dict)
    _nodes: dict[str, Node | None] = field(default_factory=dict)

    def setting(self, name: str) -> str:
        """The text of a setting in `statebook.yml`; empty when it has none."""
        if not self._mentions(name):
            return ""
        from statebook.source.nodes import MappingNode, ScalarNode

        node = self._node(SETTINGS_FILE)
        pair = node.pairs.get(name) if isinstance(node, MappingNode) else None
        return pair[1].text.strip() if pair is not None and isinstance(pair[1], ScalarNode) else ""

    def declares(self, name: str) -> bool:
        """Whether `statebook.yml` has a setting."""
        if not self._mentions(name):
            return False
        from statebook.source.nodes import MappingNode

        node = self._node(SETTINGS_FILE)
        return isinstance(node, MappingNode) and name in node.pairs

    def line(self, spec: str, steps: tuple[str, ...]) -> int:
        """The line of a key of a spec; of its nearest parent that is there, and 1 without any."""
        from statebook.source.nodes import locate

        node = self._node(spec)
        return 1 if node is None else locate(node, steps, key=True)[0]

    def states(self, spec: str) -> frozenset[str]:
        """The ids of the states that a spec declares."""
        from statebook.source.nodes import MappingNode

        node = self._node(spec)
        pair = node.pairs.get("states") if isinstance(node, MappingNode) else None
        return frozenset(pair[1].pairs) if pair is not None and isinstance(pair[1], MappingNode) else frozenset()

    def _mentions(self, name: str) -> bool:
        """Whether the settings may have a key; most sites that do not are spared a parser."""
        try:
            text = (self.root / SETTINGS_FILE).read_bytes()
        except OSError:
            return False
        return name.encode() in text or b"\\" in text  # an escape can spell any name

    def _node(self, spec: str) -> Node | None:
        if spec not in self._nodes:
            self._nodes[spec] = _compose(self.root, spec, self.given.get(spec))
        return self._nodes[spec]


def _compose(root: Path, spec: str, given: SourceText | None) -> Node | None:
    from statebook.diagnostic import Diagnostic
    from statebook.source.compose import compose
    from statebook.source.text import read_text

    if given is not None:
        return compose(given)[0]
    path = root / spec
    if not path.resolve().is_relative_to(root.resolve()):
        return None
    source = read_text(path, spec)
    return None if isinstance(source, Diagnostic) else compose(source)[0]


def action_titles(machine_json: bytes | None) -> dict[str, str]:
    """The id of each action by its title, from the machine as data; empty when there is none."""
    try:
        listed = json.loads(machine_json or b"{}").get("actions", [])
        return {str(one["title"]): str(one["id"]) for one in listed}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def add_links(content: str, places: Places, spec: str, actions: dict[str, str], url: str, template: str) -> str:
    """The HTML of a page with a link behind each heading of the second level that leads to its line.

    `url` edits the spec as a whole, `template` is the setting `repository`; either may be empty.
    """
    states = places.states(spec)

    def replaced(found: re.Match[str]) -> str:
        steps = _steps(found["id"], found["inner"], states, actions)
        line = places.line(spec, steps)
        target = from_template(template, spec, line) if template else link_to_line(url, line)
        if not target:
            return found[0]
        where = html.escape(f"{spec}, line {line}")
        link = (
            f'<a class="statebook-edit" href="{html.escape(target)}" title="Edit this section: {where}" '
            'aria-label="Edit this section" data-search-exclude="">✎</a>'
        )
        return f"{found[1]}{found['inner']}{link}{found[4]}"

    return _SECTION.sub(replaced, content)


def _steps(anchor: str, inner: str, states: frozenset[str], actions: dict[str, str]) -> tuple[str, ...]:
    """The keys that lead to what a heading is about; none for the spec as a whole."""
    heading = _HEADER_LINK.sub("", inner)
    codes = _CODE.findall(heading)
    words = html.unescape(_TAG.sub("", heading)).strip()
    if len(codes) == 1 and words.startswith("The "):
        state = html.unescape(_TAG.sub("", codes[0]))
        if state in states:
            return ("states", state)
    if words in actions:
        return ("actions", actions[words])
    if slug(words) in _OTHERS:
        return (_OTHERS[slug(words)],)
    return ("attributes",) if anchor.endswith("-object") else ()
