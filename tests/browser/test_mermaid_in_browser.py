"""Mermaid draws what we export, in a browser: every name is shown as it is, and no text becomes markup."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from every_machine import every_machine
from hostile_machines import TEXTS, hostile
from node_packages import needs_node, package
from statebook.export.formats import mermaid

if TYPE_CHECKING:
    from playwright.sync_api import Browser

A_DIAGRAM = 14
DRAW = """async ([text, id]) => {
  mermaid.initialize({ startOnLoad: false });
  const { svg } = await mermaid.render("d" + id, text);
  const place = document.getElementById("place");
  place.innerHTML = svg;
  const made = "script, img, image, b, i, strong, em, a, del, li, code, iframe, style ~ style, .katex, svg svg";
  return {
    texts: [...place.querySelectorAll(".nodeLabel, .edgeLabel")].map((one) => one.innerText ?? ""),
    made: [...place.querySelectorAll(made)].map((one) => one.outerHTML.slice(0, 200)),
  };
}"""


def flat(text: str) -> str:
    return " ".join(text.split())


@needs_node
def test_every_name_is_drawn_and_nothing_acts(browser: Browser) -> None:
    # What looks like Mermaid's own code for a sign is one to it, even spelled out: nothing can be done about that.
    names = [one for one in TEXTS if "\u00b6" not in one]
    subjects = [every_machine()["real/dataset-status"], every_machine()["real/job"]]
    subjects += [hostile(names[at : at + A_DIAGRAM], names[at]) for at in range(0, len(names) - 3, A_DIAGRAM)]
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_content("<div id=place></div>")
    page.add_script_tag(path=str(package("mermaid/dist/mermaid.min.js")))
    for at, subject in enumerate(subjects):
        text = mermaid.export(replace(subject, options={"texts": "all"})).text
        found = page.evaluate(DRAW, [text, str(at)])
        assert not found["made"], (found["made"], text)
        shown = {flat(one) for one in found["texts"]}
        missing = [one for one in subject.machine.states if flat(one) not in shown]
        assert not missing, (missing, shown)
    page.close()
    assert not dialogs
