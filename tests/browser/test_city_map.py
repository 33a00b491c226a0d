"""The drawn map of a city site: by mouse, keys, on a phone, and when things fail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Site

from tests import factories as content
from tests.browser.test_content_security import listened
from tests.use_it_map import factories
from tests.use_it_map.reading.test_blocks import map_block

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Open = Callable[..., Page]
BOUNDS = {"south": 49.74, "north": 49.91, "west": 18.1, "east": 18.4}
PINS = ".place-pin, .place-cluster"
FILLED = "[data-city-map][data-state=loaded]"


@pytest.fixture
def places(city: Site) -> Site:
    """Eight places: three in one house, three in its street, two far out."""
    content.set_settings(city, **BOUNDS, latitude=49.83, longitude=18.28, zoom=12)
    food = factories.category("food", icon="food")
    points = [
        ("Archive", "49.8350", "18.2820"),
        ("Bistro", "49.8350", "18.2820"),
        ("Clinic", "49.8350", "18.2820"),
        ("Dentist", "49.8352", "18.2830"),
        ("Embassy", "49.8352", "18.2840"),
        ("Florist", "49.8353", "18.2850"),
        ("Garden", "49.7600", "18.1200"),
        ("Hall", "49.9000", "18.3800"),
    ]
    for title, latitude, longitude in points:
        facts: dict[str, Any] = {
            "latitude": Decimal(latitude),
            "longitude": Decimal(longitude),
        }
        if title in {"Bistro", "Florist"}:
            facts["category"] = food
        factories.place(city, title, slug=title.lower(), **facts)
    return city


@pytest.fixture
def refused() -> list[str]:
    """What the policy refused, and what scripts stumbled over."""
    return []


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator(FILLED).wait_for()
    return page


def shown(page: Page) -> int:
    """Return how many places the pins and clusters of a map stand for."""
    return sum(int(each.inner_text() or 1) for each in page.locator(PINS).all())


def listed(page: Page) -> int:
    found = re.match(r"\d+", page.locator(".count").inner_text())
    assert found
    return int(found[0])


def test_a_map_shows_as_many_places_as_the_list_at_every_zoom(
    places: Site, home_url: str, open_page: Open, refused: list[str], hosts: set[str]
) -> None:
    page = opened(listened(open_page(), refused), f"{home_url}/en/map/")
    assert shown(page) == listed(page) == 8
    assert page.locator(".place-cluster").count() > 0

    page.get_by_role("button", name="Farther away").click()
    expect(page.locator(FILLED)).to_be_attached()
    expect(page).to_have_url(re.compile(r"#map=\d+/49\.8\d+/18\.2\d+$"))
    page.locator(FILLED).wait_for()
    assert shown(page) == 8

    page.get_by_label("Category").select_option("food")
    expect(page.locator(".count")).to_have_text("2 places")
    expect(page).to_have_url(re.compile(r"\?category=food#map="))
    expect(page.locator(".card-title")).to_have_text(["Bistro", "Florist"])
    expect(page.locator(PINS)).to_have_count(2)
    assert shown(page) == 2
    page.go_back()
    expect(page.locator(".count")).to_have_text("8 places")
    expect(page.get_by_label("Category")).to_have_value("")
    assert refused == []
    assert len(hosts) == 1


def test_keys_alone_lead_to_a_place_and_back(
    places: Site, home_url: str, open_page: Open, refused: list[str]
) -> None:
    page = opened(listened(open_page(), refused), f"{home_url}/en/map/")
    skip = page.get_by_role("link", name="Skip the map")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".card-title a").first).to_be_focused()
    skip.focus()
    page.keyboard.press("Tab")
    area = page.get_by_role("region", name="Map of the places")
    expect(area).to_be_focused()
    before = page.url
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(before)

    hall = page.get_by_role("button", name=re.compile("^Hall"))
    hall.focus()
    page.keyboard.press("Enter")
    link = page.locator(".place-popup").get_by_role("link", name="Hall")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(hall).to_be_focused()
    page.keyboard.press("Space")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Hall")
    assert refused == []


def test_a_cluster_opens_up_and_places_in_one_house_are_told_together(
    places: Site, home_url: str, open_page: Open
) -> None:
    page = opened(open_page(), f"{home_url}/en/map/#map=13/49.835/18.283")
    cluster = page.get_by_role("button", name=re.compile("Places near each other: 6"))

    cluster.click()

    expect(page.get_by_role("button", name=re.compile("^Florist"))).to_be_visible()
    expect(cluster).to_have_count(0)
    page.goto("about:blank")
    opened(page, f"{home_url}/en/map/#map=19/49.835/18.282")
    page.get_by_role("button", name=re.compile("Places near each other: 3")).click()
    expect(page.locator(".place-popup__title")).to_have_text(
        ["Archive", "Bistro", "Clinic"]
    )


def test_a_place_and_a_part_of_the_map_have_small_maps(
    places: Site, home_url: str, open_page: Open, refused: list[str]
) -> None:
    block = map_block(shown=1)
    content.post(places, slug="post", body=json.dumps([block]))
    page = listened(open_page(width=390), refused)

    page.goto(f"{home_url}/en/map/hall/")
    expect(page.locator(".city-map .place-pin")).to_have_count(1)
    expect(page.locator(".city-map .place-pin")).to_be_visible()
    opened(page, f"{home_url}/en/blog/post/")
    assert shown(page) == 8
    assert page.url == f"{home_url}/en/blog/post/"
    page.get_by_role("button", name=re.compile("^Hall")).press("Enter")
    expect(page.locator(".place-popup__title")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert refused == []


def test_when_the_city_api_fails_the_list_stays_and_the_map_can_try_again(
    places: Site, home_url: str, open_page: Open
) -> None:
    page = open_page()
    page.route(re.compile("/graphql/"), lambda route: route.fulfill(status=500))
    page.goto(f"{home_url}/en/map/")

    note = page.locator(".city-map__note")
    expect(note).to_contain_text("The map can't be filled just now.")
    expect(page.locator(".card-title")).to_have_count(8)
    page.unroute(re.compile("/graphql/"))
    note.get_by_role("button", name="Try again").click()
    expect(note).to_be_empty()
    assert shown(page) == 8


@pytest.fixture
def tiles(settings: Any) -> None:
    settings.VITEJ_MAP_TILES = "https://tile.example.com/{z}/{x}/{y}.svg"
    settings.VITEJ_MAP_TILES_ATTRIBUTION = "© Somebody"


@pytest.mark.usefixtures("tiles", "places")
@pytest.mark.parametrize("served", [True, False])
def test_tiles_that_fail_leave_the_plain_ground(
    home_url: str, open_page: Open, refused: list[str], served: bool
) -> None:
    tile = '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>'
    page = listened(open_page(), refused)
    page.route(
        re.compile("tile.example.com"),
        lambda route: (
            route.fulfill(body=tile, content_type="image/svg+xml")
            if served
            else route.abort()
        ),
    )

    opened(page, f"{home_url}/en/map/")

    expect(page.locator(".city-ground__ring").first).to_be_attached()
    credit = page.locator(".leaflet-control-attribution")
    expect(credit).to_have_text("© Somebody" if served else "")
    assert not [each for each in refused if "POLICY" in each]
    assert bool(page.locator(".leaflet-tile-loaded").count()) is served
    assert shown(page) == 8


def test_a_phone_has_the_map_or_the_list(
    places: Site, home_url: str, open_page: Open
) -> None:
    page = opened(open_page(width=390, height=844), f"{home_url}/en/map/")
    area = page.locator(".city-map__canvas")
    words = page.get_by_label("Words")
    expect(area).to_be_visible()
    expect(words).to_be_hidden()
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) == 390

    page.get_by_role("button", name="List", exact=True).click()
    expect(area).to_be_hidden()
    expect(page.locator(".card-title")).to_have_count(8)
    page.get_by_role("button", name="Filters").click()
    expect(words).to_be_visible()
    words.fill("bistro")
    expect(page.locator(".card-title")).to_have_text(["Bistro"])
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page.locator(PINS)).to_have_count(1)


def test_what_is_near_comes_first_and_is_rounded_on_its_way(
    places: Site, home_url: str, open_page: Open
) -> None:
    page = open_page()
    page.context.grant_permissions(["geolocation"], origin=home_url)
    page.context.set_geolocation({"latitude": 49.899123, "longitude": 18.379456})
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url}{request.post_data}"))
    opened(page, f"{home_url}/en/map/")
    near = page.get_by_role("button", name="Near me")

    near.click()

    expect(near).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".card-title").first).to_have_text("Hall")
    expect(page.locator("article").first).to_contain_text("100 m from you")
    expect(page.locator(".finder-said")).to_have_text("The nearest places come first.")
    asked = [each for each in sent if "49.899" in each and "near" in each]
    assert len(asked) == 1
    assert '"near":{"latitude":49.899,"longitude":18.379}' in asked[0]
    assert not [each for each in sent if "49.899123" in each]
    assert "near" not in page.url
    near.click()
    expect(page.locator(".card-title").first).to_have_text("Archive")


def test_a_place_that_isnt_told_is_said_to_be_refused(
    places: Site, home_url: str, open_page: Open
) -> None:
    page = open_page()
    page.context.clear_permissions()
    opened(page, f"{home_url}/en/map/")

    page.get_by_role("button", name="Near me").click()

    expect(page.locator(".finder-said")).to_contain_text("You haven't allowed")
    expect(page.locator(".card-title").first).to_have_text("Archive")


def test_without_a_script_there_is_the_list_and_no_empty_map(
    places: Site, home_url: str, open_page: Open
) -> None:
    page = open_page()
    page.route(re.compile(r"\.js$"), lambda route: route.abort())

    page.goto(f"{home_url}/en/map/")

    expect(page.locator(".city-map")).to_be_hidden()
    expect(page.locator(".finder-tools")).to_be_hidden()
    expect(page.get_by_label("Words")).to_be_visible()
    expect(page.locator(".card-title")).to_have_count(8)
