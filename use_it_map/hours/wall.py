"""The clock on the wall of a Czech city, and the instants that it shows."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Europe/Prague")

SUMMER_BEGINS = dt.time(1, tzinfo=dt.UTC)
"""When clocks jump, on a day in March (directive 2000/84/EC, article 2)."""


def wall(moment: dt.datetime) -> dt.datetime:
    """Return what the clock on the wall shows at an instant, without a time zone.

    In the night when summer time ends, two instants show the same time between 2:00
    and 3:00; opening hours can't tell them apart, so both have the same state.
    """
    return moment.astimezone(CITY_TIME).replace(tzinfo=None, fold=0)


def instant(time: dt.datetime, *, after: dt.datetime) -> dt.datetime:
    """Return the first instant after another at which the wall shows a time, in UTC.

    A time that the clock jumps over in spring is the instant of the jump. In UTC,
    because Python calls no two times equal that zones repeat (PEP 495).
    """
    early, late = (
        time.replace(tzinfo=CITY_TIME, fold=fold).astimezone(dt.UTC) for fold in (0, 1)
    )
    if wall(early) != time:
        return dt.datetime.combine(time, SUMMER_BEGINS)
    return early if early > after else late
