"""What needs a coordinator, the oldest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import PairState, ParticipantState, Side
from buddy_program.models import (
    CheckIn,
    Interview,
    MatchRun,
    Pair,
    Participant,
    Programme,
)
from buddy_program.rules import ProgrammeRules

LONG_WAIT_DAYS = 30
LOW_MOOD = 2

KINDS = {
    "screen": _("New applications"),
    "look": _("In screening"),
    "interview": _("To interview"),
    "decide": _("To decide"),
    "run": _("Match runs to decide"),
    "proposal": _("Proposals without an answer"),
    "worried": _("Worried check-ins"),
    "silent": _("Silent check-ins"),
    "waiting": _("Waiting too long"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits for a coordinator, since a moment."""

    kind: str
    at: dt.datetime
    thing: Participant | Pair | CheckIn | MatchRun

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
        *_check_ins(ids, now),
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
        participant=OuterRef("pk"), held_at__gte=OuterRef("state_since")
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


def _check_ins(ids: list[int], now: dt.datetime) -> Iterator[Item]:
    programmes = Programme.objects.filter(site__in=ids).prefetch_related("versions")
    silence = {
        each.site_id: version.rules.silence_days
        for each in programmes
        for version in list(each.versions.all())[:1]  # The latest comes first.
    }
    open_ = CheckIn.objects.filter(
        pair__site__in=ids,
        pair__state__in=[PairState.ACTIVE, PairState.PAUSED],
        seen_at=None,
    ).select_related("participant", "pair__newcomer", "pair__local", "pair__site")
    worried = Q(worried=True) | Q(met=False) | Q(mood__lte=LOW_MOOD)
    for each in open_.filter(worried, answered_at__isnull=False):
        yield Item("worried", each.answered_at or now, each)
    for each in open_.filter(answered_at=None, asked_at__isnull=False):
        days = silence.get(each.pair.site_id, ProgrammeRules().silence_days)
        if each.asked_at and each.asked_at + dt.timedelta(days=days) <= now:
            yield Item("silent", each.asked_at, each)


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
