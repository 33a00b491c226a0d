"""Fills the settings and the menus of a city of the demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from cms.demo.bench import Bench, Place
from cms.demo.entities import MenuItem
from cms.demo.streams import block_id
from cms.models import CitySettings, Funding, OpeningSpan, SocialChannel


def fill_settings(bench: Bench, place: Place) -> None:
    city = place.city
    settings = CitySettings.objects.get(site=place.site)
    for name in (
        "name",
        "tagline",
        "latitude",
        "longitude",
        "zoom",
        "colour_primary",
        "colour_accent",
        "street_address",
        "postal_code",
        "address_locality",
        "email",
        "phone",
        "opening_note",
    ):
        setattr(settings, name, getattr(city, name))
    for side, degrees in city.bounds.items():
        setattr(settings, side, degrees)
    settings.logo = bench.pictures[city.logo]
    settings.organisation = bench.organisations.get(city.operator)
    settings.channels = [
        SocialChannel(kind=channel.kind, url=channel.url, sort_order=number)
        for number, channel in enumerate(city.channels)
    ]
    settings.opening_hours = [
        OpeningSpan(
            weekday=span.weekday,
            opens=dt.time.fromisoformat(span.opens),
            closes=dt.time.fromisoformat(span.closes),
            sort_order=number,
        )
        for number, span in enumerate(city.hours)
    ]
    settings.fundings = [
        Funding(
            organisation=bench.organisations[funder.organisation],
            programme=funder.programme,
            registration_number=funder.registration_number,
            publicity=funder.publicity,
            logo=bench.pictures[funder.logo],
            sort_order=number,
        )
        for number, funder in enumerate(city.funding)
    ]
    for name in ("main_navigation", "footer_navigation"):
        items = list(_menu(bench, place, name, getattr(city, name)))
        setattr(settings, name, items)
    settings.full_clean()
    settings.save()


def _menu(
    bench: Bench, place: Place, name: str, items: Any
) -> Iterator[dict[str, Any]]:
    seed = f"{place.city.slug}/{name}"
    for number, item in enumerate(items):
        value = _menu_link(bench, place, item)
        value["children"] = [
            {
                "type": "item",
                "id": block_id(seed, number, place_number),
                "value": _menu_link(bench, place, MenuItem(page=key)),
            }
            for place_number, key in enumerate(item.children)
        ]
        yield {"type": "item", "id": block_id(seed, number), "value": value}


def _menu_link(bench: Bench, place: Place, item: MenuItem) -> dict[str, Any]:
    page = place.pages[item.page].pk if item.page else None
    return {"page": page, "url": item.url, "label": dict(item.label)}
