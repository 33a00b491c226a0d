"""From an application to a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from buddy_program.access import NotAllowed
from buddy_program.choices import ParticipantState as State
from buddy_program.models import Interview, Message, Participant, Transition
from buddy_program.services.moves import WrongPath
from buddy_program.services.screening import (
    AppliedAgain,
    Erased,
    decline_take_back,
    interview_invite,
    interview_note,
    participant_accept,
    participant_decline,
    participant_reserve,
    screening_begin,
)
from cms.models import User
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

SCORES = {"motivation": 4, "time": 3, "respect": 0, "expectations": 2}


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def coordinator(ostrava: Site) -> User:
    return factories.coordinator(ostrava)


def decline(**given: Any) -> None:
    participant_decline(reason="Lives elsewhere.", **given)


STEPS: list[tuple[Callable[..., Any], str, str, list[str]]] = [
    (screening_begin, State.SUBMITTED, State.SCREENING, []),
    (interview_invite, State.SCREENING, State.INTERVIEW, ["interview_invited"]),
    (interview_invite, State.RESERVE, State.INTERVIEW, ["interview_invited"]),
    (participant_accept, State.INTERVIEW, State.ACCEPTED, ["accepted"]),
    (participant_accept, State.RESERVE, State.ACCEPTED, ["accepted"]),
    (participant_reserve, State.SCREENING, State.RESERVE, ["reserve"]),
    (participant_reserve, State.INTERVIEW, State.RESERVE, ["reserve"]),
    (decline, State.SCREENING, State.DECLINED, ["declined"]),
    (decline, State.INTERVIEW, State.DECLINED, ["declined"]),
    (decline, State.ACCEPTED, State.DECLINED, ["declined"]),
    (decline_take_back, State.DECLINED, State.SCREENING, []),
]


@pytest.mark.parametrize("given", STEPS)
def test_each_step_moves_records_and_tells(
    ostrava: Site,
    coordinator: User,
    given: tuple[Callable[..., Any], str, str, list[str]],
) -> None:
    step, before, after, mails = given
    person = factories.newcomer(ostrava, before)

    step(participant=person, by=coordinator, now=NOW)

    person.refresh_from_db()
    assert person.state == after
    (taken,) = Transition.objects.filter(participant=person)
    assert (taken.before, taken.after, taken.by) == (before, after, coordinator)
    told = Message.objects.filter(participant=person).values_list("kind", flat=True)
    assert list(told) == mails


@pytest.mark.parametrize(("step", "before"), [given[:2] for given in STEPS])
def test_nobody_else_takes_a_step(
    ostrava: Site, step: Callable[..., Any], before: str
) -> None:
    brno = hub.city("brno")
    factories.programme(brno)
    person = factories.newcomer(ostrava, before)

    for user in (
        factories.coordinator(brno),
        factories.safeguard(ostrava),
        hub.editor(ostrava),
    ):
        with pytest.raises(NotAllowed):
            step(participant=person, by=user, now=NOW)

    person.refresh_from_db()
    assert person.state == before
    assert not Transition.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.AVAILABLE, State.WITHDRAWN])
@pytest.mark.parametrize("step", [participant_accept, participant_reserve, decline])
def test_a_decision_takes_an_application_that_is_looked_at(
    ostrava: Site, coordinator: User, step: Callable[..., Any], state: str
) -> None:
    person = factories.newcomer(ostrava, state)

    with pytest.raises(WrongPath):
        step(participant=person, by=coordinator, now=NOW)

    assert Participant.objects.get().state == state
    assert not Message.objects.exists()


def test_an_interview_keeps_points_by_the_rubric_of_the_day(
    ostrava: Site, coordinator: User
) -> None:
    person = factories.newcomer(ostrava, State.INTERVIEW)

    made = interview_note(
        participant=person,
        by=coordinator,
        now=NOW,
        scores=SCORES,
        notes="Friendly.",
        red_flags="Asked for money.",
    )

    made.refresh_from_db()
    assert (made.scores, made.points) == (SCORES, 9)
    assert (made.notes, made.red_flags) == ("Friendly.", "Asked for money.")
    assert (made.held_by, made.held_at) == (coordinator, NOW)
    assert made.rules is not None
    assert made.rules.version == 1


@pytest.mark.parametrize(
    ("scores", "wrong"),
    [
        (SCORES | {"time": 5}, ["time"]),
        (SCORES | {"time": -1}, ["time"]),
        (SCORES | {"charm": 4}, ["charm"]),
        ({"motivation": 1}, ["expectations", "respect", "time"]),
    ],
)
def test_points_that_the_rubric_does_not_know_are_refused(
    ostrava: Site, coordinator: User, scores: dict[str, int], wrong: list[str]
) -> None:
    person = factories.newcomer(ostrava, State.INTERVIEW)

    with pytest.raises(ValidationError) as caught:
        interview_note(participant=person, by=coordinator, now=NOW, scores=scores)

    assert sorted(caught.value.message_dict) == wrong
    assert not Interview.objects.exists()


def test_an_interview_is_noted_by_the_citys_coordinators_of_who_was_invited(
    ostrava: Site, coordinator: User
) -> None:
    invited = factories.newcomer(ostrava, State.INTERVIEW)
    with pytest.raises(NotAllowed):
        interview_note(
            participant=invited,
            by=factories.safeguard(ostrava),
            now=NOW,
            scores=SCORES,
        )
    with pytest.raises(WrongPath):
        interview_note(
            participant=factories.newcomer(ostrava, State.SCREENING),
            by=coordinator,
            now=NOW,
            scores=SCORES,
        )

    assert not Interview.objects.exists()


def test_nobody_is_declined_without_a_reason(ostrava: Site, coordinator: User) -> None:
    person = factories.newcomer(ostrava, State.INTERVIEW)

    with pytest.raises(ValidationError) as caught:
        participant_decline(participant=person, by=coordinator, now=NOW, reason="  ")

    assert list(caught.value.message_dict) == ["reason"]
    assert Participant.objects.get().state == State.INTERVIEW
    assert not Message.objects.exists()


def test_a_decline_that_is_taken_back_leaves_no_reason(
    ostrava: Site, coordinator: User
) -> None:
    person = factories.newcomer(ostrava, State.SCREENING)
    decline(participant=person, by=coordinator, now=NOW)
    assert person.decline_reason == "Lives elsewhere."

    decline_take_back(participant=person, by=coordinator, now=NOW)

    person.refresh_from_db()
    assert (person.state, person.decline_reason) == (State.SCREENING, "")


def test_who_is_erased_or_applied_again_is_not_taken_back(
    ostrava: Site, coordinator: User
) -> None:
    gone = factories.newcomer(
        ostrava, State.DECLINED, erased_at=NOW, name="", email="", decline_reason=""
    )
    again = factories.newcomer(ostrava, State.DECLINED, email="eva@example.com")
    factories.newcomer(ostrava, State.DRAFT, email="eva@example.com")

    with pytest.raises(Erased):
        decline_take_back(participant=gone, by=coordinator, now=NOW)
    with pytest.raises(AppliedAgain):
        decline_take_back(participant=again, by=coordinator, now=NOW)

    assert not Transition.objects.exists()
