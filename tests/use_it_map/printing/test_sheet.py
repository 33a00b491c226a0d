from __future__ import annotations

import math

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from use_it_map.hours.weekly import WeeklySpan, weekly
from use_it_map.hours.words import hours_in_words
from use_it_map.printing.sheet import DOT, Frame, dots

points = st.tuples(st.floats(49.7, 49.95), st.floats(18.0, 18.45))


@settings(max_examples=50, deadline=None)
@given(st.lists(points, min_size=1, max_size=60))
def test_numbers_are_readable_and_on_the_sheet(
    places: list[tuple[float, float]],
) -> None:
    frame = Frame.around(places, 396, 236)
    placed = dots(places, frame)
    assert [dot.number for dot in placed] == list(range(1, len(places) + 1))
    for index, dot in enumerate(placed):
        assert 0 <= dot.x <= 396
        assert 0 <= dot.y <= 236
        assert 0 <= dot.at_x <= 396
        assert 0 <= dot.at_y <= 236
        for other in placed[:index]:
            assert math.dist((dot.x, dot.y), (other.x, other.y)) >= DOT


def test_many_places_in_one_house_stand_around_it() -> None:
    same = [(49.83, 18.28)] * 60
    placed = dots(same, Frame.around(same, 396, 236))
    assert len({(dot.x, dot.y) for dot in placed}) == 60
    assert sum(dot.moved for dot in placed) == 59


def test_the_scale_bar_is_true() -> None:
    frame = Frame.around([(49.70, 18.2), (49.90, 18.3)], 396, 236)
    metres, length = frame.scale_bar()
    assert 20 <= length <= 60
    south, north = frame.place(49.70, 18.2), frame.place(49.90, 18.2)
    # 0.2 degrees of latitude are 22.24 km.
    assert (south[1] - north[1]) / length * metres == pytest.approx(22_239, rel=1e-3)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "Mo-Fr 08:00-17:00; PH off",
         "mon-fri 8:00-17:00; public holidays closed"),
        ("cs", "Mo-Fr 08:00-17:00; PH closed", "po-pá 8:00-17:00; svátky zavřeno"),
        ("uk", "Mo-Fr 08:00-17:00; PH closed", "пн-пт 8:00-17:00; свята зачинено"),
        ("cs", 'unknown "by appointment"', "po domluvě"),
        ("uk", "24/7", "цілодобово"),
        ("cs", "", ""),
    ],
)  # fmt: skip
def test_hours_are_told_in_words(language: str, text: str, said: str) -> None:
    with translation.override(language):
        assert hours_in_words(text).replace("\u2013", "-") == said


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Mo-We,Fr 08:00-12:00,13:00-17:00; PH closed",
         [WeeklySpan(("Mo", "Tu", "We", "Fr"), "08:00", "12:00"),
          WeeklySpan(("Mo", "Tu", "We", "Fr"), "13:00", "17:00")]),
        ("Fr-Mo 10:00-12:00", [WeeklySpan(("Mo", "Fr", "Sa", "Su"), "10:00", "12:00")]),
        ("Mo-Fr 08:00-12:00; We 10:00-11:00",
         [WeeklySpan(("Mo", "Tu", "Th", "Fr"), "08:00", "12:00"),
          WeeklySpan(("We",), "10:00", "11:00")]),
        ("Mo 08:00-12:00; Jul off", None),
        ('unknown "by appointment"', None),
        ("Mo[1] 08:00-12:00", None),
        ("", []),
    ],
)  # fmt: skip
def test_a_plain_week_is_told_from_the_rest(
    text: str, spans: list[WeeklySpan] | None
) -> None:
    assert weekly(text) == spans
