"""What an SVG may hold, and that it prints the same."""

from __future__ import annotations

import pytest

from statebook.diagram.svg import SvgRefused, read, written

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, attributes: str = "") -> bytes:
    return f"{OPEN}{attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>@import url(https://example.org/x.css)</style>",
        "<foreignObject><p/></foreignObject>",
        '<image xlink:href="https://example.org/x.png"/>',
        '<use xlink:href="#x"/>',
        "<animate/>",
        '<g onload="alert(1)"/>',
        '<g ONCLICK="alert(1)"/>',
        '<g style="fill:red"/>',
        '<a xlink:href="javascript:alert(1)"/>',
        '<a xlink:href="https://example.org/"/>',
        '<a xlink:href="#x y"/>',
        '<a href="#x"/>',
        '<a xlink:href="#x" target="_blank"/>',
        '<g xlink:href="#x"/>',
        '<path d="M0,0" fill="url(#x)"/>',
        '<path d="M0,0" fill="URL(https://example.org)"/>',
        '<text font-family="Arial" x="1&quot; onload=&quot;1">x</text>',
        '<g id="a&quot;b"/>',
        "<g>text where none belongs</g>",
        "<svg/>",
        "<?php echo 1 ?>",
        "<g",
        "</g>",
        "&nbsp;",
        "\x00",
        '<g id="a" id="b"/>',
        '<g xmlns="http://www.w3.org/1999/xhtml"/>',
        '<text xml:base="https://example.org/">x</text>',
    ],
)
def test_refused(inside: str) -> None:
    with pytest.raises(SvgRefused):
        read(svg(inside))


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not XML",
        b"<html/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>"),
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + svg(""),
        svg("") + svg(""),
        svg("", ' onload="alert(1)"'),
        svg("", ' xmlns:evil="https://example.org/"'),
        svg("<text>\xff</text>").replace("\xff".encode(), b"\xff"),
    ],
)
def test_refused_documents(document: bytes) -> None:
    with pytest.raises(SvgRefused):
        read(document)


def test_a_style_must_be_the_expected_one() -> None:
    assert read(svg("<style>.a{fill:red}</style>"), own_style=".a{fill:red}")
    with pytest.raises(SvgRefused):
        read(svg("<style>.a{fill:blue}</style>"), own_style=".a{fill:red}")


def test_reading_what_was_written_gives_the_same() -> None:
    document = svg(
        '<g id="x" class="node state"><title>a &lt;b&gt; &amp;amp; "c"</title>'
        '<a xlink:href="#über-状態"><text xml:space="preserve" x="1" y="2.5">  two </text></a></g>'
    )
    once = written(read(document))
    assert written(read(once)) == once
    assert "<title>a &lt;b&gt; &amp;amp; &quot;c&quot;</title>" in once.decode()
    assert ">  two </text>" in once.decode()
