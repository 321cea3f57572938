"""Turns the parsed page into columns: finds examples, tabs, diagrams and tables, then lays them out.

Knows the tree of Python-Markdown and the page's own facts; opens no file itself.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE

from statebook.columns import cards, contents, figures, links, marks, tables, variants
from statebook.columns.beside import Read
from statebook.columns.breaks import let_break
from statebook.columns.finder import finder
from statebook.columns.headings import level, take_aliases
from statebook.columns.languages import is_sample, label, language_id
from statebook.columns.layout import Block, rows
from statebook.columns.source import Page
from statebook.columns.text import plain

_FENCE_MARK = re.compile(f"{marks.FENCE}([0-9]+){marks.FENCE}")

_TAG = re.compile(r"(<[^>]*>)")
_SLASH = re.compile(r"(?<=[\w}])/(?=[\w{])")


def arrange(root: Element, md: Markdown, page: Page, read: Read) -> None:
    """Rewrites the page's tree in place. `read` gives the content of a file by its address from the page."""
    take_aliases(root, md)
    if page.generated:
        links.keep_harmless(root)
        contents.note_listed(root, page)
        cards.lay_out(root, page)
        for heading in root:
            for code in heading.iter("code") if level(heading) else ():
                let_break(code)
    tables.link_rows(root, md)
    tables.wrap(root)
    blocks = _blocks(root, md, page, read)
    for child in list(root):
        root.remove(child)
    root.extend(rows(blocks))


def _blocks(root: Element, md: Markdown, page: Page, read: Read) -> list[Block]:
    elements = list(root)
    blocks: list[Block] = []
    position = 0
    while position < len(elements):
        element = elements[position]
        annotation = _annotation(elements, position, page)
        start = position + 1 if annotation is not None else position
        fences = _fences(elements, start, page)
        if fences:
            _let_addresses_break(fences, md)
            example = _example(annotation, fences)
            if not (blocks and variants.join(blocks[-1].element, example)):
                blocks.append(Block("code", example))
            position = start + 2 * len(fences)
            continue
        position += 1
        if _marked(element, page) is None:
            blocks.append(_figure(element, root, md, read) or Block("prose", element))
    return blocks


def _marked(element: Element, page: Page) -> str | None:
    """The language of the fence that this paragraph announces."""
    found = _FENCE_MARK.fullmatch((element.text or "").strip()) if element.tag == "p" and not len(element) else None
    return page.languages[int(found[1])] if found and int(found[1]) < len(page.languages) else None


def _fence_at(elements: list[Element], position: int, page: Page) -> tuple[str, Element] | None:
    """The language and the element of the fence whose mark stands at this position."""
    if position + 1 >= len(elements):
        return None
    language, code = _marked(elements[position], page), elements[position + 1]
    stored = code.tag == "p" and not len(code) and HTML_PLACEHOLDER_RE.fullmatch((code.text or "").strip())
    return (language, code) if language is not None and stored else None


def _fences(elements: list[Element], start: int, page: Page) -> list[tuple[str, Element]]:
    """The fence that stands here, or several in a row that are one request in different languages."""
    found: list[tuple[str, Element]] = []
    while (fence := _fence_at(elements, start + 2 * len(found), page)) is not None:
        if found and not (is_sample(found[0][0]) and is_sample(fence[0])):
            break
        if language_id(fence[0]) in {language_id(language) for language, _ in found}:
            break
        found.append(fence)
    return found


def _annotation(elements: list[Element], position: int, page: Page) -> Element | None:
    """The paragraph of a one-paragraph quote that stands directly before a fence."""
    quote = elements[position]
    if quote.tag != "blockquote" or len(quote) != 1 or quote[0].tag != "p":
        return None
    return quote[0] if _fence_at(elements, position + 1, page) is not None else None


def _example(annotation: Element | None, fences: list[tuple[str, Element]]) -> Element:
    example = Element("div", {"class": "statebook-example"})
    if annotation is not None:
        annotation.set("class", "statebook-annotation")
        example.append(annotation)
    if len(fences) == 1:
        example.set("data-statebook-language", language_id(fences[0][0]))
        example.append(fences[0][1])
        return example
    tabs = SubElement(example, "div", {"class": "statebook-tabs"})
    for language, code in fences:
        attributes = {"class": "statebook-tab", "data-statebook-language": language_id(language)}
        tab = SubElement(tabs, "div", attributes)
        SubElement(tab, "p", {"class": "statebook-tab-label"}).text = label(language)
        tab.append(code)
    return example


def _let_addresses_break(fences: list[tuple[str, Element]], md: Markdown) -> None:
    """Lets the long address of a call go on in the next line, after a `/` rather than anywhere."""
    for language, code in fences:
        stored = HTML_PLACEHOLDER_RE.fullmatch((code.text or "").strip())
        if language == "http" and stored:
            blocks, number = md.htmlStash.rawHtmlBlocks, int(stored[1])
            pieces = _TAG.split(str(blocks[number]))
            blocks[number] = "".join(one if one.startswith("<") else _SLASH.sub("/<wbr>", one) for one in pieces)


def _figure(element: Element, root: Element, md: Markdown, read: Read) -> Block | None:
    """The figure for a paragraph that is one image of a diagram of ours and nothing else."""
    if element.tag != "p" or len(element) != 1 or element[0].tag != "img":
        return None
    image = element[0]
    if (element.text or "").strip() or (image.tail or "").strip():
        return None
    source = plain(image.get("src"))
    diagram = figures.find(source, read)
    if diagram is None:
        return None
    figure = Element("figure", {"class": "statebook-figure", "data-search-exclude": ""})
    SubElement(figure, "div", {"class": "statebook-scroll"}).text = md.htmlStash.store(diagram.svg)
    caption = SubElement(figure, "figcaption")
    alternative = image.get("alt", "")
    if alternative:
        in_words = SubElement(caption, "details")
        SubElement(in_words, "summary").text = "In words"
        SubElement(in_words, "p").text = alternative
    SubElement(caption, "a", {"href": image.get("src", "")}).text = "SVG file"
    data = finder(source, diagram, root, read)
    if data is not None:
        SubElement(caption, "div", {"class": "statebook-finder"}).text = md.htmlStash.store(data)
    return Block("wide" if diagram.width >= figures.WIDE else "prose", figure)
