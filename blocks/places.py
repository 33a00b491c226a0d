"""Where it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.struct_block import StructBlockValidationError

from blocks.base import ContentBlock
from blocks.fields import CharBlock, DecimalBlock, FixedTextBlock

# Czechia in whole tenths of a degree, outwards (WGS 84).
CZECH_LATITUDES = (Decimal(48), Decimal("51.1"))
CZECH_LONGITUDES = (Decimal(12), Decimal("18.9"))


def looks_swapped(latitude: Decimal, longitude: Decimal) -> bool:
    """Say whether the point would lie in Czechia the other way round.

    Both in degrees. As given, such a point lies on the Arabian peninsula or in
    the sea around it.
    """
    return (
        CZECH_LATITUDES[0] <= longitude <= CZECH_LATITUDES[1]
        and CZECH_LONGITUDES[0] <= latitude <= CZECH_LONGITUDES[1]
    )


class MapPointBlock(ContentBlock):
    """A point on the map, in WGS 84. No map of a third party is embedded."""

    label = CharBlock(label=_("Name of the place"), max_length=120)
    latitude = DecimalBlock(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        max_digits=9,
        decimal_places=6,
        help_text=_("Degrees north, such as 49.834967."),
    )
    longitude = DecimalBlock(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        max_digits=9,
        decimal_places=6,
        help_text=_("Degrees east, such as 18.282084."),
    )
    address = FixedTextBlock(label=_("Address"), required=False, max_length=250)
    note = CharBlock(
        label=_("Note"),
        required=False,
        max_length=250,
        help_text=_("How to find the door, the floor, the bell."),
    )

    def clean(self, value: Any) -> Any:
        point = super().clean(value)
        latitude, longitude = point["latitude"], point["longitude"]
        if (
            latitude is not None
            and longitude is not None
            and looks_swapped(latitude, longitude)
        ):
            message = _(
                "Latitude and longitude look swapped: in Czechia, latitude is "
                "about 48 to 51 and longitude about 12 to 19."
            )
            raise StructBlockValidationError(
                block_errors={"latitude": ValidationError(message)}
            )
        return point

    class Meta:
        icon = "site"
        label = _("Point on the map")
        label_format = "{label}"
        description = _(
            "A place with its address, drawn without a foreign map service."
        )
        preview_value = {
            "label": _("Expat centre"),
            "latitude": "49.834967",
            "longitude": "18.282084",
            "address": "Technologická 372/2, Ostrava-Pustkovec",
            "note": _("Second floor, ring the bell."),
        }
