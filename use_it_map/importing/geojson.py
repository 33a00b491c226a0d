"""Reads GeoJSON (RFC 7946): the features of a collection."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from use_it_map.importing import shapes
from use_it_map.importing.csv_file import decoded
from use_it_map.importing.json_text import JsonText
from use_it_map.importing.limits import MAX_POINTS
from use_it_map.importing.names import raw_row
from use_it_map.importing.rows import Cell, Item, Position, RowError
from use_it_map.spoken import written

OSM_ID = re.compile(r"(node|way|relation)/\d+")


def read_geojson(data: bytes) -> Iterator[Item]:
    """Yield the features of a collection.

    Raises:
        FileRefused: if it is no JSON or has no list of features.
    """
    document = JsonText(decoded(data).removeprefix("\ufeff"))
    for feature, position in document.items("features"):
        yield _row(feature, position)


def _row(feature: Any, position: Position) -> Item:
    if not isinstance(feature, dict):
        return RowError(position, "row_object")
    try:
        longitude, latitude = _point(feature.get("geometry"))
    except shapes.ShapeTooLarge:
        params = {"most": str(MAX_POINTS)}
        return RowError(position, "row_shape_large", "geometry", params)
    except shapes.NoShape:
        return RowError(position, "row_shape_missing", "geometry")
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return RowError(position, "row_shape", "geometry")
    properties = feature.get("properties")
    named = dict(properties) if isinstance(properties, dict) else {}
    if feature.get("id") is not None:
        named.setdefault("external_id", feature["id"])
    further = {
        "latitude": Cell(str(latitude), position),
        "longitude": Cell(str(longitude), position),
    }
    if OSM_ID.fullmatch(str(named.get("@id") or named.get("external_id"))):
        further["external_source"] = Cell("osm", position)
        named.pop("source", None)
    texts = ((str(name), text_of(value), position) for name, value in named.items())
    return raw_row(position, texts, **further)


def text_of(value: Any) -> str:
    """Return a JSON value as a cell has it; lists with semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_item(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, default=str, ensure_ascii=False)
    return str(value)


def _item(item: Any) -> str:
    if isinstance(item, dict) and "tag" in item:
        parts = (item["tag"], item.get("level"), item.get("who"))
        return written(*(text_of(part) for part in parts))
    return text_of(item)


def _point(geometry: Any) -> shapes.Point:
    if not isinstance(geometry, dict):
        raise shapes.NoShape
    kind, found = str(geometry.get("type")), geometry.get("coordinates")
    if kind == "GeometryCollection":
        return _point(next(iter(geometry["geometries"]), None))
    if found is None or found == []:
        raise shapes.NoShape
    readers = {
        "Point": lambda: _pair(found),
        "MultiPoint": lambda: _pair(found[0]),
        "LineString": lambda: shapes.point_of_line(_pairs(found)),
        "MultiLineString": lambda: shapes.point_of_line(_pairs(_longest(found))),
        "Polygon": lambda: shapes.point_of_area(_pairs(found[0])),
        "MultiPolygon": lambda: shapes.point_of_area(
            _pairs(_longest(area[0] for area in found))
        ),
    }
    return readers[kind]()


def _longest(parts: Iterable[list[Any]]) -> list[Any]:
    return max(parts, key=len)


def _pairs(positions: list[Any]) -> list[shapes.Point]:
    shapes.checked(positions)
    return [_pair(each) for each in positions]


def _pair(position: list[Any]) -> shapes.Point:
    longitude, latitude = position[0], position[1]
    if not (isinstance(longitude, Decimal) and isinstance(latitude, Decimal)):
        raise TypeError
    return longitude, latitude
