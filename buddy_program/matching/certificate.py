"""Proves that a matching is the best there is, without trusting who found it.

Linear programming's duality: give each newcomer and each local a price, none below 0.
If no pair weighs more than its two prices, no matching weighs more than all prices
together (a local's once for each free place). A matching that weighs just as much is
therefore best. Everything is whole numbers in 64 bits.

The prices of the locals are the least ones, found on the residual graph by the
Bellman-Ford method: a local costs at least what somebody else would gain by coming.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from buddy_program.matching.problem import Problem, blocks
from buddy_program.matching.tables import Ints


class NotOptimal(AssertionError):
    """The matching is not the best one, or not even one. Nothing may be built on it."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The prices, the sum that both sides reach, and the pairs worth their prices."""

    newcomer_prices: Ints
    local_prices: Ints
    total: int
    tight_rows: Ints
    tight_columns: Ints
    """Pairs (row, column) of any best matching are among these."""


def certify(problem: Problem, match: Ints) -> Certificate:
    """Find prices for a matching, and check every pair with them.

    Raises:
        NotOptimal: if the matching takes a pair or a place that isn't there, or if a
            better one exists.
    """
    _check_it_is_one(problem, match)
    prices = _local_prices(problem, match)
    return checked(problem, match, _newcomer_prices(problem, prices), prices)


def checked(
    problem: Problem, match: Ints, newcomer_prices: Ints, local_prices: Ints
) -> Certificate:
    """Check that prices, wherever they come from, prove a matching to be the best.

    Raises:
        NotOptimal: if they don't.
    """
    _check_it_is_one(problem, match)
    if newcomer_prices.min(initial=0) < 0 or local_prices.min(initial=0) < 0:
        raise NotOptimal("A price is below 0.")
    tight_rows, tight_columns, total = [], [], 0
    for rows in blocks(len(match)):
        weights = problem.weights(rows)
        reduced = newcomer_prices[rows, None] + local_prices - weights
        if (reduced < 0).any():
            raise NotOptimal("A pair weighs more than its prices.")
        row, column = np.nonzero((reduced == 0) & (weights > 0))
        tight_rows.append(rows[row])
        tight_columns.append(column)
        own = np.flatnonzero(match[rows] >= 0)
        total += int(weights[own, match[rows[own]]].sum())
    if total != int(newcomer_prices.sum() + (local_prices * problem.room).sum()):
        raise NotOptimal("The prices add up to more than the matching weighs.")
    tight = _joined(tight_rows), _joined(tight_columns)
    return Certificate(newcomer_prices, local_prices, total, *tight)


def _check_it_is_one(problem: Problem, match: Ints) -> None:
    rows = np.flatnonzero(match >= 0)
    if (problem.scores[rows, match[rows]] < 0).any():
        raise NotOptimal("A pair breaks a rule.")
    used = np.bincount(match[rows], minlength=len(problem.room))
    if (used > problem.room).any():
        raise NotOptimal("A local has more newcomers than room.")


def _local_prices(problem: Problem, match: Ints) -> Ints:
    """Return the least prices at which everybody keeps to their match."""
    prices = np.zeros(len(problem.room), np.int64)
    for rows in _in_blocks(np.flatnonzero(match < 0)):
        prices = np.maximum(prices, problem.weights(rows).max(axis=0, initial=0))
    matched = np.flatnonzero(match >= 0)
    moved = np.ones(len(prices), np.bool_)
    for _round in range(len(prices) + 1):
        waiting = matched[moved[match[matched]]]
        if not len(waiting):
            return prices
        before = prices
        for rows in _in_blocks(waiting):
            prices = np.maximum(prices, _offers(problem, match, rows, prices))
        moved = prices != before
    raise NotOptimal("Newcomers would gain by changing places in a circle.")


def _offers(problem: Problem, match: Ints, rows: Ints, prices: Ints) -> Ints:
    """Return the most that any of these matched newcomers would gain at each local."""
    own = match[rows]
    scores = problem.scores[rows]
    # What it counts to match them cancels out: wherever they go, they are matched.
    gain = prices[own] - problem.scores[rows, own]
    offers = np.where(scores < 0, 0, scores + gain[:, None])
    return offers.max(axis=0, initial=0)


def _newcomer_prices(problem: Problem, local_prices: Ints) -> Ints:
    """Return what each newcomer's best pair is worth above its local's price."""
    prices = np.zeros(len(problem.waiting), np.int64)
    for rows in blocks(len(prices)):
        weights = problem.weights(rows)
        # What isn't a pair weighs 0, and no price is below 0: it never counts.
        prices[rows] = (weights - local_prices).max(axis=1, initial=0)
    return prices


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _in_blocks(rows: Ints) -> list[Ints]:
    return [rows[block] for block in blocks(len(rows))]
