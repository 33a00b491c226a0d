"""How well a pair that may be would fit: points by criterion, weighted and added.

Points run from 0 to 10 and weights from 0 to 100, both whole numbers, so that a sum is
exact and fits 16 bits. What they measure was chosen for this programme; no study is
claimed for it, which is why the weights can be edited and every run keeps its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from buddy_program.matching.people import AgeBand, FamilyStage, Level
from buddy_program.matching.tables import Array, Points, Table, View

MAX_POINTS = 10
MAX_WEIGHT = 100


class Criterion(StrEnum):
    """What is scored; `Weights` has a field of each name."""

    INTERESTS = "interests"
    DISLIKES = "dislikes"
    GOALS = "goals"
    AVAILABILITY = "availability"
    LANGUAGE = "language"
    DISTRICT = "district"
    FAMILY = "family"
    AGE = "age"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each criterion counts, 0 to 100, and the least score of a pair.

    Raises:
        ValueError: if a weight or the floor is out of its range.
    """

    version: int = 1
    interests: int = 30
    dislikes: int = 15
    goals: int = 20
    availability: int = 20
    language: int = 15
    district: int = 10
    family: int = 10
    age: int = 10
    floor: int = 0
    """A pair that scores less is no pair."""

    def __post_init__(self) -> None:
        for criterion in Criterion:
            if not 0 <= self.of(criterion) <= MAX_WEIGHT:
                raise ValueError(
                    f"The weight of {criterion} must be 0 to {MAX_WEIGHT}."
                )
        if not 0 <= self.floor <= self.best_score:
            raise ValueError(f"The floor must be 0 to {self.best_score}.")

    def of(self, criterion: Criterion) -> int:
        weight: int = getattr(self, criterion)
        return weight

    @property
    def best_score(self) -> int:
        """What a pair has that gets all points."""
        return MAX_POINTS * sum(self.of(criterion) for criterion in Criterion)


FAMILY_POINTS = np.zeros((len(FamilyStage), len(FamilyStage)), np.int8)
for _stage in FamilyStage:
    if _stage is not FamilyStage.UNSAID:
        FAMILY_POINTS[_stage, _stage] = 10
FAMILY_POINTS[FamilyStage.SMALL_CHILDREN, FamilyStage.SCHOOL_CHILDREN] = 6
FAMILY_POINTS[FamilyStage.SCHOOL_CHILDREN, FamilyStage.GROWN_CHILDREN] = 4
FAMILY_POINTS[FamilyStage.ALONE, FamilyStage.COUPLE] = 4
FAMILY_POINTS = np.maximum(FAMILY_POINTS, FAMILY_POINTS.T)

AGE_POINTS = np.zeros((len(AgeBand), len(AgeBand)), np.int8)
for _distance, _points in enumerate((10, 6, 3)):
    for _band in range(1, len(AgeBand) - _distance):
        AGE_POINTS[_band, _band + _distance] = _points
        AGE_POINTS[_band + _distance, _band] = _points

LANGUAGE_POINTS = np.zeros(len(Level) + 1, np.int8)
LANGUAGE_POINTS[[Level.A2, Level.B1, Level.B2]] = 2, 4, 6
LANGUAGE_POINTS[[Level.C1, Level.C2, Level.NATIVE]] = 8, 10, 10


def _interests(view: View) -> Points:
    """2 points for each shared interest, at most five count."""
    return _up_to(view.shared(_new(view).interests, _loc(view).interests), most=5)


def _dislikes(view: View) -> Points:
    """10 points less 5 for each thing that one likes and the other doesn't."""
    clashes = view.shared(_new(view).interests, _loc(view).dislikes)
    clashes = clashes + view.shared(_new(view).dislikes, _loc(view).interests)
    return (MAX_POINTS - 5 * np.minimum(clashes, 2)).astype(np.int8)


def _goals(view: View) -> Points:
    """5 points for each shared goal, at most two count."""
    return _up_to(view.shared(_new(view).goals, _loc(view).goals), most=2)


def _availability(view: View) -> Points:
    """2 points for each slot in which both are free, at most five count."""
    return _up_to(view.shared(_new(view).slots, _loc(view).slots), most=5)


def _language(view: View) -> Points:
    """Points for how well both speak their best common language."""
    newcomers, locals_ = _new(view).levels, _loc(view).levels
    best: Array = np.zeros(1, np.int8)
    for place in range(newcomers.shape[1]):
        common = np.minimum(
            view.left(newcomers[:, place]), view.right(locals_[:, place])
        )
        best = np.maximum(best, common)
    return LANGUAGE_POINTS[best]


def _district(view: View) -> Points:
    """10 points for neighbours, 5 where one would go to where the other lives."""
    newcomers, locals_ = _new(view), _loc(view)
    homes = view.left(newcomers.home), view.right(locals_.home)
    same = (homes[0] == homes[1]) & (homes[0] >= 0)
    comes = view.shared(newcomers.reach, locals_.at_home)
    goes = view.shared(newcomers.at_home, locals_.reach)
    return np.where(same, 10, np.where(comes + goes > 0, 5, 0)).astype(np.int8)


def _family(view: View) -> Points:
    return FAMILY_POINTS[view.left(_new(view).family), view.right(_loc(view).family)]


def _age(view: View) -> Points:
    return AGE_POINTS[view.left(_new(view).age), view.right(_loc(view).age)]


def _new(view: View) -> Table:
    return view.sides.newcomers


def _loc(view: View) -> Table:
    return view.sides.locals


def _up_to(count: Array, *, most: int) -> Points:
    return (np.minimum(count, most) * (MAX_POINTS // most)).astype(np.int8)


POINTS: Mapping[Criterion, Callable[[View], Points]] = {
    Criterion.INTERESTS: _interests,
    Criterion.DISLIKES: _dislikes,
    Criterion.GOALS: _goals,
    Criterion.AVAILABILITY: _availability,
    Criterion.LANGUAGE: _language,
    Criterion.DISTRICT: _district,
    Criterion.FAMILY: _family,
    Criterion.AGE: _age,
}


def points(view: View) -> dict[Criterion, Points]:
    """Return the points of each pair by criterion, 0 to 10."""
    return {criterion: POINTS[criterion](view) for criterion in Criterion}


def weighted(found: Mapping[Criterion, Points], weights: Weights) -> Array:
    """Return the scores as int16: the points times their weights, added."""
    total: Array = np.zeros(1, np.int16)
    for criterion, values in found.items():
        total = total + values * np.int16(weights.of(criterion))
    return total
