"""Reads GPX: the waypoints. Tracks and routes are ways, not places."""

from __future__ import annotations

from collections.abc import Iterator

from use_it_map.importing.names import raw_row
from use_it_map.importing.rows import Cell, Item, Position
from use_it_map.importing.xml_text import Element, elements

FIELDS = {"name": "name", "desc": "description", "type": "categories"}


def read_gpx(data: bytes) -> Iterator[Item]:
    """Yield the waypoints.

    Raises:
        FileRefused: if it is no GPX.
    """
    for point in elements(data, names={"wpt"}, root="gpx", kind="GPX"):
        further = {
            field: Cell(point.attributes.get(name, ""), point.position)
            for field, name in (("latitude", "lat"), ("longitude", "lon"))
        }
        yield raw_row(point.position, _named(point), **further)


def _named(point: Element) -> Iterator[tuple[str, str, Position]]:
    extensions = point.first("extensions")
    for each in extensions.within() if extensions else ():
        if not each.children:
            yield each.name, each.text, each.position
    for child in point.children:
        if child.name in FIELDS:
            yield FIELDS[child.name], child.text, child.position
        elif child.name == "link":
            yield "link", child.attributes.get("href", ""), child.position
