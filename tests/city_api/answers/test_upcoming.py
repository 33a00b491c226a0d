"""When something begins or ends by itself is looked up as rarely as it can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from city_api.answers import offering
from city_api.answers.offering import upcoming

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
TOKENS = {None: 1, 7: 2, 8: 3}


class Schedule:
    """What begins or ends in every city, and what was asked of it."""

    def __init__(self) -> None:
        self.instants = [NOON + 2 * HOUR, NOON + 4 * HOUR]
        self.asked: list[tuple[int | None, dt.datetime]] = []

    def next_instant(self, site: int | None, moment: dt.datetime) -> dt.datetime | None:
        self.asked.append((site, moment))
        return min((each for each in self.instants if each > moment), default=None)


@pytest.fixture
def schedule(monkeypatch: pytest.MonkeyPatch) -> Iterator[Schedule]:
    known = Schedule()
    monkeypatch.setattr(offering, "next_instant", known.next_instant)
    offering._upcoming.clear()
    yield known
    offering._upcoming.clear()


def test_it_is_looked_up_once_until_it_has_passed(schedule: Schedule) -> None:
    for moment in (NOON, NOON + HOUR, NOON + HOUR):
        assert upcoming(7, moment, TOKENS) == NOON + 2 * HOUR
    assert schedule.asked == [(7, NOON)]

    assert upcoming(7, NOON + 2 * HOUR, TOKENS) == NOON + 4 * HOUR
    assert schedule.asked == [(7, NOON), (7, NOON + 2 * HOUR)]


def test_that_nothing_comes_is_looked_up_once(schedule: Schedule) -> None:
    schedule.instants = []

    assert upcoming(7, NOON, TOKENS) is None
    assert upcoming(7, NOON + 9 * HOUR, TOKENS) is None

    assert schedule.asked == [(7, NOON)]


@pytest.mark.parametrize("token", [None, 7])
def test_other_content_is_looked_up_anew(schedule: Schedule, token: int | None) -> None:
    upcoming(7, NOON, TOKENS)
    schedule.instants = [NOON + HOUR]

    assert upcoming(7, NOON, {**TOKENS, token: 99}) == NOON + HOUR


def test_another_city_s_content_changes_nothing(schedule: Schedule) -> None:
    upcoming(7, NOON, TOKENS)
    upcoming(7, NOON, {**TOKENS, 8: 99})
    assert schedule.asked == [(7, NOON)]

    upcoming(None, NOON, TOKENS)
    upcoming(None, NOON, {**TOKENS, 8: 99})
    assert schedule.asked[1:] == [(None, NOON), (None, NOON)]


def test_an_earlier_moment_is_not_told_what_comes_later(schedule: Schedule) -> None:
    assert upcoming(7, NOON + 3 * HOUR, TOKENS) == NOON + 4 * HOUR

    assert upcoming(7, NOON, TOKENS) == NOON + 2 * HOUR


def test_what_an_earlier_moment_asks_makes_nobody_forget_the_later(
    schedule: Schedule,
) -> None:
    upcoming(7, NOON + 3 * HOUR, TOKENS)
    upcoming(7, NOON, TOKENS)
    schedule.asked.clear()

    assert upcoming(7, NOON + 3 * HOUR, TOKENS) == NOON + 4 * HOUR
    assert schedule.asked == []
