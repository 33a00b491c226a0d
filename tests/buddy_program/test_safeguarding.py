"""Concerns, stopping at once, and blocks that two people lift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from buddy_program.access import NotAllowed
from buddy_program.choices import ParticipantState as State
from buddy_program.models import (
    Concern,
    Message,
    Pair,
    Participant,
    SafeguardingBlock,
)
from buddy_program.selectors.history import blocked
from buddy_program.services.pairs import NotTogether, pair_propose
from buddy_program.services.safeguarding import (
    AlreadyHandled,
    NotAsked,
    NotBlocked,
    SamePerson,
    block_ask_to_lift,
    block_keep,
    block_lift,
    concern_handle,
    participant_block,
    participant_stop,
)
from cms.models import User
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


@pytest.fixture
def safeguard(ostrava: Site) -> User:
    return factories.safeguard(ostrava, "first")


@pytest.fixture
def strangers(ostrava: Site) -> list[User]:
    """Who works for the programme, too, but not in that role or not here."""
    brno = hub.city("brno")
    factories.programme(brno)
    return [
        factories.coordinator(ostrava),
        factories.safeguard(brno),
        hub.moderator(ostrava),
    ]


def concern(site: Site, **fields: Any) -> Concern:
    return Concern.objects.create(site=site, text="He shouted.", told_at=NOW, **fields)


def test_a_concern_is_dealt_with_once(ostrava: Site, safeguard: User) -> None:
    told = concern(ostrava)
    concern_handle(concern=told, outcome="Talked to both.", by=safeguard, now=LATER)

    with pytest.raises(AlreadyHandled):
        concern_handle(concern=told, outcome="Nothing.", by=safeguard, now=LATER)

    told.refresh_from_db()
    assert (told.outcome, told.handled_at, told.handled_by) == (
        "Talked to both.",
        LATER,
        safeguard,
    )


def test_a_concern_is_not_put_away_without_a_word(
    ostrava: Site, safeguard: User
) -> None:
    told = concern(ostrava)

    with pytest.raises(ValidationError):
        concern_handle(concern=told, outcome=" ", by=safeguard, now=LATER)

    told.refresh_from_db()
    assert told.handled_at is None


def test_who_is_stopped_is_in_no_pair_any_more(ostrava: Site, safeguard: User) -> None:
    local = factories.local(ostrava, State.MATCHED, capacity=3)
    newcomers = [
        factories.newcomer(ostrava, State.MATCHED),
        factories.newcomer(ostrava, State.MATCHED),
        factories.newcomer(ostrava),
    ]
    for seat, state in enumerate(("active", "paused", "proposed")):
        factories.pair(newcomers[seat], local, state, seat=seat)

    block = participant_stop(
        participant=local, by=safeguard, now=LATER, reason="Concern 1"
    )

    pairs = Pair.objects.all()
    assert {(each.state, each.end_reason) for each in pairs} == {
        ("closed", "safeguarding")
    }
    assert not any(each.contacts_shown for each in pairs)
    states = Participant.objects.values_list("state", flat=True)
    assert set(states) == {State.AVAILABLE}
    assert (block.participant, block.blocked_by, block.reason) == (
        local,
        safeguard,
        "Concern 1",
    )
    for each in newcomers:
        with pytest.raises(NotTogether):
            pair_propose(newcomer=each, local=local, now=LATER, by=None)


def test_a_block_leaves_pairs_as_they_are(ostrava: Site, safeguard: User) -> None:
    pair = factories.pair(
        factories.newcomer(ostrava, State.MATCHED),
        factories.local(ostrava, State.MATCHED),
        "active",
    )

    participant_block(participant=pair.newcomer, by=safeguard, now=LATER)

    pair.refresh_from_db()
    assert pair.state == "active"
    assert blocked([pair.newcomer, pair.local]) == {pair.newcomer_id}
    assert not Message.objects.exists()


def test_somebody_is_blocked_once(ostrava: Site, safeguard: User) -> None:
    person = factories.newcomer(ostrava)
    first = participant_block(participant=person, by=safeguard, now=NOW, reason="One")

    again = participant_stop(participant=person, by=safeguard, now=LATER, reason="Two")

    again.refresh_from_db()
    assert (again, again.reason, again.blocked_at) == (first, "One", NOW)


def test_who_was_erased_and_applies_again_is_known(
    ostrava: Site, safeguard: User, settings: Any
) -> None:
    person = factories.newcomer(ostrava, email="Eva.Novak@example.com")
    participant_stop(participant=person, by=safeguard, now=NOW)
    Participant.objects.filter(pk=person.pk).update(
        state=State.WITHDRAWN, name="", email="", phone="", erased_at=LATER
    )
    assert "eva" not in str(SafeguardingBlock.objects.values()).casefold()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]

    again = factories.newcomer(ostrava, email="eva.novak@EXAMPLE.com")
    other = factories.newcomer(ostrava, email="eva@example.com")
    elsewhere = factories.newcomer(hub.city("brno"), email="eva.novak@example.com")

    assert blocked([again, other, elsewhere]) == {again.pk}
    block = participant_block(participant=again, by=safeguard, now=LATER)
    assert SafeguardingBlock.objects.get() == block


def test_lifting_a_block_takes_two(ostrava: Site, safeguard: User) -> None:
    person = factories.newcomer(ostrava)
    block = participant_block(participant=person, by=safeguard, now=NOW)
    second = factories.safeguard(ostrava, "second")
    with pytest.raises(NotAsked):
        block_lift(block=block, by=second, now=LATER)
    block_ask_to_lift(block=block, by=safeguard, now=NOW)
    with pytest.raises(SamePerson):
        block_lift(block=block, by=safeguard, now=LATER)
    assert blocked([person]) == {person.pk}

    block_lift(block=block, by=second, now=LATER)

    block.refresh_from_db()
    assert (block.lift_asked_by, block.lifted_by, block.lifted_at) == (
        safeguard,
        second,
        LATER,
    )
    assert blocked([person]) == set()
    for again in (block_ask_to_lift, block_lift):
        with pytest.raises(NotBlocked):
            again(block=block, by=safeguard, now=LATER)


def test_a_block_can_be_kept(ostrava: Site, safeguard: User) -> None:
    person = factories.newcomer(ostrava)
    block = participant_block(participant=person, by=safeguard, now=NOW)
    block_ask_to_lift(block=block, by=safeguard, now=NOW)

    block_keep(block=block, by=factories.safeguard(ostrava, "second"))

    block.refresh_from_db()
    assert (block.lift_asked_by, block.lift_asked_at) == (None, None)
    with pytest.raises(NotAsked):
        block_keep(block=block, by=safeguard)


def test_nobody_without_the_role_safeguards(
    ostrava: Site, safeguard: User, strangers: list[User]
) -> None:
    person = factories.newcomer(ostrava)
    told = concern(ostrava)
    block = participant_block(participant=person, by=safeguard, now=NOW)
    block_ask_to_lift(block=block, by=safeguard, now=NOW)
    acts: list[Callable[[Any], Any]] = [
        lambda by: concern_handle(concern=told, outcome="Fine.", by=by, now=LATER),
        lambda by: participant_stop(participant=person, by=by, now=LATER),
        lambda by: participant_block(participant=person, by=by, now=LATER),
        lambda by: block_ask_to_lift(block=block, by=by, now=LATER),
        lambda by: block_lift(block=block, by=by, now=LATER),
        lambda by: block_keep(block=block, by=by),
    ]

    for user in strangers:
        for act in acts:
            with pytest.raises(NotAllowed):
                act(user)

    told.refresh_from_db()
    block.refresh_from_db()
    assert told.handled_at is None
    assert (block.lifted_at, block.lift_asked_by) == (None, safeguard)
