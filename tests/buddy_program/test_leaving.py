"""Pausing, coming back, leaving; and what pairs tell while they last."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Site

from buddy_program.access import NotAllowed
from buddy_program.choices import EndReason, PairState
from buddy_program.choices import ParticipantState as State
from buddy_program.models import CheckIn, Concern, Message, Pair, Participant
from buddy_program.services.answers import AnsweredAlready
from buddy_program.services.application import NotNow
from buddy_program.services.leaving import (
    participant_pause,
    participant_resume,
    participant_withdraw,
)
from buddy_program.services.pairs import ProposalOver
from buddy_program.services.telling import (
    Pulse,
    Worry,
    check_in_answer,
    concern_report,
    meeting_add,
)
from cms.models import User
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW
from tests.buddy_program.leavings import (
    WAYS,
    accepting,
    check_whole,
    expected,
    found,
    going,
    proposal,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LATER = NOW + 10 * DAY


@pytest.fixture
def city(ostrava: Site) -> Site:
    factories.programme(ostrava)
    return ostrava


@pytest.fixture
def pair(city: Site) -> Pair:
    return factories.pair(
        factories.newcomer(city, State.MATCHED),
        factories.local(city, State.MATCHED),
        "active",
    )


def sent() -> list[tuple[str, int]]:
    rows = Message.objects.order_by("pk").values_list("kind", "participant")
    return list(rows)


def states(*people: Participant) -> list[str]:
    for each in people:
        each.refresh_from_db()
    return [each.state for each in people]


def test_who_leaves_ends_the_pair_and_the_other_keeps_the_place_in_line(
    pair: Pair,
) -> None:
    participant_withdraw(participant=pair.local, now=LATER)

    assert states(pair.newcomer, pair.local) == [State.AVAILABLE, State.WITHDRAWN]
    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == (PairState.CLOSED, EndReason.LEFT)
    assert (pair.ended_by, pair.ended_at) == ("local", LATER)
    assert pair.newcomer.waiting_since == NOW
    assert sent() == [
        ("pair_closed", pair.newcomer_id),
        ("withdrawn", pair.local_id),
    ]


def test_a_proposal_to_somebody_who_leaves_is_over(city: Site) -> None:
    pair = factories.pair(factories.newcomer(city), factories.local(city))

    participant_withdraw(participant=pair.newcomer, now=LATER)

    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == (PairState.CLOSED, EndReason.LEFT)
    assert states(pair.newcomer, pair.local) == [State.WITHDRAWN, State.AVAILABLE]


def test_a_local_who_leaves_ends_all_pairs(pair: Pair, city: Site) -> None:
    second = factories.newcomer(city, State.MATCHED)
    factories.pair(second, pair.local, "active", seat=1)

    participant_withdraw(participant=pair.local, now=LATER)

    assert states(pair.newcomer, second) == [State.AVAILABLE, State.AVAILABLE]
    assert not Pair.objects.open().exists()


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.FINISHED, State.DECLINED])
def test_nobody_leaves_twice(city: Site, state: str) -> None:
    person = factories.newcomer(city, state)

    with pytest.raises(NotNow):
        participant_withdraw(participant=person, now=LATER)

    assert sent() == []


def test_a_draft_that_is_dropped_is_told_nothing(city: Site) -> None:
    person = factories.newcomer(city, State.DRAFT, confirmed_at=None)

    participant_withdraw(participant=person, now=LATER)

    assert states(person) == [State.WITHDRAWN]
    assert sent() == []


def test_an_editor_lets_nobody_leave_or_pause(pair: Pair, ostrava_editor: User) -> None:
    for act in (participant_withdraw, participant_pause, participant_resume):
        with pytest.raises(NotAllowed):
            act(participant=pair.local, now=LATER, by=ostrava_editor)

    assert states(pair.newcomer, pair.local) == [State.MATCHED, State.MATCHED]


def test_a_pair_rests_with_who_pauses_and_goes_on_with_them(pair: Pair) -> None:
    participant_pause(participant=pair.newcomer, now=LATER)

    pair.refresh_from_db()
    assert pair.state == PairState.PAUSED
    assert states(pair.newcomer, pair.local) == [State.PAUSED, State.MATCHED]

    participant_resume(participant=pair.newcomer, now=LATER + DAY)

    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE
    assert states(pair.newcomer, pair.local) == [State.MATCHED, State.MATCHED]
    assert sorted(sent()) == sorted(
        (kind, person)
        for kind in ("paused", "resumed")
        for person in (pair.newcomer_id, pair.local_id)
    )


def test_a_pair_rests_until_both_are_back(pair: Pair) -> None:
    participant_pause(participant=pair.newcomer, now=LATER)
    participant_pause(participant=pair.local, now=LATER)

    participant_resume(participant=pair.newcomer, now=LATER + DAY)
    pair.refresh_from_db()
    assert pair.state == PairState.PAUSED

    participant_resume(participant=pair.local, now=LATER + 2 * DAY)
    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE


def test_a_proposal_to_somebody_who_pauses_comes_to_nothing(city: Site) -> None:
    pair = factories.pair(factories.newcomer(city), factories.local(city))

    participant_pause(participant=pair.newcomer, now=LATER)

    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == (PairState.CLOSED, EndReason.NO_TIME)
    assert states(pair.newcomer, pair.local) == [State.PAUSED, State.AVAILABLE]

    participant_resume(participant=pair.newcomer, now=LATER + DAY)
    assert states(pair.newcomer) == [State.AVAILABLE]
    assert pair.newcomer.waiting_since == NOW


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PAUSED, State.WITHDRAWN])
def test_only_who_can_be_matched_pauses(city: Site, state: str) -> None:
    with pytest.raises(NotNow):
        participant_pause(participant=factories.newcomer(city, state), now=LATER)


def test_only_who_has_paused_comes_back(pair: Pair) -> None:
    with pytest.raises(NotNow):
        participant_resume(participant=pair.newcomer, now=LATER)


@pytest.fixture
def check_in(pair: Pair) -> CheckIn:
    return CheckIn.objects.create(
        pair=pair, participant=pair.newcomer, day=7, due_at=NOW + 7 * DAY
    )


def answer(check_in: CheckIn, **other: Any) -> None:
    said: dict[str, Any] = {"met": True, "mood": 4, "worried": False, "note": " Ok "}
    now = other.pop("now", LATER)
    check_in_answer(check_in=check_in, said=Pulse(**(said | other)), now=now)


def test_a_check_in_is_answered_once(check_in: CheckIn) -> None:
    answer(check_in)

    with pytest.raises(AnsweredAlready):
        answer(check_in, mood=1)

    check_in.refresh_from_db()
    assert (check_in.met, check_in.mood, check_in.worried) == (True, 4, False)
    assert (check_in.note, check_in.answered_at) == ("Ok", LATER)


def test_a_check_in_is_not_answered_before_its_time(check_in: CheckIn) -> None:
    with pytest.raises(NotNow):
        answer(check_in, now=NOW)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"mood": 0}, "mood"), ({"mood": 6}, "mood"), ({"note": "x" * 2001}, "note")],
)
def test_a_wrong_answer_to_a_check_in_changes_nothing(
    check_in: CheckIn, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        answer(check_in, **said)

    assert list(caught.value.message_dict) == [field]
    check_in.refresh_from_db()
    assert check_in.answered_at is None


def test_meetings_are_put_down_once_a_day(pair: Pair) -> None:
    day = (NOW + DAY).date()
    for note in ("Walk", "A long walk"):
        meeting_add(
            pair=pair, told_by=pair.local, held_on=day, note=note, now=NOW + 2 * DAY
        )

    meeting = pair.meetings.get()
    assert (meeting.held_on, meeting.note) == (day, "A long walk")


@pytest.mark.parametrize("days", [-1, 3])
def test_a_meeting_lies_between_the_start_and_today(pair: Pair, days: int) -> None:
    with pytest.raises(ValidationError) as caught:
        meeting_add(
            pair=pair,
            told_by=pair.local,
            held_on=(NOW + days * DAY).date(),
            note="",
            now=NOW + 2 * DAY,
        )

    assert list(caught.value.message_dict) == ["held_on"]


def test_who_was_only_proposed_has_not_met(city: Site) -> None:
    pair = factories.pair(factories.newcomer(city), factories.local(city))

    with pytest.raises(NotNow):
        meeting_add(pair=pair, told_by=pair.local, held_on=NOW.date(), note="", now=NOW)


def test_a_concern_goes_to_the_safeguarding_role_and_is_confirmed(pair: Pair) -> None:
    worry = Worry(text=" He shouts. ", reporter=pair.newcomer, pair=pair)

    concern_report(site=pair.site, worry=worry, now=LATER)

    concern = Concern.objects.get()
    assert (concern.text, concern.pair, concern.reporter) == (
        *("He shouts.", pair),
        pair.newcomer,
    )
    assert sent() == [
        ("concern_received", pair.newcomer_id),
        ("coordinators_concern", None),
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"email": "nobody"}, "contact_email"),
    ],
)
def test_a_wrong_concern_is_refused(
    city: Site, said: dict[str, Any], field: str
) -> None:
    worry = Worry(**({"text": "Something", "email": ""} | said))

    with pytest.raises(ValidationError) as caught:
        concern_report(site=city, worry=worry, now=NOW)

    assert list(caught.value.message_dict) == [field]
    assert not Concern.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_yes_before_the_other_goes_or_too_late(city: Site, way: str) -> None:
    """Both orders that `test_leaving_rivals` may find, each for certain."""
    for started in (True, False):
        with transaction.atomic():
            pair = proposal(city)
            if started:
                accepting(pair)()
            going(pair, way)()
            if not started:
                with pytest.raises(ProposalOver):
                    accepting(pair)()

            assert found() == expected(way, started=started)
            check_whole()
            transaction.set_rollback(True)
