"""The rules and scores once more, pair by pair, without arrays; and other solvers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product

from ortools.graph.python import min_cost_flow

from buddy_program.matching.inputs import Inputs
from buddy_program.matching.people import FamilyStage, Level, Local, Newcomer
from buddy_program.matching.results import Totals
from buddy_program.matching.rules import Rule
from buddy_program.matching.scores import Criterion

Chosen = Mapping[int, int]
"""Ids of locals by ids of newcomers."""

LIKE = {
    frozenset({FamilyStage.SMALL_CHILDREN, FamilyStage.SCHOOL_CHILDREN}): 6,
    frozenset({FamilyStage.SCHOOL_CHILDREN, FamilyStage.GROWN_CHILDREN}): 4,
    frozenset({FamilyStage.ALONE, FamilyStage.COUPLE}): 4,
}


def broken(inputs: Inputs, a: Newcomer, b: Local) -> set[Rule]:
    """Return the hard rules that a pair breaks."""
    rules = inputs.rules
    spoken = [
        {tag for tag, level in each.languages if level >= rules.language_level}
        for each in (a, b)
    ]
    wished = (not a.wants_gender or b.gender in a.wants_gender) and (
        not b.wants_gender or a.gender in b.wants_gender
    )
    near = not a.districts or not b.districts or a.districts & b.districts
    fixed = inputs.existing | inputs.pins
    guests = sum(local == b.id for _newcomer, local in fixed)
    busy = any(newcomer == a.id for newcomer, _local in fixed)
    return {
        rule
        for rule, fine in {
            Rule.SAFEGUARDING: not (a.safeguarding_block or b.safeguarding_block),
            Rule.CITY: a.city == b.city,
            Rule.CAPACITY: not busy and b.capacity > guests,
            Rule.LANGUAGE: spoken[0] & spoken[1],
            Rule.DISTRICT: near,
            Rule.AVAILABILITY: len(a.slots & b.slots) >= rules.shared_slots,
            Rule.GENDER: wished,
            Rule.NEVER_AGAIN: b.id not in a.never_with and a.id not in b.never_with,
            Rule.FORBIDDEN: (a.id, b.id) not in inputs.forbidden,
        }.items()
        if not fine
    }


def points(a: Newcomer, b: Local) -> tuple[int, ...]:
    clashes = len(a.interests & b.dislikes) + len(a.dislikes & b.interests)
    common = max(
        (min(a.level_of(tag), b.level_of(tag)) for tag, _level in a.languages),
        default=0,
    )
    apart = abs(a.age - b.age) if a.age and b.age else 9
    homes = {a.district, b.district} - {""}
    visits = (b.district and (not a.districts or b.district in a.districts)) or (
        a.district and (not b.districts or a.district in b.districts)
    )
    found = {
        Criterion.INTERESTS: min(len(a.interests & b.interests), 5) * 2,
        Criterion.DISLIKES: max(10 - 5 * clashes, 0),
        Criterion.GOALS: min(len(a.goals & b.goals), 2) * 5,
        Criterion.AVAILABILITY: min(len(a.slots & b.slots), 5) * 2,
        Criterion.LANGUAGE: {
            Level.A2: 2, Level.B1: 4, Level.B2: 6, Level.C1: 8, Level.C2: 10,
            Level.NATIVE: 10,
        }.get(Level(common) if common else Level.A1, 0),
        Criterion.DISTRICT: 10
        if a.district == b.district and homes
        else 5 * bool(visits),
        Criterion.FAMILY: 10 * bool(a.family)
        if a.family == b.family
        else LIKE.get(frozenset({a.family, b.family}), 0),
        Criterion.AGE: {0: 10, 1: 6, 2: 3}.get(apart, 0),
    }  # fmt: skip
    return tuple(found[criterion] for criterion in Criterion)


def score(inputs: Inputs, a: Newcomer, b: Local) -> int:
    weights = (inputs.weights.of(criterion) for criterion in Criterion)
    return sum(w * p for w, p in zip(weights, points(a, b), strict=True))


def edges(inputs: Inputs) -> dict[tuple[int, int], int]:
    """Return the scores of all pairs that may be."""
    return {
        (a.id, b.id): found
        for a, b in product(inputs.newcomers, inputs.locals)
        if not broken(inputs, a, b)
        and (found := score(inputs, a, b)) >= inputs.weights.floor
    }


def room(inputs: Inputs) -> dict[int, int]:
    guests = Counter(local for _newcomer, local in inputs.existing | inputs.pins)
    return {b.id: max(b.capacity - guests[b.id], 0) for b in inputs.locals}


def waits(inputs: Inputs) -> dict[int, int]:
    return {a.id: min(a.waiting_days, 366) for a in inputs.newcomers}


def totals(inputs: Inputs, chosen: Chosen) -> Totals:
    """Return what a choice comes to, without the pins."""
    known, waiting = edges(inputs), waits(inputs)
    return Totals(
        len(chosen),
        sum(waiting[newcomer] for newcomer in chosen),
        sum(known[pair] for pair in chosen.items()),
    )


def choices(inputs: Inputs) -> Iterator[dict[int, int]]:
    """Return every matching there is: for very small instances only."""
    known = edges(inputs)
    ids = sorted(a.id for a in inputs.newcomers)

    def further(place: int, left: Mapping[int, int]) -> Iterator[dict[int, int]]:
        if place == len(ids):
            yield {}
            return
        yield from further(place + 1, left)
        for local in left:
            if left[local] and (ids[place], local) in known:
                rest = {**left, local: left[local] - 1}
                for others in further(place + 1, rest):
                    yield {ids[place]: local, **others}

    return further(0, room(inputs))


def value(found: Totals) -> tuple[int, int, int]:
    return found.matched, found.waiting_days, found.score


def first_of_the_best(inputs: Inputs) -> dict[int, int]:
    """Try everything: the best by value; among equals the first by ids."""
    ids = sorted(a.id for a in inputs.newcomers)
    last = max(b.id for b in inputs.locals) + 1

    def rank(chosen: Chosen) -> tuple[list[int], list[int]]:
        negated = [-each for each in value(totals(inputs, chosen))]
        return negated, [chosen.get(newcomer, last) for newcomer in ids]

    return min(choices(inputs), key=rank)


def by_flow(inputs: Inputs) -> Totals:
    """Return the optimum as OR-tools' minimum-cost flow finds it."""
    known, places, waiting = edges(inputs), room(inputs), waits(inputs)
    day = 1 + sum(known.values())
    matched = 1 + day * (1 + sum(waiting.values()))
    flow = min_cost_flow.SimpleMinCostFlow()
    rows = {a.id: 2 + place for place, a in enumerate(inputs.newcomers)}
    columns = {b.id: 2 + len(rows) + place for place, b in enumerate(inputs.locals)}
    for node in rows.values():
        flow.add_arc_with_capacity_and_unit_cost(0, node, 1, 0)
        flow.add_arc_with_capacity_and_unit_cost(node, 1, 1, 0)
    for local, node in columns.items():
        flow.add_arc_with_capacity_and_unit_cost(node, 1, places[local], 0)
    arcs = {}
    for (newcomer, local), found in known.items():
        cost = -(matched + day * waiting[newcomer] + found)
        arc = flow.add_arc_with_capacity_and_unit_cost(
            rows[newcomer], columns[local], 1, cost
        )
        arcs[arc] = newcomer, local
    flow.set_nodes_supplies([0, 1], [len(rows), -len(rows)])
    assert flow.solve() == flow.OPTIMAL
    return totals(inputs, dict(pair for arc, pair in arcs.items() if flow.flow(arc)))


def taken_in_turn(inputs: Inputs, pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Match the pairs one after the other, as far as there is room."""
    left, chosen = room(inputs), dict[int, int]()
    for newcomer, local in pairs:
        if newcomer not in chosen and left[local]:
            chosen[newcomer] = local
            left[local] -= 1
    return chosen


def first_come(inputs: Inputs) -> dict[int, int]:
    """Give each newcomer, those who wait longest first, their best local left."""
    known, waiting = edges(inputs), waits(inputs)
    order = sorted(known, key=lambda pair: (-waiting[pair[0]], pair[0], -known[pair]))
    return taken_in_turn(inputs, order)


def best_pair_first(inputs: Inputs) -> dict[int, int]:
    known = edges(inputs)
    return taken_in_turn(inputs, sorted(known, key=lambda pair: (-known[pair], pair)))
