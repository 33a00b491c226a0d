"""Points on the Earth, in degrees of WGS 84."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blocks.places import looks_swapped


def errors(
    latitude: Decimal | None, longitude: Decimal | None, *, city: Any = None
) -> dict[str, ValidationError]:
    """Return what is wrong with a point, by field; nothing where it is missing.

    `city` are the settings of the city whose bounds it must lie within, if they are
    set: `cms.models.CitySettings`.
    """
    if latitude is None or longitude is None:
        return {}
    if looks_swapped(latitude, longitude):
        message = _(
            "Latitude and longitude look swapped: in Czechia, latitude is "
            "about 48 to 51 and longitude about 12 to 19."
        )
        return {"latitude": ValidationError(message, code="swapped")}
    found = {}
    if city is not None and _beyond(latitude, city.south, city.north):
        message = _("It lies outside the city: %(least)s to %(most)s degrees.")
        params = {"least": city.south, "most": city.north}
        found["latitude"] = ValidationError(message, code="outside", params=params)
    if city is not None and _beyond(longitude, city.west, city.east):
        message = _("It lies outside the city: %(least)s to %(most)s degrees.")
        params = {"least": city.west, "most": city.east}
        found["longitude"] = ValidationError(message, code="outside", params=params)
    return found


def _beyond(degrees: Decimal, least: Decimal | None, most: Decimal | None) -> bool:
    return least is not None and most is not None and not least <= degrees <= most
