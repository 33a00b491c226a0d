"""Whoever asks the clock bounds how long an answer stays true."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.selectors.city import city_by_slug
from cms.selectors.clock import Clock
from cms.selectors.notices import active_notices
from cms.selectors.reader import Reader
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
PRAGUE = ZoneInfo("Europe/Prague")
NOON = dt.datetime(2026, 5, 4, 12, 0, 10, 5, tzinfo=PRAGUE)
HOUR = dt.timedelta(hours=1)


def test_a_clock_that_nobody_asks_bounds_nothing() -> None:
    clock = Clock(NOON)

    assert clock.moment == NOON
    assert clock.until is None


def test_what_asks_for_the_moment_lasts_to_the_end_of_the_minute() -> None:
    clock = Clock(NOON)

    assert clock.now == NOON
    assert clock.until == dt.datetime(2026, 5, 4, 12, 1, tzinfo=PRAGUE)


@pytest.mark.parametrize(
    ("moment", "today", "midnight"),
    [
        (NOON, dt.date(2026, 5, 4), dt.datetime(2026, 5, 4, 22, tzinfo=dt.UTC)),
        (  # In Prague it is already the next day.
            dt.datetime(2026, 12, 1, 23, 30, tzinfo=dt.UTC),
            dt.date(2026, 12, 2),
            dt.datetime(2026, 12, 2, 23, tzinfo=dt.UTC),
        ),
        (  # The day on which clocks go forward has 23 hours.
            dt.datetime(2026, 3, 29, 0, 0, tzinfo=PRAGUE),
            dt.date(2026, 3, 29),
            dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC),
        ),
    ],
)
def test_what_asks_for_the_date_lasts_to_midnight_in_the_city(
    moment: dt.datetime, today: dt.date, midnight: dt.datetime
) -> None:
    clock = Clock(moment)

    assert clock.today == today
    assert clock.until == midnight


def test_the_earliest_of_several_bounds_counts() -> None:
    clock = Clock(NOON)

    clock.changes_at(NOON + HOUR)
    assert clock.today == NOON.date()
    assert clock.until == NOON + HOUR
    assert clock.now == NOON
    assert clock.until == dt.datetime(2026, 5, 4, 12, 1, tzinfo=PRAGUE)


def test_a_notice_bounds_the_answer_by_its_own_beginning_and_end(ostrava: Site) -> None:
    moment = timezone.now()
    shown = factories.notice(ostrava, ends_at=moment + 3 * HOUR)
    factories.notice(ostrava, starts_at=moment - 2 * HOUR, ends_at=moment - HOUR)
    for_ever = factories.notice(ostrava, starts_at=moment)

    assert read_notices(moment) == ([for_ever, shown], moment + 3 * HOUR)

    later = factories.notice(ostrava, starts_at=moment + 2 * HOUR)

    assert read_notices(moment) == ([for_ever, shown], moment + 2 * HOUR)
    assert read_notices(moment + 2 * HOUR) == (
        [later, for_ever, shown],
        moment + 3 * HOUR,
    )
    assert read_notices(moment + 3 * HOUR) == ([later, for_ever], None)


def read_notices(moment: dt.datetime) -> tuple[list[object], dt.datetime | None]:
    city = city_by_slug("ostrava")
    assert city is not None
    reader = Reader(city, city.locales[0], Clock(moment))
    return list(active_notices(reader)), reader.clock.until


def test_nothing_that_answers_readers_asks_another_clock() -> None:
    folders = ["cms/selectors", "graphql/city_api/schema", "graphql/city_api/engine"]
    answering = [path for each in folders for path in ROOT.glob(f"{each}/**/*.py")]
    for plugin in ("use_it_map", "buddy_program", "tests/contract/vitej_example"):
        answering += ROOT.glob(f"{plugin}/**/schema/**/*.py")
        answering += ROOT.glob(f"{plugin}/**/selectors*.py")
    asks = re.compile(
        r"timezone\.now|localdate|localtime\(\)|today\(\)|\.now\(|\bNow\b"
    )

    found = {path.name for path in answering if asks.search(path.read_text("utf-8"))}

    assert found == {"clock.py"}
