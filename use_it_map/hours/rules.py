"""The text of opening hours: what is accepted, and the one way in which it is kept."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from opening_hours import (  # type: ignore[attr-defined] # its stub lacks the error
    OpeningHours,
    ParserError,
)

MAX_LENGTH = 1000
COUNTRY = "CZ"
"""Whose public holidays `PH` means; without it they would be ignored in silence."""

BY_APPOINTMENT = 'unknown "by appointment"'

_COMMENT = re.compile(r'("[^"]*")')
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\xab\xbb\u2033", '"'))
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_SCHOOL_HOLIDAYS = re.compile(r"\bSH\b")
_SUN = re.compile(r"\b(sunrise|sunset|dawn|dusk)\b", re.IGNORECASE)
_STATE_AT_END = re.compile(r"\b(open|closed|off|unknown)\s*$", re.IGNORECASE)
_PLACE = re.compile(r"--> \d+:(\d+)")


class HoursError(ValidationError):
    """Opening hours that cannot be kept, and why, in words for whoever wrote them.

    `code` is one of `invalid_hours`, `school_holidays`, `sun_times`, `hours_too_long`.
    With `invalid_hours`, `params` has `position` (from 1) and `excerpt`.
    """


@lru_cache(maxsize=20_000)
def rules(text: str) -> OpeningHours:
    """Return checked opening hours ready to be asked in naive local time.

    Times without a zone, because with one `state` and `intervals` of opening-hours-py
    2.1.4 contradict each other in the hour that October repeats.

    Raises:
        opening_hours.ParserError: if the text was never checked.
    """
    return OpeningHours(text, country=COUNTRY, auto_country=False, auto_timezone=False)


def check(text: str) -> str:
    """Return opening hours as they are kept: one spelling for one meaning.

    Empty means "not known" and stays empty. A comment alone, such as "by appointment",
    leaves the state unknown, as OpenStreetMap's specification has it; opening-hours-py
    would take it for open, so the kept text says `unknown`, or `open` where the
    person wrote that. What is kept is unchanged by another check.

    Raises:
        HoursError: if it isn't valid, needs what isn't known here (school holidays,
            the sun), or is longer than `MAX_LENGTH`.

    Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
    """
    text = _tidy(text)
    if not text:
        return ""
    if len(text) > MAX_LENGTH:
        raise _too_long()
    spelling = str(_parse(text))
    _refuse_unknowable(spelling)
    kept = _short(_with_states(spelling, text))
    if len(kept) > MAX_LENGTH:
        raise _too_long()
    return kept


def _tidy(text: str) -> str:
    """Take out what keyboards and word processors add, comments' words apart."""
    text = _BLANKS.sub(" ", text.translate(_QUOTES))
    parts = _COMMENT.split(text)
    parts[::2] = [part.translate(_DASHES) for part in parts[::2]]
    text = "".join(parts).strip(" ;")
    if text.casefold() in {"by appointment", "on appointment", "by_appointment"}:
        return BY_APPOINTMENT
    return text


def _parse(text: str) -> OpeningHours:
    try:
        return rules(text)
    except ParserError as error:
        found = _PLACE.search(str(error))
        raise _not_understood(text, int(found[1]) if found else 1) from error


def _refuse_unknowable(spelling: str) -> None:
    """Refuse what opening-hours-py accepts and then answers wrongly."""
    words = _COMMENT.sub("", spelling)
    if _SCHOOL_HOLIDAYS.search(words):
        raise HoursError(
            _(
                "School holidays (SH) differ from district to district and are not "
                "known here. Write their dates, such as “2027 Jul 01-Aug 31 off”."
            ),
            code="school_holidays",
        )
    if _SUN.search(words):
        raise HoursError(
            _(
                "Sunrise, sunset, dawn and dusk are not computed here. Write times, by "
                "season if they change, such as “Apr-Sep 07:00-20:00; Oct-Mar "
                "08:00-16:00”."
            ),
            code="sun_times",
        )


def _with_states(spelling: str, text: str) -> str:
    """Say the state before each comment; the parser's spelling drops `open`."""
    written = _COMMENT.split(text)
    parts = _COMMENT.split(spelling)
    for index in range(0, len(parts) - 1, 2):
        if not _STATE_AT_END.search(parts[index]):
            state = "open" if _STATE_AT_END.search(written[index]) else "unknown"
            parts[index] = f"{parts[index].rstrip()} {state} ".lstrip()
    return "".join(parts)


def _short(spelling: str) -> str:
    """Undo habits of the parser's spelling; `PH 1 days` it couldn't even read again."""
    parts = _COMMENT.split(spelling)
    parts[::2] = [_short_part(part) for part in parts[::2]]
    return "".join(parts)


def _short_part(part: str) -> str:
    part = re.sub(r"\s*\|\|\s*", " || ", part)
    part = re.sub(r"\bPH (\d+) days", r"PH +\1 days", part)
    return re.sub(r"\b24/7 (open|closed|unknown)\b", r"\1", part)


def _not_understood(text: str, position: int) -> HoursError:
    rest = text[position - 1 :].strip()
    excerpt = rest if len(rest) <= 20 else f"{rest[:20]}…"
    message: Any = _(
        "Not understood from character %(position)s on: “%(excerpt)s”. Write days as "
        "“Mo-Fr”, times as “09:00-17:00”, and “;” between rules."
    )
    if not rest:
        message = _(
            "Something is missing at the end. Write days as “Mo-Fr”, times as "
            "“09:00-17:00”, and “;” between rules."
        )
    return HoursError(
        message, "invalid_hours", {"position": position, "excerpt": excerpt}
    )


def _too_long() -> HoursError:
    return HoursError(
        _("Opening hours may have %(limit)s characters at most."),
        "hours_too_long",
        {"limit": MAX_LENGTH},
    )
