"""An editor of a city in the admin, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Site

from cms.models import BlogPage, CitySettings
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Open = Callable[..., Page]


def log_in(page: Page, server: str, name: str) -> None:
    page.goto(f"{server}/admin/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(factories.PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(f"{server}/admin/")


def test_a_post_is_changed_previewed_and_published(
    live_server: Any, city: Site, home_url: str, open_page: Open, hosts: set[str]
) -> None:
    factories.moderator(city, name="ostrava-moderator")
    post = BlogPage.objects.get(slug="women-club")
    page = open_page(width=1400)
    log_in(page, live_server.url, "ostrava-moderator")

    page.goto(f"{live_server.url}/admin/pages/{post.pk}/edit/")
    page.locator("#id_intro").fill("Two tables by now.")
    page.locator("#panel-child-content-body-section .c-sf-add-button").first.click()
    page.locator(".w-combobox").get_by_role("option", name="Heading").click()
    page.locator("input[name=body-0-value-text]").fill("How an evening works")

    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.locator("h2", has_text="How an evening works")).to_be_visible()
    expect(preview.locator(".lead")).to_have_text("Two tables by now.")
    expect(preview.locator(".preview-banner")).to_be_visible()

    page.locator(
        "footer .w-dropdown-button button[data-w-dropdown-target=toggle]"
    ).click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messages")).to_contain_text("published")

    visitor = open_page()
    visitor.goto(f"{home_url}/en/blog/women-club/")
    expect(visitor.locator(".lead")).to_have_text("Two tables by now.")
    assert hosts == {urlsplit(live_server.url).netloc, urlsplit(home_url).netloc}


def test_an_editor_sees_their_own_city_only(
    live_server: Any, city: Site, port: int, open_page: Open
) -> None:
    brno = factories.city("brno", port=port, region="CZ-64")
    factories.post(brno, "Cabbage market")
    factories.editor(city, name="ostrava-editor")
    page = open_page()
    log_in(page, live_server.url, "ostrava-editor")

    page.goto(f"{live_server.url}/admin/pages/{city.root_page_id}/")
    expect(page.locator("main")).to_contain_text("Blog")
    response = page.goto(f"{live_server.url}/admin/pages/{brno.root_page_id}/")

    assert "Cabbage market" not in page.content()
    assert response is not None
    assert f"/pages/{brno.root_page_id}/" not in page.url or response.status >= 400


def test_the_api_explorer_works_offline(
    live_server: Any, city: Site, open_page: Open, hosts: set[str]
) -> None:
    page = open_page(width=1400)
    page.goto(f"{live_server.url}/graphql/")

    page.locator(".graphiql-execute-button").click()

    expect(page.locator(".result-window")).to_contain_text("Ostrava")
    assert hosts == {urlsplit(live_server.url).netloc}


def test_a_menu_keeps_its_labels_when_settings_are_saved(
    live_server: Any, city: Site, open_page: Open
) -> None:
    factories.moderator(city, name="ostrava-moderator")
    settings = CitySettings.objects.get(site=city)
    link: dict[str, Any] = {
        "page": None,
        "url": "https://www.ostrava.cz/",
        "children": [],
    }
    item = {"type": "item", "value": {**link, "label": {"en": "City", "cs": "Město"}}}
    settings.main_navigation = json.dumps([item])
    settings.save()
    page = open_page(width=1400)
    log_in(page, live_server.url, "ostrava-moderator")

    page.goto(f"{live_server.url}/admin/settings/cms/citysettings/{city.pk}/")
    page.get_by_role("tab", name="Menus").click()
    expect(page.locator("[name=main_navigation-0-value-label_en]")).to_have_value(
        "City"
    )
    page.locator("[name=main_navigation-0-value-label_uk]").fill("Місто")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text("updated")

    settings.refresh_from_db()
    (kept,) = settings.main_navigation
    assert kept.value["label"] == {"en": "City", "cs": "Město", "uk": "Місто"}
