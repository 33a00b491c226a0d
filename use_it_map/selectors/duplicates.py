"""Places that may be the same as one that is being entered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wagtail.models import Site

from cms import access
from use_it_map.likeness import FAR_M, distance_m, may_be_same, names_alike
from use_it_map.models import PlacePage
from use_it_map.selectors.verification import source_places

DEGREE_M = 111_195
"""A degree of latitude on the sphere of `likeness`, in metres."""
MOST = 5


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is being entered; `of` is the place itself, where it is there already."""

    title: str
    latitude: Decimal
    longitude: Decimal
    of: PlacePage | None = None


@dataclass(frozen=True)
class Twin:
    """A place that may be the same, and how far away it lies."""

    place: PlacePage
    metres: int


def twins(user: Any, city: Site, entry: Entry) -> list[Twin]:
    """Return at most five places of the city that may be it, the likeliest first."""
    here = (float(entry.latitude), float(entry.longitude))
    high = FAR_M / DEGREE_M
    wide = high / max(0.01, math.cos(math.radians(here[0])))
    near = source_places(user).filter(
        access.pages_in(user, city),
        latitude__range=(here[0] - high, here[0] + high),
        longitude__range=(here[1] - wide, here[1] + wide),
    )
    if entry.of is not None:
        near = near.exclude(translation_key=entry.of.translation_key)
    found = []
    for place in near.only("title", "latitude", "longitude", "path", "locale_id"):
        metres = distance_m(here, (float(place.latitude), float(place.longitude)))
        alike = names_alike(entry.title, place.title)
        if may_be_same(alike, metres):
            found.append((-alike, metres, place.pk, Twin(place, round(metres))))
    return [twin for *_order, twin in sorted(found, key=lambda each: each[:3])][:MOST]
