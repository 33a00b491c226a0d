"""A visitor of a city site, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Site

from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Open = Callable[..., Page]
PATHS = ["/en/", "/cs/", "/uk/guides/", "/en/guides/office/", "/en/blog/women-club/"]


def test_a_visitor_finds_a_guide_and_stays_in_their_language(
    home_url: str, open_page: Open, hosts: set[str]
) -> None:
    page = open_page()
    failed: list[str] = []
    page.on("console", lambda message: failed.append(message.text))

    page.goto(f"{home_url}/")
    expect(page).to_have_url(f"{home_url}/en/")
    page.get_by_role("navigation", name="Main menu").get_by_role(
        "link", name="Blog"
    ).click()
    page.get_by_role("link", name="Women Club").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Women Club")

    page.goto(f"{home_url}/en/guides/office/")
    page.locator("summary", has_text="English").click()
    page.get_by_role("link", name="Čeština").or_(
        page.get_by_role("link", name="Česky")
    ).click()
    expect(page).to_have_url(f"{home_url}/cs/navody/urad/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jak na úřad česky")

    page.locator(".brand").click()
    expect(page).to_have_url(f"{home_url}/cs/")
    assert hosts == {urlsplit(home_url).netloc}
    assert failed == []


def test_a_page_in_another_language_says_so(home_url: str, open_page: Open) -> None:
    page = open_page()

    page.goto(f"{home_url}/uk/guides/office/")

    note = page.locator(".language-note")
    expect(note).to_contain_text("Цієї сторінки ще немає вашою мовою")
    expect(page.locator("article")).to_have_attribute("lang", "en")


def test_a_search_without_diacritics_finds(home_url: str, open_page: Open) -> None:
    page = open_page()

    page.goto(f"{home_url}/en/")
    page.get_by_role("searchbox").fill("urad")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text("1 page found for “urad”")
    page.locator(".results").get_by_role("link", name="Jak na úřad").click()
    expect(page).to_have_url(f"{home_url}/en/guides/office/")


def test_a_keyboard_is_enough(home_url: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{home_url}/en/guides/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    menu = page.locator(".menu-wide summary").first
    menu.focus()
    page.keyboard.press("Enter")
    item = page.locator(".menu-wide .drop-panel a").last
    expect(item).to_be_visible()
    page.keyboard.press("Escape")
    expect(item).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("width", [320, 375, 768])
def test_nothing_is_wider_than_the_screen(
    home_url: str, open_page: Open, width: int
) -> None:
    page = open_page(width=width, height=700)

    for path in PATHS:
        page.goto(home_url + path)
        wide = page.evaluate(
            "document.documentElement.scrollWidth"
            " - document.documentElement.clientWidth"
        )
        assert wide == 0, path


def test_a_phone_has_a_menu(home_url: str, open_page: Open) -> None:
    page = open_page(width=375, height=700)
    page.goto(f"{home_url}/en/")

    expect(page.locator(".menu-wide")).to_be_hidden()
    page.locator(".menu-narrow summary").click()
    page.locator(".menu-narrow").get_by_role("link", name="Blog").click()

    expect(page).to_have_url(f"{home_url}/en/blog/")


def test_a_video_is_fetched_only_when_it_is_played(
    city: Site, home_url: str, open_page: Open, hosts: set[str]
) -> None:
    video = {
        "url": "https://www.youtube.com/watch?v=aaaaaaaaaaa",
        "title": "First day",
        "poster": None,
        "transcript": "",
    }
    factories.standard_page(
        city,
        slug="video",
        body=json.dumps([{"type": "video", "id": "1", "value": video}]),
    )
    page = open_page()
    page.route(re.compile("youtube"), lambda route: route.abort())
    page.goto(f"{home_url}/en/video/")
    assert hosts == {urlsplit(home_url).netloc}

    page.get_by_role("link", name="Play the video: First day").click()

    expect(page.locator("iframe")).to_have_attribute(
        "src", re.compile(r"^https://www\.youtube-nocookie\.com/embed/aaaaaaaaaaa")
    )


def test_without_a_script_everything_is_there(
    city: Site, home_url: str, open_page: Open
) -> None:
    page = open_page()
    page.route(re.compile(r"\.js$"), lambda route: route.abort())

    page.goto(f"{home_url}/en/guides/office/")
    page.locator("summary", has_text="English").click()

    expect(page.locator(".languages a").last).to_be_visible()
    expect(page.get_by_role("button", name="Print this guide")).to_be_hidden()
