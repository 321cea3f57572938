"""The calls that a page defines (`PUT /orders/{ID}/pay`) and those that its examples make (`curl …`)."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from statebook.audit.page.model import Fence, Page, Place, Section

METHODS = ("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS")
_DEFINITION = re.compile(rf"^({'|'.join(METHODS)})\s+(\S+)(?:\s+HTTP/[\d.]+)?\s*$")
_CURL = re.compile(r"^\s*(?:\$\s+)?curl\s")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_HOST = re.compile(r"^(?:\{?\w+\}?\.)+[A-Za-z{][^/?#]*(?=/)")
VARIABLE = re.compile(
    r"\{+[^{}]*\}+|<[^<>]*>|%7[Bb].*?%7[Dd]|\$\{?\w+\}?|:[A-Za-z_]\w*|\[[^\[\]]*\]|\b[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_?)*\b|X{3,}"
)
_WITH_VALUE = {"-X", "--request", "-d", "--data", "--data-raw", "--data-binary", "--json", "-F", "--form", "-u", "--user",
               "-H", "--header", "-o", "--output", "-A", "-e", "-b", "-c", "--cookie", "-T", "--upload-file", "--url", "-w"}  # fmt: skip
_BODY = {"-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--json", "-F", "--form"}
LONGEST_COMMAND = 4_000


@dataclass(frozen=True, slots=True)
class Call:
    """A method and a path without scheme, host and query, where it stands, and in which section.

    `is_full`: it was written with its host.
    """

    method: str
    path: str
    place: Place
    section: Section
    is_full: bool


def call(method: str, address: str, place: Place, section: Section) -> Call:
    """A call of an address as it is written."""
    text = address.partition("?")[0].partition("#")[0]
    path = _SCHEME.sub("", text)
    if path == text and not text.startswith("/"):
        path = _HOST.sub("", text)
    is_full = path != text
    return Call(method, path if path.startswith("/") else f"/{path}", place, section, is_full)


def definitions(pages: Sequence[Page]) -> Iterator[Call]:
    """The calls that blocks define: the first line is a method and an address."""
    for section, fence in _fences(pages):
        if fence.language in ("http", "https", "text", "", "plaintext"):
            line, _, _ = fence.content.partition("\n")
            match = _DEFINITION.match(line.strip()) if len(line) < LONGEST_COMMAND else None
            if match:
                column = line.find(match[2])
                yield call(match[1], match[2], fence.place_at(0, column), section)


def requests(pages: Sequence[Page]) -> Iterator[Call]:
    """The calls that examples make with curl."""
    for section, fence in _fences(pages):
        lines = fence.content.split("\n")
        index = 0
        while index < len(lines):
            if _CURL.match(lines[index]):
                last = index
                while lines[last].rstrip().endswith("\\") and last + 1 < len(lines):
                    last += 1
                found = _request(lines[index : last + 1], fence, index, section)
                if found is not None:
                    yield found
                index = last
            index += 1


def _fences(pages: Sequence[Page]) -> Iterator[tuple[Section, Fence]]:
    for page in pages:
        for section in page.sections:
            for block in section.blocks:
                if isinstance(block, Fence):
                    yield section, block


def _request(lines: Sequence[str], fence: Fence, first: int, section: Section) -> Call | None:
    command = " ".join(line.rstrip().removesuffix("\\") for line in lines)
    if len(command) > LONGEST_COMMAND:
        return None
    try:
        words = shlex.split(command.strip().removeprefix("$ "))[1:]
    except ValueError:
        return None
    method, address = _options(words)
    if not address or method not in METHODS:
        return None
    at = next(((index, line.find(address)) for index, line in enumerate(lines) if address in line), (0, 0))
    return call(method, address, fence.place_at(first + at[0], at[1]), section)


def _options(words: Sequence[str]) -> tuple[str, str]:
    """The method and the address of a curl command; no address where there are several or none."""
    method, addresses, has_body, as_query = "", [], False, False
    index = 0
    while index < len(words):
        word = words[index]
        name, joined, value = word.partition("=")
        if name in _WITH_VALUE and not joined:
            value = words[index + 1] if index + 1 < len(words) else ""
            index += 1
        if name in ("-X", "--request"):
            method = value
        elif name == "--url":
            addresses.append(value)
        elif word.startswith("-X") and len(word) > 2:
            method = word[2:]
        elif name in ("-G", "--get"):
            as_query = True
        elif word in ("-I", "--head"):
            method = method or "HEAD"
        elif not word.startswith("-") and name not in _WITH_VALUE:
            addresses.append(word)
        has_body = has_body or name in _BODY
        index += 1
    method = method or ("POST" if has_body and not as_query else "GET")
    return method.upper(), addresses[0] if len(addresses) == 1 else ""


def matches(defined: Call, asked: Call) -> bool:
    """Whether a path with variables takes a path with values; variables may stand on both sides.

    Where only one of them says the host, it may also say a base that the other leaves out.
    """
    ours, theirs = defined.path.split("/")[1:], asked.path.split("/")[1:]
    if defined.is_full != asked.is_full:
        shorter = min(len(ours), len(theirs))
        if len(ours if defined.is_full else theirs) > shorter:
            ours, theirs = ours[len(ours) - shorter :], theirs[len(theirs) - shorter :]
    return len(ours) == len(theirs) and all(_same(one, other) for one, other in zip(ours, theirs, strict=True))


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    if not (VARIABLE.search(one) or VARIABLE.search(other)):
        return False
    if not one or not other:
        return False
    return _fits(one, other) or _fits(other, one)


def _fits(pattern: str, text: str) -> bool:
    """Whether a segment with variables takes another segment."""
    pieces = VARIABLE.split(pattern)
    if len(pieces) == 1 or len(pieces) > 8:
        return pattern == text
    at = 0
    for index, piece in enumerate(pieces):
        found = text.find(piece, at) if index else (0 if text.startswith(piece) else -1)
        if found < 0:
            return False
        at = found + len(piece)
    return text.endswith(pieces[-1])
