"""Chooses the reader for a file, by what stands in it and by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from use_it_map.importing.csv_file import read_csv
from use_it_map.importing.geojson import read_geojson
from use_it_map.importing.gpx import read_gpx
from use_it_map.importing.kml import read_kml
from use_it_map.importing.limits import MAX_BYTES, MAX_ROWS
from use_it_map.importing.osm import read_osm_xml, read_overpass
from use_it_map.importing.rows import FileRefused, Item, Reader

READERS: Mapping[str, Reader] = {
    "csv": read_csv,
    "geojson": read_geojson,
    "kml": read_kml,
    "gpx": read_gpx,
    "osm": read_osm_xml,
    "overpass": read_overpass,
}
ENDINGS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".geojson": "geojson"} | {
    f".{name}": name for name in ("kml", "gpx", "osm")
}


def read_file(data: bytes, name: str) -> Iterator[Item]:
    """Yield the rows of a file in any of the formats.

    Raises:
        FileRefused: at once or on the way, if the file can't be used.
    """
    if len(data) > MAX_BYTES:
        raise FileRefused("file_too_large", most=str(MAX_BYTES // 1024 // 1024))
    for number, item in enumerate(READERS[format_of(data, name)](data), start=1):
        if number > MAX_ROWS:
            raise FileRefused("file_rows", most=str(MAX_ROWS))
        yield item


def format_of(data: bytes, name: str) -> str:
    """Return the format of a file: a key of `READERS`.

    Raises:
        FileRefused: if there is none for it.
    """
    if not data.strip():
        raise FileRefused("file_empty")
    if data.startswith(b"PK"):
        raise FileRefused("file_zipped")
    ending = PurePath(name).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if ending == ".json" or start.startswith(b"{"):
        return "geojson" if b'"FeatureCollection"' in data else "overpass"
    if start.startswith(b"<"):
        return _of_xml(start)
    raise FileRefused("file_format")


def _of_xml(start: bytes) -> str:
    for mark in ("kml", "gpx", "osm"):
        if f"<{mark}".encode() in start:
            return mark
    raise FileRefused("file_format")
