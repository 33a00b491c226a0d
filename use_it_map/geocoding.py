"""Where an address lies, asked of a server that speaks as Nominatim does.

Source: https://nominatim.org/release-docs/develop/api/Search/
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import urllib3
from django.utils.translation import get_language

from use_it_map import conf

TIMEOUT = urllib3.Timeout(connect=3, read=5)
MAX_BYTES = 256 * 1024
LIMIT = 5
NAME = "vitej (use_it_map)"
"""Nominatim's rules ask programs to name themselves."""


class GeocoderFailed(Exception):
    """The server can't be reached, takes too long, or answers something else."""


@dataclass(frozen=True)
class Found:
    """A place that an address may mean."""

    label: str
    latitude: Decimal
    longitude: Decimal


def search(query: str, *, city: Any = None) -> list[Found]:
    """Return at most five places for an address, those within the city's bounds.

    `city` are the settings of the city, if they are known.

    Raises:
        GeocoderFailed: if there is no usable answer within some seconds.
    """
    try:
        rows = json.loads(_asked(query, city))
        return [_found(row) for row in rows[:LIMIT]]
    except (ValueError, TypeError, KeyError, InvalidOperation) as error:
        raise GeocoderFailed from error


def _asked(query: str, city: Any) -> bytes:
    fields = {
        "q": query,
        "format": "jsonv2",
        "limit": str(LIMIT),
        "accept-language": get_language() or "en",
    } | _bounds(city)
    try:
        response = urllib3.request(
            "GET",
            conf.geocoder(),
            fields=fields,
            headers={"User-Agent": NAME, "Accept": "application/json"},
            timeout=TIMEOUT,
            retries=False,
            redirect=False,
            preload_content=False,
        )
        with response:
            body: bytes = response.read(MAX_BYTES + 1)
    except urllib3.exceptions.HTTPError as error:
        raise GeocoderFailed from error
    if response.status != 200 or len(body) > MAX_BYTES:
        raise GeocoderFailed
    return body


def _bounds(city: Any) -> dict[str, str]:
    edges = [getattr(city, name, None) for name in ("west", "south", "east", "north")]
    if None in edges:
        return {}
    return {"viewbox": ",".join(map(str, edges)), "bounded": "1"}


def _found(row: dict[str, Any]) -> Found:
    latitude, longitude = Decimal(row["lat"]), Decimal(row["lon"])
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # NaN is neither
        raise ValueError(row)
    step = Decimal("0.000001")
    return Found(
        str(row["display_name"]), latitude.quantize(step), longitude.quantize(step)
    )
