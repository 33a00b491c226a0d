"""Vector tiles as a sober picture: land, green, water, buildings, railways, roads.

The two schemas that are common are understood, of Protomaps
(docs.protomaps.com/basemaps/layers) and of OpenMapTiles (openmaptiles.org/schema); what
neither has, stays blank. Each kind of thing is one path of an SVG in millimetres, so
that things that lie on both sides of a tile's edge have no seam.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mapbox_vector_tile

from use_it_map.printing.labels import Label
from use_it_map.printing.mercator import place_of
from use_it_map.printing.sheet import Frame

LAND = "#f7f5f0"


@dataclass(frozen=True)
class Style:
    """How a kind is drawn: filled, or as a line so many millimetres wide.

    `edge` is the colour of a line's edges. It is left out where a millimetre stands for
    more than `most_m` metres: so small on paper it would be a blot.
    """

    colour: str
    width: float = 0
    edge: str = ""
    dashes: str = ""
    most_m: float = 1000


STYLES: Mapping[str, Style] = {
    "green": Style("#dfead6"),
    "wood": Style("#d3e3c8"),
    "water": Style("#c3dcea"),
    "stream": Style("#c3dcea", 0.35),
    "building": Style("#e4dfd6", most_m=30),
    "path": Style("#d9d3c7", 0.2, dashes="0.6 0.4", most_m=25),
    "rail": Style("#a8a8a8", 0.3, dashes="1.6 0.5"),
    "minor": Style("#ffffff", 0.45, edge="#dad4c8", most_m=90),
    "major": Style("#fdf0cf", 0.8, edge="#d8c89f"),
    "highway": Style("#f7d9a6", 1.1, edge="#cfae73"),
}
"""The kinds, from the lowest to the uppermost."""

KINDS: Mapping[str, Mapping[str, str]] = {
    # Protomaps: layers, then kinds.
    "landuse": dict.fromkeys(
        ("park", "garden", "grass", "meadow", "cemetery", "golf_course", "pitch",
         "recreation_ground", "village_green", "allotments", "nature_reserve",
         "playground", "zoo", "stadium", "scrub", "grassland"), "green",
    ) | dict.fromkeys(("wood", "forest"), "wood"),
    "roads": {
        "highway": "highway", "major_road": "major", "medium_road": "major",
        "minor_road": "minor", "path": "path", "rail": "rail",
    },
    "buildings": {"building": "building", "building_part": "building"},
    # OpenMapTiles: layers, then classes.
    "landcover": {"wood": "wood", "grass": "green", "forest": "wood"},
    "park": defaultdict(lambda: "green"),
    "building": defaultdict(lambda: "building"),
    "transportation": {
        "motorway": "highway", "trunk": "highway", "primary": "major",
        "secondary": "major", "tertiary": "major", "minor": "minor",
        "service": "path", "track": "path", "path": "path", "rail": "rail",
        "transit": "rail",
    },
    "waterway": defaultdict(lambda: "stream"),
    # Both; Protomaps has rivers as lines in it.
    "water": defaultdict(lambda: "water"),
}  # fmt: skip
NAMED = {
    "suburb": 1, "borough": 1, "macrohood": 1, "quarter": 2, "neighbourhood": 3,
    "village": 4, "hamlet": 5,
}  # fmt: skip
"""Kinds of places whose names are set, and in which order."""
LINES = {"LineString": 0, "MultiLineString": 1}
AREAS = {"Polygon": 1, "MultiPolygon": 2}

Tiles = Iterable[tuple[int, int, bytes]]
Ring = Sequence[Sequence[float]]


def draw_streets(
    tiles: Tiles, frame: Frame, zoom: int, language: str
) -> tuple[str, tuple[Label, ...]] | None:
    """Return an SVG of a frame and all names that lie in it; None without a tile.

    Raises:
        Exception: whatever broken tiles make of their decoder.
    """
    sheet = _Sheet(frame, zoom)
    labels: set[Label] = set()
    seen = False
    for column, row, data in tiles:
        seen = True
        layers = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
        for name, layer in layers.items():
            at = _Tile(sheet, column, row, layer["extent"])
            for feature in layer["features"]:
                if name in {"place", "places"}:
                    labels.update(_labels(feature, at, language))
                elif kind := kind_of(name, feature):
                    at.draw(kind, feature["geometry"])
    if not seen:
        return None
    return sheet.svg(), tuple(labels)


def kind_of(layer: str, feature: Mapping[str, Any]) -> str | None:
    """Return the kind of a thing, a key of `STYLES`, if it is to be drawn."""
    said = feature["properties"]
    found = said.get("kind") or said.get("pmap:kind") or said.get("class")
    kind = KINDS[layer].get(str(found)) if layer in KINDS else None
    if kind is None and isinstance(KINDS.get(layer), defaultdict):
        kind = KINDS[layer][str(found)]
    line = feature["geometry"]["type"] in LINES
    if kind == "water" and line:
        return "stream"
    if kind is None or bool(STYLES[kind].width) != line:
        return None  # a square as an area of the roads, a label's point
    return kind


def _labels(feature: Mapping[str, Any], at: _Tile, language: str) -> Iterator[Label]:
    said, geometry = feature["properties"], feature["geometry"]
    rank = next(
        (
            NAMED[str(said[key])]
            for key in ("kind_detail", "class", "kind", "pmap:kind")
            if str(said.get(key)) in NAMED
        ),
        None,
    )
    name = said.get(f"name:{language}") or said.get("name")
    if rank is not None and name and geometry["type"] == "Point":
        x, y = at.on_sheet(geometry["coordinates"])
        yield Label(str(name)[:60], x, y, rank)


class _Sheet:
    """Gathers paths by kind."""

    def __init__(self, frame: Frame, zoom: int) -> None:
        self.frame = frame
        self.zoom = zoom
        self.paths: dict[str, list[str]] = defaultdict(list)

    def svg(self) -> str:
        width, height = self.frame.width, self.frame.height
        shown = [
            (style, " ".join(self.paths[kind]))
            for kind, style in STYLES.items()
            if kind in self.paths and self.frame.metres_a_mm <= style.most_m
        ]
        paths = "".join(each for style, path in shown for each in _drawn(style, path))
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
            f'<rect width="{width}" height="{height}" fill="{LAND}"/>{paths}</svg>'
        )


def _drawn(style: Style, path: str) -> Iterator[str]:
    if not style.width:
        yield f'<path d="{path}" fill="{style.colour}"/>'
        return
    line = 'fill="none" stroke-linejoin="round" stroke-linecap="round"'
    if style.edge:
        wide = round(style.width + 0.25, 2)
        yield (f'<path d="{path}" {line} stroke="{style.edge}" stroke-width="{wide}"/>')
    if style.dashes:
        line = f'fill="none" stroke-dasharray="{style.dashes}"'
    yield (
        f'<path d="{path}" {line} stroke="{style.colour}" '
        f'stroke-width="{style.width}"/>'
    )


@dataclass(frozen=True)
class _Tile:
    """One layer of a tile: where its points stand on the sheet."""

    sheet: _Sheet
    column: int
    row: int
    extent: int

    def on_sheet(self, point: Sequence[float]) -> tuple[float, float]:
        x = self.column + point[0] / self.extent
        y = self.row + point[1] / self.extent
        return self.sheet.frame.place(*place_of(x, y, self.sheet.zoom))

    def draw(self, kind: str, geometry: Mapping[str, Any]) -> None:
        depth = (LINES | AREAS).get(geometry["type"])
        if depth is None:
            return
        end = "Z" if geometry["type"] in AREAS else ""
        paths = self.sheet.paths[kind]
        paths.extend(self._path(ring) + end for ring in _rings(geometry, depth))

    def _path(self, ring: Ring) -> str:
        points: list[str] = []
        for point in ring:
            x, y = self.on_sheet(point)
            text = f"{x:.2f} {y:.2f}"
            if not points or points[-1] != text:  # finer than paper shows
                points.append(text)
        return "M" + "L".join(points)


def _rings(geometry: Mapping[str, Any], depth: int) -> Iterator[Ring]:
    found: Any = [geometry["coordinates"]]
    for _level in range(depth):
        found = [each for part in found for each in part]
    yield from found
