"""A newcomer applies on a phone, in Ukrainian, with what the City API describes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.models import Message, Participant
from buddy_program.services.personal_links import link_issue
from tests.buddy_program import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
WIDTH = 390


def go_on(page: Page) -> None:
    found = page.get_by_role("button", name="Зберегти й продовжити", exact=True)
    found.press("Enter")


def loses_nothing_offline(page: Page) -> None:
    """Send a part while the connection is broken, and again when it is there."""
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Зв’язок перервався")
    expect(page.get_by_label("Ваше ім’я")).to_have_value("Олена")
    page.context.set_offline(False)
    page.keyboard.press("Enter")


def test_a_newcomer_applies_on_a_phone_in_ukrainian_by_keyboard(
    city: Site, port: int, open_page: Callable[..., Page]
) -> None:
    factories.programme(city, districts=["Poruba", "Centrum"])
    page = open_page(width=WIDTH, height=844)
    entrance = f"http://{city.hostname}:{port}/uk/buddy/"
    page.goto(entrance)
    page.get_by_label("Я тут недавно").press("Space")
    page.get_by_label("Ваш e-mail").fill("olena@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Ми надіслали вам лист")
    assert Message.objects.get().kind == "confirm_email"

    person = Participant.objects.get()
    token = link_issue(participant=person, now=timezone.now())
    page.goto("about:blank")
    page.goto(f"{entrance}#{token}")
    page.get_by_role("button", name="Так, мій; далі").press("Enter")
    assert token not in page.url

    expect(page.get_by_role("heading", level=1)).to_have_text("Про вас")
    page.get_by_label("Телефон").fill("call me")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Телефон")).to_be_focused()
    page.get_by_label("Телефон").fill("")
    page.get_by_label("Ваше ім’я").fill("Олена")

    loses_nothing_offline(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_label("Мова 1").select_option("uk")
    page.get_by_label("Як добре 1").select_option("native")
    page.get_by_label("Мова 2").select_option("cs")
    page.get_by_label("Як добре 2").select_option("a2")
    go_on(page)
    page.get_by_label("Район міста, де ви живете").select_option("Poruba")
    page.get_by_label("субота, до обіду").press("Space")
    go_on(page)
    page.locator("#q-interests").get_by_label("походи й поїздки").press("Space")
    page.get_by_label("знайти друзів").press("Space")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ви та ваш бадді")
    go_on(page)
    expect(page.get_by_text("Українська (рідна мова), Чеська (A2)")).to_be_visible()
    page.get_by_label("Мені щонайменше 18 років").press("Space")
    page.get_by_label("Коли я і знайдена").press("Space")
    page.get_by_role("button", name="Подати", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Дякуємо!")

    person.refresh_from_db()
    assert (person.state, person.name) == (State.SUBMITTED, "Олена")
    assert (person.language, person.district) == ("uk", "Poruba")
    assert dict(person.languages.values_list("tag", "level")) == {"uk": 7, "cs": 2}


def test_without_scripts_a_link_is_pasted_and_the_form_goes_on(
    city: Site, port: int, chromium: Browser
) -> None:
    factories.programme(city, districts=["Poruba"])
    person = factories.newcomer(city, State.CONFIRMED, name="")
    token = link_issue(participant=person, now=timezone.now())
    page = chromium.new_page(java_script_enabled=False)
    page.set_default_timeout(15_000)
    entrance = f"http://{city.hostname}:{port}/cs/buddy/"
    page.goto(entrance)
    page.locator("summary", has_text="Odkaz z našeho e-mailu").click()
    page.get_by_label("Vložte odkaz").fill(f"{entrance}#{token}")
    page.get_by_role("button", name=re.compile("Otevřít")).click()
    page.get_by_role("button", name="Pokračovat", exact=True).click()
    page.get_by_role("button", name="Uložit a pokračovat", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Vaše jméno")
    page.get_by_label("Vaše jméno").fill("Olena")
    page.get_by_role("button", name="Uložit a pokračovat", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Vaše jazyky")
    person.refresh_from_db()
    assert person.name == "Olena"
