"""Cohorts: who is in them, and that their rules hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from buddy_program.access import NotAllowed
from buddy_program.choices import ParticipantState as State
from buddy_program.models import (
    Cohort,
    CohortStep,
    Participant,
    Programme,
    RulesVersion,
)
from buddy_program.services.cohorts import (
    CohortClosed,
    CohortInUse,
    NotEmpty,
    NotRunning,
    Refusal,
    cohort_close,
    cohort_delete,
    cohort_put,
    cohort_reopen,
    cohort_start,
    cohort_unstart,
)
from buddy_program.services.pairs import rules_of
from buddy_program.services.programme import rules_change
from cms.models import User
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

PEOPLE = "buddy_program_people"


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def boss(ostrava: Site) -> User:
    return factories.coordinator(ostrava)


def planned(site: Site, name: str = "Spring", **fields: Any) -> Cohort:
    return Cohort.objects.create(site=site, name=name, starts_on=NOW.date(), **fields)


def put(boss: User, cohort: Cohort | None, *people: Participant) -> Any:
    keys = [each.pk for each in people]
    return cohort_put(people=keys, cohort=cohort, by=boss, now=NOW)


def longer(site: Site, boss: User, months: int) -> None:
    programme = Programme.objects.get(site=site)
    rules = replace(programme.rules, months=months)
    rules_change(programme=programme, rules=rules, now=NOW, by=boss)


def steps_of(person: Participant) -> list[tuple[str, str]]:
    return [(str(each.cohort), each.kind) for each in person.cohort_steps.all()]


def where(*people: Participant) -> list[str | None]:
    for each in people:
        each.refresh_from_db()
    return [each.cohort.name if each.cohort else None for each in people]


def test_people_join_move_and_leave_and_each_step_is_kept(
    ostrava: Site, boss: User
) -> None:
    eva, jan = factories.newcomer(ostrava), factories.local(ostrava)
    spring, autumn = planned(ostrava), planned(ostrava, "Autumn")

    assert len(put(boss, spring, eva, jan).moved) == 2
    assert put(boss, spring, eva).moved == []
    put(boss, autumn, eva)
    put(boss, None, eva)

    assert where(eva, jan) == [None, "Spring"]
    assert steps_of(jan) == [("Spring", "joined")]
    assert steps_of(eva) == [
        ("Spring", "joined"),
        *(("Spring", "left"), ("Autumn", "joined")),
        ("Autumn", "left"),
    ]
    assert set(CohortStep.objects.values_list("by", flat=True)) == {boss.pk}


def test_rules_are_frozen_at_the_start_and_hold_for_who_joins_later(
    ostrava: Site, boss: User
) -> None:
    early, late = factories.newcomer(ostrava), factories.newcomer(ostrava)
    spring = planned(ostrava)
    put(boss, spring, early)
    longer(ostrava, boss, 7)
    cohort_start(cohort=spring, by=boss, now=NOW)
    longer(ostrava, boss, 9)
    put(boss, spring, late)

    where(early, late)
    assert [rules_of(each).months for each in (early, late)] == [7, 7]
    assert rules_of(factories.newcomer(ostrava)).months == 9


@pytest.mark.parametrize("state", ["proposed", "active", "paused"])
def test_a_pair_keeps_its_rules_until_it_is_over(
    ostrava: Site, boss: User, state: str
) -> None:
    eva = factories.newcomer(ostrava)
    jan = factories.local(ostrava)
    free = factories.newcomer(ostrava)
    factories.pair(eva, jan, state)
    same = planned(ostrava, "Same")
    cohort_start(cohort=same, by=boss, now=NOW)
    assert put(boss, same, eva, jan).refused == []
    longer(ostrava, boss, 9)
    other = planned(ostrava, "Other")

    done = put(boss, other, eva, jan, free)

    assert done.refused == [(eva, Refusal.IN_PAIR), (jan, Refusal.IN_PAIR)]
    assert where(eva, jan, free) == ["Same", "Same", "Other"]
    assert steps_of(eva) == [("Same", "joined")]


def test_who_was_in_a_pair_that_is_over_can_be_moved(ostrava: Site, boss: User) -> None:
    eva = factories.newcomer(ostrava, State.FINISHED)
    factories.pair(eva, factories.local(ostrava), "closed")
    cohort_start(cohort=(first := planned(ostrava)), by=boss, now=NOW)
    longer(ostrava, boss, 9)

    put(boss, first, eva)

    assert where(eva) == ["Spring"]


def test_nobody_joins_what_is_over_and_nobody_is_put_elsewhere(
    ostrava: Site, boss: User
) -> None:
    brno = hub.city("brno")
    factories.programme(brno)
    eva, hers = factories.newcomer(ostrava), factories.newcomer(brno)
    gone = factories.newcomer(
        ostrava, State.WITHDRAWN, name="", email="", phone="", erased_at=NOW
    )
    draft = factories.newcomer(ostrava, State.DRAFT)
    closed = planned(ostrava, "Closed")
    spring = planned(ostrava)
    cohort_start(cohort=closed, by=boss, now=NOW)
    cohort_close(cohort=closed, by=boss, now=NOW)

    with pytest.raises(CohortClosed):
        put(boss, closed, eva)
    with pytest.raises(NotAllowed):
        put(boss, spring, eva, hers)
    with pytest.raises(NotAllowed):
        put(factories.coordinator(brno), spring, eva)
    both = factories.coordinator(brno, "both")
    both.groups.add(*boss.groups.all())
    done = put(both, spring, hers, gone, draft)

    assert done.refused == [(hers, Refusal.OTHER_CITY), (gone, Refusal.ERASED)]
    assert where(eva, hers, gone, draft) == [None] * 4
    assert not CohortStep.objects.exclude(participant=None).exists()


@pytest.mark.parametrize("count", [1, 20])
def test_many_take_as_many_queries_as_one(
    ostrava: Site,
    boss: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    people = [factories.newcomer(ostrava) for _ in range(count)]
    spring = planned(ostrava)

    with django_assert_num_queries(13):
        put(boss, spring, *people)

    assert where(*people) == ["Spring"] * count


def test_a_start_is_taken_back_until_somebody_is_matched_by_its_rules(
    ostrava: Site, boss: User
) -> None:
    spring = planned(ostrava)
    eva = factories.newcomer(ostrava)
    put(boss, spring, eva)
    with pytest.raises(NotRunning):
        cohort_unstart(cohort=spring, by=boss, now=NOW)
    cohort_start(cohort=spring, by=boss, now=NOW)
    cohort_unstart(cohort=spring, by=boss, now=NOW)
    assert (spring.state, spring.rules) == ("planned", None)
    cohort_start(cohort=spring, by=boss, now=NOW)
    factories.pair(eva, factories.local(ostrava), "closed")

    with pytest.raises(CohortInUse):
        cohort_unstart(cohort=spring, by=boss, now=NOW)

    spring.refresh_from_db()
    assert (spring.state, spring.rules) == ("running", RulesVersion.objects.get())
    kept = spring.steps.filter(participant=None).values_list("kind", flat=True)
    assert list(kept) == ["started", "unstarted", "started"]


def test_a_cohort_is_closed_and_opened_again_and_deleted_only_unused(
    ostrava: Site, boss: User
) -> None:
    spring, unused = planned(ostrava), planned(ostrava, "Unused")
    eva = factories.newcomer(ostrava)
    put(boss, spring, eva)
    put(boss, None, eva)
    with pytest.raises(NotEmpty):
        cohort_delete(cohort=spring, by=boss)
    cohort_delete(cohort=unused, by=boss)
    cohort_start(cohort=spring, by=boss, now=NOW)
    cohort_close(cohort=spring, by=boss, now=NOW)
    cohort_reopen(cohort=spring, by=boss, now=NOW)

    assert [each.state for each in Cohort.objects.all()] == ["running"]


# --- at the desk ---


def shown(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def desk(boss: User) -> Client:
    return hub.client_of(boss)


def test_many_are_put_at_once_and_the_list_is_narrowed_to_who_is_in_none(
    ostrava: Site, desk: Client
) -> None:
    eva, jan = (
        factories.newcomer(ostrava, name="Eva"),
        factories.local(ostrava, name="Jan"),
    )
    factories.newcomer(ostrava, name="Iva")
    spring = planned(ostrava)
    given = {"do": "put", "person": [eva.pk, jan.pk], "to": spring.pk, "cohort": "none"}

    done = desk.post(reverse(PEOPLE), given, follow=True)
    in_it = shown(desk.get(reverse(PEOPLE), {"cohort": spring.pk}))

    assert "2 people are in the cohort Spring now." in shown(done)
    assert ">Iva</a>" in shown(done)
    assert ">Eva</a>" not in shown(done)
    assert [f">{name}</a>" in in_it for name in ("Eva", "Jan", "Iva")] == [
        *(True, True, False)
    ]
    cohorts = shown(desk.get(reverse("buddy_program_cohorts")))
    assert "1 person is in no cohort" in cohorts


def test_who_cannot_be_moved_is_named_with_the_reason(
    ostrava: Site, desk: Client, boss: User
) -> None:
    eva = factories.newcomer(ostrava, name="Eva")
    factories.pair(eva, factories.local(ostrava), "active")
    cohort_start(cohort=(spring := planned(ostrava)), by=boss, now=NOW)
    longer(ostrava, boss, 9)
    url = reverse("buddy_program_person", args=[eva.pk])

    done = desk.post(url, {"do": "put", "to": spring.pk}, follow=True)

    assert "Not moved: Eva (is in a pair, which keeps its rules" in shown(done)
    assert where(eva) == [None]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"person": []}, "Tick somebody first."),
        ({"to": ""}, "Choose a cohort first."),
        ({"to": "999999"}, "Choose a cohort first."),
    ],
)
def test_a_form_that_says_too_little_moves_nobody(
    ostrava: Site, desk: Client, given: dict[str, Any], told: str
) -> None:
    eva = factories.newcomer(ostrava)
    spring = planned(ostrava)
    whole = {"do": "put", "person": [eva.pk], "to": spring.pk} | given

    done = desk.post(reverse(PEOPLE), whole, follow=True)

    assert told in shown(done)
    assert where(eva) == [None]


def test_another_citys_people_and_cohorts_are_out_of_reach(
    ostrava: Site, desk: Client
) -> None:
    brno = hub.city("brno")
    factories.programme(brno)
    mine, hers = factories.newcomer(ostrava), factories.newcomer(brno)
    spring, theirs = planned(ostrava), planned(brno, "Tajemství")

    def sent(person: Participant, cohort: Cohort) -> str:
        given = {"do": "put", "person": [person.pk], "to": cohort.pk}
        return shown(desk.post(reverse(PEOPLE), given, follow=True))

    assert "Nobody had to be moved." in sent(hers, spring)
    assert "Choose a cohort first." in sent(mine, theirs)
    listed = shown(desk.get(reverse(PEOPLE), {"cohort": theirs.pk}))
    assert "Tajemství" not in listed
    for do in ("start", "delete"):
        page = reverse("buddy_program_cohort", args=[theirs.pk])
        assert desk.post(page, {"do": do}).status_code == 404

    assert where(mine, hers) == [None, None]
    assert [each.state for each in Cohort.objects.all()] == ["planned", "planned"]


def test_a_cohort_is_renamed_and_its_history_told(ostrava: Site, desk: Client) -> None:
    spring = planned(ostrava)
    planned(ostrava, "Autumn")
    page = reverse("buddy_program_cohort", args=[spring.pk])
    given = {"name": "Autumn", "starts_on": "2026-04-01"}

    wrong = shown(desk.post(page, given))
    assert 'href="#id_name"' in wrong
    assert 'id="id_name_error"' in wrong
    desk.post(page, given | {"name": "Summer"})
    started = shown(desk.post(page, {"do": "start"}, follow=True))

    spring.refresh_from_db()
    assert (spring.name, spring.state) == ("Summer", "running")
    assert "started; its rules are frozen" in started
