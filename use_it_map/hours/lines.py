"""Opening hours as lines to read: the usual week, or the days to come."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from use_it_map.hours.holidays import holiday_name
from use_it_map.hours.spans import ONE_DAY, Span, State, day_spans
from use_it_map.hours.weekly import DAYS, days_of
from use_it_map.hours.words import comment_in_words

COMING = 7
"""How many days to come are shown."""

DATES = {"cs": "j. n.", "uk": "j.m"}
HOLIDAYS = "PH"

_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_WHEN = rf"(?:{_DAY}(?:-{_DAY})?|PH)(?:,(?:{_DAY}(?:-{_DAY})?|PH))*"
_TIMES = r"\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*"
_RULE = re.compile(
    rf'({_WHEN})?(?: ?({_TIMES}))?(?: ?(off|closed|open|unknown))?(?: ?"([^"]*)")?'
)
_RULES = re.compile(r'(?:[^;"]|"[^"]*")+')


@dataclass(frozen=True, slots=True)
class Line:
    """Hours of some days in words; `date` is None for the days of every week."""

    days: str
    hours: str
    date: dt.date | None = None


def lines(text: str, today: dt.date) -> list[Line]:
    """Return checked opening hours in the words of the active language.

    The usual week with the public holidays of the next days, where the hours are no
    more than that; else the next seven days. None where nothing is known.
    """
    if not text:
        return []
    week = usual_week(text)
    coming = coming_days(text, today)
    if week is None:
        return coming
    return [*week, *(line for line in coming if _holiday(line.date))]


def usual_week(text: str) -> list[Line] | None:
    """Return the hours of a week, alike days in one line; None if they are more.

    Public holidays have a line of their own where the hours name them.
    """
    if text == "24/7":
        return [Line(_("Every day"), _("around the clock"))]
    found = _by_day(text)
    if found is None:
        return None
    hours = {day: found.get(day, _("closed")) for day in DAYS}
    week = [
        Line(_days([day for day in DAYS if hours[day] == each]), each)
        for each in dict.fromkeys(hours.values())
    ]
    if HOLIDAYS in found:
        week.append(Line(_("Public holidays"), found[HOLIDAYS]))
    return week


def coming_days(text: str, today: dt.date) -> list[Line]:
    """Return the hours of today and of the days after it, holidays named."""
    days = [today + number * ONE_DAY for number in range(COMING)]
    return [Line(_dated(day), _of_day(text, day), day) for day in days]


def _by_day(text: str) -> Mapping[str, str] | None:
    found: dict[str, str] = {}
    for rule in _RULES.findall(text):
        parts = _RULE.fullmatch(rule.strip())
        if parts is None:
            return None
        when, times, state, comment = parts.groups()
        days, holidays = days_of(when or "Mo-Su"), HOLIDAYS in (when or "").split(",")
        if HOLIDAYS in found and days:
            return None  # it would be for holidays on those days, too
        if not (times or state or comment is not None):
            state = "open"
        said = _said(times, state, comment or "")
        found |= dict.fromkeys([*days, *([HOLIDAYS] if holidays else ())], said)
    return found


def _said(times: str | None, state: str | None, comment: str) -> str:
    """Return the hours of one rule in words."""
    note = comment_in_words(comment)
    if state in {"off", "closed"}:
        return _noted(_("closed"), note)
    if times:
        return _noted(", ".join(map(_span, times.split(","))), note)
    if state == "unknown":
        return note or _("not known")
    return _noted(_("around the clock"), note)


def _noted(hours: str, note: str) -> str:
    return f"{hours} ({note})" if note else hours


def _span(span: str) -> str:
    opens, closes = span.split("-")
    if (opens, closes) == ("00:00", "24:00"):
        return _("around the clock")
    return f"{clock(opens)}\u2013{clock(closes)}"


def clock(time: str) -> str:
    """Return "9:00" for "09:00" and "2:00" for "26:00", which is after midnight."""
    hours, minutes = time.split(":")
    past = int(hours) - 24 if (int(hours), minutes) > (24, "00") else int(hours)
    return f"{past}:{minutes}"


def _days(days: Sequence[str]) -> str:
    """Return days as people write them: Mon-Fri, Sun."""
    if len(days) == len(DAYS):
        return _("Every day")
    runs: list[list[int]] = []
    for number in map(DAYS.index, days):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(map(_run, runs))


def _run(numbers: Sequence[int]) -> str:
    names = [capfirst(str(WEEKDAYS_ABBR[number])) for number in numbers]
    if len(names) < 3:
        return ", ".join(names)
    return f"{names[0]}\u2013{names[-1]}"


def _dated(day: dt.date) -> str:
    language = (get_language() or "en").partition("-")[0]
    date = formats.date_format(day, DATES.get(language, "j F"))
    name = f"{capfirst(str(WEEKDAYS_ABBR[day.weekday()]))} {date}"
    holiday = _holiday(day)
    return f"{name} ({holiday})" if holiday else name


def _holiday(day: dt.date | None) -> str:
    return holiday_name(day, get_language() or "en") if day else ""


def _of_day(text: str, day: dt.date) -> str:
    spans = [span for span in day_spans(text, day) if span.start.date() == day]
    return ", ".join(map(_in_day, spans)) if spans else _("closed")


def _in_day(span: Span) -> str:
    whole = span.start.time() == dt.time.min and span.end - span.start >= ONE_DAY
    note = comment_in_words(span.comment)
    if whole and span.state is State.UNKNOWN:
        return note or _("not known")
    if whole:
        return _noted(_("around the clock"), note)
    end = "24:00" if span.end.time() == dt.time.min else f"{span.end:%H:%M}"
    return _noted(f"{clock(f'{span.start:%H:%M}')}\u2013{clock(end)}", note)
