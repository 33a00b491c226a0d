"""All places of a city on a map, for those who work for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms import access
from cms.choices import Freshness
from use_it_map.admin.ground import ground
from use_it_map.choices import PlaceState
from use_it_map.models import PlacePage
from use_it_map.selectors.verification import source_places

MOST = 5_000
"""More points than this tell nobody anything."""


def map_of_places(request: HttpRequest) -> HttpResponse:
    """Show the places of one of the user's cities, which the query may name by id."""
    cities = list(
        access.cities_of(request.user)
        .select_related("citysettings")
        .order_by("site_name")
    )
    key = request.GET.get("city", "")
    city = next((each for each in cities if str(each.pk) == key), None)
    city = city or (cities[0] if cities else None)
    context = {
        "cities": cities,
        "city": city,
        "ground": ground(getattr(city, "citysettings", None)),
        "points": points(request.user, city) if city else [],
        "most": MOST,
        "page_title": _("Map of places"),
        "header_title": _("Map of places"),
        "header_icon": "site",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Map of places")},
        ],
    }
    return render(request, "use_it_map/admin/map.html", context)


def points(user: Any, city: Site) -> list[dict[str, Any]]:
    """Return the city's places for the map's script, drafts included: one query."""
    today = timezone.localdate()
    places = (
        source_places(user)
        .filter(access.pages_in(user, city))
        .exclude(latitude=None)
        .exclude(longitude=None)
        .order_by("title", "pk")
    )
    return [
        {
            "title": place.title,
            "at": [float(place.latitude), float(place.longitude)],
            "look": _look(place, place.freshness(today=today)),
            "url": reverse("wagtailadmin_pages:edit", args=[place.pk]),
            "draft": not place.live,
        }
        for place in places[:MOST]
    ]


def _look(place: PlacePage, freshness: Freshness) -> str:
    if place.state != PlaceState.OPEN:
        return "closed"
    looks = {Freshness.FRESH: "fresh", Freshness.DUE: "due"}
    return looks.get(freshness, "overdue")
