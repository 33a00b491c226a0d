"""Places as KML 2.2 and GPX 1.1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from use_it_map.exporting.places import ExportedPlace, Source, plain_fields
from use_it_map.spoken import languages_text

NAMESPACE = "urn:vitej:places"
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: Any) -> str:
    """Return a text as XML has it, without the characters that XML can't hold."""
    return escape(_NOT_IN_XML.sub("", str(text)), {"\r": "&#13;"})


def _attribute(text: Any) -> str:
    return quoteattr(_NOT_IN_XML.sub("", str(text)))


def kml_pieces(places: Iterable[ExportedPlace], source: Source) -> Iterator[str]:
    """Yield a document with a placemark for each place."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n'
        f"<name>{xml_text(source.title)}</name>\n"
        f"<description>{xml_text(source.attribution)}</description>\n"
    )
    for place in places:
        yield _placemark(place)
    yield "</Document></kml>\n"


def _placemark(place: ExportedPlace) -> str:
    record = place.record
    data = "".join(
        f"<Data name={_attribute(name)}><value>{text}</value></Data>"
        for name, text in _texts(place).items()
        if name not in ("name", "description", "latitude", "longitude")
    )
    return (
        f"<Placemark><name>{xml_text(record.name)}</name>"
        f"<description>{xml_text(record.description)}</description>"
        f"<ExtendedData>{data}</ExtendedData><Point><coordinates>"
        f"{record.longitude},{record.latitude}</coordinates></Point></Placemark>\n"
    )


def gpx_pieces(places: Iterable[ExportedPlace], source: Source) -> Iterator[str]:
    """Yield a file with a waypoint for each place."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="Vitej" '
        f"xmlns:v={_attribute(NAMESPACE)}>\n<metadata>"
        f"<name>{xml_text(source.title)}</name>"
        f"<copyright author={_attribute(source.attribution)}>"
        f"<license>{xml_text(source.licence_url)}</license></copyright></metadata>\n"
    )
    for place in places:
        yield _waypoint(place)
    yield "</gpx>\n"


def _waypoint(place: ExportedPlace) -> str:
    record = place.record
    elsewhere = {"name", "description", "latitude", "longitude"}
    further = "".join(
        f"<v:{name}>{text}</v:{name}>"
        for name, text in _texts(place).items()
        if name not in elsewhere
    )
    return (
        f'<wpt lat="{record.latitude}" lon="{record.longitude}">'
        f"<name>{xml_text(record.name)}</name>"
        f"<desc>{xml_text(record.description)}</desc>"
        f"<link href={_attribute(place.url)}/>"
        f"<extensions><v:place>{further}</v:place></extensions></wpt>\n"
    )


def _texts(place: ExportedPlace) -> dict[str, str]:
    values = plain_fields(place) | {
        "languages": languages_text(place.record.languages),
        "categories": "; ".join(place.record.categories),
    }
    texts = {
        name: ("yes" if value else "no") if isinstance(value, bool) else value
        for name, value in values.items()
    }
    return {name: xml_text(text) for name, text in texts.items() if text}
