"""Finds a matching with the largest sum of weights: scipy's assignment, exactly.

The weights are whole numbers in doubles. Each newcomer has, beside their pairs, a place
of their own where they stay unmatched, so that no path that the algorithm adds up is
longer than a few weights, far below 2^53: every step of it is exact.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from buddy_program.matching.problem import Problem, blocks
from buddy_program.matching.tables import Ints

UNMATCHED = -1


def best_matching(problem: Problem) -> Ints:
    """Return the column of each row, or `UNMATCHED`; ties fall as they may.

    A local with room for three stands in three columns.
    """
    match = np.full(len(problem.waiting), UNMATCHED, np.int64)
    if not len(match):
        return match
    suitors = (problem.scores >= 0).sum(axis=0)
    columns = np.repeat(np.arange(len(suitors)), np.minimum(problem.room, suitors))
    # Who counts most comes first: whoever must stay unmatched then gives up at once,
    # which takes a seventh of the time where many must.
    order = np.argsort(-problem.worth(), kind="stable")
    costs = _costs(problem, order, columns)
    rows, places = min_weight_full_bipartite_matching(costs)
    real = places < len(columns)
    match[order[rows[real]]] = columns[places[real]]
    return match


def _costs(problem: Problem, order: Ints, columns: Ints) -> csr_array:
    """Return what each pair falls short of a weight that none has.

    To stay unmatched falls short of all of it. Costs are above 0: what isn't stored
    isn't there.
    """
    count = len(problem.waiting)
    most = int(problem.worth().max()) + int(problem.scores.max(initial=0)) + 1
    costs = [np.full(count, float(most))]
    rows, places = [np.arange(count)], [len(columns) + np.arange(count)]
    for block in blocks(count):
        weights = problem.weights(order[block])[:, columns]
        row, place = np.nonzero(weights)
        costs.append((most - weights[row, place]).astype(np.float64))
        rows.append(block[row].astype(np.int32))
        places.append(place.astype(np.int32))
    ends = np.concatenate(rows), np.concatenate(places)
    return csr_array((np.concatenate(costs), ends), (count, len(columns) + count))
