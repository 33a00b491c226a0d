"""What the printed points stand on: raster tiles from a PMTiles file, if one is set.

Tiles are in Web Mercator (EPSG:3857); the sheet is equirectangular. Over a city the two
differ by some metres, less than the line of a street on paper, so the part of the
tiles that the sheet shows is stretched onto it.
"""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

from PIL import Image as Pillow
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import TileType

from use_it_map.printing.sheet import Frame

RASTER = {TileType.PNG, TileType.JPEG, TileType.WEBP}
DOTS_A_MM = 8
"""How fine the ground is printed: some 200 dots an inch."""
MOST_TILES = 400
PALE = 0.35
"""How much white is laid over the ground, so that the numbers stand out."""

Range = tuple[float, float, float, float]


class GroundUnusable(Exception):
    """The file isn't there, or has no raster tiles of the city."""


def draw_ground(tiles: Path, frame: Frame, target: Path) -> None:
    """Write the part of the tiles that a frame shows as a JPEG.

    Raises:
        GroundUnusable: saying why; nothing was written.
    """
    try:
        picture = _picture(tiles, frame)
    except Exception as error:  # whatever a broken file makes of its reader
        raise GroundUnusable(f"{tiles} can't be read: {error}") from error
    if picture is None:
        raise GroundUnusable(f"{tiles} has no raster tiles of the city.")
    pale = Pillow.blend(picture, Pillow.new("RGB", picture.size, "white"), PALE)
    pale.save(target, "JPEG", quality=85)


def _picture(tiles: Path, frame: Frame) -> Pillow.Image | None:
    with tiles.open("rb") as file:
        reader: Any = Reader(MmapSource(file))  # type: ignore[no-untyped-call]
        header = reader.header()
        if header["tile_type"] not in RASTER:
            return None
        return _mosaic(reader, frame, header["min_zoom"], header["max_zoom"])


def _mosaic(reader: Any, frame: Frame, least: int, most: int) -> Pillow.Image | None:
    """Return the tiles of a frame, cut and stretched to it; None without any."""
    zoom = _zoom(frame, least, most)
    west, north, east, south = _within(frame, zoom)
    columns = range(math.floor(west), math.floor(east) + 1)
    rows = range(math.floor(north), math.floor(south) + 1)
    found = {
        (column, row): data
        for column in columns
        for row in rows
        if (data := reader.get(zoom, column, row))
    }
    if not found:
        return None
    side = _opened(next(iter(found.values()))).width
    whole = Pillow.new("RGB", (len(columns) * side, len(rows) * side), "white")
    for (column, row), data in found.items():
        tile = _opened(data).resize((side, side))
        whole.paste(tile, ((column - columns[0]) * side, (row - rows[0]) * side))
    box = (
        (west - columns[0]) * side,
        (north - rows[0]) * side,
        (east - columns[0]) * side,
        (south - rows[0]) * side,
    )
    size = round(frame.width * DOTS_A_MM), round(frame.height * DOTS_A_MM)
    return whole.resize(size, Pillow.Resampling.LANCZOS, box=box)


def _opened(data: bytes) -> Pillow.Image:
    with Pillow.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB")


def _zoom(frame: Frame, least: int, most: int) -> int:
    """Return the zoom at which a pixel is about a dot, within what the file has."""
    wanted = frame.width * DOTS_A_MM / 256
    turns = (frame.east - frame.west) / 360
    zoom = min(max(math.ceil(math.log2(wanted / turns)), least), most)
    while zoom > least and _count(frame, zoom) > MOST_TILES:
        zoom -= 1
    return zoom


def _count(frame: Frame, zoom: int) -> float:
    west, north, east, south = _within(frame, zoom)
    return (east - west + 1) * (south - north + 1)


def _within(frame: Frame, zoom: int) -> Range:
    """Return west, north, east and south of a frame, in tiles of a zoom."""
    tiles = 2**zoom
    west, east = ((each + 180) / 360 * tiles for each in (frame.west, frame.east))
    north, south = (
        (1 - math.asinh(math.tan(math.radians(each))) / math.pi) / 2 * tiles
        for each in (frame.north, frame.south)
    )
    return west, north, east, south
