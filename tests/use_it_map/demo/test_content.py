"""The map's content files fit together, say enough, and say what is wrong with them."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from cms.languages import LANGUAGE_CODE
from cms.slugs import romanised
from use_it_map.choices import (
    CategoryIcon,
    LanguageLevel,
    PlaceSource,
    PlaceState,
    PriceLevel,
    Wheelchair,
)
from use_it_map.demo import reader
from use_it_map.demo.entities import LANGUAGES, Content, Place
from use_it_map.demo.reader import ContentError, read_content
from use_it_map.hours.rules import check
from use_it_map.models.category import OSM_TAG

PROJECT = Path(__file__).parents[3]
CYRILLIC = re.compile("[\u0400-\u04ff]")
RUSSIAN = re.compile("[\u042a\u042b\u042d\u0401\u044a\u044b\u044d\u0451]")
REAL_ADDRESSES = re.compile(r"https://[^/]+\.(cz|eu|com)/")


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the content files that a test may spoil."""
    return Path(shutil.copytree(reader.CONTENT, tmp_path / "content"))


def all_places(content: Content) -> list[Place]:
    return [place for places in content.places.values() for place in places]


def test_every_city_has_a_post_with_places(content: Content) -> None:
    assert set(content.posts) == {"ostrava", "brno", "praha"}
    for city, post in content.posts.items():
        states = {place.key: place.state for place in content.places[city]}
        assert {states[key] for key in post.places} == {"open"}


def test_every_city_has_its_places(content: Content) -> None:
    counts = {city: len(places) for city, places in content.places.items()}

    assert counts == {"ostrava": 46, "brno": 49, "praha": 56}
    for city, places in content.places.items():
        states = Counter(place.state for place in places)
        assert states["temporarily_closed"] == states["closed"] == 1, city
        # Slugs must be free in every language.
        for code in ("cs", "uk"):
            slugs = {romanised(place.title[code]) for place in places}
            assert len(slugs) == len(places), (city, code)


def test_categories_are_a_tree_of_two_levels_and_all_in_use(content: Content) -> None:
    widest = [each.key for each in content.categories if not each.parent]
    used = {place.category for place in all_places(content)}

    assert len(widest) == 12
    assert len(content.categories) == 62
    assert {each.parent for each in content.categories} == {"", *widest}
    assert {each.key for each in content.categories if each.parent} == used
    for category in content.categories:
        assert category.icon in CategoryIcon.values
        OSM_TAG(category.osm_tag)


def test_opening_hours_can_be_kept(content: Content) -> None:
    for place in all_places(content):
        kept = check(place.hours)
        assert check(kept) == kept, place.key
        # A comment alone would make a time unknown that is meant to be open.
        assert kept.count("unknown") == place.hours.count("unknown"), place.key


@pytest.mark.parametrize(
    "kind",
    [r"^24/7$", r"^$", "unknown", "PH off", r"\d,\d", r"-0\d:00", "easter", r"\[\d\]"],
)
def test_opening_hours_are_of_every_kind(content: Content, kind: str) -> None:
    assert any(re.search(kind, place.hours) for place in all_places(content))


def test_points_lie_in_their_city_each_at_its_own(content: Content) -> None:
    for city, places in content.places.items():
        path = PROJECT / "cms" / "demo" / "content" / city / "city.toml"
        bounds = tomllib.loads(path.read_text(encoding="utf-8"))["bounds"]
        south, west, north, east = (
            Decimal(bounds[side]) for side in ("south", "west", "north", "east")
        )
        for place in places:
            latitude, longitude = place.at
            assert south < latitude < north, place.key
            assert west < longitude < east, place.key
        assert len({tuple(place.at) for place in places}) == len(places)


def test_codes_are_known(content: Content) -> None:
    for place in all_places(content):
        assert place.wheelchair in {"", *Wheelchair.values}, place.key
        assert place.price in {"", *PriceLevel.values}, place.key
        assert place.state in PlaceState.values, place.key
        assert place.source in PlaceSource.values, place.key
        assert set(place.languages.values()) <= set(LanguageLevel.values), place.key
        assert set(place.who) <= set(place.languages), place.key
        assert all(LANGUAGE_CODE.fullmatch(tag) for tag in place.languages)


def test_texts_are_written_in_their_language(content: Content) -> None:
    for place in all_places(content):
        for text in place.texts:
            assert set(text) == set(LANGUAGES)
            assert not CYRILLIC.search(text["en"] + text["cs"]), place.key
            assert not RUSSIAN.search(text["uk"]), place.key
        assert CYRILLIC.search(place.text["uk"]), place.key


def test_nobody_real_can_be_called_or_written_to(content: Content) -> None:
    for place in all_places(content):
        assert place.phone == "" or place.phone.startswith("+420 500 0"), place.key
        assert place.email == "" or place.email.endswith(".example"), place.key
        if place.commercial:
            assert not REAL_ADDRESSES.match(place.website), place.key


def test_freshness_is_shown_in_all_its_shades(content: Content) -> None:
    for city, places in content.places.items():
        days = [place.verified for place in places]
        assert None in days, city
        known = [day for day in days if day is not None]
        assert min(known) < 10, city
        assert max(known) > 400, city


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("brno/health.toml", "category =", "kategory =", "unknown: kategory"),
        ("brno/health.toml", "street =", "# =", "missing: street"),
        ("brno/health.toml", '"dentists"', '"teeth"', "no category “teeth”"),
        ("brno/health.toml", 'why = "asked"', 'why = "x"', "no phrase “x” in why"),
        ("praha/leisure.toml", 'cs = "Městská', 'de = "Městská', "not in all"),
        ("categories.toml", 'uk = "Аптеки"', 'uk = ""', "not in all languages"),
        ("phrases.toml", "[who]", "[who", "line 3"),
    ],
)
def test_what_does_not_fit_is_named(
    folder: Path, path: str, old: str, new: str, problem: str
) -> None:
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ContentError) as refusal:
        read_content(folder)

    assert problem in str(refusal.value)
    assert path in str(refusal.value)
