"""Tables of counts in which no small number can be read or worked out.

Nobody is to learn where any group of fewer than `LEAST_SHOWN` people stands. So a count
from 1 to below that is hidden. A 0 tells of the others in its row: it is shown where
these are at least `LEAST_SHOWN`, or nobody at all, and hidden where they are a few.
Further counts are hidden until nobody who knows the rest of the table, with its totals,
can tell that a hidden one is small: the greatest value that fits must reach
`LEAST_SHOWN` for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import linprog

from buddy_program.selectors.public import LEAST_SHOWN

Cell = tuple[int, int]
Numbers = np.ndarray[Any, np.dtype[np.float64]]
Shown = list[list[int | None]]


def with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return a table with a column of sums at its right and a row of them below."""
    rows = [[*row, sum(row)] for row in counts]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[column] for row in rows) for column in range(width)]]


def suppressed(counts: Sequence[Sequence[int]]) -> Shown:
    """Return a table with its totals; None stands for what is hidden."""
    table = with_totals(counts)
    cells = [(i, j) for i, row in enumerate(table) for j in range(len(row))]
    few = [0 < row[-1] < LEAST_SHOWN for row in table]
    small = [(i, j) for i, j in cells if few[i] or 0 < table[i][j] < LEAST_SHOWN]
    hidden = set(small)
    while _told(table, hidden, small):
        hidden.add(_next(table, hidden))
    return [
        [None if (i, j) in hidden else value for j, value in enumerate(row)]
        for i, row in enumerate(table)
    ]


def _told(table: list[list[int]], hidden: set[Cell], small: list[Cell]) -> bool:
    """Tell whether a small cell is known to be small, and something is left to hide."""
    if len(hidden) == len(table) * len(table[0]):
        return False
    order = sorted(hidden)
    sums, right = _equations(table, order)
    return any(greatest(sums, right, order.index(cell)) < LEAST_SHOWN for cell in small)


def greatest(sums: Numbers, right: Numbers, number: int) -> float:
    """Return the greatest value that a hidden cell can have; infinity without end."""
    aim = np.zeros(sums.shape[1])
    aim[number] = -1
    found = linprog(aim, A_eq=sums, b_eq=right, method="highs")
    return float("inf") if found.status != 0 else round(-found.fun, 6)


def _equations(table: list[list[int]], order: list[Cell]) -> tuple[Numbers, Numbers]:
    """Return what is known of the hidden cells: each line adds up to its total."""
    places = {cell: number for number, cell in enumerate(order)}
    lines = _lines(table)
    sums, right = np.zeros((len(lines), len(order))), np.zeros(len(lines))
    for number, line in enumerate(lines):
        for cell in line:
            sign = -1 if cell == line[-1] else 1
            if cell in places:
                sums[number, places[cell]] = sign
            else:
                right[number] -= sign * table[cell[0]][cell[1]]
    return sums, right


def _lines(table: list[list[int]]) -> list[list[Cell]]:
    """Return the rows and columns, the total last in each."""
    rows = [[(i, j) for j in range(len(row))] for i, row in enumerate(table)]
    columns = [[(i, j) for i in range(len(table))] for j in range(len(table[0]))]
    return rows + columns


def _next(table: list[list[int]], hidden: set[Cell]) -> Cell:
    """Return what to hide next: the smallest beside a hidden one, totals last."""
    height, width = len(table) - 1, len(table[0]) - 1
    left = {
        cell
        for line in _lines(table)
        if hidden.intersection(line)
        for cell in line
        if cell not in hidden
    }
    inner = {(i, j) for i, j in left if i < height and j < width}
    return min(inner or left, key=lambda each: (table[each[0]][each[1]], each))
