"""Says of each pair why, of each newcomer who else, of everybody else why not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from buddy_program.matching.problem import Scores, blocks
from buddy_program.matching.results import Blocked, Obstacle, Pair, Unmatched
from buddy_program.matching.rules import PASSES, Rule, Rules
from buddy_program.matching.scores import Weights, points, weighted
from buddy_program.matching.tables import Bools, Crossed, Ints, Listed, Sides

ALTERNATIVES = 3
OBSTACLES = (*Rule, Obstacle.FLOOR)


def scored_pairs(
    sides: Sides, weights: Weights, rows: Ints, columns: Ints
) -> list[Pair]:
    """Return pairs with their points and scores, in the order given."""
    found = points(Listed(sides, rows, columns))
    by_pair = np.stack([*found.values()], axis=1).tolist()
    scores = np.broadcast_to(weighted(found, weights), len(rows)).tolist()
    ids = sides.newcomers.ids[rows].tolist(), sides.locals.ids[columns].tolist()
    return [
        Pair(newcomer, local, score, tuple(each))
        for newcomer, local, score, each in zip(*ids, scores, by_pair, strict=True)
    ]


def alternatives(scores: Scores, rows: Ints, columns: Ints) -> tuple[Ints, Ints]:
    """Return the next best columns for each row but its own, as pairs of (row, column).

    The best score comes first, the lowest id among equals.
    """
    count = scores.shape[1]
    most = min(ALTERNATIVES, count)
    found_rows, found_columns = [], []
    for block in blocks(len(rows)):
        # One number that orders by score, then by column: no ties are left.
        keys = scores[rows[block]].astype(np.int64) * count - np.arange(count)
        keys[np.arange(len(block)), columns[block]] = -count * 2
        best = np.argpartition(-keys, most - 1, axis=1)[:, :most]
        best = np.take_along_axis(
            best, np.argsort(-np.take_along_axis(keys, best, 1), axis=1), 1
        )
        there = np.take_along_axis(keys, best, 1) > -count
        found_rows.append(np.repeat(rows[block], most)[there.ravel()])
        found_columns.append(best[there])
    if not found_rows:
        return rows, columns
    return np.concatenate(found_rows), np.concatenate(found_columns)


def unmatched(
    sides: Sides, rules: Rules, weights: Weights, rows: Ints
) -> Iterator[Unmatched]:
    """Say of some newcomers why they have nobody; for locals turn the sides."""
    for block in blocks(len(rows)):
        view = Crossed(sides, rows[block])
        fails = _fails(view, rules, weights)
        together = fails.sum(axis=0, dtype=np.int8)
        suitable = (together == 0).sum(axis=1).tolist()
        others = fails.sum(axis=2).T.tolist()
        alone = (fails & (together == 1)).sum(axis=2).T.tolist()
        ids = sides.newcomers.ids[rows[block]].tolist()
        for told in zip(ids, suitable, others, alone, strict=True):
            yield _unmatched(*told)


def _fails(view: Crossed, rules: Rules, weights: Weights) -> Bools:
    """Return by obstacle, row and column whether it forbids the pair."""
    shape = len(view.rows), len(view.sides.locals)
    fails = [~PASSES[rule](view, rules) for rule in Rule]
    under = weighted(points(view), weights) < weights.floor
    return np.stack([np.broadcast_to(each, shape) for each in (*fails, under)])


def _unmatched(
    id_: int, suitable: int, others: list[int], alone: list[int]
) -> Unmatched:
    blocked = tuple(
        Blocked(by, *counts)
        for by, *counts in zip(OBSTACLES, others, alone, strict=True)
        if counts[0]
    )
    return Unmatched(id_, _reason(suitable, blocked), suitable, blocked)


def _reason(suitable: int, blocked: tuple[Blocked, ...]) -> Rule | Obstacle:
    if suitable:
        return Obstacle.TAKEN
    if not blocked:
        return Obstacle.NOBODY
    return max(blocked, key=lambda each: (each.alone, each.others)).by
