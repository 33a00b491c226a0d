"""The palette that a city's two colours are made into."""

import re

import pytest

from microsite.colours import (
    BLACK,
    WHITE,
    Palette,
    contrast,
    mixed,
    on,
    parsed,
    stylesheet,
    written,
)

BRANDS = ["#0b3c5d", "#ffcc00", "#ffffff", "#000000", "#c4122f", "#7fb800", "#808080"]


def test_black_and_white_have_the_greatest_contrast() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(WHITE, WHITE) == pytest.approx(1)


def test_contrast_is_that_of_the_guidelines() -> None:
    # #767676 is the lightest grey that reaches 4.5 on white.
    assert contrast(parsed("#767676"), WHITE) >= 4.5
    assert contrast(parsed("#777777"), WHITE) < 4.5


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("accent", BRANDS)
def test_text_stays_readable_whatever_the_colours(brand: str, accent: str) -> None:
    made = Palette(parsed(brand), parsed(accent)).properties()
    colours = {name: parsed(value) for name, value in made.items()}

    assert contrast(colours["--on-brand"], colours["--brand"]) >= 4.5
    assert contrast(colours["--on-accent"], colours["--accent"]) >= 4.5
    assert contrast(colours["--brand-ink"], colours["--brand-soft"]) >= 4.5
    assert contrast(colours["--brand-ink"], colours["--brand-wash"]) >= 4.5
    assert contrast(colours["--brand-ink"], WHITE) >= 4.5
    assert contrast(colours["--brand-deep"], WHITE) >= 7
    assert contrast(colours["--brand-deeper"], WHITE) >= 7
    assert contrast(colours["--accent-ink"], colours["--accent-soft"]) >= 4.5


def test_colours_are_mixed_by_share() -> None:
    assert written(mixed(BLACK, WHITE, 0.5)) == "#808080"


def test_dark_colours_carry_white_text() -> None:
    assert on(parsed("#0b3c5d")) == WHITE


@pytest.mark.parametrize("wrong", ["red", "#fff", "#0b3c5d;}", "0b3c5d", ""])
def test_only_colours_become_style(wrong: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(wrong)}$"):
        stylesheet(wrong, "#ffffff")
