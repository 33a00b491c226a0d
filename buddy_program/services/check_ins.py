"""Planning when a pair is asked how it goes."""

from __future__ import annotations

import datetime as dt

from buddy_program.models import CheckIn, Pair
from buddy_program.rules import ProgrammeRules

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
