"""The point of a place, picked on a map above its numbers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldRowPanel

from use_it_map import conf
from use_it_map.admin.ground import ground


def texts() -> dict[str, Any]:
    """Return the words of the map in the editor's language."""
    return {
        "point": _("The point is at"),
        "outside": _("This point lies outside the city."),
        "swapped": _("Latitude and longitude look swapped."),
        "searching": _("Searching…"),
        "nothing": _("Nothing was found in the city."),
        "failed": _("The search doesn't answer. Click on the map instead."),
    }


class PointPanel(FieldRowPanel):
    """A map above the fields of latitude and longitude, in this order.

    `python`: `PointPanel([FieldPanel("latitude"), FieldPanel("longitude")])`.
    """

    class BoundPanel(FieldRowPanel.BoundPanel):
        template_name = "use_it_map/admin/point_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            latitude, longitude = (
                self.form[child.field_name].id_for_label for child in self.children
            )
            city = getattr(self.form, "city", None)
            settings = getattr(city, "citysettings", None)
            search = reverse("use_it_map_search_address") if conf.geocoder() else ""
            return {
                **context,
                "ground": ground(settings),
                "texts": texts(),
                "latitude": latitude,
                "longitude": longitude,
                "search": f"{search}?city={city.pk}" if search and city else search,
                "duplicates": _duplicates(city, self.instance),
            }

        @property
        def media(self) -> Media:
            here = Media(
                css={"all": ["leaflet/leaflet.css"]},
                js=[
                    "leaflet/leaflet.js",
                    "use_it_map/js/point_picker.js",
                    "use_it_map/js/duplicates.js",
                ],
            )
            return super().media + here


def _duplicates(city: Any, place: Any) -> str:
    """Return where to ask what a place may be already, but for what is being typed."""
    if city is None:
        return ""
    query = {"city": city.pk} | ({"place": place.pk} if place.pk else {})
    return f"{reverse('use_it_map_duplicates')}?{urlencode(query)}"
