"""What needs a coordinator, the oldest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import PairState, ParticipantState, Side
from buddy_program.models import (
    CheckIn,
    Interview,
    MatchRun,
    Message,
    Pair,
    Participant,
)
from buddy_program.models.participant import UNSENT
from buddy_program.selectors.signs import SignKind, signs_of

LONG_WAIT_DAYS = 30

KINDS = {
    "screen": _("New applications"),
    "look": _("In screening"),
    "interview": _("To interview"),
    "decide": _("To decide"),
    "run": _("Match runs to decide"),
    "proposal": _("Proposals without an answer"),
    SignKind.WORRIED.value: _("Worried check-ins"),
    SignKind.BAD_MOOD.value: _("Low moods"),
    SignKind.UNANSWERED.value: _("Silent check-ins"),
    SignKind.NOT_MET.value: _("They haven't met"),
    SignKind.NO_MEETING.value: _("No meeting for long"),
    SignKind.BOUNCED.value: _("Not reached by e-mail"),
    SignKind.TIME_IS_UP.value: _("The agreed time is over"),
    "waiting": _("Waiting too long"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits for a coordinator, since a moment."""

    kind: str
    at: dt.datetime
    thing: Participant | Pair | CheckIn | MatchRun | Message

    @property
    def label(self) -> Any:
        return KINDS[self.kind]


def needs_me(sites: Iterable[Any], now: dt.datetime) -> list[Item]:
    """Return all that waits in some cities. As many queries however much it is."""
    ids = [site.pk for site in sites]
    found = [
        *_applications(ids),
        *_runs(ids),
        *_proposals(ids),
        *_signs(ids, now),
        *_waiting(ids, now),
    ]
    return sorted(found, key=lambda item: (item.at, item.kind, item.thing.pk))


def _applications(ids: list[int]) -> Iterator[Item]:
    kinds = {
        ParticipantState.SUBMITTED: "screen",
        ParticipantState.SCREENING: "look",
        ParticipantState.INTERVIEW: "interview",
    }
    held = Interview.objects.filter(
        participant=OuterRef("pk"),
        held_at__gte=OuterRef("state_since"),
        struck_at=None,
    )
    people: Any = Participant.objects.filter(site__in=ids, state__in=kinds)
    for each in people.select_related("site").annotate(is_held=Exists(held)):
        state = ParticipantState(each.state)
        is_held = state == ParticipantState.INTERVIEW and each.is_held
        yield Item("decide" if is_held else kinds[state], each.state_since, each)


def _runs(ids: list[int]) -> Iterator[Item]:
    drafts = MatchRun.objects.filter(site__in=ids, state=MatchRun.State.DRAFT)
    for each in drafts.select_related("site").defer("result"):
        yield Item("run", each.made_at, each)


def _proposals(ids: list[int]) -> Iterator[Item]:
    for each in with_people(
        Pair.objects.filter(site__in=ids, state=PairState.PROPOSED)
    ):
        yield Item("proposal", each.proposed_at, each)


def with_people(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Read pairs together with the two, and their city."""
    return pairs.select_related("newcomer", "local", "site")


def _signs(ids: list[int], now: dt.datetime) -> Iterator[Item]:
    """Yield what the signs tell of, but for check-ins that were seen."""
    signs = signs_of(ids, now)
    mails = [each.message for each in signs if each.message]
    prefetch_related_objects(mails, "site")
    for sign in signs:
        thing = sign.check_in or sign.pair or sign.message
        if thing is None or (sign.check_in and sign.check_in.seen_at):
            continue
        if sign.message and sign.participant and sign.participant.state in UNSENT:
            continue
        if sign.check_in is not None and sign.pair and sign.participant:
            # They are there already; each would be asked for once more.
            sign.check_in.pair, sign.check_in.participant = sign.pair, sign.participant
        yield Item(sign.kind.value, sign.since, thing)


def _waiting(ids: list[int], now: dt.datetime) -> Iterator[Item]:
    busy = Pair.objects.open().filter(newcomer=OuterRef("pk"))
    people = Participant.objects.filter(
        site__in=ids,
        side=Side.NEWCOMER,
        state=ParticipantState.AVAILABLE,
        waiting_since__lte=now - dt.timedelta(days=LONG_WAIT_DAYS),
    )
    for each in people.filter(~Exists(busy)).select_related("site"):
        yield Item("waiting", each.waiting_since or now, each)
