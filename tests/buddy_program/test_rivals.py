"""Several at once: exactly one outcome, on real connections that really commit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Site

from buddy_program.choices import EndReason
from buddy_program.choices import ParticipantState as State
from buddy_program.models import CheckIn, MatchRun, Message, Pair, Participant
from buddy_program.services.matching import (
    AlreadyDecided,
    Overtaken,
    run_approve,
    run_discard,
    run_make,
)
from buddy_program.services.pairs import (
    AlreadyPaired,
    NoRoom,
    ProposalOver,
    pair_answer,
    pair_close,
    pair_propose,
)
from cms.models import User
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW
from tests.support.rivals import rivals_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


def proposing(newcomer: int, local: int) -> Callable[[], Any]:
    def propose() -> None:
        pair_propose(
            newcomer=Participant.objects.get(pk=newcomer),
            local=Participant.objects.get(pk=local),
            now=NOW,
            by=None,
        )

    return propose


def answering(pair: int, side: str, *, agrees: bool = True) -> Callable[[], Any]:
    def answer() -> None:
        found = Pair.objects.get(pk=pair)
        who = found.of_side(side)
        pair_answer(pair=found, participant=who, agrees=agrees, now=LATER)

    return answer


def outcomes(found: list[Any]) -> Counter[Any]:
    return Counter(type(each) if each is not None else "done" for each in found)


def test_a_single_place_is_given_once(ostrava: Site, tmp_path: Path) -> None:
    local = factories.local(ostrava)
    newcomers = [factories.newcomer(ostrava) for _ in range(6)]

    with rivals_in(tmp_path) as rivals:
        found = rivals.race(*(proposing(each.pk, local.pk) for each in newcomers))
        pairs = rivals.look(lambda: list(Pair.objects.values_list("seat", "state")))
        mails = rivals.look(Message.objects.count)

    assert outcomes(found) == {"done": 1, NoRoom: 5}
    assert pairs == [(0, "proposed")]
    assert mails == 2


def test_places_are_given_until_there_are_none(ostrava: Site, tmp_path: Path) -> None:
    local = factories.local(ostrava, capacity=3)
    newcomers = [factories.newcomer(ostrava) for _ in range(6)]

    with rivals_in(tmp_path) as rivals:
        found = rivals.race(*(proposing(each.pk, local.pk) for each in newcomers))
        seats = rivals.look(lambda: sorted(Pair.objects.values_list("seat", flat=True)))

    assert outcomes(found) == {"done": 3, NoRoom: 3}
    assert seats == [0, 1, 2]


def test_a_newcomer_is_proposed_to_one(ostrava: Site, tmp_path: Path) -> None:
    newcomer = factories.newcomer(ostrava)
    locals_ = [factories.local(ostrava) for _ in range(4)]

    with rivals_in(tmp_path) as rivals:
        found = rivals.race(*(proposing(newcomer.pk, each.pk) for each in locals_))
        count = rivals.look(Pair.objects.count)

    assert outcomes(found) == {"done": 1, AlreadyPaired: 3}
    assert count == 1


def test_both_say_yes_at_once_and_the_pair_starts_once(
    ostrava: Site, tmp_path: Path
) -> None:
    pair = factories.pair(factories.newcomer(ostrava), factories.local(ostrava))

    with rivals_in(tmp_path) as rivals:
        found = rivals.race(
            *(answering(pair.pk, side) for side in ("newcomer", "local") * 2)
        )
        state = rivals.look(lambda: Pair.objects.get().state)
        kinds = rivals.look(lambda: list(Message.objects.values_list("kind")))
        check_ins = rivals.look(CheckIn.objects.count)

    assert outcomes(found) == {"done": 4}
    assert state == "active"
    assert kinds == [("introduced",)] * 2
    assert check_ins == 14


def test_yes_and_no_at_once_is_one_of_them(ostrava: Site, tmp_path: Path) -> None:
    pair = factories.pair(
        factories.newcomer(ostrava), factories.local(ostrava), local_agreed_at=NOW
    )

    with rivals_in(tmp_path) as rivals:
        found = rivals.race(
            answering(pair.pk, "newcomer"),
            answering(pair.pk, "newcomer", agrees=False),
        )
        row = rivals.look(lambda: Pair.objects.values("state", "end_reason").get())
        people = rivals.look(lambda: set(Participant.objects.values_list("state")))

    assert outcomes(found) == {"done": 1, ProposalOver: 1}
    if found[0] is None:
        assert row == {"state": "active", "end_reason": ""}
        assert people == {(State.MATCHED,)}
    else:
        assert row == {"state": "closed", "end_reason": "declined"}
        assert people == {(State.AVAILABLE,)}


def test_a_yes_while_a_coordinator_closes_leaves_nobody_half_matched(
    ostrava: Site, tmp_path: Path
) -> None:
    pair = factories.pair(
        factories.newcomer(ostrava), factories.local(ostrava), local_agreed_at=NOW
    )

    def close() -> None:
        found = Pair.objects.get(pk=pair.pk)
        pair_close(pair=found, reason=EndReason.NO_TIME, now=LATER)

    with rivals_in(tmp_path) as rivals:
        yes, no = rivals.race(answering(pair.pk, "newcomer"), close)
        state = rivals.look(lambda: Pair.objects.get().state)
        people = rivals.look(lambda: set(Participant.objects.values_list("state")))

    assert yes is None or isinstance(yes, ProposalOver)
    assert no is None
    assert state == "closed"
    assert people == {(State.AVAILABLE,)}


def approving(run: int, user: int) -> Callable[[], Any]:
    def approve() -> None:
        found = MatchRun.objects.get(pk=run)
        run_approve(run=found, now=LATER, by=User.objects.get(pk=user))

    return approve


def test_of_overlapping_runs_approved_at_once_one_is_proposed(
    ostrava: Site, tmp_path: Path
) -> None:
    users = [factories.coordinator(ostrava, name) for name in ("eva", "jan")]
    for _ in range(3):
        factories.newcomer(ostrava)
        factories.local(ostrava)
    first = run_make(site=ostrava, now=NOW, by=users[0])
    # The second overlaps in two of three pairs.
    factories.newcomer(ostrava, waiting_since=NOW - dt.timedelta(days=30))
    second = run_make(site=ostrava, now=NOW, by=users[1])

    with rivals_in(tmp_path) as rivals:
        found = rivals.race(
            approving(first.pk, users[0].pk), approving(second.pk, users[1].pk)
        )
        states = rivals.look(lambda: Counter(MatchRun.objects.values_list("state")))
        runs = rivals.look(lambda: list(Pair.objects.values_list("run", "seat")))
        mails = rivals.look(Message.objects.count)

    assert outcomes(found) == {"done": 1, Overtaken: 1}
    assert states == {("approved",): 1, ("draft",): 1}
    assert runs == [(runs[0][0], 0)] * 3
    assert mails == 6


def test_a_run_approved_and_discarded_at_once_is_one_of_them(
    ostrava: Site, tmp_path: Path
) -> None:
    user = factories.coordinator(ostrava)
    factories.newcomer(ostrava)
    factories.local(ostrava)
    run = run_make(site=ostrava, now=NOW, by=user)

    def discard() -> None:
        run_discard(run=MatchRun.objects.get(pk=run.pk), now=LATER, by=user)

    with rivals_in(tmp_path) as rivals:
        found = rivals.race(*[approving(run.pk, user.pk)] * 2, discard)
        state = rivals.look(lambda: MatchRun.objects.get().state)
        pairs = rivals.look(Pair.objects.count)

    assert outcomes(found) == {"done": 1, AlreadyDecided: 2}
    assert (state, pairs) in {("approved", 1), ("discarded", 0)}
