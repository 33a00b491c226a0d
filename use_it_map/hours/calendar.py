"""The open spans of many opening hours at once, for the weeks around a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from use_it_map.hours.spans import State, spans
from use_it_map.hours.wall import instant, wall

HORIZON = dt.timedelta(days=28)
"""How far ahead "open at" can be asked."""

WINDOW = HORIZON + dt.timedelta(days=8)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)


def window_start(moment: dt.datetime) -> dt.datetime:
    """Return the midnight, wall-clock time, from which spans are known at a moment.

    Monday's, so that spans are made anew once a week.
    """
    today = wall(moment).date()
    monday = today - dt.timedelta(days=today.weekday())
    return dt.datetime.combine(monday, dt.time.min)


@lru_cache(maxsize=50_000)
def open_minutes(text: str, start: dt.datetime) -> NDArray[np.int32]:
    """Return the open spans of checked opening hours in the window from `start`.

    A row holds the beginning and the end of a span, in minutes after `start`.
    """
    found = [
        ((span.start - start) // MINUTE, (span.end - start) // MINUTE)
        for span in spans(text, start, start + WINDOW)
        if span.state is State.OPEN
    ]
    return np.array(found, np.int32).reshape(-1, 2)


@dataclass(frozen=True)
class Calendar:
    """When distinct opening hours are open, for weeks from `start` on.

    Rows of `spans` are a beginning and an end in minutes after `start`; `owners` says
    by number which of the opening hours each belongs to.
    """

    start: dt.datetime
    count: int
    spans: NDArray[np.int32]
    owners: NDArray[np.int32]

    @classmethod
    def of(cls, texts: Sequence[str], start: dt.datetime) -> Calendar:
        """Return the calendar of opening hours; each text once."""
        found = [open_minutes(text, start) for text in texts]
        owners = np.repeat(
            np.arange(len(texts), dtype=np.int32), [len(each) for each in found]
        )
        none = np.empty((0, 2), np.int32)
        return cls(start, len(texts), np.concatenate([none, *found]), owners)

    def open_at(self, time: dt.datetime) -> NDArray[np.bool_]:
        """Return which opening hours are open at a wall-clock time in the window."""
        minute = (time - self.start) // MINUTE
        now = (self.spans[:, 0] <= minute) & (minute < self.spans[:, 1])
        found = np.zeros(self.count, bool)
        found[self.owners[now]] = True
        return found

    def next_change(self, time: dt.datetime) -> dt.datetime | None:
        """Return when the first of them opens or closes after a wall-clock time."""
        minute = (time - self.start) // MINUTE
        later = self.spans[self.spans > minute]
        return self.start + int(later.min()) * MINUTE if later.size else None


def holds_until(change: dt.datetime | None, *, moment: dt.datetime) -> dt.datetime:
    """Return the instant until which an answer about a moment's state holds.

    `change` is the next change on the wall's clock. Never beyond midnight, and on the
    days on which clocks are changed not beyond the hour: the wall may show another
    time then than the next minute's.
    """
    midnight = dt.datetime.combine(wall(moment).date() + ONE_DAY, dt.time.min)
    found = instant(midnight, after=moment)
    today = instant(midnight - ONE_DAY, after=moment - 2 * ONE_DAY)
    if found - today != ONE_DAY:
        whole = moment.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
        found = min(found, whole + HOUR)
    return found if change is None else min(found, instant(change, after=moment))
