"""A newcomer applies on a phone, in Ukrainian, with what the City API describes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.models import Message, Participant
from buddy_program.services.personal_links import link_issue
from tests.buddy_program import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_newcomer_applies_on_a_phone_in_ukrainian(
    city: Site, port: int, open_page: Callable[..., Page]
) -> None:
    factories.programme(city, districts=["Poruba", "Centrum"])
    page = open_page(width=360, height=740)
    entrance = f"http://{city.hostname}:{port}/uk/buddy/"
    page.goto(entrance)
    page.get_by_label("Я тут недавно").check()
    page.get_by_label("Ваш e-mail").fill("olena@example.com")
    page.get_by_role("button", name="Надішліть мені посилання").click()
    expect(page.get_by_role("status")).to_contain_text("Ми надіслали вам лист")
    assert Message.objects.get().kind == "confirm_email"

    person = Participant.objects.get()
    token = link_issue(participant=person, now=timezone.now())
    page.goto("about:blank")
    page.goto(f"{entrance}#{token}")
    page.get_by_role("button", name="Так, мій; далі").click()
    assert token not in page.url
    page.get_by_role("button", name="Зберегти").click()
    expect(page.get_by_role("heading", name="Подайте заявку")).to_have_count(0)

    page.get_by_label("Ваше ім’я").fill("Олена")
    page.get_by_label("Мова 1").select_option("uk")
    page.get_by_label("Як добре 1").select_option("native")
    page.get_by_label("Мова 2").select_option("cs")
    page.get_by_label("Як добре 2").select_option("a2")
    page.get_by_label("Район міста, де ви живете").select_option("Poruba")
    page.get_by_label("субота, до обіду").check()
    page.locator("#q-interests").get_by_label("походи й поїздки").check()
    page.get_by_label("знайти друзів").check()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    page.get_by_role("button", name="Зберегти").click()

    expect(page.get_by_role("heading", name="Подайте заявку")).to_be_visible()
    page.get_by_label("Мені щонайменше 18 років").check()
    page.get_by_label("Коли я і знайдена").check()
    page.get_by_role("button", name="Подати", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("заявку подано")

    person.refresh_from_db()
    assert (person.state, person.name) == (State.SUBMITTED, "Олена")
    assert (person.language, person.district) == ("uk", "Poruba")
    assert dict(person.languages.values_list("tag", "level")) == {"uk": 7, "cs": 2}
