"""Makes places for tests; whatever a test doesn't care about is filled in."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wagtail.models import Site

from tests import factories
from use_it_map.models import MapPage, PlaceCategory, PlaceLanguage, PlacePage

_numbers = itertools.count(1)


def category(slug: str = "doctors", *, language: str = "en", **fields: Any) -> Any:
    facts = {"name": slug.capitalize(), "locale": factories.locale(language)}
    return PlaceCategory.objects.create(slug=slug, **(facts | fields))


def map_page(site: Site, language: str = "en") -> MapPage:
    """Return the map of a city, made the first time."""
    home = factories.home(site, language)
    found = MapPage.objects.child_of(home).first()
    if found is not None:
        return found
    return factories.add_page(home, MapPage(title="Map", slug="map"))


def place(
    site: Site,
    title: str = "",
    *,
    language: str = "en",
    live: bool = True,
    languages: Sequence[str] = (),
    **fields: Any,
) -> PlacePage:
    """Add a place in the middle of Ostrava, of the category `doctors`."""
    facts = {
        "description": "What newcomers find there.",
        "latitude": Decimal("49.834967"),
        "longitude": Decimal("18.282084"),
    }
    if "category" not in fields:
        known = PlaceCategory.objects.filter(slug="doctors").first()
        facts["category"] = known or category()
    page = PlacePage(title=title or f"Place {next(_numbers)}", **(facts | fields))
    page.languages = [
        PlaceLanguage(tag=tag, sort_order=number)
        for number, tag in enumerate(languages)
    ]
    return factories.add_page(map_page(site, language), page, live=live)
