"""What tells early that a match may need help. Nothing here changes anything.

Signs are for the coordinators of a city: whoever shows them passes the ids of the
sites that a user coordinates.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Max, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import PairState
from buddy_program.messages import ABOUT_CONCERNS
from buddy_program.models import CheckIn, Meeting, Message, Pair, Participant
from buddy_program.rules import ProgrammeRules
from buddy_program.selectors.rules import rules_by_participant
from buddy_program.services.check_ins import MONTH_DAYS

LOW_MOOD = 2
"""This and less is a sign."""
TWICE = 2
LEAST_QUIET_DAYS = 14


class SignKind(TextChoices):
    """What was noticed, the most urgent first."""

    WORRIED = "worried", _("is worried")
    BAD_MOOD = "bad_mood", _("says that it isn't going well")
    BOUNCED = "bounced", _("can't be reached by e-mail")
    NOT_MET = "not_met", _("haven't met, twice running")
    UNANSWERED = "unanswered", _("hasn't answered a check-in")
    NO_MEETING = "no_meeting", _("haven't told of any meeting for long")
    TIME_IS_UP = "time_is_up", _("have met for as long as was agreed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that was noticed, of a pair, of one of it, or of somebody alone."""

    kind: SignKind
    since: dt.datetime
    site_id: int
    pair: Pair | None = None
    participant: Participant | None = None
    check_in: CheckIn | None = None
    message: Message | None = None


@dataclass(slots=True)
class _Known:
    """What is known of a pair."""

    pair: Pair
    rules: ProgrammeRules
    answered: list[CheckIn] = field(default_factory=list)
    unanswered: list[CheckIn] = field(default_factory=list)
    last_meeting: dt.date | None = None


def signs_of(site_ids: Collection[int], now: dt.datetime) -> list[Sign]:
    """Return the signs in these cities, those that show for longest first.

    It takes a constant number of queries. Worries and low moods show until a
    coordinator has seen the check-in (`CheckIn.seen_at`).
    """
    found = [sign for known in _known(site_ids) for sign in _signs(known, now)]
    found += _bounced(site_ids)
    order = list(SignKind)
    return sorted(
        found, key=lambda each: (each.since, order.index(each.kind), each.site_id)
    )


def _known(site_ids: Collection[int]) -> list[_Known]:
    pairs = list(
        Pair.objects.filter(site__in=site_ids, state=PairState.ACTIVE)
        .select_related("newcomer", "local", "site")
        .order_by("pk")
    )
    rules = rules_by_participant(pair.newcomer for pair in pairs)
    known = {pair.pk: _Known(pair, rules[pair.newcomer_id]) for pair in pairs}
    asked = CheckIn.objects.filter(pair__in=known).exclude(
        asked_at=None, answered_at=None
    )
    for check_in in asked.order_by("day", "answered_at", "pk"):
        about = known[check_in.pair_id]
        told = about.answered if check_in.answered_at else about.unanswered
        told.append(check_in)
    met = Meeting.objects.filter(pair__in=known).order_by()
    for pair, day in met.values_list("pair").annotate(Max("held_on")):
        known[pair].last_meeting = day
    return list(known.values())


def _signs(known: _Known, now: dt.datetime) -> Iterator[Sign]:
    yield from _told(known)
    yield from _unanswered(known, now)
    yield from _not_met(known)
    yield from _no_meeting(known, now)
    yield from _time_is_up(known, now)


def _told(known: _Known) -> Iterator[Sign]:
    for check_in in known.answered:
        if check_in.seen_at is not None or check_in.answered_at is None:
            continue
        if check_in.worried:
            yield _of(SignKind.WORRIED, known, check_in.answered_at, check_in)
        elif check_in.mood is not None and check_in.mood <= LOW_MOOD:
            yield _of(SignKind.BAD_MOOD, known, check_in.answered_at, check_in)


def _unanswered(known: _Known, now: dt.datetime) -> Iterator[Sign]:
    """Yield the latest check-in of each that has waited for too long."""
    latest: dict[int, CheckIn] = {}
    for check_in in (*known.unanswered, *known.answered):
        before = latest.get(check_in.participant_id)
        if before is None or check_in.day > before.day:
            latest[check_in.participant_id] = check_in
    for check_in in latest.values():
        if check_in.answered_at is None and check_in.asked_at is not None:
            since = check_in.asked_at + dt.timedelta(days=known.rules.silence_days)
            if since <= now:
                yield _of(SignKind.UNANSWERED, known, since, check_in)


def _not_met(known: _Known) -> Iterator[Sign]:
    """Yield a sign if the last two answers, of one or of both, say so."""
    told = sorted(
        (each.answered_at, each.met) for each in known.answered if each.answered_at
    )
    last = told[-TWICE:]
    if len(last) == TWICE and not any(met for _at, met in last):
        yield _of(SignKind.NOT_MET, known, last[-1][0])


def _no_meeting(known: _Known, now: dt.datetime) -> Iterator[Sign]:
    """Yield a sign if no meeting was told of for twice the agreed time between two."""
    between = 2 * MONTH_DAYS // known.rules.meetings_per_month
    last = max(
        [
            timezone.localdate(known.pair.started_at),
            *(timezone.localdate(at) for at in _met_at(known)),
            *([known.last_meeting] if known.last_meeting else []),
        ]
    )
    quiet = last + dt.timedelta(days=max(LEAST_QUIET_DAYS, between))
    since = dt.datetime.combine(quiet, dt.time(), timezone.get_default_timezone())
    if since <= now:
        yield _of(SignKind.NO_MEETING, known, since)


def _met_at(known: _Known) -> list[dt.datetime]:
    return [
        each.answered_at for each in known.answered if each.met and each.answered_at
    ]


def _time_is_up(known: _Known, now: dt.datetime) -> Iterator[Sign]:
    started = known.pair.started_at
    if started is not None:
        until = started + dt.timedelta(days=known.rules.months * MONTH_DAYS)
        if until <= now:
            yield _of(SignKind.TIME_IS_UP, known, until)


def _of(
    kind: SignKind, known: _Known, since: dt.datetime, check_in: CheckIn | None = None
) -> Sign:
    pair = known.pair
    one = None
    if check_in is not None:
        is_newcomer = check_in.participant_id == pair.newcomer_id
        one = pair.newcomer if is_newcomer else pair.local
    return Sign(
        kind=kind,
        since=since,
        site_id=pair.site_id,
        pair=pair,
        participant=one,
        check_in=check_in,
    )


def _bounced(site_ids: Collection[int]) -> list[Sign]:
    """Return whose last mail didn't arrive, until a coordinator has seen it.

    Mails about concerns are the safeguarding role's; nobody is betrayed by them.
    """
    mails = (
        Message.objects.filter(site__in=site_ids, participant__erased_at=None)
        .exclude(participant=None)
        .exclude(kind__in=ABOUT_CONCERNS)
    )
    lost = mails.undelivered()
    sent = mails.filter(state=Message.State.SENT)
    last: dict[int | None, Message] = {}
    for message in (
        (lost | sent)
        .filter(participant__in=lost.values("participant"))
        .select_related("participant")
        .order_by("finished_at", "pk")
    ):
        last[message.participant_id] = message
    return [
        Sign(
            kind=SignKind.BOUNCED,
            since=each.finished_at,
            site_id=each.site_id,
            participant=each.participant,
            message=each,
        )
        for each in last.values()
        if each.state != Message.State.SENT
        and each.seen_at is None
        and each.finished_at is not None
    ]


def signs_by_pair(signs: Collection[Sign]) -> dict[int, list[Sign]]:
    """Return signs by the id of their pair; those without one are left out."""
    found: dict[int, list[Sign]] = defaultdict(list)
    for sign in signs:
        if sign.pair is not None:
            found[sign.pair.pk].append(sign)
    return dict(found)
