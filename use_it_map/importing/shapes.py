"""One point for a line or an area.

The rule: of a point, itself; of several points, the first; of a line, its point in the
middle of the list; of an area, the centre of gravity of its outer ring, or, where that
lies outside the area, the corner next to it. Of several lines or areas, the one
with the most points counts. More than `MAX_POINTS` points are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from use_it_map.importing.limits import MAX_POINTS

Point = tuple[Decimal, Decimal]
"""Longitude and latitude, in the order of GeoJSON."""


class ShapeTooLarge(Exception):
    """It has more than `MAX_POINTS` points."""


class NoShape(Exception):
    """There is no point in it."""


def checked(points: Sequence[Point]) -> Sequence[Point]:
    """Return the points if there are some and not too many.

    Raises:
        NoShape, ShapeTooLarge: otherwise.
    """
    if not points:
        raise NoShape
    if len(points) > MAX_POINTS:
        raise ShapeTooLarge
    return points


def point_of_line(points: Sequence[Point]) -> Point:
    """Return the point in the middle of a line's list."""
    return checked(points)[len(points) // 2]


def point_of_area(ring: Sequence[Point]) -> Point:
    """Return the centre of gravity of a ring, or the corner next to it."""
    corners = [(float(x), float(y)) for x, y in checked(ring)]
    centre = _centre(corners)
    if centre is not None and _inside(centre, corners):
        return (_degrees(centre[0]), _degrees(centre[1]))
    x, y = centre or corners[0]
    squares = [(a - x) ** 2 + (b - y) ** 2 for a, b in corners]
    return ring[squares.index(min(squares))]


def _centre(corners: list[tuple[float, float]]) -> tuple[float, float] | None:
    # Around the first corner, since differences of large numbers lose digits.
    x0, y0 = corners[0]
    area = x = y = 0.0
    for (ax, ay), (bx, by) in _sides(corners):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        area += cross
        x += (ax + bx - 2 * x0) * cross
        y += (ay + by - 2 * y0) * cross
    if abs(area) < 1e-14:  # about a square decimetre
        return None
    return x0 + x / (3 * area), y0 + y / (3 * area)


def _inside(point: tuple[float, float], corners: list[tuple[float, float]]) -> bool:
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in _sides(corners):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _sides(
    corners: list[tuple[float, float]],
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    return list(zip(corners, [*corners[1:], corners[0]], strict=True))


def _degrees(value: float) -> Decimal:
    return Decimal(f"{value:.6f}")
