"""What is due to be done by itself, city by city. Nothing here changes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from wagtail.models import Site

from buddy_program.choices import PairState, ParticipantState, Wave
from buddy_program.messages import MessageKind
from buddy_program.models import (
    CheckIn,
    Concern,
    Message,
    Pair,
    Participant,
    PersonalLink,
    Programme,
)
from buddy_program.models.participant import OVER, UNSENT
from buddy_program.rules import ProgrammeRules
from buddy_program.selectors.rules import rules_by_participant
from buddy_program.selectors.waves import waves_due
from buddy_program.services.check_ins import reminder_after
from cms.models import CitySettings

PLUGIN = "buddy_program"
KEEP_MESSAGES = dt.timedelta(days=180)
"""How long the list of mails goes back."""
DAY = dt.timedelta(days=1)


def sites() -> QuerySet[Site]:
    """Return the cities that have a programme."""
    return Site.objects.filter(pk__in=Programme.objects.values("site")).order_by("pk")


def switched_off(cities: Collection[Site]) -> set[int]:
    """Return those that have the programme switched off: nobody hears of it there."""
    rows = CitySettings.objects.filter(site__in=cities)
    disabled = rows.values_list("site", "disabled_features")
    return {site for site, features in disabled if PLUGIN in (features or [])}


def proposals_over(site: Site, now: dt.datetime) -> QuerySet[Pair]:
    """Return the proposals whose time is up."""
    pairs = Pair.objects.filter(site=site, state=PairState.PROPOSED, answer_by__lte=now)
    return pairs.select_related("newcomer", "local").order_by("pk")


def proposals_to_remind(
    site: Site, now: dt.datetime
) -> Iterator[tuple[Pair, Participant]]:
    """Yield whom to remind of which proposal: half-way, once, who hasn't answered."""
    pairs = Pair.objects.filter(site=site, state=PairState.PROPOSED, answer_by__gt=now)
    reminded = set(
        Message.objects.filter(
            kind=MessageKind.PROPOSAL_REMINDER, pair__in=pairs
        ).values_list("pair", "participant")
    )
    for pair in pairs.select_related("newcomer", "local").order_by("pk"):
        if now < pair.proposed_at + (pair.answer_by - pair.proposed_at) / 2:
            continue
        for each, agreed in (
            (pair.newcomer, pair.newcomer_agreed_at),
            (pair.local, pair.local_agreed_at),
        ):
            if agreed is None and (pair.pk, each.pk) not in reminded:
                yield pair, each


def check_ins_to_ask(site: Site, now: dt.datetime) -> list[CheckIn]:
    """Return what to ask each of an active pair now: the latest that is due."""
    rows = _check_ins(site).filter(asked_at=None, due_at__lte=now)
    latest = {(each.pair_id, each.participant_id): each for each in rows}
    return list(latest.values())


def check_ins_to_remind(site: Site, now: dt.datetime) -> list[CheckIn]:
    """Return what to remind of: asked and unanswered for half the days of silence."""
    rows = list(_check_ins(site).filter(asked_at__isnull=False, reminded_at=None))
    rules = rules_by_participant(each.pair.newcomer for each in rows)
    return [
        each
        for each in rows
        if each.asked_at
        and each.asked_at + reminder_after(rules[each.pair.newcomer_id]) <= now
    ]


def _check_ins(site: Site) -> QuerySet[CheckIn]:
    """Return the unanswered check-ins of a city's active pairs, the earliest first."""
    rows = CheckIn.objects.filter(
        pair__site=site, pair__state=PairState.ACTIVE, answered_at=None
    )
    related = rows.select_related("participant", "pair__newcomer", "pair__local")
    return related.order_by("day", "pk")


def questionnaires(site: Site, now: dt.datetime) -> Iterator[tuple[Participant, Wave]]:
    """Yield whom to ask in which wave."""
    return waves_due([site.pk], now)


def drafts(site: Site, now: dt.datetime) -> QuerySet[Participant]:
    """Return the applications that were begun and not sent in time."""
    rules = _today(site)
    before = now - rules.keep_draft_days * DAY
    people = Participant.objects.filter(site=site, erased_at=None)
    return people.filter(state__in=UNSENT, state_since__lte=before).order_by("pk")


def reserves(site: Site, now: dt.datetime) -> QuerySet[Participant]:
    """Return who has waited in reserve for as long as the programme lets anybody."""
    before = now - _today(site).keep_reserve_days * DAY
    waiting = Participant.objects.filter(site=site, state=ParticipantState.RESERVE)
    return waiting.filter(state_since__lte=before).order_by("pk")


def concerns(site: Site, now: dt.datetime) -> QuerySet[Concern]:
    """Return what was told and dealt with so long ago that it is forgotten."""
    before = now - _today(site).keep_concern_days * DAY
    old = Concern.objects.filter(site=site, handled_at__lte=before)
    return old.filter(forgotten_at=None).order_by("pk")


def people(site: Site, now: dt.datetime) -> QuerySet[Participant]:
    """Return who was declined, finished or left so long ago that they are forgotten."""
    rules = _today(site)
    ended = [each for each in OVER if each != ParticipantState.DECLINED]
    declined = Q(
        state=ParticipantState.DECLINED,
        state_since__lte=now - rules.keep_declined_days * DAY,
    )
    over = Q(state__in=ended, state_since__lte=now - rules.keep_finished_days * DAY)
    found = Participant.objects.filter(declined | over, site=site, erased_at=None)
    return found.order_by("pk")


def messages(site: Site, now: dt.datetime) -> QuerySet[Message]:
    """Return the mails that were sent or given up long ago."""
    old = Message.objects.filter(site=site, finished_at__lte=now - KEEP_MESSAGES)
    return old.order_by("pk")


def links(site: Site, now: dt.datetime) -> QuerySet[PersonalLink]:
    """Return the links that open nothing any more."""
    over = Q(expires_at__lte=now) | Q(ended_at__lte=now - DAY)
    return PersonalLink.objects.filter(over, participant__site=site).order_by("pk")


def _today(site: Site) -> ProgrammeRules:
    return Programme.objects.get(site=site).rules
