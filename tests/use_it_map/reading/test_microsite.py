"""A place, the map and places in bodies as the built-in site shows them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from wagtail.models import Site

from tests import factories
from tests.microsite.page import Element, page, structured
from tests.support.queries import assert_constant_queries
from tests.use_it_map.factories import category, map_page, place
from tests.use_it_map.reading.test_blocks import card_block, list_block, map_block
from use_it_map.choices import PlaceState

MONDAY_NOON = dt.datetime(2026, 11, 9, 11, 0, tzinfo=dt.UTC)


@pytest.fixture
def monday_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY_NOON)


def shown(client: Client, path: str) -> Element:
    return page(client.get(path, headers={"host": "ostrava.localhost"}))


def cards(document: Element) -> list[str]:
    return [card.one(class_="card-title").text for card in document.all("article")]


def options(document: Element, name: str) -> list[str]:
    return [each.text for each in document.one("select", name=name).all("option")]


def test_a_place_is_told_in_words(
    client: Client, ostrava: Site, monday_noon: None
) -> None:
    found = place(
        ostrava,
        "Clinic <b>",
        languages=["uk"],
        street="Technologická",
        house_number="372/2",
        opening_hours="Mo-Fr 09:00-17:00; PH off",
        wheelchair="limited",
        owner_email="owner@example.com",
    )

    document = shown(client, f"/en/map/{found.slug}/")

    assert document.one("h1").text == "Clinic <b>"
    assert document.one(class_="is-open").text == "Open now, closes at 17:00"
    hours = document.one("dl", class_="hours-words")
    assert [
        (line.one("dt").text, line.one("dd").text) for line in hours.all("div")
    ] == [
        ("Mon–Fri", "9:00–17:00"),
        ("Sat, Sun", "closed"),
        ("Public holidays", "closed"),
    ]
    assert "Technologická 372/2" in document.text
    assert "Ukrainian : well" in document.text
    assert "Mo-Fr" not in document.text
    assert "owner@example.com" not in document.text


def test_a_place_tells_search_engines_what_it_is(client: Client, ostrava: Site) -> None:
    found = place(
        ostrava,
        "Clinic",
        category=category("doctors", osm_tag="amenity=doctors"),
        opening_hours="Mo 09:00-17:00",
    )

    said = structured(shown(client, f"/en/map/{found.slug}/"))["Physician"]

    assert said["@context"] == "https://schema.org"
    assert said["@id"] == f"http://ostrava.localhost/en/map/{found.slug}/"
    assert said["geo"]["latitude"] == 49.834967
    assert said["openingHoursSpecification"][0]["closes"] == "17:00"


def test_a_place_that_is_closed_says_so_and_no_hours(
    client: Client, ostrava: Site
) -> None:
    found = place(ostrava, state=PlaceState.CLOSED, opening_hours="24/7")

    document = shown(client, f"/cs/map/{found.slug}/")

    assert document.one(class_="is-closed").text == "Trvale zavřeno"
    assert not document.all("dl", class_="hours-words")


def test_the_map_lists_its_places_with_what_is_open(
    client: Client, ostrava: Site, monday_noon: None
) -> None:
    place(ostrava, "Clinic", languages=["uk", "en"], opening_hours="Mo 09:00-17:00")
    place(ostrava, "Archive", opening_hours="Tu 09:00-17:00")

    document = shown(client, "/cs/map/")

    assert cards(document) == ["Archive", "Clinic"]
    archive, clinic = document.all("article")
    assert archive.one(class_="is-closed").text == "Teď zavřeno, otevírá zítra v 9:00"
    assert clinic.one(class_="is-open").text == "Teď otevřeno, zavírá v 17:00"
    assert "ukrajinština, angličtina" in clinic.text.replace(" ,", ",")
    assert document.one(class_="count").text == "2 místa"


def test_the_menus_count_what_the_other_filters_keep(
    client: Client, ostrava: Site
) -> None:
    health = category("health", sort_order=1)
    doctors = category("doctors", parent=health, sort_order=3)
    food = category("food", sort_order=2)
    place(ostrava, "Clinic", category=doctors, languages=["uk"])
    place(ostrava, "Surgery", category=doctors, languages=["en"])
    place(ostrava, "Bistro", category=food, languages=["uk"])

    document = shown(client, "/en/map/?category=doctors&language=uk")

    assert cards(document) == ["Clinic"]
    assert options(document, "category") == [
        "All categories",
        "Health (1)",
        "– Doctors (1)",
        "Food (1)",
    ]
    assert options(document, "language") == [
        "Any language",
        "Ukrainian (1)",
        "English (1)",
    ]
    chosen = [each.text for each in document.all("option", selected="")]
    assert chosen == ["– Doctors (1)", "Ukrainian (1)"]
    assert document.one("meta", name="robots").attributes["content"] == "noindex"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("open=1", ["Open"]),
        ("wheelchair=YES", ["Wheels"]),
        ("benefit=1", ["Benefit"]),
        ("commercial=0", ["Benefit", "Open", "Wheels"]),
        ("category=food&category=doctors", ["Benefit", "Open", "Shop", "Wheels"]),
        ("q=wheels", ["Wheels"]),
        ("q=%22%27", ["Benefit", "Open", "Shop", "Wheels"]),
        ("language=%3Cb%3E&wheelchair=never", ["Benefit", "Open", "Shop", "Wheels"]),
        ("category=gone", []),
    ],
)
def test_the_query_string_filters_the_map(
    client: Client, ostrava: Site, query: str, kept: list[str]
) -> None:
    place(ostrava, "Open", opening_hours="24/7")
    place(ostrava, "Wheels", wheelchair="yes")
    place(ostrava, "Benefit", benefit="Tea")
    place(ostrava, "Shop", is_commercial=True)

    assert cards(shown(client, f"/en/map/?{query}")) == kept


def test_a_map_without_such_places_says_so(client: Client, ostrava: Site) -> None:
    place(ostrava)

    document = shown(client, "/en/map/?category=gone")

    assert document.one(class_="empty").text.startswith("No place is like this.")
    assert document.one("a", class_="more-link").attributes["href"] == "/en/map/"


def test_an_empty_map_says_so(client: Client, ostrava: Site) -> None:
    map_page(ostrava)

    assert shown(client, "/en/map/").one(class_="empty").text == "No places yet."


def test_the_map_goes_on_with_its_filters(client: Client, ostrava: Site) -> None:
    for _number in range(25):
        place(ostrava, languages=["uk"])
    place(ostrava, "Z", languages=["en"])

    first = shown(client, "/en/map/?language=uk&commercial=0")
    onward = first.one("a", rel="next").attributes["href"]
    rest = shown(client, f"/en/map/{onward}")

    assert "language=uk&commercial=0&after=" in onward
    assert (len(first.all("article")), len(rest.all("article"))) == (24, 1)
    assert not rest.all("a", rel="next")
    back = rest.one("a", class_="button-secondary").attributes["href"]
    assert back == "/en/map/?language=uk&commercial=0"


def test_the_map_costs_the_same_for_5_and_for_50_places(
    client: Client, ostrava: Site
) -> None:
    def grow(count: int) -> None:
        for _number in range(count):
            place(ostrava, languages=["uk"])

    path = "/en/map/?language=uk"
    assert_constant_queries(lambda: shown(client, path), grow=grow)


def test_blocks_of_places_are_drawn(
    client: Client, ostrava: Site, monday_noon: None
) -> None:
    first = place(ostrava, "First", opening_hours="Mo 09:00-17:00", languages=["uk"])
    second = place(ostrava, "Second")
    hidden = place(ostrava, "Hidden", live=False)
    body = [
        map_block(title="Ukrainian", languages="uk, de", shown=1),
        map_block(categories=["gone"], title="Nothing"),
        list_block(second, hidden, title="For your first week"),
        card_block(first),
        card_block(hidden),
    ]
    factories.post(ostrava, slug="post", body=json.dumps(body))

    document = shown(client, "/en/blog/post/").one("div", class_="body")

    assert cards(document) == ["First", "Second", "First"]
    assert [each.text for each in document.all(class_="block-title")] == [
        "Ukrainian",
        "Nothing",
        "For your first week",
    ]
    assert document.one(class_="empty").text == "No place is like this just now."
    assert document.all("article")[1].one(class_="card-note").text == "Go!"
    assert not document.all("a", class_="more-link")


def test_a_part_of_the_map_leads_to_the_rest(client: Client, ostrava: Site) -> None:
    for _number in range(3):
        place(ostrava, languages=["uk"], wheelchair="yes")
    block = map_block(
        categories=["doctors"], languages="uk", wheelchair=["yes"], shown=2
    )
    block["value"]["without_commercial"] = True
    factories.post(ostrava, slug="post", body=json.dumps([block]))

    link = (
        shown(client, "/en/blog/post/")
        .one("div", class_="body")
        .one(class_="more-link")
    )

    assert link.text == "All 3 places on the map"
    assert link.attributes["href"] == (
        "/en/map/?category=doctors&language=uk&wheelchair=YES&commercial=0"
    )
    assert len(cards(shown(client, link.attributes["href"]))) == 3
