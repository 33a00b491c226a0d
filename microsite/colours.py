"""A city's two brand colours made into a palette that stays readable.

Contrast is WCAG's: (lighter + 0.05) / (darker + 0.05) of relative luminances; 4.5 is
the least for text, 7 the level AAA. Source: WCAG 2.2, success criteria 1.4.3 and 1.4.6
and the definition of relative luminance (opened there).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
INK = (20, 27, 36)
"""The colour of text, nearly black."""

LEAST = 4.5
"""The least contrast of text."""

Colour = tuple[int, int, int]


def parsed(text: str) -> Colour:
    """Return the colour that is written as # and six digits.

    Raises:
        ValueError: if it is written otherwise.
    """
    if not HEX.fullmatch(text):
        raise ValueError(text)
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def written(colour: Colour) -> str:
    """Return a colour as # and six digits."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return `colour` with a share (0..1) of `other` mixed in."""
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(colour, other, strict=True)
    )
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Return the relative luminance, 0 for black to 1 for white."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(colour), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def darkened(colour: Colour, *, on: Colour, ratio: float) -> Colour:
    """Return `colour`, mixed with as little black as gives it the contrast on `on`."""
    for percent in range(0, 100, 2):
        darker = mixed(colour, BLACK, percent / 100)
        if contrast(darker, on) >= ratio:
            return darker
    return BLACK


def on(colour: Colour) -> Colour:
    """Return the colour of text on `colour`: white or ink, or black where it must."""
    best = max(WHITE, INK, key=lambda text: contrast(text, colour))
    return best if contrast(best, colour) >= LEAST else BLACK


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a city, by what they are for."""

    brand: Colour
    accent: Colour

    def properties(self) -> dict[str, str]:
        """Return CSS custom properties and their values."""
        soft = mixed(self.brand, WHITE, 0.94)
        deep = darkened(self.brand, on=WHITE, ratio=7)
        colours = {
            "brand": self.brand,
            "on-brand": on(self.brand),
            "brand-deep": deep,
            "brand-deeper": mixed(deep, BLACK, 0.28),
            "brand-ink": darkened(self.brand, on=soft, ratio=5.5),
            "brand-soft": soft,
            "brand-wash": mixed(self.brand, WHITE, 0.88),
            "brand-line": mixed(self.brand, WHITE, 0.74),
            "accent": self.accent,
            "on-accent": on(self.accent),
            "accent-soft": mixed(self.accent, WHITE, 0.88),
            "accent-ink": darkened(
                self.accent, on=mixed(self.accent, WHITE, 0.88), ratio=5
            ),
        }
        return {f"--{name}": written(colour) for name, colour in colours.items()}


def stylesheet(brand: str, accent: str) -> str:
    """Return the style sheet that gives a site its colours.

    Raises:
        ValueError: if a colour isn't written as # and six digits.
    """
    palette = Palette(brand=parsed(brand), accent=parsed(accent))
    lines = "".join(
        f"  {name}: {value};\n" for name, value in palette.properties().items()
    )
    return f":root {{\n{lines}}}\n"
