"""What the printed points stand on: tiles from a PMTiles file, if one is set.

Raster tiles become a picture. Tiles are in Web Mercator (EPSG:3857); the sheet is
equirectangular. Over a city the two differ by some metres, less than the line of a
street on paper, so the part of the tiles that the sheet shows is stretched onto it.
Vector tiles are drawn point by point (`use_it_map.printing.streets`).
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image as Pillow
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, TileType

from use_it_map.printing.labels import Label
from use_it_map.printing.mercator import Window
from use_it_map.printing.sheet import Frame

RASTER = {TileType.PNG, TileType.JPEG, TileType.WEBP}
DOTS_A_MM = 8
"""How fine the ground is printed: some 200 dots an inch."""
PIXELS = 256
"""How wide a raster tile is taken to be when a zoom is chosen."""
VECTOR_MM = 48
"""How wide a vector tile may be on paper; a zoom more doubles what is drawn."""
PALE = 0.35
"""How much white is laid over the ground, so that the numbers stand out."""


class GroundUnusable(Exception):
    """The file isn't there, or has no tiles of the city."""


@dataclass(frozen=True)
class Ground:
    """A picture of the ground, by its name in the folder, and names to set on it."""

    file: str
    labels: tuple[Label, ...] = ()


Tiles = Iterator[tuple[int, int, bytes]]


def draw_ground(tiles: Path, frame: Frame, folder: Path, language: str) -> Ground:
    """Draw the part of the tiles that a frame shows into a folder.

    Names are in the language where the tiles have them in it.

    Raises:
        GroundUnusable: saying why; nothing was written.
    """
    try:
        found = _drawn(tiles, frame, folder, language)
    except Exception as error:  # whatever a broken file makes of its reader
        raise GroundUnusable(f"{tiles} can't be read: {error}") from error
    if found is None:
        raise GroundUnusable(f"{tiles} has no tiles of the city.")
    return found


def _drawn(tiles: Path, frame: Frame, folder: Path, language: str) -> Ground | None:
    with tiles.open("rb") as file:
        reader: Any = Reader(MmapSource(file))  # type: ignore[no-untyped-call]
        header = reader.header()
        kind, zooms = header["tile_type"], (header["min_zoom"], header["max_zoom"])
        if kind in RASTER:
            window = Window.with_tiles_of(frame, PIXELS / DOTS_A_MM, *zooms)
            return _raster(_found(reader, window), frame, window, folder)
        if kind != TileType.MVT:
            return None
        # Decoding takes shapely and protobuf, which nothing else here needs.
        from use_it_map.printing.streets import draw_streets  # noqa: PLC0415

        window = Window.with_tiles_of(frame, VECTOR_MM, *zooms)
        packed = header["tile_compression"] == Compression.GZIP
        found = (
            (column, row, gzip.decompress(data) if packed else data)
            for column, row, data in _found(reader, window)
        )
        drawn = draw_streets(found, frame, window.zoom, language)
    if drawn is None:
        return None
    picture, labels = drawn
    (folder / "ground.svg").write_text(picture, encoding="utf-8")
    return Ground("ground.svg", labels)


def _found(reader: Any, window: Window) -> Tiles:
    for column in window.columns:
        for row in window.rows:
            if data := reader.get(window.zoom, column, row):
                yield column, row, data


def _raster(tiles: Tiles, frame: Frame, window: Window, folder: Path) -> Ground | None:
    """Put tiles together, cut and stretched to a frame; None without any."""
    found = list(tiles)
    if not found:
        return None
    left, top = window.columns[0], window.rows[0]
    side = _opened(found[0][2]).width
    size = len(window.columns) * side, len(window.rows) * side
    whole = Pillow.new("RGB", size, "white")
    for column, row, data in found:
        tile = _opened(data).resize((side, side))
        whole.paste(tile, ((column - left) * side, (row - top) * side))
    box = (
        (window.west - left) * side,
        (window.north - top) * side,
        (window.east - left) * side,
        (window.south - top) * side,
    )
    wanted = round(frame.width * DOTS_A_MM), round(frame.height * DOTS_A_MM)
    picture = whole.resize(wanted, Pillow.Resampling.LANCZOS, box=box)
    pale = Pillow.blend(picture, Pillow.new("RGB", picture.size, "white"), PALE)
    pale.save(folder / "ground.jpg", "JPEG", quality=85)
    return Ground("ground.jpg")


def _opened(data: bytes) -> Pillow.Image:
    with Pillow.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB")
