"""What `init` does to a folder: the files that it writes, those it adds to, those it leaves, and what to say of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from statebook.importing.yaml_text import scalar
from statebook.starting import texts
from statebook.starting.lists import entries_of, text_at, with_entry

SETTINGS, SITE, HOOKS, IGNORE = "statebook.yml", "mkdocs.yml", ".pre-commit-config.yaml", ".gitignore"
WORKFLOW = ".github/workflows/statebook.yml"
SITES = (SITE, "mkdocs.yaml")
"""Names that a site's configuration may have."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to begin: the machine's title and id, its spec as text and where, and which parts."""

    title: str
    machine: str
    spec: str
    with_site: bool = True
    with_workflow: bool = True
    with_hooks: bool = True


@dataclass(slots=True)
class Plan:
    """The texts to write, by path from the root, and what to say: `added`, `changed`, `kept` and `by_hand`."""

    texts: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)

    def add(self, path: str, text: str, there: Mapping[str, str]) -> None:
        """A new file, unless there is one."""
        if path in there:
            self.kept.append(path)
        else:
            self.texts[path] = text
            self.added.append(path)

    def change(self, path: str, text: str | None, what: str, otherwise: str) -> None:
        """A file that gets something more, or what a person has to add where that is not sure."""
        if text is None:
            self.by_hand.append(f"{path}: {otherwise}")
        else:
            self.texts[path] = text
            self.changed.append(f"{path}: {what}")


def output_of(there: Mapping[str, str]) -> str:
    """The folder of pages: that of a site that is there, else `docs`."""
    site = next((there[name] for name in SITES if name in there), "")
    found = text_at(site, "docs_dir").strip().strip("/") if site else ""
    inside = found and not found.startswith(("/", "~", "..")) and ".." not in found.split("/")
    return found if inside else "docs"


def plan(wanted: Wanted, there: Mapping[str, str]) -> Plan:
    """The plan for a folder. `there` are the texts of the files that it has already, by path."""
    made = Plan()
    output = output_of(there)
    page = f"{wanted.machine}.md"
    made.add(f"{texts.SPECS}/{wanted.machine}.yaml", wanted.spec, there)
    made.add(SETTINGS, texts.settings(wanted.title, output), there)
    if wanted.with_site:
        _site(made, wanted, there, output, page)
    if wanted.with_workflow:
        made.add(WORKFLOW, texts.WORKFLOW, there)
    if wanted.with_hooks:
        _hooks(made, there)
    _ignored(made, there)
    return made


def _site(made: Plan, wanted: Wanted, there: Mapping[str, str], output: str, page: str) -> None:
    name = next((one for one in SITES if one in there), "")
    if not name:
        made.add(SITE, texts.site(wanted.title, page), there)
        made.add(f"{output}/index.md", texts.home(wanted.title, page), there)
        return
    text: str | None = there[name]
    plugins = entries_of(there[name], "plugins")
    if plugins is None:
        made.by_hand.append(f"{name}: it cannot be read; add `statebook` to its `plugins:` and {page} to its `nav:`")
        return
    if "statebook" not in plugins:
        text = with_entry(there[name], "plugins", "statebook", ("search",))
        made.change(name, text, "the plugin `statebook`", "add `statebook` to its `plugins:`")
    before = text if text is not None else there[name]
    navigation = entries_of(before, "nav")
    if navigation and not _names_page(before, page):
        entry = f"{scalar(wanted.title)}: {scalar(page)}"
        made.change(name, with_entry(before, "nav", entry), f"{page} at the end of `nav:`", f"add {page} to its `nav:`")
    theme = text_at(there[name], "theme") or "mkdocs"
    if theme != "material":
        made.by_hand.append(f"{name}: its theme is {theme}; the three columns are made for Material")


def _names_page(text: str, page: str) -> bool:
    return any(
        line.split("#")[0].rstrip().endswith((f" {page}", f'"{page}"', f"'{page}'")) for line in text.splitlines()
    )


def _hooks(made: Plan, there: Mapping[str, str]) -> None:
    if HOOKS not in there:
        made.add(HOOKS, texts.PRE_COMMIT, there)
    elif "statebook/statebook" in there[HOOKS]:
        made.kept.append(HOOKS)
    else:
        done = with_entry(there[HOOKS], "repos", texts.HOOK)
        made.change(HOOKS, done, "the hooks of Statebook", "add the hooks of https://github.com/statebook/statebook")


def _ignored(made: Plan, there: Mapping[str, str]) -> None:
    """What is made and not kept: the built site, the cache."""
    text = there.get(IGNORE, "")
    known = {line.strip().strip("/") for line in text.splitlines()}
    missing = [line for line in texts.IGNORED if line.strip("/") not in known]
    if not missing:
        return
    joined = "".join(f"{line}\n" for line in missing)
    if IGNORE not in there:
        made.add(IGNORE, joined, there)
    else:
        ending = "\r\n" if "\r\n" in text else "\n"
        gap = "" if text.endswith(("\n", "\r")) or not text else ending
        made.change(IGNORE, text + gap + joined.replace("\n", ending), ", ".join(missing), "")
