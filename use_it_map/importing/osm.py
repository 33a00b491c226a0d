"""Reads OpenStreetMap's own formats: OSM XML and the JSON of Overpass.

Nodes, ways and relations that have tags are rows. A way without a `center` lies where
its nodes lie, as far as the file has them; a relation needs one. What is read here is
from OpenStreetMap, so under ODbL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from use_it_map.importing import shapes
from use_it_map.importing.csv_file import decoded
from use_it_map.importing.geojson import text_of
from use_it_map.importing.json_text import JsonText
from use_it_map.importing.limits import MAX_POINTS
from use_it_map.importing.names import raw_row
from use_it_map.importing.rows import Cell, Item, Position, RowError
from use_it_map.importing.xml_text import Element, elements

KINDS = ("node", "way", "relation")
ABOUT_THE_OBJECT = ("source", "type", "state", "id", "note")
"""Tags of other meaning than the fields that are called so."""


@dataclass(frozen=True)
class _Thing:
    kind: str
    number: str
    tags: Mapping[str, str]
    point: tuple[str, str] | None  # longitude, latitude
    nodes: tuple[str, ...]
    position: Position


def read_osm_xml(data: bytes) -> Iterator[Item]:
    """Yield what has tags in a file of OSM XML.

    Raises:
        FileRefused: if it is no OSM XML.
    """
    found = elements(data, names=KINDS, root="osm", kind="OSM XML")
    yield from _rows([_of_xml(each) for each in found])


def read_overpass(data: bytes) -> Iterator[Item]:
    """Yield what has tags in an answer of Overpass.

    Raises:
        FileRefused: if it is no JSON or has no list of elements.
    """
    document = JsonText(decoded(data).removeprefix("\ufeff"))
    things = []
    for item, position in document.items("elements"):
        thing = _of_json(item, position) if isinstance(item, dict) else None
        if thing is None:
            yield RowError(position, "row_object")
        else:
            things.append(thing)
    yield from _rows(things)


def _of_xml(element: Element) -> _Thing:
    tags = {
        tag.attributes.get("k", ""): tag.attributes.get("v", "")
        for tag in element.all("tag")
    }
    at: Any = element.first("center") or element
    point = (at.attributes.get("lon"), at.attributes.get("lat"))
    return _Thing(
        element.name,
        element.attributes.get("id", ""),
        tags,
        (point[0], point[1]) if point[0] and point[1] else None,
        tuple(each.attributes.get("ref", "") for each in element.all("nd")),
        element.position,
    )


def _of_json(item: Mapping[str, Any], position: Position) -> _Thing | None:
    at = item.get("center", item)
    tags = item.get("tags", {})
    nodes = item.get("nodes", [])
    known = item.get("type") in KINDS
    whole = isinstance(at, dict) and isinstance(tags, dict) and isinstance(nodes, list)
    if not (known and whole):
        return None
    point = (text_of(at.get("lon")), text_of(at.get("lat")))
    return _Thing(
        str(item["type"]),
        text_of(item.get("id")),
        {name: text_of(value) for name, value in tags.items()},
        point if all(point) else None,
        tuple(text_of(each) for each in nodes),
        position,
    )


def _rows(things: Iterable[_Thing]) -> Iterator[Item]:
    things = list(things)
    nodes = {each.number: each.point for each in things if each.kind == "node"}
    for thing in things:
        if thing.tags:
            yield _row(thing, nodes)


def _row(thing: _Thing, nodes: Mapping[str, tuple[str, str] | None]) -> Item:
    try:
        longitude, latitude = thing.point or _middle(thing, nodes)
    except shapes.ShapeTooLarge:
        params = {"most": str(MAX_POINTS)}
        return RowError(thing.position, "row_shape_large", "geometry", params)
    except (shapes.NoShape, InvalidOperation):
        return RowError(thing.position, "row_nodes", "geometry")
    further = {
        "latitude": Cell(latitude, thing.position),
        "longitude": Cell(longitude, thing.position),
        "external_source": Cell("osm", thing.position),
        "external_id": Cell(f"{thing.kind}/{thing.number}", thing.position),
        "source": Cell("osm", thing.position),
        "source_url": Cell(
            f"https://www.openstreetmap.org/{thing.kind}/{thing.number}", thing.position
        ),
    }
    texts = (
        (name, text, thing.position)
        for name, text in thing.tags.items()
        if name not in ABOUT_THE_OBJECT
    )
    return raw_row(thing.position, texts, **further)


def _middle(
    thing: _Thing, nodes: Mapping[str, tuple[str, str] | None]
) -> tuple[str, str]:
    points = [
        (Decimal(point[0]), Decimal(point[1]))
        for number in thing.nodes
        if (point := nodes.get(number))
    ]
    closed = len(thing.nodes) > 3 and thing.nodes[0] == thing.nodes[-1]
    if closed and len(points) == len(thing.nodes):
        longitude, latitude = shapes.point_of_area(points)
    else:
        longitude, latitude = shapes.point_of_line(points)
    return str(longitude), str(latitude)
