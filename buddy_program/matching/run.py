"""One run of the matching: from people to pairs that are proved and explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby

import numpy as np

from buddy_program.matching.certificate import Certificate, certify, checked
from buddy_program.matching.explain import alternatives, scored_pairs, unmatched
from buddy_program.matching.inputs import ALGORITHM, Inputs, Pairs
from buddy_program.matching.problem import (
    LONGEST_WAIT_DAYS,
    Problem,
    Scores,
    score_matrix,
)
from buddy_program.matching.recruit import recruitment
from buddy_program.matching.results import Match, Run, Totals, Unmatched
from buddy_program.matching.rules import PASSES, Rule
from buddy_program.matching.solve import best_matching
from buddy_program.matching.tables import Ints, Listed, Marked, Sides, Table, Words
from buddy_program.matching.ties import canonical


class PinRefused(ValueError):
    """A pinned pair breaks a hard rule; nothing was matched."""

    def __init__(self, pair: tuple[int, int], rule: Rule) -> None:
        super().__init__(f"The pair {pair} breaks the rule “{rule}”.")
        self.pair = pair
        self.rule = rule


def match(given: Inputs) -> Run:
    """Match as many newcomers as possible, then those who wait longest, then well.

    Existing matches stay as they are and aren't part of the result. The result
    depends on the inputs alone, not on their order.

    Raises:
        PinRefused: if a pin breaks a hard rule or takes room that isn't there.
        TooManyPeople: above some 14,000 on both sides.
        NotOptimal: if the solver were wrong; nothing is returned then.
    """
    inputs = given.in_order()
    _check_pins(inputs)
    sides = sides_of(inputs, inputs.existing | inputs.pins)
    scores = score_matrix(sides, inputs.rules, inputs.weights)
    waiting = np.array([each.waiting_days for each in inputs.newcomers], np.int64)
    problem = Problem.of(scores, waiting, sides.locals.room)
    found = best_matching(problem)
    proof = certify(problem, found)
    found = canonical(problem, found, proof)
    # The same prices prove what the choice among equals has made of it.
    checked(problem, found, proof.newcomer_prices, proof.local_prices)
    return _told(inputs, sides, scores, found, proof)


def sides_of(inputs: Inputs, fixed: Pairs) -> Sides:
    """Return both sides as arrays; fixed pairs have taken their room."""
    busy = {newcomer for newcomer, _local in fixed}
    guests = Counter(local for _newcomer, local in fixed)
    words = Words.of([*inputs.newcomers, *inputs.locals])
    newcomers, locals_ = inputs.newcomers, inputs.locals
    rows = {each.id: row for row, each in enumerate(newcomers)}
    columns = {each.id: column for column, each in enumerate(locals_)}
    room = [max(each.capacity - guests[each.id], 0) for each in locals_]
    never = {
        *((each.id, other) for each in newcomers for other in each.never_with),
        *((other, each.id) for each in locals_ for other in each.never_with),
    }
    return Sides(
        Table.of(newcomers, [each.id not in busy for each in newcomers], words),
        Table.of(locals_, room, words),
        never=_marked(never, rows, columns),
        forbidden=_marked(inputs.forbidden, rows, columns),
    )


def _marked(
    pairs: set[tuple[int, int]] | Pairs,
    rows: Mapping[int, int],
    columns: Mapping[int, int],
) -> Marked:
    """Mark pairs of ids; those of people who aren't there don't matter."""
    known = (
        (rows[newcomer], columns[local])
        for newcomer, local in pairs
        if newcomer in rows and local in columns
    )
    return Marked.of(known, len(columns))


def _check_pins(inputs: Inputs) -> None:
    """Refuse the first pin that isn't allowed, in the order of the ids.

    Raises:
        PinRefused: with the rule that it breaks.
    """
    for pair, rule in broken_rules(inputs, inputs.pins):
        raise PinRefused(pair, rule)


def broken_rules(inputs: Inputs, pairs: Pairs) -> list[tuple[tuple[int, int], Rule]]:
    """Return which of some pairs, made together, are not allowed, and the first why.

    By rule, then by the order of the ids. All must be among the people of the inputs.
    """
    if not pairs:
        return []
    given, wanted = inputs.in_order(), sorted(pairs)
    sides = sides_of(given, given.existing)
    rows = np.searchsorted(sides.newcomers.ids, [newcomer for newcomer, _ in wanted])
    columns = np.searchsorted(sides.locals.ids, [local for _, local in wanted])
    view = Listed(sides, rows, columns)
    found: dict[tuple[int, int], Rule] = {}
    for rule in Rule:
        for place in np.flatnonzero(~PASSES[rule](view, given.rules)).tolist():
            found.setdefault(wanted[place], rule)
    used = np.bincount(columns, minlength=len(sides.locals))
    over = used > sides.locals.room
    for pair, column in zip(wanted, columns, strict=True):
        if over[column]:
            found.setdefault(pair, Rule.CAPACITY)
    return list(found.items())


def _told(
    inputs: Inputs, sides: Sides, scores: Scores, found: Ints, proof: Certificate
) -> Run:
    matches = _matches(inputs, sides, scores, found)
    waiting, unasked = _without(inputs, sides, found)
    left = {each.id for each in waiting}
    return Run(
        algorithm=ALGORITHM,
        digest=inputs.digest(),
        rules=inputs.rules,
        weights=inputs.weights,
        totals=_totals(matches),
        matches=matches,
        waiting=waiting,
        unasked=unasked,
        recruitment=recruitment(
            [each for each in inputs.newcomers if each.id in left], inputs.rules
        ),
        newcomer_prices=_prices(sides.newcomers.ids, proof.newcomer_prices),
        local_prices=_prices(sides.locals.ids, proof.local_prices),
    )


def _matches(
    inputs: Inputs, sides: Sides, scores: Scores, found: Ints
) -> tuple[Match, ...]:
    """Return the pairs of the run, pins among them, by newcomer."""
    rows = np.flatnonzero(found >= 0)
    others = scored_pairs(
        sides, inputs.weights, *alternatives(scores, rows, found[rows])
    )
    further = {
        newcomer: tuple(group)
        for newcomer, group in groupby(others, key=lambda each: each.newcomer)
    }
    pins = sorted(inputs.pins)
    ids = sides.newcomers.ids, sides.locals.ids
    pinned = [
        np.searchsorted(ids[side], [pin[side] for pin in pins]) for side in (0, 1)
    ]
    rows, columns = (
        np.concatenate([fixed.astype(np.int64), free])
        for fixed, free in zip(pinned, (rows, found[rows]), strict=True)
    )
    pairs = scored_pairs(sides, inputs.weights, rows, columns)
    told = [
        Match(
            pair=pair,
            waiting_days=inputs.newcomers[row].waiting_days,
            pinned=place < len(pins),
            alternatives=further.get(pair.newcomer, ()),
        )
        for place, (pair, row) in enumerate(zip(pairs, rows.tolist(), strict=True))
    ]
    return tuple(sorted(told, key=lambda each: each.pair.newcomer))


def _without(
    inputs: Inputs, sides: Sides, found: Ints
) -> tuple[tuple[Unmatched, ...], tuple[Unmatched, ...]]:
    """Return newcomers who still wait, and locals with room whom nobody was given."""
    rules, weights = inputs.rules, inputs.weights
    waiting = np.flatnonzero((sides.newcomers.room > 0) & (found < 0))
    used = {local for _newcomer, local in inputs.existing | inputs.pins}
    idle = [not (each.id in used or not each.capacity) for each in inputs.locals]
    given = np.isin(np.arange(len(idle)), found)
    unasked = np.flatnonzero(np.array(idle, np.bool_) & ~given)
    return (
        tuple(unmatched(sides, rules, weights, waiting)),
        tuple(unmatched(sides.turned(), rules, weights, unasked)),
    )


def _totals(matches: tuple[Match, ...]) -> Totals:
    days = (min(each.waiting_days, LONGEST_WAIT_DAYS) for each in matches)
    return Totals(len(matches), sum(days), sum(each.pair.score for each in matches))


def _prices(ids: Ints, prices: Ints) -> dict[int, int]:
    paid = np.flatnonzero(prices)
    return dict(zip(ids[paid].tolist(), prices[paid].tolist(), strict=True))
