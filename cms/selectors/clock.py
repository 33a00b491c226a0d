"""The moment of an answer, and how long the clock alone leaves the answer as it is.

An answer may be kept until something changes, or until the clock changes it. Whoever
asks the clock bounds the answer's lifetime by asking, so there is no list of fields
that depend on the time and none can be forgotten on it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

ONE_DAY = dt.timedelta(days=1)
ONE_MINUTE = dt.timedelta(minutes=1)


@dataclass
class Clock:
    """A moment that stands still while an answer is made.

    `moment` is for conditions whose next change is known otherwise: dates of going
    live and expiring are part of what `cms.selectors.content` looks ahead to.
    """

    moment: dt.datetime = field(default_factory=lambda: timezone.now())  # noqa: PLW0108 (tests stop the clock)
    until: dt.datetime | None = None
    """From here on the answer may be another one, though nothing was changed."""

    @property
    def now(self) -> dt.datetime:
        """The moment, for what may change with any minute, such as "open now"."""
        self.changes_at(next_minute(self.moment))
        return self.moment

    @property
    def today(self) -> dt.date:
        """The date in the cities' time zone, for what changes at midnight."""
        today = timezone.localdate(self.moment)
        midnight = dt.datetime.combine(today + ONE_DAY, dt.time.min)
        self.changes_at(timezone.make_aware(midnight))
        return today

    def changes_at(self, instant: dt.datetime) -> None:
        """Note an instant after the moment at which the answer may change."""
        if self.until is None or instant < self.until:
            self.until = instant


def next_minute(moment: dt.datetime) -> dt.datetime:
    """Return the beginning of the minute after a moment."""
    return moment.replace(second=0, microsecond=0) + ONE_MINUTE
