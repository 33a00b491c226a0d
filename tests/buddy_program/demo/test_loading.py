"""The demo's programmes are loaded whole, once, with histories that fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from buddy_program.access import cities_coordinated_by, cities_safeguarded_by
from buddy_program.demo.loader import load
from buddy_program.demo.pages import PAGES
from buddy_program.models import (
    Answers,
    CheckIn,
    Cohort,
    Concern,
    MatchRun,
    Meeting,
    Message,
    Pair,
    Participant,
    Programme,
)
from buddy_program.selectors.signs import signs_of
from buddy_program.services.tending import tend
from cms.models import CitySettings, StandardPage, User
from tests import factories

CITIES = ("ostrava", "brno", "praha")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """Load it for all tests of this module, and take it away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        for slug in CITIES:
            factories.city(slug)
        factories.administrator("admin")
        said: list[str] = []
        load(said.append)
        yield said
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demo(loaded: Any, db: None) -> Any:
    return loaded


def states(model: Any, slug: str) -> Counter[str]:
    rows = model.objects.filter(site__citysettings__slug=slug)
    return Counter(rows.values_list("state", flat=True))


def everything() -> dict[str, Any]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in [*apps.get_app_config("buddy_program").get_models(), Page, User]
    }


def test_every_city_has_a_programme_and_its_people(demo: Any) -> None:
    assert demo == [
        f"Buddy programme: {each.site.site_name}"
        for each in sorted(
            CitySettings.objects.all(), key=lambda each: CITIES.index(each.slug)
        )
    ]
    assert (Programme.objects.count(), Cohort.objects.count()) == (3, 5)
    for slug in CITIES:
        found = states(Participant, slug)
        assert sum(found.values()) >= 14
        assert len(found) >= 4


def test_the_cities_are_at_different_stages() -> None:
    old, middle, young = (states(Pair, slug) for slug in CITIES)

    assert old["closed"] >= 3
    assert old["active"] >= 1
    assert middle["active"] >= 2
    assert young == {}
    assert states(MatchRun, "praha")["draft"] == 1
    assert Participant.objects.filter(
        site__citysettings__slug="ostrava", state="finished"
    ).exists()


def test_there_is_something_on_every_screen() -> None:
    assert CheckIn.objects.exclude(answered_at=None).count() > 20
    assert Meeting.objects.count() > 20
    assert Concern.objects.filter(handled_at=None).exists()
    waves = set(
        Answers.objects.exclude(answered_at=None).values_list("wave", flat=True)
    )
    assert waves >= {"baseline", "middle"}
    sites = CitySettings.objects.values_list("site", flat=True)
    assert len(signs_of(list(sites), timezone.now())) >= 3


def test_no_mail_of_the_past_is_left_to_send() -> None:
    found = Counter(Message.objects.values_list("state", flat=True))

    assert found.keys() == {"sent", "bounced"}
    assert found["bounced"] == 1
    assert not Message.objects.due(timezone.now()).exists()


def test_addresses_lead_nowhere() -> None:
    addresses = Participant.objects.exclude(email="").values_list("email", flat=True)
    teams = User.objects.filter(groups__buddy_team__isnull=False)

    assert all(each.endswith("@example.com") for each in addresses)
    assert teams.count() == 6
    assert all(each.email.endswith(".example") for each in teams)


def test_each_city_has_a_coordinator_and_somebody_for_safety() -> None:
    admin = User.objects.get(username="admin")
    for slug in CITIES:
        boss = User.objects.get(username=f"{slug}-coordinator")
        safe = User.objects.get(username=f"{slug}-safeguarding")
        site = CitySettings.objects.get(slug=slug).site
        assert list(cities_coordinated_by(boss)) == [site]
        assert list(cities_safeguarded_by(safe)) == [site]
        assert not cities_coordinated_by(safe).exists()
        assert boss.password == admin.password
        assert check_password("password", boss.password) == check_password(
            "password", admin.password
        )


def test_pages_are_there_in_every_language() -> None:
    for programme in Programme.objects.all():
        for field in PAGES:
            page = getattr(programme, field)
            found = page.get_translations(inclusive=True).filter(live=True)
            assert {each.locale.language_code for each in found} == {"en", "cs", "uk"}
    assert Page.find_problems() == ([], [], [], [], [])
    for page in StandardPage.objects.all():
        page.full_clean()


def test_loading_again_changes_nothing() -> None:
    before = everything()
    said: list[str] = []

    load(said.append)

    assert everything() == before
    assert said == []


def test_nothing_of_it_is_overdue_for_the_nightly_work() -> None:
    assert not any(each.failed for each in tend(now=timezone.now()))
