"""Asking a pair how it goes: planned when it starts, reminded once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from buddy_program.choices import PairState
from buddy_program.messages import MessageKind
from buddy_program.models import CheckIn, Pair
from buddy_program.rules import ProgrammeRules
from buddy_program.services.outbox import message_note

MONTH_DAYS = 30


def check_ins_plan(
    *, pair: Pair, rules: ProgrammeRules, now: dt.datetime
) -> list[CheckIn]:
    """Plan the check-ins of a pair that starts now, for both."""
    return CheckIn.objects.bulk_create(
        CheckIn(
            pair=pair,
            participant=participant,
            day=day,
            due_at=now + dt.timedelta(days=day),
        )
        for day in check_in_days(rules)
        for participant in (pair.newcomer, pair.local)
    )


def check_ins_cancel(*, pair: Pair) -> None:
    """Drop what a pair that is over hasn't been asked yet."""
    pair.check_ins.filter(asked_at=None, answered_at=None).delete()


def check_in_days(rules: ProgrammeRules) -> list[int]:
    """Return the days since the start: those of the rules, then monthly to the end."""
    last = rules.check_in_days[-1]
    monthly = range(last + MONTH_DAYS, rules.months * MONTH_DAYS + 1, MONTH_DAYS)
    return [*rules.check_in_days, *monthly]


@transaction.atomic
def check_in_ask(*, check_in: CheckIn, now: dt.datetime) -> bool:
    """Ask one of an active pair; return whether they were asked.

    What became due before, while the pair rested, is asked no more.
    """
    mine = CheckIn.objects.filter(
        pair=check_in.pair_id, participant=check_in.participant_id
    )
    asked = mine.filter(
        pk=check_in.pk,
        asked_at=None,
        answered_at=None,
        pair__state=PairState.ACTIVE,
        due_at__lte=now,
    )
    if not asked.update(asked_at=now):
        return False
    earlier = mine.filter(asked_at=None, answered_at=None, day__lt=check_in.day)
    earlier.delete()
    _tell(MessageKind.CHECK_IN, check_in, now)
    return True


@transaction.atomic
def check_in_remind(*, check_in: CheckIn, now: dt.datetime) -> bool:
    """Remind somebody who hasn't answered, once; return whether they were reminded."""
    unanswered = CheckIn.objects.filter(
        pk=check_in.pk,
        asked_at__isnull=False,
        reminded_at=None,
        answered_at=None,
        pair__state=PairState.ACTIVE,
    )
    if not unanswered.update(reminded_at=now):
        return False
    _tell(MessageKind.CHECK_IN_REMINDER, check_in, now)
    return True


def reminder_after(rules: ProgrammeRules) -> dt.timedelta:
    """Return how long a check-in waits for its reminder: half the time to silence."""
    return dt.timedelta(days=rules.silence_days) / 2


def _tell(kind: MessageKind, check_in: CheckIn, now: dt.datetime) -> None:
    message_note(
        kind=kind,
        to=check_in.participant,
        pair=check_in.pair,
        check_in=check_in,
        now=now,
    )
