"""What `tasks.py bench --only buddy` times: whole matchings, told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from buddy_program.matching.inputs import Inputs
from buddy_program.matching.results import Run
from buddy_program.matching.run import match
from buddy_program.matching.words import (
    Names,
    reasons,
    whom_to_recruit,
    why_unmatched,
)
from buddy_program.simulation.population import Population

SIZES = (500, 5000)


def cases(_count: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield matchings of so many newcomers with as many locals."""
    for size in SIZES:
        yield f"buddy_match_{size}", partial(matched_and_told, people(size))


def people(size: int) -> Inputs:
    """Return as many newcomers as locals, always the same."""
    population = Population(Random(size))  # noqa: S311 (nothing to guess here)
    waiting = population.random
    return Inputs(
        newcomers=[
            population.newcomer(waiting_days=waiting.randint(0, 400))
            for _ in range(size)
        ],
        locals=[population.local() for _ in range(size)],
    )


def matched_and_told(inputs: Inputs) -> tuple[Run, list[str]]:
    """Match, and put into words why each pair, and why nobody."""
    run = match(inputs)
    newcomers = {each.id: each for each in inputs.newcomers}
    locals_ = {each.id: each for each in inputs.locals}
    names = Names()
    told = []
    for each in run.matches:
        sides = newcomers[each.pair.newcomer], locals_[each.pair.local]
        told += [found.text for found in reasons(each.pair, *sides, run.weights, names)]
    for left in (*run.waiting, *run.unasked):
        told += why_unmatched(left)
    return run, told + [whom_to_recruit(each, names) for each in run.recruitment]
