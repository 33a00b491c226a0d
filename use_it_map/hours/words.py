"""Opening hours in a reader's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_WORD = re.compile(r'"[^"]*"|24/7|[A-Za-z]+|0?(\d{1,2}):(\d\d)|-')

_APPOINTMENT = {"by appointment", "on appointment", "by arrangement"}


def hours_in_words(text: str) -> str:
    """Return checked opening hours in the words of the active language.

    In Czech, "PH off" becomes "svátky zavřeno", and times lose their leading zero.
    What has no word stays as OpenStreetMap writes it.
    """
    words = _words()

    def said(found: re.Match[str]) -> str:
        word = found[0]
        if word == "-":
            return "–"  # noqa: RUF001 - from ... to
        if found[2] is not None:
            return f"{int(found[1])}:{found[2]}"
        if word.startswith('"'):
            return words.get(word.strip('"').casefold(), word)
        return words.get(word, word)

    return _WORD.sub(said, text.replace('unknown "', '"'))


def comment_in_words(comment: str) -> str:
    """Return a comment in the active language if it is one that everybody writes."""
    if comment.casefold() in _APPOINTMENT:
        return _("by appointment")
    return comment


def _words() -> Mapping[str, Any]:
    days = {name: str(WEEKDAYS_ABBR[n]).lower() for n, name in enumerate(_DAYS)}
    months = {name: str(MONTHS_3[n]) for n, name in enumerate(_MONTHS, start=1)}
    return {
        **days,
        **months,
        "PH": _("public holidays"),
        "off": _("closed"),
        "closed": _("closed"),
        "open": _("open"),
        "unknown": _("not known"),
        "week": _("week"),
        "easter": _("Easter"),
        "24/7": _("around the clock"),
        "by appointment": _("by appointment"),
    }
