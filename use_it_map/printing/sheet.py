"""Where the numbers stand on the sheet. Pure; lengths in millimetres, y downwards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

EARTH_M = 6_371_008.8
DOT = 4.2
"""The diameter of a numbered dot: three digits of 6 points are readable in it."""
STEPS = 400


@dataclass(frozen=True)
class Dot:
    """A number, where it stands, and the point that it is for."""

    number: int
    x: float
    y: float
    at_x: float
    at_y: float

    @property
    def moved(self) -> bool:
        return math.hypot(self.x - self.at_x, self.y - self.at_y) > DOT / 2


@dataclass(frozen=True)
class Frame:
    """A part of the Earth on a rectangle: equirectangular around its middle."""

    south: float
    west: float
    north: float
    east: float
    width: float
    height: float

    @classmethod
    def around(
        cls, points: Sequence[tuple[float, float]], width: float, height: float
    ) -> Frame:
        """Return the frame that shows all points (latitude, longitude), with room."""
        south, north = min(p[0] for p in points), max(p[0] for p in points)
        west, east = min(p[1] for p in points), max(p[1] for p in points)
        middle = ((south + north) / 2, (west + east) / 2)
        narrow = math.cos(math.radians(middle[0]))
        # Degrees of latitude a millimetre stands for; at least 500 m over the sheet.
        scale = max(
            (north - south) / (height - 4 * DOT),
            (east - west) * narrow / (width - 4 * DOT),
            math.degrees(500 / EARTH_M) / height,
        )
        half_height, half_width = scale * height / 2, scale * width / narrow / 2
        return cls(
            middle[0] - half_height,
            middle[1] - half_width,
            middle[0] + half_height,
            middle[1] + half_width,
            width,
            height,
        )

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return x and y of a point."""
        x = (longitude - self.west) / (self.east - self.west) * self.width
        y = (self.north - latitude) / (self.north - self.south) * self.height
        return x, y

    @property
    def metres_a_mm(self) -> float:
        return math.radians(self.north - self.south) * EARTH_M / self.height

    def scale_bar(self) -> tuple[int, float]:
        """Return a round length in metres and how long it is drawn, 20 to 60 mm."""
        most = self.metres_a_mm * 60
        unit = 10 ** math.floor(math.log10(most))
        metres = max(n * unit for n in (1, 2, 5) if n * unit <= most)
        return int(metres), metres / self.metres_a_mm


def dots(points: Sequence[tuple[float, float]], frame: Frame) -> list[Dot]:
    """Return a dot for each point, numbered from 1, none upon another.

    A dot stands at its point if there is room, else at the nearest free place on a
    spiral around it; a line leads to the point then.
    """
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    placed = []
    for number, point in enumerate(points, start=1):
        at_x, at_y = frame.place(*point)
        x, y = next(
            (each for each in _spiral(at_x, at_y, frame) if _free(each, taken)),
            (at_x, at_y),
        )
        taken.setdefault(_cell(x, y), []).append((x, y))
        placed.append(Dot(number, x, y, at_x, at_y))
    return placed


def _spiral(x: float, y: float, frame: Frame) -> list[tuple[float, float]]:
    found = []
    for step in range(STEPS):
        radius = DOT * 0.35 * math.sqrt(step)
        angle = step * 2.399963  # the golden angle spreads them evenly
        a, b = x + radius * math.cos(angle), y + radius * math.sin(angle)
        if DOT <= a <= frame.width - DOT and DOT <= b <= frame.height - DOT:
            found.append((a, b))
    return found


def _cell(x: float, y: float) -> tuple[int, int]:
    return int(x // DOT), int(y // DOT)


def _free(
    point: tuple[float, float], taken: dict[tuple[int, int], list[tuple[float, float]]]
) -> bool:
    column, row = _cell(*point)
    near = (
        other
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        for other in taken.get((column + i, row + j), ())
    )
    return all(math.dist(point, other) >= DOT for other in near)
