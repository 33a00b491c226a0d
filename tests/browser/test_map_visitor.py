"""A visitor of a city's map, by keyboard and without scripts, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Site

from tests.use_it_map import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Open = Callable[..., Page]


@pytest.fixture
def places(city: Site) -> Site:
    """Three places in the city: one of them is never closed and speaks Ukrainian."""
    food = factories.category("food")
    factories.place(
        city, "Night pharmacy", slug="night", languages=["uk"], opening_hours="24/7"
    )
    factories.place(city, "Bistro", category=food, opening_hours="24/7")
    factories.place(city, "Archive", languages=["uk"], opening_hours="off")
    return city


def test_the_map_is_filtered_by_keyboard_without_a_script(
    places: Site, home_url: str, open_page: Open
) -> None:
    page = open_page()
    page.route(re.compile(r"\.js$"), lambda route: route.abort())
    page.goto(f"{home_url}/en/map/")
    expect(page.locator(".card-title")).to_have_text(
        ["Archive", "Bistro", "Night pharmacy"]
    )

    page.get_by_label("Where somebody speaks").focus()
    page.keyboard.type("Ukr")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Open now")).to_be_checked()
    page.get_by_role("button", name="Show places").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"language=uk.*open=1"))
    expect(page.locator(".card-title")).to_have_text(["Night pharmacy"])
    expect(page.get_by_role("status")).to_have_text("1 place")
    expect(page.get_by_label("Where somebody speaks")).to_have_value("uk")
    expect(page.get_by_label("Category").locator("option")).to_have_text(
        ["All categories", "Doctors (1)", "Food (0)"]
    )
    page.get_by_role("link", name="Night pharmacy").click()
    expect(page.locator(".is-open")).to_have_text("Open around the clock")
    expect(page.locator(".hours-words")).to_have_text("Every dayaround the clock")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_map_fits_every_screen(
    places: Site, home_url: str, open_page: Open, width: int
) -> None:
    page = open_page(width=width, height=800)

    for path in ("/uk/map/", "/cs/map/?open=1&q=nothing", "/uk/map/night/"):
        page.goto(home_url + path)
        wide = page.evaluate(
            "document.documentElement.scrollWidth"
            " - document.documentElement.clientWidth"
        )
        assert wide == 0, path
        name = page.locator(".brand-name").bounding_box()
        search = page.locator(".site-tools > a.tool").bounding_box()
        assert name
        assert search
        assert name["x"] + name["width"] <= search["x"] + 8, path
