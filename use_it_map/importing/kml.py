"""Reads KML: the placemarks, wherever they stand in folders."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from use_it_map.importing import shapes
from use_it_map.importing.limits import MAX_POINTS
from use_it_map.importing.names import raw_row
from use_it_map.importing.rows import Cell, Item, Position, RowError
from use_it_map.importing.xml_text import Element, elements

SHAPES = ("Point", "LineString", "LinearRing", "outerBoundaryIs")


def read_kml(data: bytes) -> Iterator[Item]:
    """Yield the placemarks.

    Raises:
        FileRefused: if it is no KML.
    """
    for placemark in elements(data, names={"Placemark"}, root="kml", kind="KML"):
        yield _row(placemark)


def _row(placemark: Element) -> Item:
    try:
        longitude, latitude = _point(placemark)
    except shapes.ShapeTooLarge:
        params = {"most": str(MAX_POINTS)}
        return RowError(placemark.position, "row_shape_large", "geometry", params)
    except shapes.NoShape:
        return RowError(placemark.position, "row_shape_missing", "geometry")
    except (ArithmeticError, ValueError):
        return RowError(placemark.position, "row_shape", "geometry")
    further = {
        "latitude": Cell(str(latitude), placemark.position),
        "longitude": Cell(str(longitude), placemark.position),
    }
    return raw_row(placemark.position, _named(placemark), **further)


def _named(placemark: Element) -> Iterator[tuple[str, str, Position]]:
    for child in placemark.children:
        if child.name in ("name", "description", "address", "phoneNumber"):
            name = {"phoneNumber": "phone"}.get(child.name, child.name)
            yield name, child.text, child.position
        elif child.name == "ExtendedData":
            yield from _extended(child)
    if "id" in placemark.attributes:
        yield "id", placemark.attributes["id"], placemark.position


def _extended(data: Element) -> Iterator[tuple[str, str, Position]]:
    for each in data.within():
        if each.name == "Data":
            value = each.first("value")
            if value is not None:
                yield each.attributes.get("name", ""), value.text, value.position
        elif each.name == "SimpleData":
            yield each.attributes.get("name", ""), each.text, each.position


def _point(placemark: Element) -> shapes.Point:
    found = [each for each in placemark.within() if each.name in SHAPES]
    shaped = [(each.name, text) for each in found if (text := _coordinates(each))]
    if not shaped:
        raise shapes.NoShape
    # The one with the most points; a boundary holds a ring, which comes later.
    name, text = max(shaped, key=lambda pair: pair[1].count(","))
    points = _points(text)
    if name == "Point":
        return points[0]
    if name == "LineString":
        return shapes.point_of_line(points)
    return shapes.point_of_area(points)


def _coordinates(shape: Element) -> str:
    return next(
        (each.text for each in shape.within() if each.name == "coordinates"), ""
    )


def _points(text: str) -> list[shapes.Point]:
    """Return the points of a text such as "18.28,49.83,0 18.29,49.84,0"."""
    pairs = text.split(maxsplit=MAX_POINTS)
    shapes.checked([(Decimal(0), Decimal(0))] * len(pairs))
    return [_pair(pair.split(",")) for pair in pairs]


def _pair(parts: list[str]) -> shapes.Point:
    if len(parts) not in (2, 3):
        raise ValueError
    return Decimal(parts[0]), Decimal(parts[1])
