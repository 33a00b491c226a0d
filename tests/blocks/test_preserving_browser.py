"""The block of a missing plugin in the page editor of a real browser."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Dialog, Error, Page, sync_playwright

from cms.models import StandardPage
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

MISSING = {
    "type": "missing_places",
    "value": {"note": "<img src=x onerror=alert(1)>"},
    "id": "22222222-2222-4222-8222-222222222222",
}
HEADING = {
    "type": "heading",
    "value": {"text": "Where to go", "level": "2"},
    "id": "11111111-1111-4111-8111-111111111111",
}


@pytest.fixture
def editor(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    # Playwright's own loop runs in this thread, where Django would refuse queries.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    ostrava = factories.city("ostrava")
    factories.standard_page(ostrava, "Places", body=json.dumps([MISSING, HEADING]))
    client = factories.client_of(factories.administrator())
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
        except Error as error:
            pytest.skip(f"There is no Chromium to drive: {error}")
        context = browser.new_context()
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        page = context.new_page()
        stored = StandardPage.objects.get(title="Places")
        page.goto(f"{live_server.url}/admin/pages/{stored.pk}/edit/")
        yield page
        browser.close()


def saved_body() -> Any:
    page = StandardPage.objects.get(title="Places")
    return page.get_latest_revision_as_object().body.get_prep_value()


def test_it_can_be_read_duplicated_and_saved_but_not_added(editor: Page) -> None:
    alerts: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    editor.on("dialog", dismiss)
    kept = editor.locator("[data-streamfield-child]").first

    assert "missing_places" in kept.inner_text()
    assert "comes back with the plugin" in kept.inner_text()
    kept.get_by_text("Show the stored content").click()
    assert json.loads(kept.locator("pre").inner_text()) == MISSING["value"]
    assert kept.locator("input:not([type=hidden]), textarea").count() == 0

    editor.locator(".c-sf-add-button").first.click()
    menu = editor.locator(".w-combobox").first
    menu.wait_for()
    assert "Heading" in menu.inner_text()
    assert "not installed" not in menu.inner_text()
    editor.keyboard.press("Escape")

    kept.get_by_role("button", name="Duplicate").first.click()
    editor.locator("input[name=body-1-value-text]").fill("Where to go next")
    editor.get_by_role("button", name="Save draft").first.click()
    editor.wait_for_load_state("networkidle")

    first, copy, heading = saved_body()
    assert first == MISSING
    assert copy == {**MISSING, "id": copy["id"]}
    assert copy["id"] != MISSING["id"]
    assert heading["value"]["text"] == "Where to go next"
    assert alerts == []


def test_content_edited_in_the_browser_is_refused_at_the_block(editor: Page) -> None:
    editor.evaluate(
        "document.querySelector('input[name=body-0-value]').value = 'edited'"
    )
    editor.get_by_role("button", name="Save draft").first.click()
    editor.locator(".error-message", has_text="Reload the page").first.wait_for()

    assert saved_body() == [MISSING, HEADING]
