"""Text files line by line, made fit for the engine: UTF-8, no line ends but LF, no line too long.

A file that is fit already is read in place. Any other is copied with a stand-in for each line that is
not fit, so that line numbers stay, the rest is judged all the same, and memory stays small.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from statebook.conform.logs.rows import KEPT_FLAWS, MAXIMUM_LINE, LogRefused, Source, plain_name

CHUNK = 4 * 1024 * 1024
COMPRESSED_CHUNK = 64 * 1024
"""Small: what is in the piece in which a file turns out damaged is lost."""
BLANK = b" "
"""Stands for a blank line."""
UNREADABLE = b"?"
"""Stands for a line that cannot be read: it is no JSON."""

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class FitText:
    """A text file fit for the engine, and the lines that were not, with the reason."""

    path: Path
    flaws: dict[int, str]


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Damaged(Exception):
    """A compressed file breaks off or contradicts its checksum."""


class _Gunzip:
    """A gzip file (RFC 1952) of one or more members, read as far as it goes before `_Damaged` is raised."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.inflate = zlib.decompressobj(31)
        self.waiting = b""
        self.damaged = False

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        while not self.damaged:
            piece = self.waiting or self.stream.read(COMPRESSED_CHUNK)
            self.waiting = b""
            if self.inflate.eof:
                if not piece:
                    return b""
                self.inflate = zlib.decompressobj(31)
            elif not piece:
                self.damaged = True
                break
            try:
                found = self.inflate.decompress(piece, size)
            except zlib.error:
                self.damaged = True
                break
            self.waiting = self.inflate.unused_data if self.inflate.eof else self.inflate.unconsumed_tail
            if found:
                return found
        raise _Damaged


def fit_text(source: Source) -> FitText:
    """The file itself when it is fit, else a copy. The first flaws are remembered with their lines.

    Raises `LogRefused` for a text that is not in UTF-8 as a whole.
    """
    start = _start_of(source.path)
    flaws: dict[int, str] = {}
    if not start.startswith((_GZIP, _BOM)) and _is_fit(source.path):
        return FitText(plain_name(source), flaws)
    with source.copy.open("wb") as target:
        for number, line in enumerate(_lines(source.path), 1):
            text, reason = _readable(line, is_first=number == 1)
            text = text.strip(b" \t")
            if reason and len(flaws) < KEPT_FLAWS:
                flaws[number] = reason
            target.write((text or BLANK) + b"\n")
    return FitText(source.copy, flaws)


def text_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Each line as text without its end, and why it cannot be read; no reason when it can.

    Raises `LogRefused` as `fit_text` does.
    """
    _start_of(path)
    for number, line in enumerate(_lines(path), 1):
        text, reason = _readable(line, is_first=number == 1)
        yield text.decode("utf-8"), reason


def _start_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        start = stream.read(3)
    if start[:2] in _OTHER_ENCODINGS:
        raise LogRefused("the file is in UTF-16", f"convert it: iconv -f UTF-16 -t UTF-8 {path.name}")
    return start


class _TooLong:
    """Stands for a line that was passed over."""


class _Ends:
    """Stands for the end of a compressed file that breaks off."""


def _is_fit(path: Path) -> bool:
    """Whether the engine can read the file as it is. Each byte is looked at a few times and copied never."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_between = True
    length = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if b"\r" in chunk or b"\0" in chunk:
                return False
            first = chunk.find(b"\n")
            length += len(chunk) if first < 0 else first
            if length > MAXIMUM_LINE:
                return False
            if first >= 0:
                length = len(chunk) - chunk.rfind(b"\n") - 1
            if is_between and chunk.isascii():
                continue
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return False
            is_between = decoder.getstate()[0] == b""
    return is_between


def _lines(path: Path) -> Iterator[bytes | _TooLong | _Ends]:
    """The lines without their ends."""
    with path.open("rb") as stream:
        compressed = stream.peek(2).startswith(_GZIP)
        readable: _Readable = _Gunzip(stream) if compressed else stream
        try:
            for block in _blocks(readable):
                if isinstance(block, _TooLong):
                    yield block
                else:
                    yield from block.removesuffix(b"\n").split(b"\n")
        except _Damaged:
            yield _Ends()


def _blocks(stream: _Readable) -> Iterator[bytes | _TooLong]:
    """The file in blocks of whole lines; a line beyond the limit is passed over, in little memory.

    Where a compressed file is damaged, the line that it breaks off in is left to `_Damaged`.
    """
    rest = b""
    skipping = False
    while chunk := stream.read(CHUNK):
        if skipping:
            _, found, chunk = chunk.partition(b"\n")
            skipping = not found
        block = rest + chunk
        cut = block.rfind(b"\n") + 1
        rest = block[cut:]
        yield from _split(block[:cut])
        if len(rest) > MAXIMUM_LINE:
            yield _TooLong()
            rest, skipping = b"", True
    if rest:
        yield from _split(rest)


def _split(block: bytes) -> Iterator[bytes | _TooLong]:
    """A block in one piece, or line by line where one of its lines is too long."""
    if len(block) <= MAXIMUM_LINE:
        if block:
            yield block
        return
    for line in block.removesuffix(b"\n").split(b"\n"):
        yield _TooLong() if len(line) > MAXIMUM_LINE else line + b"\n"


def _readable(line: bytes | _TooLong | _Ends, *, is_first: bool) -> tuple[bytes, str]:
    """A line, or what stands for it, and why it cannot be read; no reason when it can."""
    if isinstance(line, _TooLong):
        return UNREADABLE, f"the line is longer than {MAXIMUM_LINE // 1024 // 1024} MiB"
    if isinstance(line, _Ends):
        return UNREADABLE, "the compressed file breaks off or is damaged here"
    if is_first:
        line = line.removeprefix(_BOM)
    line = line.removesuffix(b"\r")
    if b"\0" in line:
        return UNREADABLE, "the line has a NUL character: is this a binary file?"
    if b"\r" in line:
        return UNREADABLE, "the line has a carriage return inside"
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as problem:
        return UNREADABLE, f"byte {problem.start + 1} of the line, 0x{line[problem.start]:02x}, is no UTF-8"
    return line, ""
