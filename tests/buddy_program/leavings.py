"""Ways out of a proposal while the other side says yes, and what must hold after."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from wagtail.models import Site

from buddy_program.choices import PairState, Side
from buddy_program.choices import ParticipantState as State
from buddy_program.models import (
    CheckIn,
    Message,
    Pair,
    Participant,
    SafeguardingBlock,
    Transition,
)
from buddy_program.services.leaving import participant_pause, participant_withdraw
from buddy_program.services.own_data import participant_erase
from buddy_program.services.pairs import STARTED, pair_answer
from buddy_program.services.safeguarding import participant_stop
from cms.models import User
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

LATER = NOW + dt.timedelta(days=1)

Way = Callable[[Participant], None]


def _stop(participant: Participant) -> None:
    role = User.objects.get(username=f"safeguarding-{participant.site_id}")
    participant_stop(participant=participant, by=role, now=LATER)


WAYS: dict[str, Way] = {
    "withdraw": lambda who: participant_withdraw(participant=who, now=LATER),
    "erase": lambda who: participant_erase(participant=who, now=LATER),
    "pause": lambda who: participant_pause(participant=who, now=LATER),
    "stop": _stop,
}


def proposal(site: Site) -> Pair:
    """Return a proposal that waits for the newcomer alone."""
    factories.safeguard(site)
    newcomer, local = factories.newcomer(site), factories.local(site)
    pair = factories.pair(newcomer, local, local_agreed_at=NOW)
    Transition.objects.create(pair=pair, after="proposed", at=NOW)
    return pair


def accepting(pair: Pair) -> Callable[[], None]:
    """Return what says the newcomer's yes, as a request that has just read the pair."""

    def accept() -> None:
        found = Pair.objects.get(pk=pair.pk)
        pair_answer(pair=found, participant=found.newcomer, agrees=True, now=LATER)

    return accept


def going(pair: Pair, way: str) -> Callable[[], None]:
    """Return what takes the local out, as a request that has just read them."""
    return lambda: WAYS[way](Participant.objects.get(pk=pair.local_id))


def found() -> dict[str, Any]:
    """Return how all stands, people by their side."""
    pair = Pair.objects.get()
    people = {each.side: each.state for each in Participant.objects.all()}
    mails = Message.objects.values_list("kind", "participant__side")
    return {
        "pair": (pair.state, pair.end_reason, pair.ended_by),
        "newcomer": people[Side.NEWCOMER],
        "local": people[Side.LOCAL],
        "mails": Counter(mails),
        "blocks": SafeguardingBlock.objects.count(),
        "addresses": Participant.objects.exclude(email="").count(),
    }


def expected(way: str, *, started: bool) -> dict[str, Any]:
    """Return how all stands where the yes came first, or too late."""
    reason = {"pause": "no_time", "stop": "safeguarding"}.get(way, "left")
    ended_by = "" if way == "stop" else "local"
    closed = ("closed", reason, ended_by)
    rests = way == "pause" and started
    kinds = _kinds(way, started=started)
    return {
        "pair": ("paused", "", "") if rests else closed,
        "newcomer": State.MATCHED if rests else State.AVAILABLE,
        "local": {
            "pause": State.PAUSED,
            "stop": State.AVAILABLE,
        }.get(way, State.WITHDRAWN),
        "mails": Counter(kinds),
        "blocks": int(way == "stop"),
        "addresses": 1 if way == "erase" else 2,
    }


def _kinds(way: str, *, started: bool) -> Iterable[tuple[str, str]]:
    """Yield who is told what."""
    sides = ("newcomer",) if way in ("withdraw", "erase") else ("newcomer", "local")
    if started:
        yield "introduced", "newcomer"
        if way != "erase":  # which takes mail back that hasn't left
            yield "introduced", "local"
    over = "pair_closed" if started else "proposal_over"
    if way == "pause" and started:
        over = "paused"
    yield from ((over, side) for side in sides)
    if way == "withdraw":
        yield "withdrawn", "local"
    if way == "pause" and not started:
        yield "paused", "local"


def check_whole() -> None:
    """Check what must hold of everybody, whatever has happened.

    Who is matched has a pair that has started, and nobody else has one that is active;
    check-ins wait in such pairs alone; the audit record leads to where each stands.
    """
    for person in Participant.objects.all():
        pairs = Pair.objects.of(person)
        if person.state == State.MATCHED:
            assert pairs.filter(state__in=STARTED).exists()
        else:
            assert not pairs.filter(state=PairState.ACTIVE).exists()
        if person.state in (State.WITHDRAWN, State.FINISHED):
            assert not pairs.open().exists()
        _check_way(Transition.objects.filter(participant=person), person.state)
    for pair in Pair.objects.all():
        _check_way(Transition.objects.filter(pair=pair), pair.state)
    waiting = CheckIn.objects.filter(answered_at=None).exclude(pair__state__in=STARTED)
    assert not waiting.exists()


def _check_way(steps: Any, state: str) -> None:
    way = list(steps.order_by("pk").values_list("before", "after"))
    for (_, after), (before, _) in pairwise(way):
        assert after == before
    assert not way or way[-1][1] == state
