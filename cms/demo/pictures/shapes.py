"""Things that stand in more than one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cms.demo.pictures.canvas import Canvas, Point

INK = "#22313f"
CREAM = "#fbf3e4"
LIT = "#ffd77a"

SKIN = ("#f3c9a5", "#c98a5e", "#8d5a3b", "#e5b08a", "#6f4630")


@dataclass(frozen=True)
class Livery:
    """The colours of a tram."""

    body: str
    band: str
    roof: str = "#d9dde0"


def tram(c: Canvas, at: Point, livery: Livery, *, length: float = 700) -> None:
    """Draw a tram standing on its rails, the lower left corner of its body at `at`."""
    x, y = at
    height = 190
    c.rect((x - 60, y + 34, x + length + 60, y + 42), "#00000033")
    for wheel in (0.14, 0.26, 0.70, 0.82):
        c.circle((x + length * wheel, y + 14), 24, INK)
        c.circle((x + length * wheel, y + 14), 10, "#8a97a3")
    c.rect(
        (x + 40, y - height - 18, x + length - 40, y - height + 20),
        livery.roof,
        radius=14,
    )
    c.line(
        [
            (x + length * 0.42, y - height - 18),
            (x + length * 0.5, y - height - 66),
            (x + length * 0.58, y - height - 18),
        ],
        INK,
        width=6,
    )
    c.line(
        [(x + length * 0.43, y - height - 68), (x + length * 0.57, y - height - 68)],
        INK,
        width=8,
    )
    c.rect((x, y - height, x + length, y), livery.body, radius=30)
    c.rect((x, y - 66, x + length, y - 34), livery.band)
    c.rect((x + 18, y - height + 26, x + length - 18, y - 78), "#2d4356", radius=16)
    panes = 7
    width = (length - 60) / panes
    for pane in range(panes):
        left = x + 30 + pane * width
        colour = "#ffe9b0" if pane % 3 else "#bfe0ee"
        c.rect((left, y - height + 36, left + width - 12, y - 88), colour, radius=8)
    for head in (1, 2, 4, 5):
        middle = x + 30 + head * width + width / 2 - 6
        c.circle((middle, y - 118), 15, SKIN[head % len(SKIN)])
        c.rect(
            (middle - 20, y - 106, middle + 20, y - 88),
            ("#c8553d", "#3d7ea6", "#588b5b")[head % 3],
            radius=9,
        )
    for door in (0.33, 0.61):
        c.rect(
            (x + length * door, y - height + 30, x + length * door + 52, y - 6),
            f"{INK}55",
            radius=6,
        )
    c.circle((x + length - 26, y - 48), 11, "#fff3c4")
    c.circle((x + 26, y - 48), 9, "#e4572e")


def rails(c: Canvas, y: float) -> None:
    """Draw a street with rails from `y` to the lower edge."""
    c.rect((0, y, c.width, c.height), "#6d7a86")
    c.rect((0, y, c.width, y + 14), "#84919c")
    for rail in (30, 70):
        c.line([(0, y + rail), (c.width, y + rail)], "#aab4bd", width=5)


def house(
    c: Canvas, box: tuple[float, float, float, float], wall: str, roof: str
) -> None:
    """Draw a house front with a gable roof above its box, some windows lit."""
    left, top, right, bottom = box
    c.rect(box, wall)
    c.polygon(
        [
            (left - 8, top),
            ((left + right) / 2, top - (right - left) * 0.42),
            (right + 8, top),
        ],
        roof,
    )
    columns = max(2, round((right - left) / 55))
    rows = max(1, round((bottom - top) / 75))
    wide = (right - left) / columns
    high = (bottom - top) / rows
    for column in range(columns):
        for row in range(rows):
            x = left + column * wide + wide / 2
            y = top + row * high + high / 2
            lit = (column * 3 + row * 5 + round(left)) % 4 == 0
            c.rect(
                (x - 11, y - 16, x + 11, y + 16), LIT if lit else "#3d5568", radius=3
            )


def terrace(
    c: Canvas, left: float, bottom: float, walls: Sequence[str], roof: str
) -> None:
    """Draw houses of differing heights side by side."""
    x = left
    for number, wall in enumerate(walls):
        width = 96 + (number * 37) % 52
        height = 120 + (number * 53) % 95
        house(c, (x, bottom - height, x + width, bottom), wall, roof)
        x += width


def tree(c: Canvas, at: Point, size: float, leaves: str) -> None:
    """Draw a round tree whose trunk stands at `at`."""
    x, y = at
    c.rect((x - size * 0.06, y - size * 0.7, x + size * 0.06, y), "#7a5638", radius=4)
    c.circle((x - size * 0.2, y - size * 0.75), size * 0.26, leaves)
    c.circle((x + size * 0.2, y - size * 0.75), size * 0.26, leaves)
    c.circle((x, y - size), size * 0.34, leaves)
    c.circle((x + size * 0.08, y - size * 1.06), size * 0.18, "#ffffff22")


def cloud(c: Canvas, at: Point, size: float, colour: str = "#f6fafb") -> None:
    """Draw a cloud with a flat base."""
    x, y = at
    c.rect(
        (x - size, y - size * 0.22, x + size, y + size * 0.12),
        colour,
        radius=size * 0.17,
    )
    c.circle((x - size * 0.35, y - size * 0.2), size * 0.32, colour)
    c.circle((x + size * 0.2, y - size * 0.3), size * 0.42, colour)


def birds(c: Canvas, places: Sequence[Point], colour: str) -> None:
    """Draw birds far away."""
    for x, y in places:
        c.arc((x - 22, y - 10, x, y + 14), colour, angles=(200, 340), width=4)
        c.arc((x, y - 10, x + 22, y + 14), colour, angles=(200, 340), width=4)


def hill(c: Canvas, middle: Point, radius: Point, colour: str) -> None:
    """Draw the upper half of an ellipse whose middle lies at `middle`."""
    x, y = middle
    wide, high = radius
    c.slice((x - wide, y - high, x + wide, y + high), colour, angles=(180, 360))


@dataclass(frozen=True)
class Figure:
    """A person seen from afar."""

    skin: str
    clothes: str
    hair: str
    skirt: bool = False


def person(c: Canvas, at: Point, height: float, figure: Figure) -> None:
    """Draw somebody standing with their feet at `at`."""
    x, y = at
    head = height * 0.105
    neck = y - height + 2 * head
    hip = y - height * 0.42
    wide = height * 0.13
    if figure.skirt:
        c.polygon(
            [
                (x - wide * 0.7, hip - 30),
                (x + wide * 0.7, hip - 30),
                (x + wide * 1.25, y - height * 0.2),
                (x - wide * 1.25, y - height * 0.2),
            ],
            figure.clothes,
        )
    legs = figure.skin if figure.skirt else "#33475b"
    for side in (-1, 1):
        c.line(
            [(x + side * wide * 0.45, hip), (x + side * wide * 0.5, y - 8)],
            legs,
            width=height * 0.075,
        )
        c.rect(
            (
                x + side * wide * 0.5 - height * 0.055,
                y - height * 0.045,
                x + side * wide * 0.5 + height * 0.065,
                y,
            ),
            INK,
            radius=6,
        )
    c.rect(
        (x - wide, neck + head * 0.3, x + wide, hip + height * 0.03),
        figure.clothes,
        radius=wide * 0.75,
    )
    for side in (-1, 1):
        c.line(
            [(x + side * wide * 0.92, neck + head), (x + side * wide * 1.35, hip)],
            figure.clothes,
            width=height * 0.06,
        )
        c.circle(
            (x + side * wide * 1.37, hip + height * 0.02), height * 0.032, figure.skin
        )
    c.rect(
        (x - head * 0.4, neck - head * 0.5, x + head * 0.4, neck + head * 0.7),
        figure.skin,
        radius=8,
    )
    c.circle((x, neck - head * 0.75), head, figure.skin)
    c.slice(
        (x - head * 1.1, neck - head * 1.95, x + head * 1.1, neck + head * 0.25),
        figure.hair,
        angles=(180, 360),
    )
    if figure.skirt:
        for side in (-1, 1):
            c.rect(
                (
                    x + side * head * 0.85 - head * 0.28,
                    neck - head * 0.95,
                    x + side * head * 0.85 + head * 0.28,
                    neck + head * 0.55,
                ),
                figure.hair,
                radius=head * 0.28,
            )


def steam(c: Canvas, at: Point, size: float, colour: str = "#ffffff99") -> None:
    """Draw a curl of steam that rises from `at`."""
    x, y = at
    for step in range(3):
        box = (
            x - size * 0.25,
            y - size * (step + 1) * 0.5,
            x + size * 0.25,
            y - size * step * 0.5,
        )
        angles = (90, 270) if step % 2 else (270, 450)
        c.arc(box, colour, angles=angles, width=size * 0.1)


def cup(c: Canvas, at: Point, size: float, colour: str) -> None:
    """Draw a cup with a saucer; the middle of its base is at `at`."""
    x, y = at
    c.ellipse(
        (x - size * 0.75, y - size * 0.12, x + size * 0.75, y + size * 0.14),
        "#00000022",
    )
    c.ellipse(
        (x - size * 0.72, y - size * 0.16, x + size * 0.72, y + size * 0.08), CREAM
    )
    c.ring((x + size * 0.52, y - size * 0.42), size * 0.2, colour, width=size * 0.09)
    c.slice(
        (x - size * 0.5, y - size * 1.45, x + size * 0.5, y - size * 0.02),
        colour,
        angles=(0, 180),
    )
    c.ellipse(
        (x - size * 0.5, y - size * 0.84, x + size * 0.5, y - size * 0.62), "#ffffff55"
    )
    c.ellipse(
        (x - size * 0.44, y - size * 0.81, x + size * 0.44, y - size * 0.65), "#a85f2c"
    )


def sheet(
    c: Canvas,
    box: tuple[float, float, float, float],
    *,
    lines: int,
    paper: str = "#ffffff",
) -> None:
    """Draw a sheet of paper with lines of text."""
    left, top, right, bottom = box
    c.rect((left + 8, top + 12, right + 8, bottom + 12), "#00000022", radius=10)
    c.rect(box, paper, radius=10)
    c.rect(
        (left + 30, top + 34, left + (right - left) * 0.6, top + 54),
        "#3d5568",
        radius=8,
    )
    step = (bottom - top - 120) / max(lines, 1)
    for number in range(lines):
        y = top + 90 + number * step
        end = right - 34 - (number * 61) % 90
        c.rect((left + 30, y, end, y + 11), "#c5ced6", radius=5)
