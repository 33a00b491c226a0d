"""The way of participants and pairs: what leads where, and what nothing leads to."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.models import Pair, Participant, Transition
from buddy_program.paths import PARTICIPANT_PATHS, TAKING_BACK
from buddy_program.services.moves import MovedMeanwhile, WrongPath, participant_move
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

WRONG = sorted(
    (before, after)
    for before in PARTICIPANT_PATHS
    for after in set(PARTICIPANT_PATHS) - PARTICIPANT_PATHS[before] - {before}
    if after not in TAKING_BACK.get(before, ())
)


@pytest.fixture
def ostrava() -> Site:
    return hub.city("ostrava")


def test_a_move_is_recorded(ostrava: Site) -> None:
    person = factories.newcomer(ostrava, State.INTERVIEW)

    participant_move(participant=person, to=State.ACCEPTED, now=NOW)

    person.refresh_from_db()
    assert person.state == State.ACCEPTED
    steps = Transition.objects.values_list("participant", "before", "after", "at")
    assert list(steps) == [(person.pk, "interview", "accepted", NOW)]


def test_no_service_takes_a_way_that_is_none(ostrava: Site) -> None:
    person = factories.newcomer(ostrava, State.SUBMITTED)

    with pytest.raises(WrongPath):
        participant_move(participant=person, to=State.MATCHED, now=NOW)

    person.refresh_from_db()
    assert person.state == State.SUBMITTED
    assert not Transition.objects.exists()


def test_who_was_moved_meanwhile_is_not_moved_again(ostrava: Site) -> None:
    person = factories.newcomer(ostrava, State.INTERVIEW)
    same = Participant.objects.get(pk=person.pk)
    participant_move(participant=same, to=State.RESERVE, now=NOW)

    with pytest.raises(MovedMeanwhile):
        participant_move(participant=person, to=State.ACCEPTED, now=NOW)

    person.refresh_from_db()
    assert person.state == State.RESERVE
    assert Transition.objects.count() == 1


def test_the_database_refuses_every_way_that_is_none(ostrava: Site) -> None:
    rows = {before: factories.newcomer(ostrava, before) for before, _ in WRONG}

    for before, after in WRONG:
        found = Participant.objects.filter(pk=rows[before].pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            found.update(state=after, decline_reason="No room")

    for before, person in rows.items():
        person.refresh_from_db()
        assert person.state == before


@pytest.mark.parametrize("before", ["proposed", "active", "paused"])
def test_the_database_never_opens_a_closed_pair(ostrava: Site, before: str) -> None:
    pair = factories.pair(
        factories.newcomer(ostrava), factories.local(ostrava), "closed"
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.filter(pk=pair.pk).update(
            state=before,
            ended_at=None,
            end_reason="",
            newcomer_agreed_at=NOW,
            local_agreed_at=NOW,
            started_at=NOW,
        )

    pair.refresh_from_db()
    assert pair.state == "closed"


def test_a_newcomer_is_in_one_open_pair(ostrava: Site) -> None:
    newcomer = factories.newcomer(ostrava)
    factories.pair(newcomer, factories.local(ostrava), "active")

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.pair(newcomer, factories.local(ostrava))


def test_a_place_of_a_local_is_taken_once(ostrava: Site) -> None:
    local = factories.local(ostrava, capacity=2)
    factories.pair(factories.newcomer(ostrava), local, seat=0)
    factories.pair(factories.newcomer(ostrava), local, seat=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.pair(factories.newcomer(ostrava), local, seat=1)


def test_no_pair_starts_before_both_agree(ostrava: Site) -> None:
    pair = factories.pair(factories.newcomer(ostrava), factories.local(ostrava))

    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.filter(pk=pair.pk).update(
            state="active", started_at=NOW, newcomer_agreed_at=NOW
        )
