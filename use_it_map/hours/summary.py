"""Whether a place is open and when that changes, in one line."""

from __future__ import annotations

import datetime as dt

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from use_it_map.hours.spans import ONE_DAY, State, spans
from use_it_map.hours.state import Change
from use_it_map.hours.words import comment_in_words

DATES = {"cs": "j. E", "uk": "j E"}
MINUTE = dt.timedelta(minutes=1)
MORNING = dt.time(6)
"""Until when a night belongs to the day before."""


def summary(text: str, now: dt.datetime, change: Change | None) -> str:
    """Return in the active language what checked opening hours say of a time.

    `now` is what the clock on the wall shows, `change` the next change after it.
    """
    if not text:
        return _("Opening hours not known")
    span = next(iter(spans(text, now, now + MINUTE)))
    if span.state is State.UNKNOWN:
        return capfirst(comment_in_words(span.comment)) or _("Ask when it is open")
    if span.state is State.OPEN:
        return _open(now, change)
    return _closed(now, change)


def _open(now: dt.datetime, change: Change | None) -> str:
    if change is None:
        return _("Open around the clock")
    day, time = _when(now, change.at)
    if day:
        return _("Open now, closes %(day)s at %(time)s") % {"day": day, "time": time}
    return _("Open now, closes at %(time)s") % {"time": time}


def _closed(now: dt.datetime, change: Change | None) -> str:
    if change is None or change.state is not State.OPEN:
        return _("Closed now")
    day, time = _when(now, change.at)
    if day:
        return _("Closed now, opens %(day)s at %(time)s") % {"day": day, "time": time}
    return _("Closed now, opens at %(time)s") % {"time": time}


def _when(now: dt.datetime, at: dt.datetime) -> tuple[str, str]:
    """Return the day of a later time in words, empty for today, and the time."""
    time = f"{at.hour}:{at:%M}"
    days = (at.date() - now.date()) // ONE_DAY
    tonight = days == 1 and at.time() <= MORNING < now.time()
    if days == 0 or tonight:
        return "", time
    if days == 1:
        return _("tomorrow"), time
    return (_weekday(at) if days < 7 else _date(at)), time


def _weekday(at: dt.datetime) -> str:
    return (
        _("on Monday"),
        _("on Tuesday"),
        _("on Wednesday"),
        _("on Thursday"),
        _("on Friday"),
        _("on Saturday"),
        _("on Sunday"),
    )[at.weekday()]


def _date(at: dt.datetime) -> str:
    language = (get_language() or "en").partition("-")[0]
    date = formats.date_format(at, DATES.get(language, "j F"))
    return pgettext("when", "on %(date)s") % {"date": date}
