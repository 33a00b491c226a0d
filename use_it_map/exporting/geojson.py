"""Places as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from use_it_map.exporting.places import ExportedPlace, Source, plain_fields


def geojson_pieces(places: Iterable[ExportedPlace], source: Source) -> Iterator[str]:
    """Yield a collection of points, a feature a line."""
    about = {
        "type": "FeatureCollection",
        "name": source.title,
        "attribution": source.attribution,
        "licence": source.licence_url,
    }
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "features": ['
    separator = "\n"
    for place in places:
        yield separator + json.dumps(_feature(place), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _feature(place: ExportedPlace) -> dict[str, Any]:
    properties = plain_fields(place)
    del properties["latitude"], properties["longitude"]
    point = [float(place.record.longitude), float(place.record.latitude)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": point},
        "properties": properties,
    }
