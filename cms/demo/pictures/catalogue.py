"""Every picture of the demo, by its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from cms.demo.pictures import cities, marks, portraits, scenes
from cms.demo.pictures.canvas import Canvas

SCENES: Mapping[str, Callable[[], Canvas]] = {
    "hero-ostrava-skyline": cities.ostrava_skyline,
    "hero-ostrava-tram": cities.ostrava_tram,
    "hero-brno-skyline": cities.brno_skyline,
    "hero-brno-tram": cities.brno_tram,
    "hero-praha-skyline": cities.prague_skyline,
    "hero-praha-tram": cities.prague_tram,
    "hero-documents": scenes.documents,
    "hero-health": scenes.health,
    "hero-keys": scenes.keys,
    "keys-on-table": scenes.keys_on_table,
    "hero-badge": scenes.badge,
    "hero-classroom": scenes.classroom,
    "hero-books": scenes.books,
    "hero-welcome-day": scenes.welcome_day,
    "hero-tea": scenes.tea,
    "hero-evening": scenes.evening,
    "hero-laptop": scenes.laptop,
    "hero-winter": scenes.winter,
    "hero-car": scenes.car,
    "hero-phone": scenes.phone,
    "hero-diploma": scenes.diploma,
    "hero-friends": scenes.friends,
    "hero-market": scenes.market,
    "hero-family": scenes.family,
    "hero-coins": scenes.coins,
    "hero-suitcase": scenes.suitcase,
    "hero-menu": scenes.menu,
    "hero-park": scenes.park,
    "hero-questions": scenes.questions,
    "hero-shelter": scenes.shelter,
}
MARKS: Mapping[str, Callable[[], Canvas]] = {
    "logo-ostrava": marks.logo_ostrava,
    "logo-brno": marks.logo_brno,
    "logo-praha": marks.logo_praha,
    "funding-city": marks.funding_city,
    "funding-region": marks.funding_region,
    "funding-project": marks.funding_project,
}
PORTRAITS: Mapping[str, Callable[[], Canvas]] = {
    key: partial(portraits.portrait, look) for key, look in portraits.LOOKS.items()
}
PICTURES = {**SCENES, **MARKS, **PORTRAITS}


def file_name(key: str) -> str:
    """Return the name of a picture's file: marks are PNG, all others JPEG."""
    return f"{key}.png" if key in MARKS else f"{key}.jpg"


def drawn(key: str) -> bytes:
    """Draw a picture and return its file: the same bytes each time.

    Raises:
        KeyError: if there is no such picture.
    """
    canvas = PICTURES[key]()
    return canvas.png() if key in MARKS else canvas.jpeg()
