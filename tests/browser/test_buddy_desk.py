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
from buddy_program.models import CheckIn, Message, Pair, Participant
from buddy_program.services.personal_links import link_issue
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


@pytest.fixture
def phone(open_page: Open, refused: list[str]) -> Page:
    return listened(open_page(width=390, height=844), refused)


def own_area(phone: Page, home_url: str, person: Participant) -> None:
    """Open somebody's own area by the link in their mail."""
    token = link_issue(participant=person, now=timezone.now())
    phone.goto("about:blank")
    phone.goto(f"{home_url}/en/buddy/#{token}")
    expect(phone.get_by_role("heading", name="My area")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def worry(phone: Page, home_url: str, person: Participant) -> None:
    """Let somebody answer their first check-in with a worry."""
    asked = {"due_at": timezone.now(), "asked_at": timezone.now()}
    CheckIn.objects.filter(participant=person, day=7).update(**asked)
    own_area(phone, home_url, person)
    phone.get_by_text("Would you like to add something?").click()
    phone.get_by_label("Something worries me").check()
    keep(phone, "check-in")
    phone.get_by_role("button", name="We met; it was good").click()
    expect(phone.locator(".buddy-done")).to_have_text(
        "Thank you for telling us how it goes."
    )


def test_a_coordinator_takes_both_sides_from_application_to_a_match_and_a_flag(
    city: Site, home_url: str, desk: Page, phone: Page, refused: list[str]
) -> None:
    newcomer = factories.newcomer(city, State.SUBMITTED, name="Oksana")
    local = factories.local(city, State.SUBMITTED, name="Radim")
    day = f"{desk.url}buddies/"

    desk.goto(day)
    expect(desk.locator(".listing tbody tr")).to_have_count(2)
    keep(desk, "day")
    accept(desk, newcomer)
    desk.goto(day)
    expect(desk.locator(".listing tbody tr")).to_have_count(1)
    accept(desk, local)
    desk.goto(day)
    expect(desk.get_by_text("Nic na vás nečeká.")).to_be_visible()
    for each in (newcomer, local):
        own_area(phone, home_url, each)
        phone.get_by_role("button", name="I have read it and agree").click()
        expect(phone.locator(".buddy-standing")).to_contain_text("Waiting for a match")

    desk.goto(f"{day}matching/")
    desk.get_by_role("button", name="Spárovat čekající").click()
    expect(desk.locator("article")).to_contain_text("Oksana + Radim")
    expect(desk.locator("article")).to_contain_text("Oba mají rádi")
    keep(desk, "run")
    desk.get_by_role("button", name="Schválit: navrhnout tyto dvojice").click()
    expect(desk.locator(".messages")).to_contain_text("1 dvojice je navržená")
    pair = Pair.objects.get()
    for each in (newcomer, local):
        own_area(phone, home_url, each)
        phone.get_by_role("button", name="Yes, I would like to meet them").click()
        expect(phone.locator(".buddy-done")).to_contain_text("your answer has arrived")

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

    worry(phone, home_url, newcomer)
    desk.goto(day)
    flag = desk.locator(".listing tbody tr")
    expect(flag).to_contain_text("Oksana, den 7")
    expect(flag.locator(".buddy-kind--worried")).to_be_visible()
    keep(desk, "flag")
    flag.get_by_role("link").click()
    expect(desk.locator("tr.buddy-flag")).to_contain_text("Oksana")
    assert refused == []


def tab_to(page: Page, selector: str) -> None:
    """Go on by the tab key to something, which then shows that it has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            style = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(style) != "none"
            return
    raise AssertionError(f"The tab key doesn't lead to {selector}.")


def test_people_are_put_into_a_cohort_by_the_keyboard_alone(
    city: Site, desk: Page, refused: list[str]
) -> None:
    people = [factories.newcomer(city), factories.local(city)]
    desks = f"{desk.url}buddies"
    desk.goto(f"{desks}/cohorts/")
    tab_to(desk, "#id_name")
    desk.keyboard.type("Jaro")
    desk.keyboard.press("Enter")  # without a day: the summary takes the focus
    expect(desk.locator(".buddy-errors")).to_be_focused()
    expect(desk.get_by_label("Začíná")).to_have_attribute(
        "aria-describedby", "id_starts_on_error"
    )
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")  # the link to the field
    expect(desk.get_by_label("Začíná")).to_be_focused()
    desk.keyboard.type("2026-04-01")
    tab_to(desk, "section[aria-labelledby=plan] button[type=submit]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messages")).to_contain_text("naplánovaná")

    desk.goto(f"{desks}/participants/?cohort=none")
    tab_to(desk, "[aria-label='Zaškrtnout všechny na této stránce']")
    desk.keyboard.press("Space")
    expect(desk.locator("input[name=person]:checked")).to_have_count(2)
    tab_to(desk, "select[name=to]")
    desk.keyboard.type("Jaro")
    tab_to(desk, "button[value=put]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messages")).to_contain_text("2 lidé jsou teď v kohortě Jaro")
    expect(desk.get_by_text("Nikdo nebyl nalezen.")).to_be_visible()
    for each in people:
        each.refresh_from_db()
        assert each.cohort.name == "Jaro"
    assert refused == []


def test_charts_have_tables_and_mails_are_previewed(
    city: Site, desk: Page, refused: list[str]
) -> None:
    for _ in range(6):
        factories.pair(factories.newcomer(city), factories.local(city), "active")
    desks = f"{desk.url}buddies"

    desk.goto(f"{desks}/evaluation/")
    chart = desk.get_by_role("img", name="Dvojice podle toho, jak dopadly")
    expect(chart).to_have_count(1)
    expect(chart.locator("rect title")).to_have_text("v žádné kohortě, pokračují: 6")
    table = desk.get_by_role("table", name="Dvojice podle toho, jak dopadly")
    row = table.get_by_role("row", name="v žádné kohortě")
    expect(row.get_by_role("cell").first).to_have_text("6")
    keep(desk, "evaluation")
    desk.goto(f"{desks}/mails/preview/")
    desk.get_by_label("Jazyk").select_option("uk")
    desk.get_by_role("button", name="Zobrazit").click()
    mail = desk.frame_locator("iframe.buddy-mail")
    expect(mail.locator("html")).to_have_attribute("lang", "uk")
    expect(mail.get_by_text("Jana Kučerová").first).to_be_visible()
    expect(desk.locator(".buddy-mail-text")).to_contain_text("jana@example.com")
    keep(desk, "preview")
    assert refused == []
