"""What opening hours are accepted, how they are kept, and what is refused and why."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given, settings

from tests.use_it_map.hours.writing import hard_times, opening_hours
from use_it_map.hours import HoursError, check
from use_it_map.hours.rules import rules


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("mo-fr 9:00-17:00", "Mo-Fr 09:00-17:00"),
        ("Mo\N{EN DASH}Fr 9:00\N{EM DASH}17:00 ;", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 09:00-17:00;\n PH off", "Mo-Fr 09:00-17:00; PH closed"),
        ("PH +1 day off", "PH +1 days closed"),
        ("0:00-24:00", "24/7"),
        ("off", "closed"),
        ("Mo-Fr 09:00-17:00 \x00", "Mo-Fr 09:00-17:00"),
        ("Jul-Aug Mo 22:00-02:00", "Jul-Aug Mo 22:00-02:00"),
    ],
)
def test_one_meaning_has_one_spelling(written: str, kept: str) -> None:
    assert check(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("by appointment", 'unknown "by appointment"'),
        ("By Appointment", 'unknown "by appointment"'),
        ('"by appointment"', 'unknown "by appointment"'),
        ("„na objednání“", 'unknown "na objednání"'),
        ('Sa 9:00-12:00 "call"', 'Sa 09:00-12:00 unknown "call"'),
        ('Mo 9:00-12:00; Tu "call"', 'Mo 09:00-12:00; Tu unknown "call"'),
        ('Mo 9:00-12:00 || "24/7 — call"', 'Mo 09:00-12:00 || unknown "24/7 — call"'),
        ('Mo 9:00-12:00 open "members"', 'Mo 09:00-12:00 open "members"'),
        ('Mo off "moving"', 'Mo closed "moving"'),
        ('Mo 9:00-12:00 "PH 1 days SH"', 'Mo 09:00-12:00 unknown "PH 1 days SH"'),
    ],
)
def test_a_comment_alone_is_not_known_to_be_open(written: str, kept: str) -> None:
    assert check(written) == kept


@pytest.mark.parametrize(
    ("written", "position", "excerpt"),
    [
        ("Mo-Fr 9-17", 7, "9-17"),
        ("Po-Pá 9:00-17:00", 1, "Po-Pá 9:00-17:00"),
        ("Mo-Fr 09:00-17:00; Sa 9am", 23, "9am"),
        ("xx", 1, "xx"),
        ("<script>alert(document.cookie)</script>", 1, "<script>alert(docume…"),
        ('Mo-Fr 09:00-17:00 "never closed', 19, '"never closed'),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(
    written: str, position: int, excerpt: str
) -> None:
    with pytest.raises(HoursError) as refused:
        check(written)

    assert refused.value.code == "invalid_hours"
    assert refused.value.params == {"position": position, "excerpt": excerpt}
    assert excerpt in refused.value.messages[0]


def test_an_unfinished_text_is_told_so() -> None:
    with pytest.raises(HoursError, match="missing at the end"):
        check("Mo-Fr 09:00-")


@pytest.mark.parametrize("written", ["SH off", "Mo 9:00-12:00; PH,SH off", "SH 9:00+"])
def test_school_holidays_are_refused_because_they_would_do_nothing(
    written: str,
) -> None:
    with pytest.raises(HoursError) as refused:
        check(written)
    assert refused.value.code == "school_holidays"


@pytest.mark.parametrize("written", ["sunrise-sunset", "Mo 08:00-(Dusk-01:00)"])
def test_the_sun_is_refused_because_it_would_rise_at_seven_all_year(
    written: str,
) -> None:
    with pytest.raises(HoursError) as refused:
        check(written)
    assert refused.value.code == "sun_times"


@pytest.mark.parametrize("length", [1001, 100_000])
def test_too_long_a_text_is_refused(length: int) -> None:
    with pytest.raises(HoursError) as refused:
        check(f'Mo "{"x" * (length - 5)}"')
    assert refused.value.code == "hours_too_long"


def test_a_text_that_grows_too_long_when_its_states_are_written_is_refused() -> None:
    written = f'Mo "{"x" * 995}"'
    assert len(written) == 1000
    with pytest.raises(HoursError) as refused:
        check(written)
    assert refused.value.code == "hours_too_long"


def test_reasons_are_told_in_the_language_of_the_reader() -> None:
    with pytest.raises(HoursError) as refused:
        check("SH off")
    with translation.override("cs"):
        assert refused.value.messages[0].startswith("Školní prázdniny (SH)")
    with translation.override("uk"):
        assert refused.value.messages[0].startswith("Шкільні канікули (SH)")


@given(text=opening_hours(comments=True))
@settings(deadline=None)
def test_what_is_kept_is_valid_and_unchanged_by_another_check(text: str) -> None:
    kept = check(text)
    assert check(kept) == kept


@given(text=opening_hours(), time=hard_times())
@settings(deadline=None)
def test_what_is_kept_means_what_was_written(text: str, time: dt.datetime) -> None:
    week = time + dt.timedelta(days=7)
    written, kept = rules(text), rules(check(text))
    assert list(kept.intervals(time, week)) == list(written.intervals(time, week))
