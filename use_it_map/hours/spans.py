"""Opening hours as spans of wall-clock time."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace

import opening_hours

from use_it_map.hours.rules import rules

ONE_DAY = dt.timedelta(days=1)


class State(enum.Enum):
    """What is known of a place at a time; unknown (by appointment) isn't open."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


_STATES = {
    opening_hours.State.OPEN: State.OPEN,
    opening_hours.State.CLOSED: State.CLOSED,
    opening_hours.State.UNKNOWN: State.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one state, from `start` until just before `end`, wall-clock time.

    `comment` is what the opening hours say about it, such as "by appointment".
    """

    start: dt.datetime
    end: dt.datetime
    state: State
    comment: str = ""


def spans(text: str, start: dt.datetime, end: dt.datetime) -> Iterator[Span]:
    """Yield what checked opening hours say from a time to another, without gaps.

    Neighbours differ in state or comment. Empty opening hours are unknown throughout.
    """
    if not text:
        yield Span(start, end, State.UNKNOWN)
        return
    current: Span | None = None
    for since, until, state, comment in rules(text).intervals(start, end):
        following = Span(since, until, _STATES[state], comment)
        if current and _alike(current, following):
            current = replace(current, end=following.end)
            continue
        if current:
            yield current
        current = following
    if current:
        yield current


def _alike(one: Span, other: Span) -> bool:
    return (one.state, one.comment) == (other.state, other.comment)


def day_spans(text: str, day: dt.date) -> tuple[Span, ...]:
    """Return a day's hours: when it isn't closed, as people say it.

    What runs over midnight belongs to both days and keeps its true beginning and end;
    what lasts longer than a day is cut at midnight. Empty opening hours have none.
    """
    if not text:
        return ()
    midnight = dt.datetime.combine(day, dt.time.min)
    around = (midnight - ONE_DAY, midnight + 2 * ONE_DAY)
    return tuple(
        _cut(span, midnight, around)
        for span in spans(text, *around)
        if span.state is not State.CLOSED
        and span.start < midnight + ONE_DAY
        and span.end > midnight
    )


def _cut(
    span: Span, midnight: dt.datetime, around: tuple[dt.datetime, dt.datetime]
) -> Span:
    start = midnight if span.start <= around[0] else span.start
    end = midnight + ONE_DAY if span.end >= around[1] else span.end
    return replace(span, start=start, end=end)
