"""Maps that the built-in city site draws: what their scripts must know."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context, Library
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from use_it_map import conf

register = Library()

Filter = dict[str, Any]


@register.simple_tag(takes_context=True)
def map_files(context: Context) -> bool:
    """Tell whether a page lacks the map's files still; its first map brings them."""
    request = context.get("request")
    if getattr(request, "has_map_files", False):
        return False
    if request is not None:
        request.has_map_files = True
    return True


@register.simple_tag
def chosen_filter(chosen: Mapping[str, Any]) -> Filter:
    """Return the filter of the City API for what was chosen on the map's page."""
    said = {"1": True, "0": False}
    found = {
        "categories": chosen.get("category"),
        "languages": chosen.get("language"),
        "openNow": said.get(chosen.get("open", "")),
        "wheelchair": chosen.get("wheelchair"),
        "benefit": said.get(chosen.get("benefit", "")),
        "commercial": said.get(chosen.get("commercial", "")),
        "text": chosen.get("q"),
    }
    return _asked(found)


@register.simple_tag
def block_filter(kept: Mapping[str, Any]) -> Filter:
    """Return the filter of the City API for what a block keeps."""
    found = {
        "categories": [each["slug"] for each in kept["chosenCategories"]],
        "languages": kept["languages"],
        "openNow": kept["openNow"] or None,
        "wheelchair": kept["wheelchair"],
        "benefit": kept["benefit"],
        "commercial": kept["commercial"],
    }
    return _asked(found)


def _asked(found: Filter) -> Filter:
    return {
        name: value for name, value in found.items() if value not in (None, "", [], ())
    }


@register.simple_tag
def clusters_map(
    site: Mapping[str, Any], wanted: Filter, *, small: bool = False
) -> str:
    """Return what `city_map.js` must know to draw the places that a filter keeps."""
    return _written({**_shared(site), "filter": wanted, "small": small})


@register.simple_tag
def place_map(site: Mapping[str, Any], place: Mapping[str, Any]) -> str:
    """Return what `city_map.js` must know to draw a place alone."""
    at = [place["latitude"], place["longitude"]]
    point = {"at": at, "category": place["category"]}
    return _written({**_shared(site), "points": [point], "small": True})


def _written(config: Mapping[str, Any]) -> str:
    return json.dumps(config, cls=DjangoJSONEncoder, ensure_ascii=False)


def _shared(site: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "api": reverse("graphql"),
        "hostname": site["hostname"],
        "locale": site["locale"]["code"],
        "pictograms": static("use_it_map/pictograms.svg"),
        "ground": ground(site["settings"]["map"]),
        "texts": _texts(),
    }


def ground(city: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a map stands on; `city` is the `MapView` of the City API."""
    bounds = city["bounds"]
    centre = [city["latitude"], city["longitude"]]
    return {
        "tiles": conf.tiles(),
        "attribution": str(escape(conf.tiles_attribution())),
        "bounds": _corners(bounds) if bounds else None,
        "centre": None if None in centre else centre,
        "zoom": city["zoom"],
    }


def _corners(box: Mapping[str, float]) -> Sequence[Sequence[float]]:
    return [[box["south"], box["west"]], [box["north"], box["east"]]]


def _texts() -> dict[str, str]:
    return {
        "closer": _("Closer"),
        "farther": _("Farther away"),
        "north": _("North is at the top"),
        "northShort": pgettext("north on a map", "N"),
        "cluster": _("Places near each other: {count}. Show them closer."),
        "close": _("Close"),
        "failed": _("The map can't be filled just now. The list has all places."),
        "again": _("Try again"),
        "locating": _("Your device is looking where you are…"),
        "refused": _(
            "You haven't allowed this page to know where you are, so the list stays as"
            " it was. You can allow it in your browser's settings."
        ),
        "lost": _("Your device can't tell where you are. The list stays as it was."),
        "sorted": _("The nearest places come first."),
        "away": _("{distance} from you"),
    }
