"""The result is the best there is, the same for everybody, and breaks no rule."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buddy_program.matching.certificate import NotOptimal, certify, checked
from buddy_program.matching.inputs import Inputs
from buddy_program.matching.people import SLOTS, Level
from buddy_program.matching.problem import Problem, TooManyPeople
from buddy_program.matching.results import Run, Totals
from buddy_program.matching.run import match
from buddy_program.matching.scores import Criterion, Weights
from buddy_program.matching.solve import best_matching
from buddy_program.matching.ties import canonical
from tests.buddy_program.matching import reference
from tests.buddy_program.matching.factories import (
    DISTRICTS,
    GOALS,
    INTERESTS,
    LANGUAGES,
    instances,
    local,
    newcomer,
    only,
)


def chosen(run: Run) -> dict[int, int]:
    return {
        each.pair.newcomer: each.pair.local for each in run.matches if not each.pinned
    }


def crowd(seed: int, size: int) -> Inputs:
    """Return many people of all kinds, with pins, forbidden and existing pairs."""
    rng = random.Random(seed)  # noqa: S311

    def some(words: tuple[str, ...], most: int) -> frozenset[str]:
        return frozenset(rng.sample(words, rng.randint(0, min(most, len(words)))))

    def person() -> dict[str, Any]:
        return {
            "city": 1,
            "languages": tuple(
                (tag, rng.choice(list(Level))) for tag in some(LANGUAGES, 2)
            ),
            "slots": some(SLOTS[:6], 3),
            "district": rng.choice(DISTRICTS),
            "interests": some(INTERESTS, 4),
            "dislikes": some(INTERESTS, 1),
            "goals": some(GOALS, 2),
            "never_with": frozenset(rng.sample(range(1, size + 1), 2)),
        }

    ids = rng.sample(range(1, size + 1), size)
    people = Inputs(
        newcomers=[
            newcomer(number, **person(), waiting_days=rng.choice([0, 7, 30, 400]))
            for number in ids[: rng.randint(1, size)]
        ],
        locals=[
            local(number, **person(), capacity=rng.randint(0, 3))
            for number in rng.sample(ids, rng.randint(1, size))
        ],
        weights=Weights(floor=rng.choice([0, 0, 300])),
    )
    pairs = sorted(reference.edges(people))
    fixed = reference.taken_in_turn(people, rng.sample(pairs, min(len(pairs), 6)))
    half = len(fixed) // 2
    return replace(
        people,
        pins=frozenset([*fixed.items()][:half]),
        existing=frozenset([*fixed.items()][half:]),
        forbidden=frozenset(rng.sample(pairs, min(len(pairs), 3))) - fixed.items(),
    )


@given(st.integers(0, 2**32), st.integers(2, 60))
@settings(max_examples=150, deadline=None)
def test_crowds_are_matched_as_well_as_another_solver_can(seed: int, size: int) -> None:
    inputs = crowd(seed, size)

    run = match(inputs)

    found = reference.totals(inputs, chosen(run))
    assert found == reference.by_flow(inputs)
    assert {
        each.pair.newcomer: each.pair.local for each in run.matches if each.pinned
    } == dict(inputs.pins)
    rest = len(chosen(run))
    assert rest >= len(reference.first_come(inputs))
    assert rest >= len(reference.best_pair_first(inputs))


@given(instances(most=4))
@settings(max_examples=40, deadline=None)
def test_a_few_are_matched_as_if_everything_had_been_tried(inputs: Inputs) -> None:
    run = match(inputs)

    assert chosen(run) == reference.first_of_the_best(inputs)
    assert run.totals == reference.totals(inputs, chosen(run))


def test_among_equals_the_first_by_id_is_taken() -> None:
    """The last newcomer speaks with the first local only."""
    both = (("uk", Level.NATIVE), ("en", Level.C1))
    people = [newcomer(n) for n in (5, 3, 9)]
    waiting = newcomer(12, languages=(("uk", Level.NATIVE),))

    run = match(
        Inputs(
            newcomers=[*people, waiting],
            locals=[local(22, capacity=2), local(21, languages=both), local(23)],
        )
    )

    assert chosen(run) == {3: 22, 5: 22, 9: 23, 12: 21}


@given(st.integers(0, 2**32), st.integers(2, 25), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_input_changes_nothing(
    seed: int, size: int, rng: random.Random
) -> None:
    inputs = crowd(seed, size)
    shuffled = replace(
        inputs,
        newcomers=rng.sample(inputs.newcomers, len(inputs.newcomers)),
        locals=rng.sample(inputs.locals, len(inputs.locals)),
    )

    assert match(shuffled).to_json() == match(inputs).to_json()


def tied(seed: int, most: int) -> Problem:
    """Return a problem of which many matchings are best."""
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(1, most + 1, 2)
    scores = rng.integers(-1, 2, (rows, columns)).astype(np.int16)
    waiting = rng.integers(0, 2, rows)
    return Problem.of(scores, waiting, rng.integers(0, 3, columns))


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_of_all_best_matchings_the_first_by_id_is_taken(seed: int) -> None:
    problem = tied(seed, most=4)
    rows, columns = problem.scores.shape
    weights = problem.weights(slice(None))

    found = best_matching(problem)
    proof = certify(problem, found)

    best = []
    for each in product(range(-1, columns), repeat=rows):
        pairs = [(row, column) for row, column in enumerate(each) if column >= 0]
        used = np.bincount([column for _row, column in pairs], minlength=columns)
        fits = (used <= problem.room).all()
        if fits and all(problem.scores[pair] >= 0 for pair in pairs):
            weight = sum(int(weights[pair]) for pair in pairs)
            order = [column if column >= 0 else columns for column in each]
            best.append((-weight, order, list(each)))
    assert canonical(problem, found, proof).tolist() == min(best)[2]


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_it_does_not_matter_which_of_the_best_the_solver_finds(seed: int) -> None:
    problem = tied(seed, most=12)
    order = np.random.default_rng(seed).permutation(len(problem.room))
    turned = replace(problem, scores=problem.scores[:, order], room=problem.room[order])
    found = best_matching(problem)
    other = best_matching(turned)
    other = np.where(other < 0, other, order[other])

    results = [
        canonical(problem, each, certify(problem, each)).tolist()
        for each in (found, other)
    ]

    assert results[0] == results[1]


@given(instances(most=6))
@settings(max_examples=30, deadline=None)
def test_scores_and_points_are_what_the_criteria_say(inputs: Inputs) -> None:
    run = match(inputs)

    newcomers = {each.id: each for each in inputs.newcomers}
    locals_ = {each.id: each for each in inputs.locals}
    for each in run.matches:
        for pair in (each.pair, *each.alternatives):
            a, b = newcomers[pair.newcomer], locals_[pair.local]
            assert pair.points == reference.points(a, b)
            assert pair.score == reference.score(inputs, a, b)


def test_more_people_come_before_longer_waits_and_those_before_scores() -> None:
    """Anna fits Karel well; but then Boris, whom nobody else can take, has nobody."""
    cooks = {"interests": frozenset({"cooking"})}
    ukrainian = (("uk", Level.NATIVE),)
    both = (("uk", Level.NATIVE), ("en", Level.C1))
    inputs = Inputs(
        newcomers=[
            newcomer(1, waiting_days=300, **cooks),
            newcomer(2, waiting_days=1, languages=ukrainian),
            newcomer(3, waiting_days=0, **cooks),
        ],
        locals=[local(11, languages=both, **cooks), local(12)],
        weights=only(Criterion.INTERESTS),
    )

    run = match(inputs)

    assert chosen(run) == {1: 12, 2: 11}
    assert run.totals == Totals(matched=2, waiting_days=301, score=0)


def test_a_wait_of_two_years_is_worth_no_more_than_one_of_366_days() -> None:
    cooks = {"interests": frozenset({"cooking"})}
    inputs = Inputs(
        newcomers=[
            newcomer(1, waiting_days=366, **cooks),
            newcomer(2, waiting_days=730),
        ],
        locals=[local(11, **cooks)],
        weights=only(Criterion.INTERESTS),
    )

    assert chosen(match(inputs)) == {1: 11}


def test_a_pair_under_the_floor_is_no_pair() -> None:
    weights = only(Criterion.INTERESTS, weight=10, floor=21)
    shares = [frozenset({"chess"}), frozenset({"chess", "music"})]
    inputs = Inputs(
        newcomers=[newcomer(1, interests=shares[0]), newcomer(2, interests=shares[1])],
        locals=[local(11, interests=shares[1], capacity=2)],
        weights=weights,
    )

    assert chosen(match(inputs)) == {2: 11}


def test_nobody_at_all_gives_an_empty_run() -> None:
    run = match(Inputs(newcomers=[], locals=[]))

    assert run.totals == Totals(0, 0, 0)
    assert (run.matches, run.waiting, run.unasked, run.recruitment) == ((), (), (), ())


# --- the certificate ----------------------------------------------------------------

PROBLEM = Problem.of(
    np.array([[5, 3], [4, -1]], np.int16), np.array([10, 20]), np.array([1, 1])
)


def test_the_best_matching_is_certified_with_its_weight() -> None:
    found = best_matching(PROBLEM)

    proof = certify(PROBLEM, found)

    assert found.tolist() == [1, 0]
    assert proof.total == 2 * PROBLEM.matched + 30 * PROBLEM.day + 7


@pytest.mark.parametrize(
    ("newcomers", "locals_", "why"),
    [
        ([-(10**15), 0], [0, 0], "below 0"),
        ([0, 0], [-(10**15), 0], "below 0"),
        ([-1, 0], [0, 0], "weighs more"),
        ([0, -1], [0, 0], "weighs more"),
        ([1, 0], [0, 0], "more than the matching"),
        ([0, 0], [1, 0], "more than the matching"),
    ],
)
def test_prices_that_prove_nothing_are_refused(
    newcomers: list[int], locals_: list[int], why: str
) -> None:
    """The numbers are added to prices that prove the matching."""
    found = best_matching(PROBLEM)
    proof = certify(PROBLEM, found)

    with pytest.raises(NotOptimal, match=why):
        checked(
            PROBLEM, found, proof.newcomer_prices + newcomers,
            proof.local_prices + locals_,
        )  # fmt: skip


@pytest.mark.parametrize(
    "match_",
    [
        pytest.param([0, -1], id="one could be matched more"),
        pytest.param([-1, 0], id="and so here"),
        pytest.param([-1, -1], id="nobody is matched"),
        pytest.param([0, 1], id="a pair is none"),
        pytest.param([0, 0], id="a place is taken twice"),
    ],
)
def test_anything_less_is_refused(match_: list[int]) -> None:
    with pytest.raises(NotOptimal):
        certify(PROBLEM, np.array(match_))


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_a_certificate_is_given_to_the_best_and_to_no_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(1, 5, 2)
    scores = rng.integers(-1, 4, (rows, columns)).astype(np.int16)
    problem = Problem.of(scores, rng.integers(0, 3, rows), rng.integers(0, 3, columns))
    weights = problem.weights(slice(None))
    best = certify(problem, best_matching(problem)).total
    any_ = rng.integers(-1, columns, rows)
    is_one = all(scores[row, any_[row]] >= 0 for row in np.flatnonzero(any_ >= 0))
    used = np.bincount(any_[any_ >= 0], minlength=columns)
    worth = sum(int(weights[row, any_[row]]) for row in np.flatnonzero(any_ >= 0))

    if is_one and (used <= problem.room).all() and worth == best:
        assert certify(problem, any_).total == best
    else:
        with pytest.raises(NotOptimal):
            certify(problem, any_)


def test_more_people_than_can_be_weighed_exactly_are_refused() -> None:
    scores = np.full((1, 1), 13000, np.int16)
    with pytest.raises(TooManyPeople):
        Problem.of(scores, np.full(40_000, 366), np.array([40_000]))
