"""Open, closed or unknown, and what comes next, as opening-hours-py has it."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours
from opening_hours import State as Theirs

from tests.use_it_map.hours.writing import HARD_DAYS, hard_times, opening_hours
from use_it_map.hours import check
from use_it_map.hours.spans import Span, State, day_spans, spans
from use_it_map.hours.state import Change, next_change, state_at
from use_it_map.hours.wall import instant, wall

MINUTE = dt.timedelta(minutes=1)
STATES = {
    Theirs.OPEN: State.OPEN,
    Theirs.CLOSED: State.CLOSED,
    Theirs.UNKNOWN: State.UNKNOWN,
}


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def theirs(text: str, time: dt.datetime) -> State:
    """Ask opening-hours-py itself, of a text given as it is kept."""
    return STATES[OpeningHours(text, country="CZ").state(time)[0]]


@given(text=opening_hours(comments=True), time=hard_times())
@settings(deadline=None, max_examples=300)
def test_the_state_is_that_of_opening_hours_py(text: str, time: dt.datetime) -> None:
    kept = check(text)
    assert state_at(kept, time) is theirs(kept, time)


@given(text=opening_hours(comments=True), day=st.sampled_from(HARD_DAYS))
@settings(deadline=None, max_examples=25)
def test_every_minute_of_hard_days_has_the_state_of_opening_hours_py(
    text: str, day: dt.date
) -> None:
    kept = check(text)
    midnight = dt.datetime.combine(day, dt.time.min)
    ours = {
        span.start + MINUTE * offset: span.state
        for span in spans(kept, midnight, midnight + dt.timedelta(days=1))
        for offset in range((span.end - span.start) // MINUTE)
    }
    asked = OpeningHours(kept, country="CZ")
    assert ours == {
        time: STATES[asked.state(time)[0]]
        for time in (midnight + MINUTE * minute for minute in range(24 * 60))
    }


@given(text=opening_hours(comments=True), time=hard_times())
@settings(deadline=None, max_examples=100)
def test_the_next_change_is_the_first_minute_with_another_state(
    text: str, time: dt.datetime
) -> None:
    kept = check(text)
    asked = OpeningHours(kept, country="CZ")
    now = asked.state(time)[0]
    later = (time + MINUTE * minute for minute in range(1, 3 * 24 * 60))
    first = next((each for each in later if asked.state(each)[0] != now), None)

    found = next_change(kept, time, within=dt.timedelta(days=3))

    if first is None:
        assert found is None
    else:
        assert found == Change(first, STATES[asked.state(first)[0]])


@given(text=opening_hours(comments=True), time=hard_times())
@settings(deadline=None)
def test_spans_follow_each_other_without_gaps_and_differ(
    text: str, time: dt.datetime
) -> None:
    end = time + dt.timedelta(days=10)
    found = list(spans(check(text), time, end))
    assert (found[0].start, found[-1].end) == (time, end)
    for one, other in pairwise(found):
        assert one.end == other.start
        assert (one.state, one.comment) != (other.state, other.comment)


OFFICE = check("Mo-Fr 09:00-12:00,13:00-17:00; PH off")
NIGHT = "Fr 22:00-02:00"
CALL = 'Mo 09:00-12:00 unknown "call"'
SUMMER = "May-Sep 10:00-18:00"


@pytest.mark.parametrize(
    ("text", "time", "change", "state"),
    [
        (OFFICE, "2026-11-23 16:59", "2026-11-23 17:00", State.CLOSED),
        (OFFICE, "2026-11-23 17:00", "2026-11-24 09:00", State.OPEN),
        # Monday 28 September is a holiday, and so is 6 April, Easter Monday.
        (OFFICE, "2026-09-25 18:00", "2026-09-29 09:00", State.OPEN),
        (OFFICE, "2026-04-02 18:00", "2026-04-07 09:00", State.OPEN),
        (NIGHT, "2026-11-28 01:00", "2026-11-28 02:00", State.CLOSED),
        (CALL, "2026-11-22 10:00", "2026-11-23 09:00", State.UNKNOWN),
        (SUMMER, "2026-11-22 10:00", "2027-05-01 10:00", State.OPEN),
    ],
)
def test_what_comes_next_is_told(
    text: str, time: str, change: str, state: State
) -> None:
    assert next_change(text, at(time)) == Change(at(change), state)


@pytest.mark.parametrize("text", ["24/7", "closed", "2030 Mo 10:00-12:00", ""])
def test_where_nothing_changes_nothing_comes_next(text: str) -> None:
    assert next_change(text, at("2026-11-22 10:00")) is None


def test_what_is_not_known_is_not_open() -> None:
    assert state_at("", at("2026-11-23 10:00")) is State.UNKNOWN
    assert state_at(check("by appointment"), at("2026-11-23 10:00")) is State.UNKNOWN


@pytest.mark.parametrize(
    ("text", "day", "hours"),
    [
        (OFFICE, "2026-11-23", ["23 09:00-23 12:00", "23 13:00-23 17:00"]),
        (OFFICE, "2026-09-28", []),
        (NIGHT, "2026-11-27", ["27 22:00-28 02:00"]),
        (NIGHT, "2026-11-28", ["27 22:00-28 02:00"]),
        ("24/7", "2026-11-23", ["23 00:00-24 00:00"]),
        ("Mo-Fr", "2026-11-23", ["23 00:00-24 00:00"]),
        ("Mo-Fr", "2026-11-27", ["27 00:00-28 00:00"]),
        ("Mo-Fr", "2026-11-28", []),
        ("", "2026-11-23", []),
    ],
)
def test_a_days_hours_are_told_as_people_say_them(
    text: str, day: str, hours: list[str]
) -> None:
    found = day_spans(text, dt.date.fromisoformat(day))
    assert [f"{span.start:%d %H:%M}-{span.end:%d %H:%M}" for span in found] == hours


def test_a_days_hours_keep_state_and_comment() -> None:
    text = check('Mo 09:00-12:00; Mo 12:00-13:00 "call"')
    found = day_spans(text, dt.date(2026, 11, 23))
    assert found == (
        Span(at("2026-11-23 12:00"), at("2026-11-23 13:00"), State.UNKNOWN, "call"),
    )


def test_both_instants_of_the_repeated_hour_have_one_state() -> None:
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    second = first + dt.timedelta(hours=1)
    assert wall(first) == wall(second) == at("2026-10-25 02:30")
    assert state_at("Su 02:15-02:45", wall(first)) is State.OPEN


def test_a_change_in_the_repeated_hour_is_never_behind_the_asking() -> None:
    closing = at("2026-10-25 02:45")
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert instant(closing, after=first) == dt.datetime(
        2026, 10, 25, 0, 45, tzinfo=dt.UTC
    )
    second = first + dt.timedelta(hours=1)
    assert instant(closing, after=second) == dt.datetime(
        2026, 10, 25, 1, 45, tzinfo=dt.UTC
    )


def test_a_time_that_the_clock_jumps_over_is_the_jump() -> None:
    jump = dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)
    before = jump - dt.timedelta(days=1)
    assert instant(at("2026-03-29 02:15"), after=before) == jump
    assert instant(at("2026-03-29 03:00"), after=before) == jump
    assert instant(at("2026-03-29 01:59"), after=before) == jump - MINUTE
    assert wall(jump) == at("2026-03-29 03:00")


@given(time=hard_times())
def test_the_wall_shows_a_time_at_its_instant(time: dt.datetime) -> None:
    long_ago = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    shown = wall(instant(time, after=long_ago))
    skipped = shown != time
    assert not skipped or (time.month, time.hour) == (3, 2)
