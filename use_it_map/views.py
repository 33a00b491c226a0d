"""Exports of a city's places, at addresses that caches may keep."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotModified,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cms.selectors.city import City, city_by_slug
from cms.selectors.content import version_at
from cms.selectors.reader import Reader
from use_it_map.choices import Wheelchair
from use_it_map.exporting.geojson import geojson_pieces
from use_it_map.exporting.places import ExportedPlace, Source
from use_it_map.exporting.tables import csv_pieces
from use_it_map.exporting.xml_formats import gpx_pieces, kml_pieces
from use_it_map.geometry import Point
from use_it_map.hours.wall import CITY_TIME
from use_it_map.hsds import hsds_package
from use_it_map.selectors import filtering
from use_it_map.selectors.exporting import (
    PlaceFilter,
    exported_places,
    source_of,
)

Pieces = Callable[[Iterable[ExportedPlace], Source], Iterator[str]]
FORMATS: dict[str, tuple[str, Pieces]] = {
    "geojson": ("application/geo+json", geojson_pieces),
    "csv": ("text/csv; charset=utf-8", csv_pieces),
    "kml": ("application/vnd.google-earth.kml+xml", kml_pieces),
    "gpx": ("application/gpx+xml", gpx_pieces),
}
HSDS = "zip"
PARAMETERS = {
    *("category", "speaks", "wheelchair", "benefit", "commercial"),
    *("verified_since", "bbox", "language", "near", "radius", "text", "open_at"),
}


@require_safe
def export(
    request: HttpRequest, city: str, collection: str, suffix: str
) -> HttpResponseBase:
    """Answer with a city's public places in a format; the query narrows them down."""
    found = city_by_slug(city)
    if found is None or "use_it_map" in found.settings.disabled_features:
        raise Http404
    try:
        wanted = filter_of(request.GET, osm=collection == "osm")
        reader = _reader(found, request.GET.get("language"))
        tag = _entity_tag(request, city)
        if tag and tag in request.headers.get("If-None-Match", ""):
            answer: HttpResponseBase = HttpResponseNotModified()
        else:
            answer = _answer(reader, wanted, suffix)
            name = f"{city}-{collection}.{suffix}"
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
    except (ValueError, InvalidOperation) as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain")
    if tag:
        answer["ETag"] = tag
    answer["Cache-Control"] = f"public, max-age={settings.CITY_API_MAX_AGE}"
    answer["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def _answer(reader: Reader, wanted: PlaceFilter, suffix: str) -> HttpResponseBase:
    with translation.override(reader.locale.language_code):
        source = source_of(reader, osm=wanted.osm)
        places = exported_places(reader, wanted)
    link = f'<{source.licence_url}>; rel="license"'
    if suffix == HSDS:
        packed = hsds_package(places, source)
        return HttpResponse(
            packed, content_type="application/zip", headers={"Link": link}
        )
    content_type, pieces = FORMATS[suffix]
    return StreamingHttpResponse(
        pieces(places, source), content_type=content_type, headers={"Link": link}
    )


def _reader(city: City, language: str | None) -> Reader:
    locale = city.locale(language) if language else city.locales[0]
    if locale is None:
        raise ValueError(f"language: one of {', '.join(city.languages)}")
    return Reader(city, locale)


def _entity_tag(request: HttpRequest, city: str) -> str:
    """Return a name of the answer that changes with the city's content, or ""."""
    tokens = version_at("citysettings__slug", city)
    if len(tokens) != 2:
        return ""
    known = sorted((str(key), token) for key, token in tokens.items())
    text = f"{known} {request.get_full_path()} {dt.date.today()}"  # noqa: DTZ011
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def filter_of(query: QueryDict, *, osm: bool) -> PlaceFilter:
    """Return the filter that a query asks for.

    Raises:
        ValueError, InvalidOperation: if it can't be read; the text says what to write.
    """
    if unknown := set(query) - PARAMETERS:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}"[:200])
    wheelchair = tuple(query.getlist("wheelchair"))
    if not set(wheelchair) <= set(Wheelchair.values):
        raise ValueError("wheelchair: yes, limited or no")
    since = query.get("verified_since")
    return PlaceFilter(
        osm=osm,
        categories=tuple(query.getlist("category")),
        languages=tuple(query.getlist("speaks")),
        wheelchair=wheelchair,
        benefit=_flag(query, "benefit") or False,
        commercial=_flag(query, "commercial"),
        verified_since=dt.date.fromisoformat(since) if since else None,
        bbox=_bbox(query.get("bbox", "")),
        found=_found(query),
    )


def _found(query: QueryDict) -> filtering.PlaceFilter | None:
    """Return what must be found as the City API finds it, if anything."""
    near, text, open_at = (query.get(name) for name in ("near", "text", "open_at"))
    radius = query.get("radius")
    if (near is None) != (radius is None):
        raise ValueError("near and radius: both or none")
    if near is None and text is None and open_at is None:
        return None
    return filtering.PlaceFilter(
        near=None if near is None else _point(near),
        radius_m=None if radius is None else int(radius),
        text=text,
        open_at=None if open_at is None else _instant(open_at),
    )


def _point(text: str) -> Point:
    numbers = [float(part) for part in text.split(",")]
    if len(numbers) != 2:
        raise ValueError("near: longitude,latitude in degrees")
    return Point(latitude=numbers[1], longitude=numbers[0])


def _instant(text: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=CITY_TIME)


def _flag(query: QueryDict, name: str) -> bool | None:
    text = query.get(name, "")
    if text not in ("", "yes", "no"):
        raise ValueError(f"{name}: yes or no")
    return {"yes": True, "no": False}.get(text)


def _bbox(text: str) -> Any:
    if not text:
        return None
    numbers = [Decimal(part) for part in text.split(",")]
    if len(numbers) != 4 or not all(number.is_finite() for number in numbers):
        raise ValueError("bbox: west,south,east,north in degrees")
    if max(map(abs, numbers)) > 180:
        raise ValueError("bbox: degrees lie between -180 and 180")
    return tuple(numbers)
