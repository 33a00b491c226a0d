"""Where a frame lies among tiles in Web Mercator (EPSG:3857), as PMTiles has them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from use_it_map.printing.sheet import Frame

MOST_TILES = 400


@dataclass(frozen=True)
class Window:
    """The tiles of a zoom under a frame: edges in tiles, and whole columns and rows."""

    zoom: int
    west: float
    north: float
    east: float
    south: float

    @property
    def columns(self) -> range:
        return range(math.floor(self.west), math.floor(self.east) + 1)

    @property
    def rows(self) -> range:
        return range(math.floor(self.north), math.floor(self.south) + 1)

    @classmethod
    def of(cls, frame: Frame, zoom: int) -> Window:
        """Return the tiles under a frame."""
        tiles = 2**zoom
        west, east = ((each + 180) / 360 * tiles for each in (frame.west, frame.east))
        north, south = (
            (1 - math.asinh(math.tan(math.radians(each))) / math.pi) / 2 * tiles
            for each in (frame.north, frame.south)
        )
        return cls(zoom, west, north, east, south)

    @classmethod
    def with_tiles_of(
        cls, frame: Frame, millimetres: float, least: int, most: int
    ) -> Window:
        """Return the zoom whose tiles are at most so wide on paper.

        It lies within `least` and `most`, and shows `MOST_TILES` if it can.
        """
        turns = (frame.east - frame.west) / 360
        wanted = math.ceil(math.log2(frame.width / millimetres / turns))
        zoom = min(max(wanted, least), most)
        while zoom > least and cls.of(frame, zoom).count > MOST_TILES:
            zoom -= 1
        return cls.of(frame, zoom)

    @property
    def count(self) -> int:
        return len(self.columns) * len(self.rows)


def place_of(x: float, y: float, zoom: int) -> tuple[float, float]:
    """Return latitude and longitude of a point that is given in tiles of a zoom."""
    tiles = 2**zoom
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / tiles))))
    return latitude, x / tiles * 360 - 180
