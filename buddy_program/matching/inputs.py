"""What a run of the matching is given, and the number that stands for all of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import orjson

from buddy_program.matching.people import Local, Newcomer, Person
from buddy_program.matching.rules import Rules
from buddy_program.matching.scores import Weights

ALGORITHM = 1
"""Raised whenever the same inputs may give another result."""

Pairs = frozenset[tuple[int, int]]
"""(id of a newcomer, id of a local)."""

P = TypeVar("P", bound=Person)


class WrongInputs(ValueError):
    """The inputs contradict each other; nothing was matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everybody who waits, everybody who has room, and what the coordinator has set.

    Raises:
        WrongInputs: if an id stands twice on a side, a pair names somebody who isn't
            there, or a newcomer is in two pairs that are fixed.
    """

    newcomers: Sequence[Newcomer]
    locals: Sequence[Local]
    rules: Rules = field(default_factory=Rules)
    weights: Weights = field(default_factory=Weights)
    pins: Pairs = frozenset()
    """Pairs that are to be: no hard rule may forbid them, but the floor may."""

    forbidden: Pairs = frozenset()
    """Pairs that are not to be, in this run."""

    existing: Pairs = frozenset()
    """Matches that go on: they are left alone and take their locals' room."""

    def __post_init__(self) -> None:
        for people in (self.newcomers, self.locals):
            _refuse_twice((each.id for each in people), "stands twice")
        fixed = self.pins | self.existing
        _refuse_twice((newcomer for newcomer, _local in fixed), "is in two fixed pairs")
        newcomers = {each.id for each in self.newcomers}
        locals_ = {each.id for each in self.locals}
        for pair in sorted(fixed | self.forbidden):
            if pair[0] not in newcomers or pair[1] not in locals_:
                raise WrongInputs(f"The pair {pair} names somebody who isn't there.")

    def in_order(self) -> Inputs:
        """Return the same with both sides in the order of their ids."""
        return replace(
            self, newcomers=_by_id(self.newcomers), locals=_by_id(self.locals)
        )

    def digest(self) -> str:
        """Return the SHA-256 of everything that decides the result, as hex digits.

        The same inputs in another order have the same digest.
        """
        told = orjson.dumps(
            [ALGORITHM, self.in_order()], default=sorted, option=orjson.OPT_SORT_KEYS
        )
        return hashlib.sha256(told).hexdigest()


def _refuse_twice(ids: Iterable[int], what: str) -> None:
    twice = sorted(each for each, count in Counter(ids).items() if count > 1)
    if twice:
        raise WrongInputs(f"{twice} {what}.")


def _by_id(people: Sequence[P]) -> tuple[P, ...]:
    return tuple(sorted(people, key=lambda each: each.id))
