"""A coordinator in a real browser: both sides from the application to a match."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.models import Site
from wagtail.users.models import UserProfile

from buddy_program.choices import ParticipantState as State
from buddy_program.conduct import conduct_in
from buddy_program.models import Message, Pair, Participant, Programme
from buddy_program.services.onboarding import conduct_agree
from buddy_program.services.pairs import pair_answer
from tests import factories as hub
from tests.browser.test_content_security import listened
from tests.browser.test_editor import log_in
from tests.buddy_program import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Open = Callable[..., Page]


@pytest.fixture
def refused() -> list[str]:
    """What the policy refused, and what scripts stumbled over."""
    return []


@pytest.fixture
def desk(live_server: Any, city: Site, open_page: Open, refused: list[str]) -> Page:
    """The admin of a coordinator of Ostrava who reads Czech."""
    factories.programme(city)
    user = factories.coordinator(city, "eva")
    user.set_password(hub.PASSWORD)
    user.save()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "cs"
    profile.save()
    page = listened(open_page(width=1400, height=1000), refused)
    log_in(page, live_server.url, "eva")
    return page


def keep(page: Page, name: str) -> None:
    """Keep a picture to be looked at, where the environment asks for it."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def accept(desk: Page, person: Participant) -> None:
    desk.get_by_role("link", name=person.name).click()
    desk.get_by_role("button", name="Začít posuzovat").click()
    desk.get_by_role("button", name="Pozvat na rozhovor").click()
    for name in ("motivation", "time", "respect", "expectations"):
        desk.locator(f"input[name=score-{name}][value='3']").check()
    desk.get_by_label("Poznámky").fill("Milý rozhovor.")
    keep(desk, "interview")
    desk.get_by_role("button", name="Zaznamenat rozhovor").click()
    expect(desk.locator("article")).to_contain_text("12 bodů")
    desk.get_by_role("button", name="Přijmout").click()
    expect(desk.locator(".buddy-state")).to_have_text("přijato")


def agree(person: Participant) -> None:
    """Let somebody agree to the code of conduct, as they do in their own area."""
    person.refresh_from_db()
    conduct = conduct_in(Programme.objects.get(site=person.site), ["en"])
    conduct_agree(
        participant=person,
        digest=conduct.digest,
        language="en",
        now=timezone.now(),
    )


def test_a_coordinator_takes_both_sides_from_application_to_a_match(
    live_server: Any, city: Site, desk: Page, refused: list[str]
) -> None:
    newcomer = factories.newcomer(city, State.SUBMITTED, name="Oksana")
    local = factories.local(city, State.SUBMITTED, name="Radim")
    day = f"{live_server.url}/admin/buddies/"

    desk.goto(day)
    expect(desk.locator(".listing tbody tr")).to_have_count(2)
    keep(desk, "day")
    accept(desk, newcomer)
    desk.goto(day)
    expect(desk.locator(".listing tbody tr")).to_have_count(1)
    accept(desk, local)
    desk.goto(day)
    expect(desk.get_by_text("Nic na vás nečeká.")).to_be_visible()
    agree(newcomer)
    agree(local)

    desk.goto(f"{day}matching/")
    desk.get_by_role("button", name="Spárovat čekající").click()
    expect(desk.locator("article")).to_contain_text("Oksana + Radim")
    expect(desk.locator("article")).to_contain_text("Oba mají rádi")
    keep(desk, "run")
    desk.get_by_role("button", name="Schválit: navrhnout tyto dvojice").click()
    expect(desk.locator(".messages")).to_contain_text("1 dvojice je navržená")
    pair = Pair.objects.get()
    for each in (newcomer, local):
        pair_answer(pair=pair, participant=each, agrees=True, now=timezone.now())

    desk.goto(f"{day}pairs/{pair.pk}/")
    expect(desk.locator(".buddy-state")).to_have_text("aktivní")
    keep(desk, "pair")
    desk.goto(f"{day}participants/")
    desk.get_by_label("Jméno, e-mail nebo číslo").fill("oks")
    desk.get_by_label("Jméno, e-mail nebo číslo").press("Enter")
    expect(desk.locator(".listing tbody tr")).to_have_count(1)
    keep(desk, "people")

    assert "oks" not in desk.url
    kinds = Message.objects.filter(participant=newcomer).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        *("interview_invited", "accepted", "onboarded", "proposed", "introduced"),
    ]
    assert refused == []
