"""The public holidays of Czechia, by their names."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays

from use_it_map.hours.rules import COUNTRY

LANGUAGES = {"cs": "cs", "en": "en_US", "uk": "uk", "sk": "sk"}
"""Which of the package's languages are used for which of ours."""


def holiday_name(day: dt.date, language: str) -> str:
    """Return the name of a public holiday in a language, else English; "" on others."""
    known = LANGUAGES.get(language.split("-", maxsplit=1)[0].lower(), "en_US")
    return _names(day.year, known).get(day, "")


@lru_cache(maxsize=64)
def _names(year: int, language: str) -> dict[dt.date, str]:
    found = holidays.country_holidays(COUNTRY, years=year, language=language)
    return {day: str(name) for day, name in found.items()}
