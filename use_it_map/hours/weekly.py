"""Opening hours as a plain week, where they are no more than that."""

from __future__ import annotations

import re
from dataclasses import dataclass

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DAYS = rf"{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*"
_TIME = r"\d\d:\d\d-\d\d:\d\d"
_RULE = re.compile(rf"(?:({_DAYS}) )?({_TIME}(?:,{_TIME})*)")
_HOLIDAYS_OFF = re.compile(r"PH (?:off|closed)")


@dataclass(frozen=True)
class WeeklySpan:
    """Hours that come back each week on some days: "Mo" to "Su", "08:00" to "17:00"."""

    days: tuple[str, ...]
    opens: str
    closes: str


def weekly(text: str) -> list[WeeklySpan] | None:
    """Return checked opening hours as spans of a week; None if they are more than that.

    Closed public holidays are passed over. Of rules for the same day the last counts.
    """
    if text == "24/7":
        return [WeeklySpan(DAYS, "00:00", "24:00")]
    by_day: dict[str, str] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        if _HOLIDAYS_OFF.fullmatch(rule):
            continue
        found = _RULE.fullmatch(rule)
        if found is None:
            return None
        by_day |= dict.fromkeys(days_of(found[1] or "Mo-Su"), found[2])
    return _spans(by_day)


def _spans(by_day: dict[str, str]) -> list[WeeklySpan]:
    spans = []
    for times in dict.fromkeys(by_day.values()):
        days = tuple(day for day in DAYS if by_day.get(day) == times)
        spans += [WeeklySpan(days, *each.split("-")) for each in times.split(",")]
    return spans


def days_of(text: str) -> list[str]:
    """Return the days of a selector such as "Mo-Th,Sa"; what else it names is left."""
    found: list[str] = []
    for part in text.split(","):
        if part[:2] not in DAYS:
            continue
        first, _, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        count = (end - start) % 7 + 1
        found += [DAYS[(start + step) % 7] for step in range(count)]
    return found
