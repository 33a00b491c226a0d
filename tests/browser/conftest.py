"""A real Chromium, and the hosts that it talks to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from threading import Condition
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, Error, Page, sync_playwright
from wagtail.models import Site

from tests import factories

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(autouse=True)
def answered(transactional_db: None) -> Iterator[None]:
    """Let the server answer what is under way before the database is emptied.

    A browser that closes leaves requests behind that still read and write.
    """
    changed, under_way = Condition(), 0

    def count(difference: int) -> Callable[..., None]:
        def counted(**_signal: Any) -> None:
            nonlocal under_way
            with changed:
                under_way += difference
                changed.notify_all()

        return counted

    begins, ends = count(1), count(-1)
    request_started.connect(begins, weak=False)
    request_finished.connect(ends, weak=False)
    yield
    with changed:
        assert changed.wait_for(lambda: under_way <= 0, timeout=60)
    request_started.disconnect(begins)
    request_finished.disconnect(ends)


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread, where Django would refuse queries.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"There is no Chromium to drive: {error}")
        yield browser
        browser.close()


@pytest.fixture
def hosts() -> set[str]:
    """The hosts that the browser has asked for anything."""
    return set()


@pytest.fixture
def open_page(chromium: Browser, hosts: set[str]) -> Callable[..., Page]:
    """Return a window of a new visitor; what fails in it fails the test."""

    def opened(*, width: int = 1280, height: int = 900) -> Page:
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(15_000)
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        return page

    return opened


@pytest.fixture
def port(live_server: Any) -> int:
    return int(urlsplit(live_server.url).port or 80)


@pytest.fixture
def city(live_server: Any, port: int) -> Site:
    """Ostrava with a little content, served where the browser can reach it."""
    site = factories.city("ostrava", port=port)
    settings = factories.settings_of(site)
    guide = factories.guide(
        site, "Jak na úřad", slug="office", summary="Come in the morning."
    )
    factories.translate(
        guide, "cs", title="Jak na úřad česky", slug="urad", summary="Přijďte ráno."
    )
    factories.post(site, "Women Club", slug="women-club", intro="One table.")
    menu: Any = [
        ("item", {"page": page, "url": "", "label": {}, "children": children})
        for page, children in (
            (factories.guide_index(site), [{"page": guide, "url": "", "label": {}}]),
            (factories.blog_index(site), []),
        )
    ]
    settings.main_navigation = menu
    settings.save()
    return site


@pytest.fixture
def home_url(city: Site, port: int) -> str:
    return f"http://ostrava.localhost:{port}"
