"""No small number can be read in a table, nor worked out from the rest of it."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

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


def test_a_nought_is_shown_that_tells_of_nobody_or_of_many() -> None:
    assert suppressed([[0, 6], [9, 0]]) == [[0, 6, 6], [9, 0, 9], [9, 6, 15]]
    assert suppressed([[0, 0], [9, 8]]) == [[0, 0, 0], [9, 8, 17], [9, 8, 17]]


def test_a_nought_is_hidden_that_tells_where_a_few_stand() -> None:
    shown = suppressed([[3, 0], [20, 30]])

    assert shown[0] == [None, None, None]
    assert shown[1][1] is None or shown[2][1] is None


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


def greatest_that_fits(shown: Shown, cell: tuple[int, int]) -> float:
    """Return the most that may stand in a cell, whole numbers all; solved apart.

    What is unknown are the counts; each shown number says what some of them add up to.
    """
    height, width = len(shown) - 1, len(shown[0]) - 1

    def parts(i: int, j: int) -> np.ndarray[Any, Any]:
        mask = np.zeros((height, width))
        rows = slice(None) if i == height else i
        columns = slice(None) if j == width else j
        mask[rows, columns] = 1
        return mask.ravel()

    known = [
        (parts(i, j), value)
        for i, row in enumerate(shown)
        for j, value in enumerate(row)
        if value is not None
    ]
    aim = -parts(*cell)
    limits = [LinearConstraint(mask, value, value) for mask, value in known]
    found = milp(aim, constraints=limits, integrality=np.ones_like(aim))
    return float("inf") if found.fun is None else -float(found.fun)  # no bound


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(st.integers(1, 4), st.integers(1, 5)).flatmap(
        lambda size: st.lists(
            st.lists(
                st.one_of(st.just(0), st.integers(0, 12)),
                min_size=size[1],
                max_size=size[1],
            ),
            min_size=size[0],
            max_size=size[0],
        )
    )
)
def test_no_small_group_can_be_worked_out(counts: list[list[int]]) -> None:
    """Neither a small count, nor that all of a few in a row stand in one place."""
    shown, table = suppressed(counts), with_totals(counts)
    if all(value is None for row in shown for value in row):
        return
    for i, row in enumerate(table):
        for j, value in enumerate(row):
            if 0 < value < LEAST_SHOWN or 0 < row[-1] < LEAST_SHOWN:
                assert shown[i][j] is None
                assert greatest_that_fits(shown, (i, j)) >= LEAST_SHOWN - 1e-6


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
