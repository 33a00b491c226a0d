"""The hard rules. A pair that breaks one is no pair; it never merely scores less."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from buddy_program.matching.people import Level
from buddy_program.matching.tables import Bools, View, packed


class Rule(StrEnum):
    """What can remove a pair, in the order in which it is told."""

    SAFEGUARDING = "safeguarding"
    CITY = "city"
    CAPACITY = "capacity"
    LANGUAGE = "language"
    DISTRICT = "district"
    AVAILABILITY = "availability"
    GENDER = "gender"
    NEVER_AGAIN = "never_again"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a programme has set; the version is stored with each run.

    Raises:
        ValueError: if no shared slot would be asked for.
    """

    version: int = 1
    language_level: Level = Level.B1
    """Both must speak a common language at least so well."""

    shared_slots: int = 1
    """In how many slots of the week both must be free, at least 1."""

    def __post_init__(self) -> None:
        if self.shared_slots < 1:
            raise ValueError("At least one slot must be shared.")


def _safeguarding(view: View, _rules: Rules) -> Bools:
    stopped = view.left(view.sides.newcomers.stopped)
    return ~(stopped | view.right(view.sides.locals.stopped))


def _city(view: View, _rules: Rules) -> Bools:
    return view.left(view.sides.newcomers.city) == view.right(view.sides.locals.city)


def _capacity(view: View, _rules: Rules) -> Bools:
    room = view.left(view.sides.newcomers.room > 0)
    return room & view.right(view.sides.locals.room > 0)


def _language(view: View, rules: Rules) -> Bools:
    wanted = rules.language_level
    newcomers, locals_ = view.sides.newcomers.levels, view.sides.locals.levels
    return view.shared(packed(newcomers >= wanted), packed(locals_ >= wanted)) > 0


def _district(view: View, _rules: Rules) -> Bools:
    return view.shared(view.sides.newcomers.reach, view.sides.locals.reach) > 0


def _availability(view: View, rules: Rules) -> Bools:
    shared = view.shared(view.sides.newcomers.slots, view.sides.locals.slots)
    return shared >= rules.shared_slots


def _gender(view: View, _rules: Rules) -> Bools:
    newcomers, locals_ = view.sides.newcomers, view.sides.locals
    accepted = view.shared(newcomers.accepts, locals_.gender) > 0
    return accepted & (view.shared(newcomers.gender, locals_.accepts) > 0)


def _never_again(view: View, _rules: Rules) -> Bools:
    return ~view.marked(view.sides.never)


def _forbidden(view: View, _rules: Rules) -> Bools:
    return ~view.marked(view.sides.forbidden)


PASSES: Mapping[Rule, Callable[[View, Rules], Bools]] = {
    Rule.SAFEGUARDING: _safeguarding,
    Rule.CITY: _city,
    Rule.CAPACITY: _capacity,
    Rule.LANGUAGE: _language,
    Rule.DISTRICT: _district,
    Rule.AVAILABILITY: _availability,
    Rule.GENDER: _gender,
    Rule.NEVER_AGAIN: _never_again,
    Rule.FORBIDDEN: _forbidden,
}


def allowed(view: View, rules: Rules) -> Bools:
    """Return which pairs break no hard rule."""
    found = [PASSES[rule](view, rules) for rule in Rule]
    return np.logical_and.reduce(found)
