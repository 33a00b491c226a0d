"""Pairs from the proposal to the end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models import Model
from wagtail.models import Site

from buddy_program.access import NotAllowed
from buddy_program.choices import EndReason
from buddy_program.choices import ParticipantState as State
from buddy_program.digests import email_digest
from buddy_program.messages import MessageKind
from buddy_program.models import (
    CheckIn,
    Message,
    Pair,
    Participant,
    SafeguardingBlock,
    Transition,
)
from buddy_program.selectors.history import failed_pairs
from buddy_program.services.moves import WrongPath
from buddy_program.services.pairs import (
    AlreadyPaired,
    Found,
    NoRoom,
    NotAvailable,
    NotOfPair,
    NotTogether,
    ProposalOver,
    StillPaused,
    pair_answer,
    pair_close,
    pair_expire,
    pair_pause,
    pair_propose,
    pair_resume,
)
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


def propose(newcomer: Participant, local: Participant, **more: Any) -> Pair:
    return pair_propose(newcomer=newcomer, local=local, now=NOW, **{"by": None, **more})


def active(site: Site, **local: Any) -> Pair:
    """Bring two together who were asked and both agreed."""
    pair = propose(factories.newcomer(site), factories.local(site, **local))
    agree_both(pair)
    return pair


def agree_both(pair: Pair) -> None:
    for each in (pair.newcomer, pair.local):
        pair_answer(pair=pair, participant=each, agrees=True, now=LATER)


def told() -> list[tuple[str, str]]:
    """Return kinds of mails with the names of whom they go to."""
    return list(Message.objects.order_by("pk").values_list("kind", "participant__name"))


def fresh(instance: Model) -> Any:
    instance.refresh_from_db()
    return instance


def test_a_proposal_goes_to_both_and_takes_a_place(ostrava: Site) -> None:
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)
    user = factories.coordinator(ostrava)

    pair = propose(newcomer, local, by=user, found=Found(None, 71, [7, 8]))

    fresh(pair)
    assert (pair.state, pair.seat, pair.score) == ("proposed", 0, 71)
    assert pair.points == [7, 8]
    assert pair.answer_by == NOW + dt.timedelta(days=5)
    assert not pair.contacts_shown
    assert told() == [
        (MessageKind.PROPOSED, newcomer.name),
        (MessageKind.PROPOSED, local.name),
    ]
    (step,) = Transition.objects.filter(pair=pair)
    assert (step.before, step.after, step.by) == ("", "proposed", user)


def test_a_proposal_takes_the_lowest_free_place(ostrava: Site) -> None:
    local = factories.local(ostrava, capacity=3)
    pairs = [propose(factories.newcomer(ostrava), local) for _ in range(3)]
    pair_close(pair=pairs[1], reason=EndReason.LEFT, now=LATER)

    pair = propose(factories.newcomer(ostrava), local)

    assert [each.seat for each in pairs] == [0, 1, 2]
    assert pair.seat == 1


def test_a_local_without_a_free_place_is_not_proposed(ostrava: Site) -> None:
    local = factories.local(ostrava)
    propose(factories.newcomer(ostrava), local)

    with pytest.raises(NoRoom):
        propose(factories.newcomer(ostrava), local)

    assert Pair.objects.count() == 1
    assert Message.objects.count() == 2


def test_a_lowered_capacity_counts_the_pairs_that_are_there(ostrava: Site) -> None:
    local = factories.local(ostrava, capacity=2)
    first, _second = (propose(factories.newcomer(ostrava), local) for _ in range(2))
    pair_close(pair=first, reason=EndReason.LEFT, now=LATER)
    Participant.objects.filter(pk=local.pk).update(capacity=1)

    with pytest.raises(NoRoom):
        propose(factories.newcomer(ostrava), local)


def test_a_newcomer_is_proposed_to_one_at_a_time(ostrava: Site) -> None:
    newcomer = factories.newcomer(ostrava)
    propose(newcomer, factories.local(ostrava))

    with pytest.raises(AlreadyPaired):
        propose(newcomer, factories.local(ostrava))

    assert Pair.objects.count() == 1


@pytest.mark.parametrize("state", [State.ONBOARDED, State.PAUSED, State.WITHDRAWN])
@pytest.mark.parametrize("side", ["newcomer", "local"])
def test_only_who_waits_is_proposed(ostrava: Site, side: str, state: str) -> None:
    both = {"newcomer": State.AVAILABLE, "local": State.AVAILABLE, side: state}
    people = {
        each: factories.participant(ostrava, each, its_state)
        for each, its_state in both.items()
    }

    with pytest.raises(NotAvailable):
        propose(**people)

    assert not Pair.objects.exists()


@pytest.mark.parametrize(
    ("reason", "again"),
    [
        (EndReason.DECLINED, False),
        (EndReason.NO_CONTACT, False),
        (EndReason.NOT_FITTING, False),
        (EndReason.SAFEGUARDING, False),
        (EndReason.EXPIRED, True),
        (EndReason.NO_TIME, True),
    ],
)
def test_two_who_have_failed_are_never_proposed_again(
    ostrava: Site, reason: str, *, again: bool
) -> None:
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)
    factories.pair(newcomer, local, "closed", end_reason=reason)

    if again:
        propose(newcomer, local)
    else:
        with pytest.raises(NotTogether):
            propose(newcomer, local)

    assert Pair.objects.open().count() == int(again)


@pytest.mark.parametrize("side", ["newcomer", "local"])
def test_two_who_have_failed_stay_apart_when_one_applies_again(
    ostrava: Site, side: str
) -> None:
    people = {
        "newcomer": factories.newcomer(ostrava),
        "local": factories.local(ostrava),
    }
    factories.pair(**people, state="closed", end_reason=EndReason.NOT_FITTING)
    gone = people[side]
    Participant.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN)
    people[side] = factories.participant(ostrava, side, email=gone.email)
    stranger = factories.participant(ostrava, side)
    elsewhere = factories.participant(hub.city("brno"), side, email=gone.email)

    with pytest.raises(NotTogether):
        propose(**people)

    ids = {each.pk for each in (*people.values(), stranger, elsewhere)}
    failed = failed_pairs(ids)
    assert (people["newcomer"].pk, people["local"].pk) in failed
    assert not {stranger.pk, elsewhere.pk} & {each for pair in failed for each in pair}


def test_who_is_blocked_is_not_proposed_under_the_same_address_either(
    ostrava: Site,
) -> None:
    SafeguardingBlock.objects.create(
        site=ostrava, email_digest=email_digest("Eva@Example.com"), blocked_at=NOW
    )
    newcomer = factories.newcomer(ostrava, email="eva@example.com")

    with pytest.raises(NotTogether):
        propose(newcomer, factories.local(ostrava))


def test_two_of_different_cities_or_of_one_side_are_no_pair(ostrava: Site) -> None:
    elsewhere = factories.local(hub.city("brno"))

    with pytest.raises(NotTogether):
        propose(factories.newcomer(ostrava), elsewhere)
    with pytest.raises(NotTogether):
        propose(factories.local(ostrava), factories.local(ostrava))


def test_a_coordinator_of_another_city_proposes_nothing(ostrava: Site) -> None:
    brno = hub.city("brno")
    factories.programme(brno)
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)

    for user in (factories.coordinator(brno), factories.safeguard(ostrava)):
        with pytest.raises(NotAllowed):
            propose(newcomer, local, by=user)

    assert not Pair.objects.exists()


def test_contacts_are_shown_only_when_both_agree(ostrava: Site) -> None:
    pair = propose(factories.newcomer(ostrava), factories.local(ostrava))
    Message.objects.all().delete()

    pair_answer(pair=pair, participant=pair.local, agrees=True, now=LATER)
    assert (pair.state, pair.contacts_shown, told()) == ("proposed", False, [])

    pair_answer(pair=pair, participant=pair.newcomer, agrees=True, now=LATER)

    fresh(pair)
    assert (pair.state, pair.contacts_shown) == ("active", True)
    assert (pair.local_agreed_at, pair.started_at) == (LATER, LATER)
    assert pair.newcomer.state == pair.local.state == State.MATCHED
    assert told() == [
        (MessageKind.INTRODUCED, pair.newcomer.name),
        (MessageKind.INTRODUCED, pair.local.name),
    ]


def test_both_are_asked_after_a_week_a_month_and_then_monthly(ostrava: Site) -> None:
    pair = active(ostrava)

    days = CheckIn.objects.filter(participant=pair.local).values_list("day", "due_at")
    assert list(days) == [
        (day, LATER + dt.timedelta(days=day)) for day in (7, 30, 60, 90, 120, 150, 180)
    ]
    assert CheckIn.objects.filter(participant=pair.newcomer).count() == 7


def test_yes_said_twice_is_said_once(ostrava: Site) -> None:
    pair = propose(factories.newcomer(ostrava), factories.local(ostrava))
    pair_answer(pair=pair, participant=pair.local, agrees=True, now=NOW)
    agree_both(pair)
    agree_both(pair)

    fresh(pair)
    assert (pair.local_agreed_at, pair.newcomer_agreed_at) == (NOW, LATER)
    assert Message.objects.filter(kind=MessageKind.INTRODUCED).count() == 2
    assert CheckIn.objects.count() == 14


def test_who_declines_ends_the_proposal_and_the_other_is_told(ostrava: Site) -> None:
    pair = propose(factories.newcomer(ostrava), factories.local(ostrava))
    pair_answer(pair=pair, participant=pair.newcomer, agrees=True, now=NOW)
    Message.objects.all().delete()

    pair_answer(pair=pair, participant=pair.local, agrees=False, now=LATER)

    fresh(pair)
    assert (pair.state, pair.end_reason, pair.ended_by, pair.ended_at) == (
        "closed",
        "declined",
        "local",
        LATER,
    )
    assert not pair.contacts_shown
    assert pair.newcomer.state == pair.local.state == State.AVAILABLE
    assert told() == [(MessageKind.PROPOSAL_OVER, pair.newcomer.name)]


def test_nobody_answers_anymore_when_the_time_is_up(ostrava: Site) -> None:
    pair = propose(factories.newcomer(ostrava), factories.local(ostrava))

    for agrees in (True, False):
        with pytest.raises(ProposalOver):
            pair_answer(
                pair=pair, participant=pair.local, agrees=agrees, now=pair.answer_by
            )

    assert fresh(pair).state == "proposed"
    assert pair.local_agreed_at is None


def test_somebody_else_answers_nothing(ostrava: Site) -> None:
    pair = propose(factories.newcomer(ostrava), factories.local(ostrava))

    for stranger in (factories.newcomer(ostrava), factories.local(ostrava)):
        with pytest.raises(NotOfPair):
            pair_answer(pair=pair, participant=stranger, agrees=True, now=NOW)

    fresh(pair)
    assert (pair.newcomer_agreed_at, pair.local_agreed_at) == (None, None)


def test_a_proposal_waits_until_its_time_is_up(ostrava: Site) -> None:
    pair = propose(factories.newcomer(ostrava), factories.local(ostrava))
    pair_answer(pair=pair, participant=pair.newcomer, agrees=True, now=NOW)
    with pytest.raises(ProposalOver):
        pair_expire(pair=pair, now=pair.answer_by - dt.timedelta(seconds=1))

    pair_expire(pair=pair, now=pair.answer_by)

    fresh(pair)
    assert (pair.state, pair.end_reason, pair.ended_by) == (
        "closed",
        "expired",
        "local",
    )
    assert told()[2:] == [
        (MessageKind.PROPOSAL_OVER, pair.newcomer.name),
        (MessageKind.PROPOSAL_OVER, pair.local.name),
    ]


def test_a_pair_rests_and_goes_on(ostrava: Site) -> None:
    pair = active(ostrava)
    Message.objects.all().delete()
    user = factories.coordinator(ostrava)

    pair_pause(pair=pair, now=LATER, by=user)
    assert fresh(pair).state == "paused"
    assert pair.contacts_shown
    pair_resume(pair=pair, now=LATER, by=user)

    assert fresh(pair).state == "active"
    assert [kind for kind, _name in told()] == ["paused"] * 2 + ["resumed"] * 2


def test_a_pair_does_not_go_on_while_one_of_the_two_has_paused(ostrava: Site) -> None:
    pair = active(ostrava)
    pair_pause(pair=pair, now=LATER)
    Participant.objects.filter(pk=pair.local.pk).update(state=State.PAUSED)

    with pytest.raises(StillPaused):
        pair_resume(pair=pair, now=LATER)

    assert fresh(pair).state == "paused"


def test_a_proposal_is_neither_paused_nor_resumed(ostrava: Site) -> None:
    pair = propose(factories.newcomer(ostrava), factories.local(ostrava))

    with pytest.raises(WrongPath):
        pair_pause(pair=pair, now=LATER)
    with pytest.raises(ProposalOver):
        pair_resume(pair=pair, now=LATER)

    assert fresh(pair).state == "proposed"


def test_a_newcomer_whose_pair_failed_keeps_the_place_in_the_queue(
    ostrava: Site,
) -> None:
    pair = active(ostrava)
    Message.objects.all().delete()

    pair_close(
        pair=pair,
        reason=EndReason.NO_CONTACT,
        now=LATER,
        by=factories.coordinator(ostrava),
    )

    fresh(pair)
    assert (pair.state, pair.end_reason, pair.ended_by) == ("closed", "no_contact", "")
    assert not pair.contacts_shown
    newcomer, local = pair.newcomer, pair.local
    assert (newcomer.state, newcomer.waiting_since) == (State.AVAILABLE, NOW)
    assert (local.state, local.waiting_since) == (State.AVAILABLE, LATER)
    assert told() == [
        (MessageKind.PAIR_CLOSED, newcomer.name),
        (MessageKind.PAIR_CLOSED, local.name),
    ]
    assert not CheckIn.objects.exists()


def test_a_pair_that_is_over_keeps_what_it_was_asked(ostrava: Site) -> None:
    pair = active(ostrava)
    CheckIn.objects.filter(day=7).update(asked_at=LATER)

    pair_close(pair=pair, reason=EndReason.MOVED, now=LATER)

    assert list(CheckIn.objects.values_list("day", flat=True)) == [7, 7]


def test_after_a_whole_pair_the_newcomer_has_finished(ostrava: Site) -> None:
    pair = active(ostrava)

    pair_close(pair=pair, reason=EndReason.COMPLETED, now=LATER)

    fresh(pair)
    assert pair.newcomer.state == State.FINISHED
    assert pair.local.state == State.AVAILABLE


def test_a_local_with_another_pair_stays_matched(ostrava: Site) -> None:
    local = factories.local(ostrava, capacity=3)
    pairs = [propose(factories.newcomer(ostrava), local) for _ in range(3)]
    for pair in pairs[:2]:
        agree_both(pair)
    pair_pause(pair=pairs[1], now=LATER)

    pair_close(pair=pairs[0], reason=EndReason.MOVED, now=LATER)
    assert fresh(local).state == State.MATCHED

    pair_close(pair=pairs[1], reason=EndReason.MOVED, now=LATER)
    assert fresh(local).state == State.AVAILABLE
    assert fresh(pairs[2]).state == "proposed"


def test_who_left_is_not_told_that_the_pair_is_over(ostrava: Site) -> None:
    pair = active(ostrava)
    Message.objects.all().delete()

    pair_close(pair=pair, reason=EndReason.LEFT, now=LATER, ended_by="newcomer")

    assert told() == [(MessageKind.PAIR_CLOSED, pair.local.name)]


def test_a_pair_is_closed_once(ostrava: Site) -> None:
    pair = active(ostrava)
    pair_close(pair=pair, reason=EndReason.MOVED, now=LATER)
    Message.objects.all().delete()

    with pytest.raises(WrongPath):
        pair_close(pair=pair, reason=EndReason.COMPLETED, now=LATER)

    assert fresh(pair).end_reason == "moved"
    assert not Message.objects.exists()


def test_each_role_closes_pairs_for_its_own_reasons(ostrava: Site) -> None:
    pair = active(ostrava)
    wrong = {
        EndReason.SAFEGUARDING: factories.coordinator(ostrava),
        EndReason.MOVED: factories.safeguard(ostrava),
    }

    for reason, user in wrong.items():
        with pytest.raises(NotAllowed):
            pair_close(pair=pair, reason=reason, now=LATER, by=user)

    assert fresh(pair).state == "active"
