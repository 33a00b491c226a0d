"""The numbers that a matching is decided by: one weight for each pair that may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buddy_program.matching.rules import Rules, allowed
from buddy_program.matching.scores import Weights, points, weighted
from buddy_program.matching.tables import Crossed, Ints, Sides

LONGEST_WAIT_DAYS = 366
"""A longer wait counts no more: who waits two years isn't worth two who wait one."""

NO_PAIR = -1
ROWS_AT_ONCE = 256
EXACT = 2**53 // 8
"""The solver adds and subtracts a handful of weights in doubles, exact below 2^53."""

Scores = NDArray[np.int16]


class TooManyPeople(ValueError):
    """The weights of the objective would no longer be exact; match fewer at once."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Scores, waits and room, a row for each newcomer and a column for each local.

    A pair's weight is `matched + day x waiting + score`. A day outweighs all scores
    together, and a matched newcomer all days, so that the largest sum of weights is
    the most newcomers matched; then the most days; then the highest scores.
    """

    scores: Scores
    """`NO_PAIR` where a hard rule or the floor says so."""

    waiting: Ints
    room: Ints
    day: int
    matched: int

    @classmethod
    def of(cls, scores: Scores, waiting_days: Ints, room: Ints) -> Problem:
        """Choose the weights of the objective.

        Raises:
            TooManyPeople: above some 14,000 newcomers, and as many free places.
        """
        waiting = np.minimum(waiting_days, LONGEST_WAIT_DAYS)
        pairs = min(len(waiting), int(room.sum()))
        best = max(int(scores.max(initial=0)), 0)
        longest = int(waiting.max(initial=0))
        day = pairs * best + 1
        matched = pairs * (longest * day + best) + 1
        if matched + longest * day + best > EXACT:
            raise TooManyPeople(f"{len(waiting)} newcomers, {int(room.sum())} places")
        return cls(scores, waiting, room, day, matched)

    def worth(self) -> Ints:
        """Return what it counts to match each newcomer, before the score."""
        return self.matched + self.day * self.waiting

    def weights(self, rows: Ints | slice) -> Ints:
        """Return the weights of some newcomers' pairs, 0 where there is no pair."""
        scores = self.scores[rows].astype(np.int64)
        return np.where(scores < 0, 0, scores + self.worth()[rows, None])


def score_matrix(sides: Sides, rules: Rules, weights: Weights) -> Scores:
    """Return all scores, `NO_PAIR` where a rule or the floor says so."""
    shape = len(sides.newcomers), len(sides.locals)
    scores = np.full(shape, NO_PAIR, np.int16)
    for rows in blocks(shape[0]):
        view = Crossed(sides, rows)
        found = weighted(points(view), weights)
        keep = allowed(view, rules) & (found >= weights.floor)
        scores[rows] = np.where(keep, found, NO_PAIR)
    return scores


def blocks(count: int) -> Iterator[Ints]:
    """Yield row numbers in blocks, so that no large intermediate is ever held."""
    for first in range(0, count, ROWS_AT_ONCE):
        yield np.arange(first, min(first + ROWS_AT_ONCE, count))
