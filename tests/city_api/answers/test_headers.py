"""What HTTP says about answers."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from city_api.answers.headers import has, is_for_all, kept_headers, lifetime

TAG = '"abc"'


@pytest.mark.parametrize(
    ("if_none_match", "matches"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ("*", True),
        (" * ", True),
        ('"x", W/"abc" ,"y"', True),
        ('"x,y","abc"', True),
        ('"ab"', False),
        ('"x abc"', False),
        ('"x", "abcd"', False),
        ("abc", False),
        ('"*"', False),
        ("", False),
    ],
)
def test_entity_tags_are_compared_weakly(if_none_match: str, matches: bool) -> None:
    assert has(if_none_match, TAG) is matches


@pytest.mark.parametrize(
    ("remaining", "expected"),
    [
        (None, "public, max-age=60, s-maxage=120, stale-while-revalidate=300"),
        (9999.9, "public, max-age=60, s-maxage=120, stale-while-revalidate=300"),
        (200.0, "public, max-age=60, s-maxage=120, stale-while-revalidate=80"),
        (120.0, "public, max-age=60, s-maxage=120"),
        (100.9, "public, max-age=60, s-maxage=100"),
        (59.5, "public, max-age=59, s-maxage=59"),
        (0.4, "public, max-age=0, s-maxage=0"),
        (-3.0, "public, max-age=0, s-maxage=0"),
    ],
)
def test_nobody_may_use_an_answer_beyond_what_the_clock_allows(
    settings: Settings, remaining: float | None, expected: str
) -> None:
    settings.CITY_API_MAX_AGE = 60
    settings.CITY_API_SHARED_MAX_AGE = 120
    settings.CITY_API_STALE_WHILE_REVALIDATE = 300

    assert lifetime(remaining) == expected


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("Vary", "Accept, Accept-Encoding", True),
        ("Vary", "Accept, Origin", False),
        ("Vary", "Accept, Cookie", False),
        ("vary", "Authorization", False),
        ("Vary", "Accept-Language", False),
        ("Vary", "*", False),
        ("Set-Cookie", "a=b", False),
        ("Cache-Control", "private", False),
        ("Cache-Control", "max-age=3, No-Store", False),
        ("Cache-Control", "public, max-age=3", True),
        ("X-Whatever", "private", True),
    ],
)
def test_an_answer_that_isn_t_for_everybody_is_told_by_its_headers(
    header: str, value: str, expected: bool
) -> None:
    assert is_for_all([("Content-Type", "x"), (header, value)]) is expected


def test_only_headers_that_are_the_same_for_everybody_are_kept() -> None:
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", "7"),
        ("Set-Cookie", "a=b"),
        ("X-Request-ID", "1"),
        ("Date", "today"),
        ("VARY", "Accept"),
        ("Access-Control-Allow-Origin", "*"),
    ]

    assert kept_headers(headers) == (
        ("Content-Type", "application/json"),
        ("VARY", "Accept"),
        ("Access-Control-Allow-Origin", "*"),
    )


def test_an_answer_may_differ_by_origin_where_cities_say_who_reads_them(
    settings: Settings,
) -> None:
    settings.CITY_API_ALLOW_ORIGIN = "cities"

    assert is_for_all([("Vary", "Accept, Origin")])
    assert not is_for_all([("Vary", "Accept, Cookie")])
