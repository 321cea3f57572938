"""What html-validate says of pages: every departure from the HTML standard, counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from node_packages import package, run_node

Flaws = Counter[tuple[str, str]]

_SCRIPT = """
const { HtmlValidate } = require(process.argv[1]);
const all = new HtmlValidate({ root: true, extends: ["html-validate:standard"] });
const pages = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const found = {};
for (const [name, text] of Object.entries(pages)) {
    const { results } = all.validateStringSync(text);
    found[name] = results.flatMap((one) => one.messages.map(({ ruleId, message }) => [ruleId, message]));
}
process.stdout.write(JSON.stringify(found));
"""


def flaws(pages: Mapping[str, str]) -> dict[str, Flaws]:
    """The flaws of each page by its name: how often a rule was broken, in the rule's own words."""
    library = package("html-validate/dist/cjs/index.js")
    done = run_node("-e", _SCRIPT, library, text=json.dumps(dict(pages)))
    assert done.returncode == 0, done.stderr
    return {name: Flaws(map(tuple, listed)) for name, listed in json.loads(done.stdout).items()}
