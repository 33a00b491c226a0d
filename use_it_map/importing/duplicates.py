"""Places that are probably one and the same: the same name, next to each other."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from decimal import Decimal

from anyascii import anyascii

NEAR_M = 100
EARTH_M = 6_371_008.8
"""The mean radius of the Earth."""


def name_key(name: str) -> str:
    """Return a name without accents, capitals, signs and blanks."""
    return re.sub(r"[^a-z0-9]+", "", anyascii(name).casefold()) or name.casefold()


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two points (latitude, longitude) in a city, in metres.

    On a plane that touches the Earth there; below a part in a thousand off up to 50 km.
    """
    middle = math.radians((a[0] + b[0]) / 2)
    north = math.radians(b[0] - a[0])
    east = math.radians(b[1] - a[1]) * math.cos(middle)
    return EARTH_M * math.hypot(north, east)


class Neighbours:
    """Places by name, to be asked for one of that name nearby."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[tuple[float, float, str]]] = defaultdict(list)

    def add(self, name: str, latitude: Decimal, longitude: Decimal, label: str) -> None:
        place = (float(latitude), float(longitude), label)
        self._by_name[name_key(name)].append(place)

    def find(self, name: str, latitude: Decimal, longitude: Decimal) -> str | None:
        """Return the label of the nearest of the name within `NEAR_M`, if any."""
        here = (float(latitude), float(longitude))
        near = [
            (distance, label)
            for lat, lon, label in self._by_name.get(name_key(name), ())
            if (distance := distance_m(here, (lat, lon))) <= NEAR_M
        ]
        return min(near)[1] if near else None
