"""Colours are legible on both kinds of page, and never the only difference."""

from __future__ import annotations

import pytest

from statebook.diagram import look


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("page", [0, 1])
def test_text_and_lines_have_contrast(page: int) -> None:
    colours = {name: pair[page] for name, pair in look.PALETTE.items()}
    backgrounds = (colours["halo"], *(("#ffffff",) if page == 0 else ("#0d1117", "#1e2129")))
    for background in backgrounds:
        assert contrast(colours["text"], background) >= 7
        assert contrast(colours["border"], background) >= 3
        for name in look.LINE_CLASSES:
            assert contrast(colours[f"{name}-line"], background) >= 4.5, name
    for name in look.STATE_CLASSES:
        assert contrast(colours["text"], colours[f"{name}-fill"]) >= 7, name
        assert contrast(colours[f"{name}-line"], colours[f"{name}-fill"]) >= 3, name


def test_shape_or_sign_tells_what_colour_tells() -> None:
    kinds = {kind: look.state_attributes(look.state_classes(kind, "")) for kind in ("resting", "transient", "final")}
    shapes = {(one["style"], one.get("peripheries", "1")) for one in kinds.values()}
    assert len(shapes) == 3
    assert len(set(look.SIGNS.values())) == 3
    client = look.line_attributes(("transition", "by-client", "line-client"))
    event = look.line_attributes(("transition", "by-system", "by-event", "line-system"))
    assert client.get("arrowhead") != event.get("arrowhead")


def test_the_style_sheet_needs_nothing_from_outside() -> None:
    text = look.style_sheet()
    assert "url" not in text
    assert "@import" not in text
    assert "<" not in text
    assert "&" not in text
    assert all(
        line.startswith((".statebook-diagram", "@media (prefers-color-scheme:dark)")) for line in text.split("\n")
    )
