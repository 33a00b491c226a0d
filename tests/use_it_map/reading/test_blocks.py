"""Places in bodies: what is shown of them, and what it costs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest
from wagtail.models import Page, Site

from tests import factories
from tests.city_api.conftest import SiteQuery
from tests.city_api.privacy.kinds import PAGES, SECRET
from tests.support.queries import assert_constant_queries, statements
from tests.use_it_map.factories import category, map_page, place
from use_it_map.choices import PlaceState

FIELDS = """
    __typename
    ... on PlaceMapBlock {
        title totalCount mapPath bounds { south west north east }
        filter {
            categories { slug } languages wheelchair openNow benefit commercial
        }
        places { title path category { name } languages { tag } }
    }
    ... on PlaceListBlock { title chosen: places { note place { title path } } }
    ... on PlaceCardBlock { note place { title state openingHours { state } } }
"""

Body = Sequence[dict[str, Any]]


def map_block(**fields: Any) -> dict[str, Any]:
    """Return a stored part of the map."""
    return _block("use_it_map_map", {"title": "", "shown": 6, **fields})


def list_block(*places: Page, title: str = "") -> dict[str, Any]:
    """Return stored places of an editor's choice."""
    items = [
        {"type": "item", "id": str(uuid4()), "value": {"place": each.pk, "note": "Go!"}}
        for each in places
    ]
    return _block("use_it_map_places", {"title": title, "places": items})


def card_block(page: Page) -> dict[str, Any]:
    """Return the stored card of a place."""
    return _block("use_it_map_place", {"place": page.pk, "note": ""})


def _block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid4()), "value": value}


Read = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def read(site_query: SiteQuery, ostrava: Site) -> Read:
    """Return what a post with some blocks says of them."""

    def run(*blocks: dict[str, Any], **how: Any) -> list[dict[str, Any]]:
        slug = f"post-{uuid4()}"
        factories.post(ostrava, slug=slug, body=json.dumps(blocks))
        fields = f'blogPost(slug: "{slug}") {{ body {{ {FIELDS} }} }}'
        found: list[dict[str, Any]] = site_query(fields, **how)["blogPost"]["body"]
        return found

    return run


def titles(block: dict[str, Any]) -> list[str]:
    return [each["title"] for each in block["places"]]


def test_a_part_of_the_map_says_its_filter_and_its_places(
    read: Read, ostrava: Site
) -> None:
    health = category("health")
    doctors = category("doctors", parent=health)
    place(ostrava, "Beata", category=doctors, languages=["uk"], wheelchair="yes")
    place(ostrava, "Alena", category=health, languages=["uk-UA"], wheelchair="yes")
    place(ostrava, "No wheelchairs", category=doctors, languages=["uk"])
    place(ostrava, "No Ukrainian", category=doctors, languages=["en"])

    (found,) = read(
        map_block(
            title="Ukrainian",
            categories=["health", "gone"],
            languages="uk",
            wheelchair=["yes"],
        )
    )

    assert found == {
        "__typename": "PlaceMapBlock",
        "title": "Ukrainian",
        "totalCount": 2,
        "mapPath": "/en/map/",
        "bounds": {
            "south": 49.834967,
            "west": 18.282084,
            "north": 49.834967,
            "east": 18.282084,
        },
        "filter": {
            "categories": [{"slug": "health"}],
            "languages": ["uk"],
            "wheelchair": ["YES"],
            "openNow": False,
            "benefit": None,
            "commercial": None,
        },
        "places": [
            {
                "title": "Alena",
                "path": f"/en/map/{Page.objects.get(title='Alena').slug}/",
                "category": {"name": "Health"},
                "languages": [{"tag": "uk-UA"}],
            },
            {
                "title": "Beata",
                "path": f"/en/map/{Page.objects.get(title='Beata').slug}/",
                "category": {"name": "Doctors"},
                "languages": [{"tag": "uk"}],
            },
        ],
    }


@pytest.mark.parametrize(
    ("preset", "kept"),
    [
        ({}, ["Benefit", "Commercial", "Open"]),
        ({"open_now": True}, ["Open"]),
        ({"benefit": True}, ["Benefit"]),
        ({"without_commercial": True}, ["Benefit", "Open"]),
        ({"shown": 2}, ["Benefit", "Commercial"]),
        ({"categories": ["gone"]}, []),
    ],
)
def test_a_part_of_the_map_keeps_what_its_filter_says(
    read: Read, ostrava: Site, preset: dict[str, Any], kept: list[str]
) -> None:
    place(ostrava, "Open", opening_hours="24/7")
    place(ostrava, "Benefit", benefit="Tea")
    place(ostrava, "Commercial", is_commercial=True)

    (found,) = read(map_block(**preset))

    assert titles(found) == kept


def test_a_reader_may_ask_for_more_than_the_editor_shows(
    site_query: SiteQuery, ostrava: Site
) -> None:
    for _number in range(4):
        place(ostrava)
    factories.post(ostrava, slug="post", body=json.dumps([map_block(shown=2)]))

    def counted(arguments: str) -> list[int]:
        found = site_query(
            'blogPost(slug: "post") { body { ... on PlaceMapBlock {'
            f" totalCount places{arguments} {{ title }} }} }} }}"
        )["blogPost"]["body"]
        return [found[0]["totalCount"], len(found[0]["places"])]

    assert counted("") == [4, 2]
    assert counted("(first: 3)") == [4, 3]
    assert counted("(first: 100)") == [4, 4]


def test_chosen_places_come_in_the_editors_order_and_the_readers_language(
    read: Read, ostrava: Site
) -> None:
    first, second = place(ostrava, "Zoo"), place(ostrava, "Archive")
    factories.translate(first, "cs", title="Zoologická", slug="zoologicka")

    (found,) = read(list_block(first, second, title="Both"), locale="cs")

    assert [each["place"]["title"] for each in found["chosen"]] == [
        "Zoologická",
        "Archive",
    ]
    assert found["chosen"][0]["place"]["path"].endswith("/zoologicka/")
    assert found["chosen"][0]["note"] == "Go!"


def test_a_place_that_is_closed_for_good_says_so(read: Read, ostrava: Site) -> None:
    gone = place(ostrava, "Gone", state=PlaceState.CLOSED)

    (card, listed, filtered) = read(card_block(gone), list_block(gone), map_block())

    assert card["place"]["state"] == "CLOSED"
    assert len(listed["chosen"]) == 1
    assert titles(filtered) == []


@pytest.mark.parametrize("way", PAGES)
def test_a_place_that_is_not_public_vanishes(
    read: Read, ostrava: Site, way: str
) -> None:
    hidden = place(ostrava, SECRET, languages=["uk"])
    shown = place(ostrava, "Shown")
    PAGES[way](hidden)

    found = read(map_block(), list_block(hidden, shown), card_block(hidden))

    assert SECRET not in json.dumps(found)
    (filtered, listed, card) = found
    assert (filtered["totalCount"], titles(filtered)) == (1, ["Shown"])
    assert [each["place"]["title"] for each in listed["chosen"]] == ["Shown"]
    assert card["place"] is None


def test_a_place_of_another_city_is_never_shown(
    read: Read, ostrava: Site, brno: Site
) -> None:
    foreign = place(brno, SECRET)

    (filtered, listed, card) = read(
        map_block(), list_block(foreign), card_block(foreign)
    )

    assert filtered["totalCount"] == 0
    assert filtered["bounds"] is None
    assert listed["chosen"] == []
    assert card["place"] is None


def test_a_page_of_another_kind_is_no_place(read: Read, ostrava: Site) -> None:
    page = factories.standard_page(ostrava)

    (listed, card) = read(list_block(page), card_block(page))

    assert listed["chosen"] == []
    assert card["place"] is None


def test_a_city_without_a_map_has_an_empty_part_of_it(read: Read) -> None:
    (found,) = read(map_block())

    assert (found["totalCount"], found["places"], found["mapPath"]) == (0, [], None)


def test_blocks_cost_the_same_for_5_and_for_50_places(
    site_query: SiteQuery, ostrava: Site
) -> None:
    """Each post has three blocks of its own places; all are asked for at once."""
    map_page(ostrava)

    def grow(count: int) -> None:
        for _number in range(count):
            chosen = place(ostrava, languages=["en"])
            kept = place(ostrava, languages=[f"de-{chosen.pk:08}"])
            body = [
                map_block(languages=kept.languages.get().tag),
                list_block(chosen),
                card_block(chosen),
            ]
            factories.post(ostrava, body=json.dumps(body))

    def act() -> Any:
        return site_query(f"blogPosts(first: 50) {{ nodes {{ body {{ {FIELDS} }} }} }}")

    assert_constant_queries(act, grow=grow)
    posts = act()["blogPosts"]["nodes"]
    assert [len(post["body"][0]["places"]) for post in posts] == [1] * 50


def test_places_along_three_blocks_are_fetched_once(
    site_query: SiteQuery, ostrava: Site
) -> None:
    pages = [place(ostrava, languages=["uk"]) for _number in range(6)]
    body = [map_block(shown=2), list_block(*pages[2:4]), card_block(pages[5])]
    factories.post(ostrava, slug="post", body=json.dumps(body))
    fields = f'blogPost(slug: "post") {{ body {{ {FIELDS} }} }}'
    site_query(fields)

    found = statements(lambda: site_query(fields))

    places = [sql for sql in found if 'FROM "use_it_map_placepage"' in sql]
    assert len(places) == 1
