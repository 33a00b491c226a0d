"""Telling, while a place is entered, which one it may be already."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from cms import access
from use_it_map.models import PlacePage
from use_it_map.selectors.duplicates import Entry, twins


@require_GET
def find_duplicates(request: HttpRequest) -> JsonResponse:
    """Answer with places of one of the user's cities that may be the same.

    `title`, `latitude`, `longitude`, `city` (id), and `place` (id) where it is there
    already. An entry that is no place yet has no duplicates.
    """
    asked = request.GET
    city = access.cities_of(request.user).filter(pk=_number(asked.get("city"))).first()
    entry = _entry(asked, request.user)
    found = twins(request.user, city, entry) if city and entry else []
    return JsonResponse(
        {
            "results": [
                {
                    "title": twin.place.title,
                    "metres": twin.metres,
                    "url": reverse("wagtailadmin_pages:edit", args=[twin.place.pk]),
                }
                for twin in found
            ]
        }
    )


def _entry(asked: Any, user: Any) -> Entry | None:
    try:
        latitude = Decimal(asked.get("latitude", "").replace(",", "."))
        longitude = Decimal(asked.get("longitude", "").replace(",", "."))
        on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    except InvalidOperation:
        return None
    title = asked.get("title", "").strip()[:255]
    if not (title and on_earth):
        return None
    mine = PlacePage.objects.filter(access.pages_of(user))
    of = mine.filter(pk=_number(asked.get("place"))).first()
    return Entry(title=title, latitude=latitude, longitude=longitude, of=of)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
