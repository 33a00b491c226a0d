"""Places over the City API: what is listed, in which order, and what is said of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from wagtail.models import Page, Site

from city_api.execution import execute
from tests import factories
from tests.city_api.conftest import Query, SiteQuery
from tests.support.queries import assert_constant_queries, statements
from tests.use_it_map.factories import category, place
from use_it_map.bench import add_places
from use_it_map.choices import PlaceState

MONDAY_NOON = dt.datetime(2026, 11, 23, 11, 0, tzinfo=dt.UTC)
"""12:00 in Ostrava."""

ALL_FIELDS = """
    __typename id title slug path locale { code } fallbackFrom { code }
    description latitude longitude
    category { id slug name icon osmTag parent { name } locale { code } }
    categories { slug } address { street houseNumber postcode municipality ruianCode }
    distance(latitude: 49.83, longitude: 18.28)
    openingHours {
        raw note state holiday nextChange { at state }
        today { startsAt endsAt state comment }
    }
    languages { tag level who } wheelchair priceLevel phone email website bookingUrl
    benefit whyListed listedBy { name } organisation { name logo { alt } }
    heroImage { alt } photos { caption image { alt } } isCommercial state
    source sourceUrl dataLicence verifiedOn verifiedBy reviewDueOn freshness
    breadcrumbs { title } translations { path }
"""


@pytest.fixture
def monday_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY_NOON)


def titles(site_query: SiteQuery, arguments: str = "", **how: Any) -> list[str]:
    arguments = f"({arguments})" if arguments else ""
    found = site_query(f"places{arguments} {{ nodes {{ title }} }}", **how)
    return [each["title"] for each in found["places"]["nodes"]]


def test_a_place_says_all_that_visitors_need(
    site_query: SiteQuery, ostrava: Site, monday_noon: None
) -> None:
    health = category("health", icon="hospital")
    place(
        ostrava,
        "Ordinace",
        category=category("doctors", parent=health, osm_tag="amenity=doctors"),
        languages=["en", "uk"],
        opening_hours="Mo-Fr 08:00-12:00,13:00-17:00; PH closed",
        street="28. října",
        house_number="117",
        wheelchair="limited",
        verified_on=dt.date(2026, 11, 1),
        verified_by="centre",
        owner_email="owner@example.com",
    )

    (found,) = site_query(f"places {{ nodes {{ {ALL_FIELDS} }} }}")["places"]["nodes"]

    assert found["__typename"] == "Place"
    assert found["category"]["slug"] == "doctors"
    assert found["category"]["parent"] == {"name": "Health"}
    assert found["address"]["street"] == "28. října"
    assert (found["latitude"], found["longitude"]) == (49.834967, 18.282084)
    assert found["distance"] == 572
    assert [each["tag"] for each in found["languages"]] == ["en", "uk"]
    assert found["wheelchair"] == "LIMITED"
    assert found["priceLevel"] is None
    assert (found["verifiedOn"], found["freshness"]) == ("2026-11-01", "FRESH")
    hours = found["openingHours"]
    assert hours["state"] == "CLOSED"
    assert hours["nextChange"] == {"at": "2026-11-23T13:00:00+01:00", "state": "OPEN"}
    assert hours["today"][0] == {
        "startsAt": "2026-11-23T08:00:00+01:00",
        "endsAt": "2026-11-23T12:00:00+01:00",
        "state": "OPEN",
        "comment": "",
    }
    assert "owner" not in str(found)


def test_places_are_listed_by_name_and_reached_by_path_and_by_id(
    site_query: SiteQuery, query: Query, ostrava: Site
) -> None:
    for title in ("Žluté pero", "Chata", "Cukrárna", "Ateliér"):
        place(ostrava, title)
    chata = Page.objects.get(title="Chata")

    assert titles(site_query) == ["Ateliér", "Chata", "Cukrárna", "Žluté pero"]
    found = site_query(
        f'place(slug: "{chata.slug}") {{ id title }}'
        f'same: place(id: "{chata.translation_key}") {{ title }}'
        f'route(path: "/en/map/{chata.slug}/") {{ ... on Place {{ title }} }}'
        'map: route(path: "/en/map/") { ... on PlaceMap {'
        " title places(first: 2) { totalCount nodes { title } } } }"
    )
    assert found["place"]["title"] == found["same"]["title"] == "Chata"
    assert found["route"] == {"title": "Chata"}
    assert found["map"]["places"]["totalCount"] == 4
    again = site_query(f'place(id: "{found["place"]["id"]}") {{ title }}')
    assert again["place"] == {"title": "Chata"}


def test_a_page_of_another_kind_is_no_place(
    site_query: SiteQuery, ostrava: Site
) -> None:
    guide = factories.guide(ostrava)
    assert site_query(f'place(id: "{guide.translation_key}") {{ title }}') == {
        "place": None
    }


@pytest.mark.parametrize("named", ["", '(slug: "a", id: "b")'])
def test_a_place_is_named_by_one_of_two(
    refusal: Query, ostrava: Site, named: str
) -> None:
    error = refusal(f'{{ site(slug: "ostrava") {{ place{named} {{ title }} }} }}')
    assert error["extensions"]["code"] == "PLACE_FILTER"


def test_what_is_closed_for_good_is_found_by_its_address_only(
    site_query: SiteQuery, ostrava: Site, monday_noon: None
) -> None:
    gone = place(ostrava, state=PlaceState.CLOSED, opening_hours="24/7")
    place(ostrava, "Paused", state=PlaceState.TEMPORARILY_CLOSED, opening_hours="24/7")

    assert titles(site_query) == ["Paused"]
    assert titles(site_query, "filter: {openNow: true}") == []
    fields = "state openingHours { state today { startsAt } nextChange { at } }"
    found = site_query(f'place(slug: "{gone.slug}") {{ {fields} }}')["place"]
    assert found["state"] == "CLOSED"
    assert found["openingHours"] == {"state": "CLOSED", "today": [], "nextChange": None}


def test_places_come_in_the_readers_language_or_along_the_fallbacks(
    site_query: SiteQuery, ostrava: Site
) -> None:
    both = place(ostrava, "Clinic")
    place(ostrava, "Gallery")
    factories.translate(both, "cs", title="Ordinace", slug="ordinace")

    fields = "places { totalCount nodes { title path fallbackFrom { code } } }"
    found = site_query(fields, locale="cs")["places"]

    assert found["totalCount"] == 2
    titled = {each["title"]: each["fallbackFrom"] for each in found["nodes"]}
    assert titled == {"Gallery": {"code": "cs"}, "Ordinace": None}
    assert set(titles(site_query)) == {"Clinic", "Gallery"}


FILTERS = [
    ("bbox: {south: 49.8, west: 18.2, north: 49.9, east: 18.25}", ["West"]),
    ("near: {latitude: 49.85, longitude: 18.25}, radius: 100", ["West"]),
    ('categories: ["health"]', ["East", "West"]),
    ('categories: ["doctors", "nothing"]', ["West"]),
    ("categories: []", []),
    ('languages: ["en"]', ["East", "West"]),
    ('languages: ["en-GB", "cs"]', ["West"]),
    ("openNow: true", ["East"]),
    ("openNow: false", ["East", "North", "West"]),
    ('openAt: "2026-11-23T09:30:00+01:00"', ["East", "West"]),
    ('openAt: "2026-11-24T09:30"', ["East", "West"]),
    ("wheelchair: [YES, LIMITED]", ["North", "West"]),
    ("verifiedWithin: 30", ["East"]),
    ("benefit: true", ["North"]),
    ("commercial: true", ["East"]),
    ("commercial: false, benefit: false", ["West"]),
    ('text: "east"', ["East"]),
]


@pytest.fixture
def three_places(ostrava: Site) -> None:
    health = category("health")
    doctors = category("doctors", parent=health)
    place(
        ostrava, "West", category=doctors, languages=["en-GB"], wheelchair="yes",
        latitude=Decimal("49.85"), longitude=Decimal("18.25"),
        opening_hours="Mo-Fr 09:00-12:00", verified_on=dt.date(2026, 1, 1),
    )  # fmt: skip
    place(
        ostrava, "East", category=health, languages=["uk", "en"], is_commercial=True,
        opening_hours="Mo-Su 09:00-18:00", verified_on=dt.date(2026, 11, 1),
    )  # fmt: skip
    place(
        ostrava, "North", category=category("cafes"), benefit="A tea.",
        wheelchair="limited",
        opening_hours='unknown "by appointment"', latitude=Decimal("49.95"),
    )  # fmt: skip


def test_every_filter_keeps_what_it_says(
    site_query: SiteQuery, three_places: None, monday_noon: None
) -> None:
    found = {asked: titles(site_query, f"filter: {{{asked}}}") for asked, _ in FILTERS}
    assert found == dict(FILTERS)


ORDERS = [
    ("NAME", "", ["East", "North", "West"]),
    ("VERIFIED", "", ["East", "West", "North"]),
    (
        "DISTANCE",
        "near: {latitude: 49.85, longitude: 18.25}",
        ["West", "East", "North"],
    ),
]


def test_every_order_pages_through_all_places_once(
    site_query: SiteQuery, three_places: None
) -> None:
    for order, asked, expected in ORDERS:
        seen: list[str] = []
        after = ""
        while len(seen) < 10:
            arguments = f"filter: {{{asked}}}, orderBy: {order}, first: 1 {after}"
            page = site_query(
                f"places({arguments}) {{ nodes {{ title }}"
                " pageInfo { hasNextPage endCursor } totalCount }"
            )["places"]
            assert page["totalCount"] == 3
            seen += [each["title"] for each in page["nodes"]]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = f'after: "{page["pageInfo"]["endCursor"]}"'
        assert seen == expected


def test_facets_count_what_the_filter_keeps(
    site_query: SiteQuery, three_places: None
) -> None:
    facets = """facets {
        categories { category { slug } count } languages { tag count }
    }"""
    found = site_query(
        f"all: places(first: 1) {{ {facets} }}"
        f"some: places(filter: {{commercial: true}}) {{ {facets} }}"
    )
    assert found["all"]["facets"]["categories"] == [
        {"category": {"slug": "cafes"}, "count": 1},
        {"category": {"slug": "doctors"}, "count": 1},
        {"category": {"slug": "health"}, "count": 2},
    ]
    assert found["all"]["facets"]["languages"] == [
        {"tag": "en", "count": 1},
        {"tag": "en-GB", "count": 1},
        {"tag": "uk", "count": 1},
    ]
    assert found["some"]["facets"]["categories"] == [
        {"category": {"slug": "health"}, "count": 1}
    ]


REFUSED = {
    "filter: {bbox: {south: 50, west: 18, north: 49, east: 19}}": "PLACE_FILTER",
    "filter: {bbox: {south: 49, west: 179, north: 50, east: -179}}": "PLACE_FILTER",
    "filter: {near: {latitude: 91, longitude: 0}}": "PLACE_FILTER",
    "filter: {radius: 5}": "PLACE_FILTER",
    "filter: {near: {latitude: 1, longitude: 1}, radius: -1}": "PLACE_FILTER",
    "filter: {verifiedWithin: -1}": "PLACE_FILTER",
    'filter: {text: " "}': "PLACE_FILTER",
    "orderBy: DISTANCE": "PLACE_FILTER",
    "orderBy: RELEVANCE": "PLACE_FILTER",
    'filter: {openNow: true, openAt: "2026-11-23T09:30:00Z"}': "PLACE_FILTER",
    'filter: {openAt: "2026-12-21T12:01:00+01:00"}': "OPEN_AT_HORIZON",
    'filter: {openAt: "2026-11-22T23:59:00+01:00"}': "OPEN_AT_HORIZON",
    'filter: {openAt: "0001-01-01T00:00:00+01:00"}': "OPEN_AT_HORIZON",
    "first: 101": "PAGE_SIZE",
    'after: "WzEsMl0"': "BAD_CURSOR",
    'orderBy: VERIFIED, after: "WzFlNDAwLDJd"': "BAD_CURSOR",
}


def test_what_cant_be_meant_is_refused_with_its_code(
    ostrava: Site, monday_noon: None
) -> None:
    for asked, code in REFUSED.items():
        document = f'{{ site(slug: "ostrava") {{ places({asked}) {{ totalCount }} }} }}'
        (error,) = execute(document)["errors"]
        assert error["extensions"]["code"] == code, asked


def test_a_city_without_the_map_answers_as_if_it_held_nothing(
    site_query: SiteQuery, ostrava: Site
) -> None:
    place(ostrava)
    factories.set_settings(ostrava, disabled_features=["use_it_map"])

    found = site_query(
        "places { totalCount nodes { title } facets { languages { tag } } }"
        "placeClusters(zoom: 5) { count } placeCategories { slug }"
        'place(slug: "place") { title }'
    )
    assert found == {
        "places": {"totalCount": 0, "nodes": [], "facets": {"languages": []}},
        "placeClusters": [],
        "placeCategories": [],
        "place": None,
    }


LIST = f"""query ($slug: String = "ostrava") {{ site(slug: $slug, locale: "en") {{
    places(first: 60, filter: {{openNow: false}}) {{
        totalCount nodes {{ {ALL_FIELDS} }}
        facets {{ categories {{ category {{ name parent {{ name }} }} count }} }}
    }}
    placeClusters(zoom: 16) {{ count place {{ title }} }}
    placeCategories {{ name parent {{ name }} }}
}} }}"""


def test_places_cost_the_same_queries_for_5_and_for_50(
    query: Query, ostrava: Site
) -> None:
    pictured = factories.image()
    owner = factories.organisation(logo=factories.image())

    def grow(count: int) -> None:
        add_places(ostrava, count, hero_image=pictured, organisation=owner)

    assert assert_constant_queries(lambda: query(LIST), grow=grow) <= 17
    page = "places { totalCount nodes { title languages { tag } category { name } } }"
    document = f'{{ site(slug: "ostrava") {{ {page} }} }}'
    assert len(statements(lambda: query(document))) <= 10
