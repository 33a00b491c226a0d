"""Opening hours in words, in the three languages of the hub."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from use_it_map.demo.reader import read_content
from use_it_map.hours.lines import Line, coming_days, lines, usual_week
from use_it_map.hours.rules import check
from use_it_map.hours.state import next_change
from use_it_map.hours.summary import summary

MONDAY = dt.date(2026, 11, 9)
"""The next public holiday is on the Tuesday after its week."""

STRUGGLE = "Den boje za svobodu a demokracii a Mezinárodní den studentstva"


def said(text: str, language: str = "en") -> list[tuple[str, str]]:
    with override(language):
        return [(each.days, each.hours) for each in usual_week(check(text)) or ()]


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("24/7", [("Every day", "around the clock")]),
        ("08:00-20:00", [("Every day", "8:00–20:00")]),
        (
            "Mo-Fr 09:00-17:00; PH off",
            [
                ("Mon–Fri", "9:00–17:00"),
                ("Sat, Sun", "closed"),
                ("Public holidays", "closed"),
            ],
        ),
        (
            "Mo,We 08:00-12:00,13:00-18:00; Tu 08:00-12:00; Sa-Su,PH 10:00-14:00",
            [
                ("Mon, Wed", "8:00–12:00, 13:00–18:00"),
                ("Tue", "8:00–12:00"),
                ("Thu, Fri", "closed"),
                ("Sat, Sun", "10:00–14:00"),
                ("Public holidays", "10:00–14:00"),
            ],
        ),
        ("by appointment", [("Every day", "by appointment")]),
        (
            'Mo-Fr 09:00-17:00 unknown "by appointment"; Sa "if the light is on"',
            [
                ("Mon–Fri", "9:00–17:00 (by appointment)"),
                ("Sat", "if the light is on"),
                ("Sun", "closed"),
            ],
        ),
        (
            "Mo-Th 16:00-24:00; Fr,Sa 16:00-03:00",
            [
                ("Mon–Thu", "16:00–24:00"),
                ("Fri, Sat", "16:00–3:00"),
                ("Sun", "closed"),
            ],
        ),
    ],
)
def test_a_usual_week_is_told_in_words(text: str, week: list[tuple[str, str]]) -> None:
    assert said(text) == week


@pytest.mark.parametrize(
    ("language", "week"),
    [
        (
            "cs",
            [
                ("Po–Pá", "9:00–17:00"),
                ("So, Ne", "po domluvě"),
                ("Státní svátky", "zavřeno"),
            ],
        ),
        (
            "uk",
            [
                ("Пн–Пт", "9:00–17:00"),
                ("Сб, Нд", "за домовленістю"),
                ("Святкові дні", "зачинено"),
            ],
        ),
    ],
)
def test_a_week_is_told_in_the_readers_language(
    language: str, week: list[tuple[str, str]]
) -> None:
    text = 'Mo-Fr 09:00-17:00; Sa,Su unknown "by appointment"; PH off'

    assert said(text, language) == week


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-17:00; Jul 01-Aug 31 off",
        "Mo[1] 09:00-17:00",
        "week 02-52/2 Sa 09:00-12:00",
        "easter -2 days 10:00-12:00",
        "Mo-Fr 09:00-17:00 || unknown",
        "Mo-Fr 09:00-17:00, Fr 19:00-21:00",
        "PH off; Mo-Fr 09:00-17:00",
    ],
)
def test_what_is_more_than_a_week_is_told_by_the_days_to_come(text: str) -> None:
    assert usual_week(check(text)) is None
    assert [line.date for line in lines(check(text), MONDAY)] == [
        MONDAY + dt.timedelta(days=number) for number in range(7)
    ]


def test_days_to_come_name_their_holidays() -> None:
    text = check("Mo-Fr 09:00-17:00; PH off; Jul off")
    with override("en"):
        found = coming_days(text, dt.date(2026, 11, 16))

    assert found[:3] == [
        Line("Mon 16 November", "9:00–17:00", dt.date(2026, 11, 16)),
        Line(
            "Tue 17 November (Struggle for Freedom and Democracy Day and International"
            " Students' Day)",
            "closed",
            dt.date(2026, 11, 17),
        ),
        Line("Wed 18 November", "9:00–17:00", dt.date(2026, 11, 18)),
    ]


def test_a_holiday_that_is_near_stands_below_the_usual_week() -> None:
    with override("cs"):
        found = lines(check("Mo-Fr 09:00-17:00"), dt.date(2026, 11, 16))

    assert [(line.days, line.hours) for line in found] == [
        ("Po–Pá", "9:00–17:00"),
        ("So, Ne", "zavřeno"),
        (
            f"Út 17. 11. ({STRUGGLE})",
            "9:00–17:00",
        ),
    ]


def test_nothing_is_said_of_hours_that_nobody_knows() -> None:
    assert lines("", MONDAY) == []


def test_the_usual_week_of_every_demo_place_is_what_its_days_are() -> None:
    """In a week without holidays, for the hours that editors really write."""
    texts = {
        check(place.hours)
        for places in read_content().places.values()
        for place in places
        if place.hours
    }
    wrong, compared = [], 0
    for text in texts:
        week = usual_week(text)
        if week is None:
            continue
        compared += 1
        by_line = {line.hours for line in week if line.days != "Public holidays"}
        by_day = {line.hours for line in coming_days(text, MONDAY)}
        if by_line != by_day:
            wrong.append((text, by_line ^ by_day))

    assert wrong == []
    assert compared > 50


NOON = dt.datetime.combine(MONDAY, dt.time(12))


@pytest.mark.parametrize(
    ("text", "english", "czech", "ukrainian"),
    [
        (
            "Mo-Fr 09:00-17:00",
            "Open now, closes at 17:00",
            "Teď otevřeno, zavírá v 17:00",
            "Зараз відчинено, зачиняється о 17:00",
        ),
        (
            "Mo-Su 18:00-02:00",
            "Closed now, opens at 18:00",
            "Teď zavřeno, otevírá v 18:00",
            "Зараз зачинено, відчиняється о 18:00",
        ),
        (
            "Mo-Su 11:00-02:00",
            "Open now, closes at 2:00",
            "Teď otevřeno, zavírá v 2:00",
            "Зараз відчинено, зачиняється о 2:00",
        ),
        (
            "Tu 08:00-10:00",
            "Closed now, opens tomorrow at 8:00",
            "Teď zavřeno, otevírá zítra v 8:00",
            "Зараз зачинено, відчиняється завтра о 8:00",
        ),
        (
            "We 08:00-10:00",
            "Closed now, opens on Wednesday at 8:00",
            "Teď zavřeno, otevírá ve středu v 8:00",
            "Зараз зачинено, відчиняється в середу о 8:00",
        ),
        (
            "Dec 01 08:00-10:00",
            "Closed now, opens on 1 December at 8:00",
            "Teď zavřeno, otevírá 1. prosince v 8:00",
            "Зараз зачинено, відчиняється 1 грудня о 8:00",
        ),
        (
            "24/7",
            "Open around the clock",
            "Otevřeno nonstop",
            "Відчинено цілодобово",
        ),
        ("off", "Closed now", "Teď zavřeno", "Зараз зачинено"),
        ("by appointment", "By appointment", "Po domluvě", "За домовленістю"),
        (
            "",
            "Opening hours not known",
            "Otevírací dobu neznáme",
            "Години роботи невідомі",
        ),
    ],
)
def test_the_state_is_told_in_a_line(
    text: str, english: str, czech: str, ukrainian: str
) -> None:
    text = check(text)
    change = next_change(text, NOON)

    for language, words in (("en", english), ("cs", czech), ("uk", ukrainian)):
        with override(language):
            assert summary(text, NOON, change) == words
