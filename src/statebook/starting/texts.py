"""The texts of a new project's files."""

from __future__ import annotations

from itertools import pairwise

from statebook.importing.draft import Draft
from statebook.importing.spec import make_spec
from statebook.importing.yaml_text import scalar, yaml_text

SCHEMA = "schema/statebook-1.schema.json"
SPECS = "spec"


def spec_of_states(title: str, machine: str, attribute: str, states: list[str]) -> str:
    """A spec with these states in a row, each leading to the next; everything else is marked `todo`."""
    draft = Draft(title=title, state_attribute=attribute)
    for name in states:
        draft.state(name)
    draft.initial = states[:1]
    for source, target in pairwise(states):
        draft.transition(source, target)
    made = make_spec(draft, machine, machine)
    return _head("What is marked `todo` is yours to say.") + yaml_text(made.spec)


def starter(title: str, machine: str, attribute: str) -> str:
    """A small spec that lints clean, with a comment on each part."""
    noun = scalar(title.lower())
    return (
        _head("Change it to what your resource does; `statebook serve` shows the page while you edit.")
        + f"""\
statebook: 1
id: {scalar(machine)}
title: {scalar(title)}
noun: {noun}
summary: Say here what the resource is, and whom its lifecycle concerns. Markdown.
state_attribute: {scalar(attribute)} # where the state stands in the JSON; a path such as status.phase is fine
since_attribute: since
initial: new
openness: closed

# What clients call.
actions:
  start:
    title: Start the work
    description: Orders the work. It begins as soon as somebody is free.
    method: POST
    path: "/things/{{ID}}/start"
    errors: [wrong_state]
  retrieve:
    title: Retrieve it
    description: Gives the object as it is now.
    method: GET
    path: "/things/{{ID}}"
    accepted_in: "*"
    returns: state
  retry:
    title: Try again
    description: Orders the work once more.
    method: POST
    path: "/things/{{ID}}/retry"
    errors: [wrong_state]

errors:
  wrong_state:
    status: 409
    state_refused: true # the answer to a call that the current state does not take
    description: The state does not take this call. Look at the object again.

# What else moves the resource.
events:
  work_succeeded: {{by: completion, description: The work ended well.}}
  work_failed: {{by: completion, description: The work ended with an error.}}

attributes:
  since: {{type: datetime, description: Since when the state holds.}}

states:
  new:
    kind: resting
    description: Nothing has been ordered yet.
    next_step: Start the work.
  working:
    kind: transient
    description: The work is being done.
    next_step: Wait until it is over.
    poll: {{action: retrieve, every: 10s, until: [resting, final]}}
  done:
    kind: final
    outcome: success
    description: The work ended well. Nothing happens any more.
    next_step: Use what came out of it.
  failed:
    kind: resting
    outcome: failure
    description: The work ended with an error.
    next_step: Try again.

transitions:
  - {{from: new, to: working, trigger: start}}
  - {{from: working, to: done, trigger: work_succeeded}}
  - {{from: working, to: failed, trigger: work_failed}}
  - {{from: failed, to: working, trigger: retry}}
"""
    )


def _head(what: str) -> str:
    return f"# yaml-language-server: $schema=../{SCHEMA}\n# {what}\n"


def settings(title: str, output: str) -> str:
    """`statebook.yml`."""
    where = f"output: {scalar(output)}\n" if output != "docs" else ""
    return f"""\
# The settings of this project; all have defaults.
statebook: 1
title: {scalar(title)}
specs: {SPECS}/*.yaml
{where}language_schema: {SCHEMA} # editors complete specs with it
"""


def site(title: str, page: str) -> str:
    """`mkdocs.yml` of a new site."""
    return f"""\
# `statebook build --site` builds it, `statebook serve` shows it while you edit.
site_name: {scalar(title)}
strict: true

theme:
  name: material
  font: false # the reader's own fonts: no request leaves the site
  features:
    - content.code.copy
    - navigation.sections
    - navigation.tracking
    - toc.follow
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
    - media: "(prefers-color-scheme: dark)"
      scheme: slate

plugins:
  - search
  - statebook

markdown_extensions:
  - attr_list
  - md_in_html
  - tables
  - toc:
      permalink: true
      toc_depth: 2
  - pymdownx.highlight:
      pygments_lang_class: true
  - pymdownx.superfences

nav:
  - Home: index.md
  - {scalar(title)}: {scalar(page)}
"""


def home(title: str, page: str) -> str:
    """The first page of a new site."""
    return f"# {_plain(title)}\n\nThe lifecycle, with its states, calls and diagrams: [{_plain(title)}]({page}).\n"


def _plain(text: str) -> str:
    """A title in Markdown, with nothing in it that Markdown would read."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+-.!|~&" and not sign.isalnum() else sign for sign in text)


WORKFLOW = """\
# Each pull request that touches a lifecycle gets a comment that says what breaks, and for whom.
name: Lifecycles
on: pull_request
permissions:
  contents: read
  pull-requests: write # the comment; leave it out for annotations and summary alone
jobs:
  statebook:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: statebook/statebook@main # name a tag or a hash
        with:
          fail-on: breaking
"""
HOOK = """\
repo: https://github.com/statebook/statebook
rev: main # name a tag: pre-commit autoupdate does
hooks:
  - id: statebook-lint
  - id: statebook-check"""
PRE_COMMIT = (
    "repos:\n"
    + "\n".join(f"  {'- ' if not index else '  '}{line}" for index, line in enumerate(HOOK.split("\n")))
    + "\n"
)
IGNORED = ("/site/", "/.statebook-cache/")
"""What a repository of a project does not keep."""
