"""Whether a place is open at a time, and when that changes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from use_it_map.hours.spans import State, spans

HORIZON = dt.timedelta(days=366)
"""How far ahead the next change is looked for: seasons come back within a year."""


@dataclass(frozen=True, slots=True)
class Change:
    """The first later time, on the wall's clock, at which the state is another one."""

    at: dt.datetime
    state: State


def state_at(text: str, time: dt.datetime) -> State:
    """Return the state of checked opening hours at a naive wall-clock time."""
    return next(iter(spans(text, time, time + dt.timedelta(minutes=1)))).state


def next_change(
    text: str, time: dt.datetime, *, within: dt.timedelta = HORIZON
) -> Change | None:
    """Return when the state changes next after a naive wall-clock time, and to which.

    None if it doesn't change within the horizon. Changes of comments are none.
    """
    stretches = spans(text, time, time + within)
    now = next(stretches).state
    for span in stretches:
        if span.state is not now:
            return Change(span.start, span.state)
    return None
