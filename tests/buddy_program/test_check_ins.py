"""Check-ins are asked in time, signs of silence show early, and waves come once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.choices import Wave
from buddy_program.models import CheckIn, Cohort, Consent, Meeting, Message, Pair
from buddy_program.rules import ProgrammeRules
from buddy_program.selectors.signs import SignKind, signs_by_pair, signs_of
from buddy_program.selectors.waves import FOLLOW_UP, waves_due
from buddy_program.services.answers import questionnaires_ask
from buddy_program.services.check_ins import (
    check_in_ask,
    check_in_remind,
    check_ins_plan,
    reminder_after,
)
from buddy_program.services.cohorts import cohort_start
from buddy_program.services.programme import rules_change
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def city() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def pair(city: Site) -> Pair:
    return factories.pair(factories.newcomer(city), factories.local(city), "active")


def asked(pair: Pair, day: int = 7, side: str = "newcomer", **said: Any) -> CheckIn:
    """Add a check-in that was asked when due, and maybe answered the same day."""
    at = NOW + day * DAY
    facts = {"answered_at": at, "met": True, "mood": 4, "worried": False} | said
    return CheckIn.objects.create(
        pair=pair,
        participant=pair.of_side(side),
        day=day,
        due_at=at,
        asked_at=at,
        **(facts if said else {}),
    )


def signs(pair: Pair, after_days: int) -> list[tuple[str, int]]:
    """Return the signs of a pair as (kind, whole days since its start)."""
    found = signs_of([pair.site_id], NOW + after_days * DAY)
    return [(each.kind.value, (each.since - NOW).days) for each in found]


def test_both_are_asked_as_planned_and_reminded_once(pair: Pair) -> None:
    check_ins_plan(pair=pair, rules=ProgrammeRules(), now=NOW)
    days = CheckIn.objects.filter(participant=pair.local).values_list("day", flat=True)
    assert list(days) == [7, 30, 60, 90, 120, 150, 180]
    first = CheckIn.objects.get(participant=pair.newcomer, day=7)

    assert not check_in_ask(check_in=first, now=NOW + 6 * DAY)
    assert not check_in_remind(check_in=first, now=NOW + 6 * DAY)
    assert check_in_ask(check_in=first, now=NOW + 7 * DAY)
    assert not check_in_ask(check_in=first, now=NOW + 8 * DAY)
    assert check_in_remind(check_in=first, now=NOW + 11 * DAY)
    assert not check_in_remind(check_in=first, now=NOW + 12 * DAY)

    noted = Message.objects.order_by("pk").values_list(
        "kind", "participant", "check_in"
    )
    assert list(noted) == [
        ("check_in", pair.newcomer_id, first.pk),
        ("check_in_reminder", pair.newcomer_id, first.pk),
    ]
    assert reminder_after(ProgrammeRules()) == dt.timedelta(days=3.5)


def test_a_pair_that_rests_is_not_asked_and_afterwards_once(pair: Pair) -> None:
    check_ins_plan(pair=pair, rules=ProgrammeRules(), now=NOW)
    Pair.objects.update(state="paused")
    late = CheckIn.objects.get(participant=pair.local, day=60)
    assert not check_in_ask(check_in=late, now=NOW + 61 * DAY)
    Pair.objects.update(state="active")

    assert check_in_ask(check_in=late, now=NOW + 61 * DAY)

    left = CheckIn.objects.filter(participant=pair.local).values_list("day", flat=True)
    assert list(left) == [60, 90, 120, 150, 180]
    assert CheckIn.objects.filter(participant=pair.newcomer).count() == 7


def test_a_pair_that_meets_shows_no_sign(pair: Pair) -> None:
    asked(pair, 7, met=True)
    asked(pair, 7, "local", met=True)

    assert signs(pair, 30) == []


def test_no_answer_is_a_sign_once_the_days_of_silence_are_over(pair: Pair) -> None:
    asked(pair, 7, met=True)
    asked(pair, 7, "local")

    assert signs(pair, 13) == []
    assert signs(pair, 14) == [("unanswered", 14)]
    (sign,) = signs_of([pair.site_id], NOW + 14 * DAY)
    assert sign.participant == pair.local
    asked(pair, 30, "local", met=True)
    assert signs(pair, 31) == []


def test_a_worry_shows_at_once_until_it_was_seen(pair: Pair) -> None:
    told = asked(pair, 7, worried=True)

    assert signs(pair, 7) == [("worried", 7)]
    CheckIn.objects.filter(pk=told.pk).update(seen_at=NOW)
    assert signs(pair, 7) == []


@pytest.mark.parametrize(
    ("mood", "found"), [(1, [("bad_mood", 7)]), (2, [("bad_mood", 7)]), (3, [])]
)
def test_a_low_mood_shows_at_once(
    pair: Pair, mood: int, found: list[tuple[str, int]]
) -> None:
    asked(pair, 7, mood=mood)

    assert signs(pair, 7) == found


def test_not_having_met_shows_when_it_is_told_twice_running(pair: Pair) -> None:
    asked(pair, 7, met=False)
    assert signs(pair, 7) == []
    asked(pair, 8, "local", met=False)
    assert signs(pair, 8) == [("not_met", 8)]
    asked(pair, 9, met=True)
    assert signs(pair, 9) == []


def test_long_without_a_meeting_shows_after_twice_the_agreed_time(pair: Pair) -> None:
    assert signs(pair, 29) == []
    assert signs(pair, 30) == [("no_meeting", 29)]  # since the midnight before
    Meeting.objects.create(
        pair=pair,
        told_by=pair.local,
        held_on=(NOW + 20 * DAY).date(),
        told_at=NOW + 21 * DAY,
    )
    assert signs(pair, 49) == []
    assert signs(pair, 50) == [("no_meeting", 49)]


def test_the_end_of_the_agreed_months_shows(pair: Pair) -> None:
    asked(pair, 178, met=True)

    assert signs(pair, 179) == []
    assert signs(pair, 180) == [("time_is_up", 180)]


def test_who_cannot_be_reached_shows_until_a_mail_gets_through(pair: Pair) -> None:
    mail = {"site": pair.site, "participant": pair.local, "kind": "check_in"}
    times = {"created_at": NOW, "next_try_at": NOW}
    Message.objects.create(**mail, **times, state="bounced", finished_at=NOW + DAY)
    assert signs(pair, 2) == [("bounced", 1)]

    Message.objects.create(**mail, **times, state="sent", finished_at=NOW + 2 * DAY)

    assert signs(pair, 2) == []


@pytest.mark.parametrize("state", ["proposed", "paused", "closed"])
def test_only_active_pairs_show_signs(city: Site, state: str) -> None:
    pair = factories.pair(factories.newcomer(city), factories.local(city), state)
    asked(pair, 7, worried=True)

    assert signs(pair, 200) == []


def test_signs_are_of_the_cities_that_are_asked_for(pair: Pair) -> None:
    brno = hub.city("brno")
    asked(pair, 7, worried=True)

    assert signs_of([brno.pk], NOW + 300 * DAY) == []
    assert signs_of([], NOW + 300 * DAY) == []
    found = signs_of([brno.pk, pair.site_id], NOW + 7 * DAY)
    assert [each.kind for each in signs_by_pair(found)[pair.pk]] == [SignKind.WORRIED]


@pytest.mark.parametrize("count", [1, 8])
def test_signs_cost_the_same_for_one_pair_and_for_many(
    city: Site, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _number in range(count):
        made = factories.pair(factories.newcomer(city), factories.local(city), "active")
        asked(made, 7, worried=True)

    with django_assert_num_queries(5):
        found = signs_of([city.pk], NOW + 7 * DAY)

    assert len(found) == count


def test_a_cohort_keeps_the_rules_that_it_started_with(city: Site) -> None:
    boss = factories.coordinator(city)
    cohort = Cohort.objects.create(site=city, name="Spring", starts_on=NOW.date())
    cohort_start(cohort=cohort, by=boss, now=NOW)
    pair = factories.pair(
        factories.newcomer(city, cohort=cohort), factories.local(city), "active"
    )
    asked(pair, 7)
    programme = cohort.rules and cohort.rules.programme
    assert programme
    rules_change(
        programme=programme, rules=ProgrammeRules(silence_days=20), now=NOW, by=boss
    )

    assert signs(pair, 14) == [("unanswered", 14)]
    Cohort.objects.update(state="planned", rules=None)
    assert signs(pair, 14) == []


# Waves


def agreed(person: Any) -> Any:
    Consent.objects.create(
        participant=person,
        purpose="evaluation",
        text_version=1,
        language="en",
        given_at=NOW,
    )
    return person


def waves(person: Any, days: float) -> list[str]:
    due = waves_due([person.site_id], NOW + days * DAY)
    return [wave.value for each, wave in due if each == person]


def test_who_was_onboarded_is_asked_first_and_once(city: Site) -> None:
    person = agreed(factories.newcomer(city))
    assert waves(person, 0) == ["baseline"]

    questionnaires_ask(participant=person, wave=Wave.BASELINE, now=NOW)

    assert waves(person, 0) == []


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED, State.WITHDRAWN])
def test_who_does_not_take_part_is_not_asked(city: Site, state: str) -> None:
    assert waves(agreed(factories.newcomer(city, state)), 0) == []


def test_who_did_not_agree_to_the_evaluation_is_not_asked(city: Site) -> None:
    person = factories.newcomer(city)
    assert waves(person, 0) == []
    agreed(person)
    Consent.objects.update(withdrawn_at=NOW)
    assert waves(person, 0) == []


def test_the_middle_and_the_end_follow_the_match(pair: Pair) -> None:
    person = agreed(pair.newcomer)
    questionnaires_ask(participant=person, wave=Wave.BASELINE, now=NOW)

    assert waves(person, 89) == []
    assert waves(person, 90) == ["middle"]
    assert waves(person, 179) == ["middle"]
    assert waves(person, 180) == ["end"]


def test_the_follow_up_comes_six_months_after_the_end(pair: Pair) -> None:
    person = agreed(pair.local)
    for wave in (Wave.BASELINE, Wave.MIDDLE, Wave.END):
        questionnaires_ask(participant=person, wave=wave, now=NOW)
    ended = NOW + 180 * DAY
    Pair.objects.update(state="closed", ended_at=ended, end_reason="completed")

    assert waves(person, 180 + FOLLOW_UP.days - 1) == []
    assert waves(person, 180 + FOLLOW_UP.days) == ["follow_up"]


def test_whose_match_failed_early_is_not_asked_as_at_the_end(pair: Pair) -> None:
    person = agreed(pair.newcomer)
    questionnaires_ask(participant=person, wave=Wave.BASELINE, now=NOW)
    Pair.objects.update(state="closed", ended_at=NOW, end_reason="not_fitting")

    assert waves(person, 400) == []
