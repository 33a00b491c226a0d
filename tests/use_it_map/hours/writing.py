"""Random valid opening hours, and times at which they are hard to get right."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
MONTHS = ["Jan", "Mar", "Apr", "Jun", "Aug", "Sep", "Oct", "Dec"]

HARD_DAYS = [
    dt.date(2026, 3, 29),  # clocks jump from 2:00 to 3:00
    dt.date(2026, 10, 25),  # clocks show 2:00 to 3:00 twice
    dt.date(2026, 9, 28),  # Day of Czech Statehood
    dt.date(2026, 4, 6),  # Easter Monday
    dt.date(2026, 4, 3),  # Good Friday
    dt.date(2026, 12, 24),
    dt.date(2027, 1, 1),
    dt.date(2028, 2, 29),
]


def clock(hours: int) -> str:
    return f"{hours // 60:02}:{hours % 60:02}"


@st.composite
def times(draw: st.DrawFn) -> str:
    """Return spans of a day that don't overlap, the last one perhaps over midnight."""
    count = draw(st.integers(1, 2))
    bounds = draw(
        st.lists(
            st.integers(0, 95).map(lambda quarter: quarter * 15),
            min_size=2 * count,
            max_size=2 * count,
            unique=True,
        )
    )
    bounds.sort()
    if draw(st.booleans()):
        bounds[-1] = draw(st.integers(24 * 60, 30 * 60))
    pairs = zip(bounds[::2], bounds[1::2], strict=True)
    return ",".join(f"{clock(start)}-{clock(end)}" for start, end in pairs)


@st.composite
def days(draw: st.DrawFn) -> str:
    first, last = sorted(draw(st.tuples(st.integers(0, 6), st.integers(0, 6))))
    plain = DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"
    nth = f"{DAYS[first]}[{draw(st.sampled_from([1, 2, 4, -1]))}]"
    special = draw(st.sampled_from([f"{plain},PH", "PH", f"PH,{plain}", nth]))
    return draw(st.sampled_from([plain, plain, special]))


@st.composite
def seasons(draw: st.DrawFn) -> str:
    month = draw(st.sampled_from(MONTHS))
    other = draw(st.sampled_from(MONTHS))
    day = draw(st.integers(1, 28))
    choices = [
        month,
        f"{month}-{other}",
        f"{month} {day}-{other} 20",
        f"2026 {month} {day}",
        "easter",
        "easter +1 day",
        "easter -2 days",
        "week 10-40/2",
    ]
    return draw(st.sampled_from(choices))


STATES = ["", "", "", " open", " off", " closed", " unknown"]
COMMENTS = ["", "", ' "by appointment"', ' "zvoňte; 2. patro"']


@st.composite
def one_rule(draw: st.DrawFn) -> str:
    parts = [draw(seasons())] if draw(st.integers(0, 3)) == 0 else []
    parts.append(draw(days()))
    if draw(st.integers(0, 4)):
        parts.append(draw(times()))
    return " ".join(parts) + draw(st.sampled_from(STATES))


@st.composite
def opening_hours(draw: st.DrawFn, comments: bool = False) -> str:
    """Return valid opening hours of one to four rules."""
    text = draw(one_rule())
    for _ in range(draw(st.integers(0, 3))):
        between = draw(st.sampled_from(["; ", "; ", ", ", " || "]))
        if comments:
            text += draw(st.sampled_from(COMMENTS))
        text += between + draw(one_rule())
    return text


def hard_times() -> st.SearchStrategy[dt.datetime]:
    """Return wall-clock times, many of them on days that are hard to get right."""
    days_around = st.builds(
        lambda day, before: day - dt.timedelta(days=before),
        st.sampled_from(HARD_DAYS),
        st.integers(0, 1),
    )
    anytime = st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31))
    minutes = st.integers(0, 24 * 60 - 1)
    return st.builds(
        lambda day, minute: (
            dt.datetime.combine(day, dt.time.min) + dt.timedelta(minutes=minute)
        ),
        st.one_of(days_around, anytime),
        minutes,
    )
