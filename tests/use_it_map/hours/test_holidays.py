"""The names of Czech public holidays, and that they are the days that `PH` means."""

import datetime as dt

import pytest

from use_it_map.hours.holidays import holiday_name
from use_it_map.hours.spans import State
from use_it_map.hours.state import state_at


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("cs", "Velikonoční pondělí"),
        ("en", "Easter Monday"),
        ("uk", "Великодній понеділок"),
        ("en-GB", "Easter Monday"),
        ("fr", "Easter Monday"),
    ],
)
def test_a_holiday_is_named_in_the_readers_language(language: str, name: str) -> None:
    assert holiday_name(dt.date(2026, 4, 6), language) == name


def test_other_days_have_no_name() -> None:
    assert holiday_name(dt.date(2026, 4, 7), "cs") == ""


@pytest.mark.parametrize("year", range(2024, 2034))
def test_the_days_with_names_are_those_that_opening_hours_call_ph(year: int) -> None:
    day = dt.date(year, 1, 1)
    while day.year == year:
        closed = state_at("24/7; PH off", dt.datetime.combine(day, dt.time(12)))
        assert (closed is State.CLOSED) == bool(holiday_name(day, "cs")), day
        day += dt.timedelta(days=1)
