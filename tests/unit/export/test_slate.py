"""The include for Slate, rendered by Redcarpet as Slate sets it up, with ids of headings as Slate makes them."""

from __future__ import annotations

import json
import subprocess
from html import unescape
from urllib.parse import unquote

import html5lib
import pytest

from every_machine import every_machine
from statebook.export.formats.slate import export
from unit.render.readers import needs_redcarpet

# Our own words for what Slate does with a heading: tags go, the rest becomes ASCII, a repeated id gets a number.
RUBY = r"""
require "redcarpet"
require "json"
require "digest"
class Ids < Redcarpet::Render::HTML
  def header(text, level)
    plain = text.gsub(/<[^>]*>/, "").unicode_normalize(:nfd)
    id = plain.encode("US-ASCII", invalid: :replace, undef: :replace, replace: "?")
    id = id.gsub(/[^a-z0-9\-_]+/i, "-").gsub(/-{2,}/, "-").gsub(/\A-|-\z/, "").downcase
    id = Digest::SHA1.hexdigest(text)[0, 10] if id.empty?
    count = (@seen ||= Hash.new(0))[id] += 1
    id += "-#{count}" if count > 1
    "<h#{level} id='#{id}'>#{text}</h#{level}>\n"
  end
end
puts JSON.generate(JSON.parse(STDIN.read).map { |text|
  Redcarpet::Markdown.new(Ids.new(with_toc_data: true), fenced_code_blocks: true, disable_indented_code_blocks: true,
    prettify: true, strikethrough: true, tables: true, no_intra_emphasis: true).render(text)
})
"""


def rendered(texts: list[str]) -> list[str]:
    command = ["ruby", "-Ku", "-E", "UTF-8:UTF-8", "-e", RUBY]
    done = subprocess.run(command, input=json.dumps(texts), check=True, capture_output=True, text=True)
    return list(json.loads(done.stdout))


def projects() -> dict[str, list[str]]:
    """The includes of each project, as one page has them."""
    found: dict[str, list[str]] = {}
    for name, subject in every_machine().items():
        found.setdefault(name.partition("/")[0], []).append(export(subject).text)
    del found["own-templates"]  # its templates write no sections, and link them nevertheless
    return found


@needs_redcarpet
def test_every_link_leads_to_an_id_of_the_page() -> None:
    pages = {name: "\n\n".join(texts) for name, texts in projects().items()}
    for name, html in zip(pages, rendered(list(pages.values())), strict=True):
        tree = html5lib.parse(f"<!doctype html><title>x</title><body>{html}", namespaceHTMLElements=False)
        ids = [one.get("id") for one in tree.iter() if one.get("id")]
        links = [one.get("href") for one in tree.iter("a") if (one.get("href") or "").startswith("#")]
        assert links, name
        broken = [one for one in links if unquote(unescape(one[1:])) not in set(ids)]
        assert not broken, name
        assert not list(tree.iter("script")), name


@needs_redcarpet
def test_languages_are_blocks_one_after_the_other_and_titles_are_quotes() -> None:
    html = rendered([export(every_machine()["real/dataset-status"]).text])[0]
    first = html[html.index("<blockquote>") :]
    order = [first.index(one) for one in ("<blockquote>", 'class="shell"', 'class="python"', 'class="javascript"')]
    assert order == sorted(order)
    assert "<table>" in html
    assert "<img" not in html


@pytest.mark.parametrize("name", every_machine())
def test_an_include_links_no_files(name: str) -> None:
    made = export(every_machine()[name])
    assert made.file.startswith("_")
    assert "slate-brings-no-files" not in made.text
    assert "](slate" not in made.text


def test_the_name_is_what_slate_includes() -> None:
    assert export(every_machine()["real/dataset-status"]).file == "_dataset_status.md"
