"""No small number can be read in a table, nor worked out from the rest of it."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from buddy_program.selectors.public import LEAST_SHOWN
from buddy_program.suppression import Shown, suppressed, with_totals


def test_large_numbers_are_all_shown() -> None:
    assert suppressed([[5, 6], [7, 8]]) == [[5, 6, 11], [7, 8, 15], [12, 14, 26]]


def test_a_small_one_takes_others_with_it() -> None:
    assert suppressed([[2, 9], [8, 7]]) == [
        [None, None, 11],
        [None, None, 15],
        [10, 16, 26],
    ]


def test_small_totals_are_hidden_too() -> None:
    shown = suppressed([[1, 1], [20, 30]])

    assert shown[0] == [None, None, None]
    assert shown[2] != [21, 31, 52]


def test_where_nobody_is_a_nought_is_shown() -> None:
    assert suppressed([[0, 6], [9, 0]]) == [[0, 6, 6], [9, 0, 9], [9, 6, 15]]


MOST = 14


def fitting(shown: Shown) -> list[tuple[int, ...]]:
    """Return every table of 2 by 2 counts up to `MOST` that fits what is shown."""
    found = []
    for counts in product(range(MOST + 1), repeat=4):
        table = with_totals([counts[:2], counts[2:]])
        if all(
            value is None or value == table[i][j]
            for i, row in enumerate(shown)
            for j, value in enumerate(row)
        ):
            found.append(counts)
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_nobody_can_tell_that_a_hidden_number_is_small(counts: list[int]) -> None:
    shown = suppressed([counts[:2], counts[2:]])

    possible = fitting(shown)
    assert tuple(counts) in possible
    for number, count in enumerate(counts):
        if 0 < count < LEAST_SHOWN:
            assert shown[number // 2][number % 2] is None
            assert max(each[number] for each in possible) >= LEAST_SHOWN


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 40), min_size=width, max_size=width),
            min_size=1,
            max_size=6,
        )
    )
)
def test_what_is_shown_is_true_and_never_small(counts: list[list[int]]) -> None:
    table = with_totals(counts)

    for shown, row in zip(suppressed(counts), table, strict=True):
        for value, true in zip(shown, row, strict=True):
            assert value is None or value == true
            if 0 < true < LEAST_SHOWN:
                assert value is None
