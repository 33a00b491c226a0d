"""A surface to draw flat shapes on, with smooth edges."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

# Shapes are drawn this many times larger and then reduced, which smooths them.
OVERSAMPLING = 2

Point = tuple[float, float]
Box = tuple[float, float, float, float]


class Canvas:
    """Draws in pixels of the finished picture; colours are #rrggbb or #rrggbbaa."""

    def __init__(self, width: int, height: int, *, background: Sequence[str]) -> None:
        """Begin with one colour, or with a gradient from the top down."""
        self.width = width
        self.height = height
        size = (width * OVERSAMPLING, height * OVERSAMPLING)
        self._image = _gradient(tuple(background)).resize(
            size, Image.Resampling.BICUBIC
        )
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def rect(self, box: Box, fill: str, *, radius: float = 0) -> None:
        self._draw.rounded_rectangle(
            _scaled(box), radius=radius * OVERSAMPLING, fill=fill
        )

    def frame(self, box: Box, colour: str, *, width: float, radius: float = 0) -> None:
        """Draw the outline of a rectangle, inside its box."""
        self._draw.rounded_rectangle(
            _scaled(box),
            radius=radius * OVERSAMPLING,
            outline=colour,
            width=round(width * OVERSAMPLING),
        )

    def ellipse(self, box: Box, fill: str) -> None:
        self._draw.ellipse(_scaled(box), fill=fill)

    def circle(self, centre: Point, radius: float, fill: str) -> None:
        x, y = centre
        self.ellipse((x - radius, y - radius, x + radius, y + radius), fill)

    def ring(self, centre: Point, radius: float, colour: str, *, width: float) -> None:
        x, y = centre
        self._draw.ellipse(
            _scaled((x - radius, y - radius, x + radius, y + radius)),
            outline=colour,
            width=round(width * OVERSAMPLING),
        )

    def glow(self, centre: Point, radius: float, colour: str) -> None:
        """Draw light that fades out; `colour` is #rrggbb."""
        for step in range(30):
            self.circle(centre, radius * (1 - step / 30), f"{colour}07")

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        self._draw.polygon(
            [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points], fill=fill
        )

    def line(self, points: Sequence[Point], colour: str, *, width: float) -> None:
        """Draw a line with round corners and ends."""
        scaled = [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]
        self._draw.line(
            scaled, fill=colour, width=round(width * OVERSAMPLING), joint="curve"
        )
        for point in (points[0], points[-1]):
            self.circle(point, width / 2, colour)

    def arc(self, box: Box, colour: str, *, angles: Point, width: float) -> None:
        """Draw a part of an ellipse; angles in degrees, clockwise from three."""
        self._draw.arc(
            _scaled(box),
            start=angles[0],
            end=angles[1],
            fill=colour,
            width=round(width * OVERSAMPLING),
        )

    def slice(self, box: Box, fill: str, *, angles: Point) -> None:
        """Fill a part of an ellipse; angles in degrees, clockwise from three."""
        self._draw.pieslice(_scaled(box), start=angles[0], end=angles[1], fill=fill)

    def text(self, middle: Point, text: str, colour: str, *, size: float) -> None:
        """Write one line around its middle."""
        x, y = middle
        self._draw.text(
            (x * OVERSAMPLING, y * OVERSAMPLING),
            text,
            fill=colour,
            font=_font(round(size * OVERSAMPLING)),
            anchor="mm",
        )

    def cut_circle(self) -> None:
        """Make everything outside the largest circle transparent."""
        mask = Image.new("L", self._image.size, 0)
        ImageDraw.Draw(mask).ellipse((0, 0, *self._image.size), fill=255)
        self._image.putalpha(mask)

    def jpeg(self) -> bytes:
        return self._saved("JPEG", quality=88)

    def png(self) -> bytes:
        return self._saved("PNG", compress_level=6)

    def _saved(self, kind: str, **options: int) -> bytes:
        output = BytesIO()
        self._image.reduce(OVERSAMPLING).save(output, kind, **options)
        return output.getvalue()


def _scaled(box: Box) -> Box:
    left, top, right, bottom = box
    return (
        left * OVERSAMPLING,
        top * OVERSAMPLING,
        right * OVERSAMPLING,
        bottom * OVERSAMPLING,
    )


def _gradient(colours: tuple[str, ...]) -> Image.Image:
    strip = Image.new("RGB", (1, len(colours)))
    draw = ImageDraw.Draw(strip)
    for row, colour in enumerate(colours):
        draw.point((0, row), fill=colour)
    # A tall strip first: the large picture is then stretched from it smoothly.
    return strip.resize((2, 256), Image.Resampling.BICUBIC)


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
