"""The ways of matching that are played against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from buddy_program.matching.inputs import Inputs
from buddy_program.matching.problem import score_matrix
from buddy_program.matching.run import match, sides_of

Pairs = list[tuple[int, int]]
"""(id of a newcomer, id of a local)."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How pairs are found among those who are free, and every how many days."""

    name: str
    every_days: int
    choose: Callable[[Inputs], Pairs]


def _scored(inputs: Inputs) -> tuple[Inputs, list[tuple[int, int, int]]]:
    """Return the inputs in order, and (score, row, column) of each pair that may be."""
    inputs = inputs.in_order()
    sides = sides_of(inputs, inputs.existing)
    scores = score_matrix(sides, inputs.rules, inputs.weights)
    rows, columns = np.nonzero(scores >= 0)
    found = zip(
        scores[rows, columns].tolist(), rows.tolist(), columns.tolist(), strict=True
    )
    return inputs, list(found)


def _one_by_one(inputs: Inputs, pairs: list[tuple[int, int, int]]) -> Pairs:
    """Take the pairs in their order, as far as both are still free."""
    room = {place: each.capacity for place, each in enumerate(inputs.locals)}
    for _newcomer, local in inputs.existing:
        place = next(p for p, each in enumerate(inputs.locals) if each.id == local)
        room[place] -= 1
    chosen: dict[int, int] = {}
    for _score, row, column in pairs:
        if row not in chosen and room[column] > 0:
            chosen[row] = column
            room[column] -= 1
    return [
        (inputs.newcomers[row].id, inputs.locals[column].id)
        for row, column in sorted(chosen.items())
    ]


def first_come(inputs: Inputs) -> Pairs:
    """Give each newcomer, who waits longest first, the best local left."""
    inputs, pairs = _scored(inputs)
    waits = [-each.waiting_days for each in inputs.newcomers]
    return _one_by_one(
        inputs, sorted(pairs, key=lambda pair: (waits[pair[1]], pair[1], -pair[0]))
    )


def best_pair_first(inputs: Inputs) -> Pairs:
    """Take the pair with the highest score, then the next, and so on."""
    inputs, pairs = _scored(inputs)
    return _one_by_one(
        inputs, sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))
    )


def highest_scores(inputs: Inputs) -> Pairs:
    """Match for the programme's objective, as if nobody had waited."""
    newcomers = [replace(each, waiting_days=0) for each in inputs.newcomers]
    return optimal(replace(inputs, newcomers=newcomers))


def optimal(inputs: Inputs) -> Pairs:
    """Match as the programme does."""
    return [(each.pair.newcomer, each.pair.local) for each in match(inputs).matches]


POLICIES = (
    Policy("first come", 1, first_come),
    Policy("best pair first", 1, best_pair_first),
    Policy("weekly, by score", 7, highest_scores),
    Policy("this one, daily", 1, optimal),
    Policy("this one, weekly", 7, optimal),
    Policy("this one, monthly", 30, optimal),
)
