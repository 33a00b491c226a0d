"""Distances and boxes on the Earth, for many points at once; degrees of WGS 84."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of the Earth (IUGG)."""

MERCATOR_LIMIT = 85.0511287798066
"""The latitude at which the square of web maps ends (EPSG:3857)."""

CELLS_PER_TILE = 4
"""Places nearer than 64 of the 256 pixels of a map's tile are shown together."""

DEEPEST_ZOOM = 22

Floats = NDArray[np.float64]


class BadPlaceFilter(ValueError):
    """A filter that can't be meant; the message is translatable and may be shown."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the Earth."""

    latitude: float
    longitude: float

    @property
    def is_valid(self) -> bool:
        """Whether there is such a point."""
        return (
            isfinite(self.latitude)
            and isfinite(self.longitude)
            and abs(self.latitude) <= 90
            and abs(self.longitude) <= 180
        )


@dataclass(frozen=True, slots=True)
class Box:
    """Everything between two parallels and two meridians, borders included."""

    south: float
    west: float
    north: float
    east: float

    @property
    def is_valid(self) -> bool:
        """Whether it is one: not upside down, nor across the antimeridian."""
        corners = Point(self.south, self.west), Point(self.north, self.east)
        return (
            all(each.is_valid for each in corners)
            and self.south <= self.north
            and self.west <= self.east
        )

    def holds(self, latitudes: Floats, longitudes: Floats) -> NDArray[np.bool_]:
        """Return which points lie in it."""
        return (
            (latitudes >= self.south)
            & (latitudes <= self.north)
            & (longitudes >= self.west)
            & (longitudes <= self.east)
        )


def distances_m(
    latitudes: Floats, longitudes: Floats, point: Point
) -> NDArray[np.int64]:
    """Return how far points are from another one, in whole metres.

    Great circles on a sphere: off by at most 0.6 %, which is fine to sort the places
    of a city and to say "350 m".
    """
    lat, other = np.radians(latitudes), np.radians(point.latitude)
    half = np.sin((lat - other) / 2) ** 2
    across = np.sin(np.radians(longitudes - point.longitude) / 2) ** 2
    chord = np.clip(half + np.cos(lat) * np.cos(other) * across, 0, 1)
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord))
    return np.rint(metres).astype(np.int64)


def cells(latitudes: Floats, longitudes: Floats) -> NDArray[np.int64]:
    """Return for each point its cell in the grid of a web map at the deepest zoom.

    Every point lies in exactly one cell, on borders and at the poles, too. Cells are
    numbered along the Z-order curve: shifted right by two bits for each zoom less,
    they are those of a smaller zoom.

    Source: the EPSG:3857 projection; Morton, A computer oriented geodetic data base,
    1966 (original not seen).
    """
    size = CELLS_PER_TILE << DEEPEST_ZOOM
    limited = np.clip(latitudes, -MERCATOR_LIMIT, MERCATOR_LIMIT)
    y = 0.5 - np.arctanh(np.sin(np.radians(limited))) / (2 * np.pi)
    x = (longitudes + 180) / 360
    rows, columns = (
        np.clip(np.floor(each * size).astype(np.int64), 0, size - 1) for each in (y, x)
    )
    return (_spread(rows) << 1) | _spread(columns)


def _spread(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return numbers of up to 24 bits with a zero between all their bits."""
    for shift, mask in (
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ):
        numbers = (numbers | (numbers << shift)) & mask
    return numbers
