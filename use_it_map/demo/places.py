"""Writes the map of a city of the demo, and its places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page

from cms import freshness
from cms.choices import Licence
from cms.models import CitySettings, Image, Organisation, User
from cms.slugs import romanised
from use_it_map.choices import PlaceSource
from use_it_map.demo.entities import LANGUAGES, SOURCE_LANGUAGE, Map, Place
from use_it_map.demo.pages import Press, pages_publish
from use_it_map.demo.translations import translations_note
from use_it_map.hours.rules import check
from use_it_map.models import MapPage, PlaceCategory, PlaceLanguage, PlacePage

ADMINISTRATOR = "admin"
COPYRIGHT_OF_OSM = "https://www.openstreetmap.org/copyright"


@dataclass(frozen=True, kw_only=True)
class References:
    """What places refer to: categories and pictures by key, organisations by IČO."""

    categories: Mapping[str, PlaceCategory]
    organisations: Mapping[str, Organisation]
    pictures: Mapping[str, Image]
    accounts: Mapping[str, User]


def add_map(press: Press, settings: CitySettings, texts: Map) -> dict[str, Any]:
    """Add the map of a city below its homes; return it by language code."""
    home = settings.site.root_page
    homes = {
        code: home if locale.pk == home.locale_id else home.get_translation(locale)
        for code, locale in press.locales.items()
    }
    key = uuid4()
    made = {
        code: MapPage(
            title=texts.title[code],
            intro=texts.intro[code],
            slug=romanised(texts.title[code]),
            locale=press.locales[code],
            translation_key=key,
        )
        for code in LANGUAGES
    }
    pages_publish(press, homes, list(made.values()))
    translations_note(press, [made])
    return made


def add_places(
    press: Press,
    settings: CitySettings,
    maps: Mapping[str, Page],
    places: Sequence[Place],
    known: References,
) -> dict[str, PlacePage]:
    """Add the places of a city to its map, in every language.

    Return those of the source language, by key.
    """
    today = timezone.localdate(press.now)
    made = []
    for place in places:
        shared = {
            **_facts(place),
            **_origin(place),
            **_references(place, known, settings),
            **_verification(place, today),
        }
        made.append(_in_languages(press, place, shared, known))
    pages_publish(press, maps, [each[code] for code in LANGUAGES for each in made])
    translations_note(press, made)
    return {
        place.key: each[SOURCE_LANGUAGE]
        for place, each in zip(places, made, strict=True)
    }


def _in_languages(
    press: Press, place: Place, shared: Mapping[str, Any], known: References
) -> dict[str, PlacePage]:
    key = uuid4()
    keys = {tag: uuid4() for tag in place.languages}
    made = {}
    for code in LANGUAGES:
        page = PlacePage(
            **_words(place, code),
            **shared,
            locale=press.locales[code],
            translation_key=key,
        )
        page.further_categories = [known.categories[name] for name in place.also]
        page.languages = [
            PlaceLanguage(
                tag=tag,
                level=level,
                who=place.who.get(tag, {}).get(code, ""),
                sort_order=number,
                locale=press.locales[code],
                translation_key=keys[tag],
            )
            for number, (tag, level) in enumerate(place.languages.items())
        ]
        made[code] = page
    return made


def _words(place: Place, code: str) -> dict[str, Any]:
    is_source = code == SOURCE_LANGUAGE
    return {
        "title": place.title[code],
        "slug": place.key if is_source else romanised(place.title[code]),
        "description": place.text[code],
        "opening_hours_note": place.hours_note.get(code, ""),
        "benefit": place.benefit.get(code, ""),
        "why_listed": place.why.get(code, ""),
    }


def _facts(place: Place) -> dict[str, Any]:
    latitude, longitude = place.at
    return {
        "street": place.street,
        "house_number": place.number,
        "postcode": place.postcode,
        "latitude": Decimal(f"{latitude:.6f}"),
        "longitude": Decimal(f"{longitude:.6f}"),
        "opening_hours": check(place.hours),
        "wheelchair": place.wheelchair,
        "price_level": place.price,
        "phone": place.phone,
        "email": place.email,
        "website": place.website,
        "booking_url": place.booking,
        "is_commercial": place.commercial,
        "state": place.state,
        "owner_email": place.email if place.commercial else "",
    }


def _origin(place: Place) -> dict[str, Any]:
    if place.source != PlaceSource.OSM:
        return {"source": place.source}
    return {
        "source": place.source,
        "source_url": COPYRIGHT_OF_OSM,
        "external_source": "osm",
        "external_id": place.external_id,
        "data_licence": Licence.ODBL_1_0,
    }


def _references(
    place: Place, known: References, settings: CitySettings
) -> dict[str, Any]:
    editor = known.accounts.get(f"{settings.slug}-editor")
    return {
        "category": known.categories[place.category],
        "municipality": place.municipality or settings.site.site_name,
        "hero_image": known.pictures.get(place.picture),
        "organisation": known.organisations.get(place.organisation),
        "listed_by": settings.organisation,
        "maintainer": editor or known.accounts[ADMINISTRATOR],
    }


def _verification(place: Place, today: dt.date) -> dict[str, Any]:
    if place.verified is None:
        return {"review_cycle_months": place.cycle}
    day = today - dt.timedelta(days=place.verified)
    return {
        "verified_on": day,
        "verified_by": place.verified_by,
        "review_cycle_months": place.cycle,
        "review_due_on": freshness.review_due_on(day, place.cycle),
    }
