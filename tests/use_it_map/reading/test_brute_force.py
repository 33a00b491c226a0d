"""What a filter keeps is what one finds by looking at each place by itself."""

from __future__ import annotations

import datetime as dt
from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours
from wagtail.models import Site

from cms.selectors.city import city_by_slug
from cms.selectors.clock import Clock
from cms.selectors.reader import Reader
from tests.use_it_map.hours.writing import hard_times
from use_it_map.bench import LANGUAGES, add_places
from use_it_map.geometry import DEEPEST_ZOOM, Box, Point
from use_it_map.hours.calendar import HORIZON
from use_it_map.hours.wall import instant, wall
from use_it_map.models import PlacePage
from use_it_map.selectors.building import build
from use_it_map.selectors.clustering import MOST_CLUSTERS, clusters_of
from use_it_map.selectors.filtering import PlaceFilter, filtered, refuse
from use_it_map.selectors.index import PlaceIndex
from use_it_map.selectors.ordering import Order, page_of

PLACES = 300
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
WEDNESDAY = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)


def index_at(moment: dt.datetime) -> PlaceIndex:
    city = city_by_slug("ostrava")
    assert city is not None
    return build(Reader(city, city.locales[0], Clock(moment)))


def metres(one: Point, latitude: float, longitude: float) -> float:
    lat, other = radians(latitude), radians(one.latitude)
    half = (
        sin((lat - other) / 2) ** 2
        + cos(lat) * cos(other) * sin(radians(longitude - one.longitude) / 2) ** 2
    )
    return 2 * 6_371_008.8 * asin(sqrt(half))


def holds(place: Any, wanted: PlaceFilter, now: dt.datetime) -> bool:
    """Say whether a filter keeps a place, as slowly and plainly as can be."""
    lat, lon = float(place.latitude), float(place.longitude)
    tags = [each.tag for each in place.languages.all()]
    slugs = {place.category.slug, place.category.parent.slug}
    box, near, radius = wanted.bbox, wanted.near, wanted.radius_m
    hours = OpeningHours(place.opening_hours, country="CZ")
    asked = wanted.open_at or (now if wanted.open_now else None)
    days = wanted.verified_within_days
    age = (wall(now).date() - place.verified_on).days
    return all(
        [
            not box or (box.south <= lat <= box.north and box.west <= lon <= box.east),
            radius is None or not near or round(metres(near, lat, lon)) <= radius,
            wanted.categories is None or slugs & set(wanted.categories),
            wanted.languages is None or set(tags) & set(wanted.languages),
            asked is None or hours.is_open(wall(asked)),
            wanted.wheelchair is None or place.wheelchair in wanted.wheelchair,
            days is None or age <= days,
            wanted.benefit is None or bool(place.benefit) == wanted.benefit,
            wanted.commercial is None or place.is_commercial == wanted.commercial,
        ]
    )


def perhaps(strategy: Any) -> Any:
    return st.none() | strategy


POINTS = st.builds(Point, st.floats(49.7, 50.0), st.floats(18.0, 18.6))
BOXES = st.builds(
    lambda one, other: Box(
        min(one.latitude, other.latitude),
        min(one.longitude, other.longitude),
        max(one.latitude, other.latitude),
        max(one.longitude, other.longitude),
    ),
    POINTS,
    POINTS,
)
SLUGS = st.sampled_from(["bench-0", "bench-1", "bench-2-3", "bench-7-0", "nothing"])


@st.composite
def filters(draw: st.DrawFn, now: dt.datetime) -> PlaceFilter:
    near = draw(perhaps(POINTS))
    ahead = draw(perhaps(st.integers(0, HORIZON // dt.timedelta(minutes=1))))
    return PlaceFilter(
        bbox=draw(perhaps(BOXES)),
        near=near,
        radius_m=draw(perhaps(st.integers(0, 20_000))) if near else None,
        categories=draw(perhaps(st.lists(SLUGS, max_size=3).map(tuple))),
        languages=draw(
            perhaps(st.lists(st.sampled_from(LANGUAGES), max_size=3).map(tuple))
        ),
        open_at=None if ahead is None else now + dt.timedelta(minutes=ahead),
        open_now=ahead is None and draw(st.booleans()),
        wheelchair=draw(perhaps(st.just(("yes", "limited")))),
        verified_within_days=draw(perhaps(st.integers(0, 1200))),
        benefit=draw(perhaps(st.booleans())),
        commercial=draw(perhaps(st.booleans())),
    )


@pytest.fixture
def places(ostrava: Site) -> list[Any]:
    add_places(ostrava, PLACES)
    rows = PlacePage.objects.select_related("category__parent")
    return list(rows.prefetch_related("languages"))


def test_every_filter_keeps_what_brute_force_finds(places: list[Any]) -> None:
    @given(data=st.data(), time=hard_times())
    @settings(
        deadline=None,
        max_examples=40,
        suppress_health_check=[HealthCheck.too_slow],
    )
    def check(data: st.DataObject, time: dt.datetime) -> None:
        now = instant(time, after=LONG_AGO)
        wanted = data.draw(filters(now))
        refuse(wanted)
        found = filtered(index_at(now), wanted, Clock(now))

        kept = [place for place in places if holds(place, wanted, now)]
        assert sorted(found.page_ids) == sorted(place.pk for place in kept)
        assert found.count == len(kept)
        tags = [each.tag for place in kept for each in place.languages.all()]
        assert found.language_counts() == {tag: tags.count(tag) for tag in tags}
        keys = [
            str(each.translation_key)
            for place in kept
            for each in (place.category, place.category.parent)
        ]
        assert found.category_counts() == {key: keys.count(key) for key in keys}

    check()


def test_clusters_hold_every_place_once_at_every_zoom(places: list[Any]) -> None:
    index = index_at(WEDNESDAY)

    @given(wanted=filters(WEDNESDAY), zoom=st.integers(0, DEEPEST_ZOOM))
    @settings(deadline=None)
    def check(wanted: PlaceFilter, zoom: int) -> None:
        selection = filtered(index, wanted, Clock(WEDNESDAY))
        found = clusters_of(selection, zoom)

        assert sum(each.count for each in found) == selection.count
        single = [each.page for each in found if each.count == 1]
        assert set(single) <= set(selection.page_ids)
        assert len(set(single)) == len(single)
        for each in found:
            assert (each.page is None) == (each.count > 1)
            assert each.bounds.south <= each.latitude <= each.bounds.north
            assert each.bounds.west <= each.longitude <= each.bounds.east

    check()
    assert len(clusters_of(filtered(index, PlaceFilter(), Clock(WEDNESDAY)), 22)) > 200


def test_there_are_never_more_clusters_than_an_answer_takes(ostrava: Site) -> None:
    add_places(ostrava, MOST_CLUSTERS + 500)
    everything = filtered(index_at(WEDNESDAY), PlaceFilter(), Clock(WEDNESDAY))

    for zoom in range(DEEPEST_ZOOM + 1):
        found = clusters_of(everything, zoom)
        assert len(found) <= MOST_CLUSTERS
        assert sum(each.count for each in found) == MOST_CLUSTERS + 500


@pytest.mark.parametrize("order", [Order.NAME, Order.DISTANCE, Order.VERIFIED])
def test_paging_neither_skips_nor_repeats_while_places_are_added(
    ostrava: Site, order: Order
) -> None:
    add_places(ostrava, 60)
    before = set(PlacePage.objects.values_list("pk", flat=True))
    wanted = PlaceFilter(near=Point(49.83, 18.28))
    seen: list[int] = []
    after = None
    while True:
        selection = filtered(index_at(WEDNESDAY), wanted, Clock(WEDNESDAY))
        page = page_of(selection, order, size=7, after=after)
        seen += page.pages
        if not page.more:
            break
        after = page.keys[-1]
        add_places(ostrava, 5)

    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_distances_are_in_order_and_ties_are_broken_by_page(
    places: list[Any],
) -> None:
    near = Point(49.83, 18.28)
    selection = filtered(index_at(WEDNESDAY), PlaceFilter(near=near), Clock(WEDNESDAY))
    page = page_of(selection, Order.DISTANCE, size=50, after=None)

    expected = sorted(
        (round(metres(near, float(each.latitude), float(each.longitude))), each.pk)
        for each in places
    )
    assert page.keys == expected[:50]
