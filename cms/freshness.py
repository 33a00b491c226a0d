"""When a guide must be verified again, and how it stands today."""

import calendar
import datetime

from cms.choices import Freshness

GRACE = datetime.timedelta(days=30)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the same day `months` later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def review_due_on(
    verified_on: datetime.date | None, cycle_months: int
) -> datetime.date | None:
    """Return the day on which a review falls due; None if never verified."""
    return add_months(verified_on, cycle_months) if verified_on else None


def freshness(due_on: datetime.date | None, *, today: datetime.date) -> Freshness:
    """Return how a guide stands: overdue from 30 days after its review fell due.

    A guide that was never verified is overdue.
    """
    if due_on is None or today > due_on + GRACE:
        return Freshness.OVERDUE
    return Freshness.DUE if today >= due_on else Freshness.FRESH
