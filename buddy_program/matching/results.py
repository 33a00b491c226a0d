"""What a run of the matching gives back: plain data that can be stored as JSON."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import orjson

from buddy_program.matching.people import Gender
from buddy_program.matching.rules import Rule, Rules
from buddy_program.matching.scores import Criterion, Weights


class Obstacle(StrEnum):
    """Why somebody is unmatched where no hard rule is to blame."""

    TAKEN = "taken"
    """Everybody who would do is matched with somebody else."""

    FLOOR = "floor"
    """Pairs would be possible, but all score under the floor."""

    NOBODY = "nobody"
    """There is nobody on the other side."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A newcomer and a local, and what they score."""

    newcomer: int
    local: int
    score: int
    points: tuple[int, ...]
    """0 to 10, in the order of `Criterion`."""

    def points_of(self, criterion: Criterion) -> int:
        return self.points[list(Criterion).index(criterion)]


@dataclass(frozen=True, slots=True)
class Match:
    """A pair of the result, with the newcomer's next best locals."""

    pair: Pair
    waiting_days: int
    pinned: bool
    alternatives: tuple[Pair, ...]
    """The best others by score, then id; they may be matched with somebody else."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """How much one rule stands in somebody's way."""

    by: Rule | Obstacle
    others: int
    """With how many of the other side it forbids a pair."""

    alone: int
    """With how many of them nothing else does."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody without a match, and why.

    `reason` is `TAKEN` where `suitable` isn't 0. Else it is the obstacle that alone
    stands before the most others; if each stands together with some other one, that
    which stands before the most.
    """

    id: int
    reason: Rule | Obstacle
    suitable: int
    """With how many of the other side a pair would be possible."""

    blocked: tuple[Blocked, ...]
    """What forbids pairs, without what forbids none."""


@dataclass(frozen=True, slots=True)
class Recruit:
    """Locals who would help those who wait: one for each of `newcomers`."""

    city: int
    language: str
    district: str
    """Empty: anywhere in the city."""

    genders: tuple[Gender, ...]
    """Empty: anybody."""

    slots: tuple[str, ...]
    """When most of them are free, at most three."""

    newcomers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The objective, in the order of its parts."""

    matched: int
    waiting_days: int
    """Of those who are matched, each capped at 366."""

    score: int


@dataclass(frozen=True, slots=True)
class Run:
    """A whole result. The same inputs give the same run, byte by byte."""

    algorithm: int
    digest: str
    """Of the inputs: `Inputs.digest`."""

    rules: Rules
    weights: Weights
    totals: Totals
    matches: tuple[Match, ...]
    waiting: tuple[Unmatched, ...]
    """Newcomers without a match."""

    unasked: tuple[Unmatched, ...]
    """Locals with room and without anybody."""

    recruitment: tuple[Recruit, ...]
    newcomer_prices: dict[int, int]
    """The certificate, which `certificate.certify` has checked: ids and prices that
    aren't 0."""

    local_prices: dict[int, int]

    def to_json(self) -> bytes:
        """Return the run as JSON with sorted keys."""
        return orjson.dumps(self, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)

    @classmethod
    def from_json(cls, text: bytes | str) -> Run:
        """Return a run that `to_json` has written."""
        return cls.from_data(orjson.loads(text))

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Run:
        """Return a run from what its JSON holds."""
        return cls(
            **{
                **data,
                "rules": Rules(**data["rules"]),
                "weights": Weights(**data["weights"]),
                "totals": Totals(**data["totals"]),
                "matches": tuple(map(_match, data["matches"])),
                "waiting": tuple(map(_unmatched, data["waiting"])),
                "unasked": tuple(map(_unmatched, data["unasked"])),
                "recruitment": tuple(map(_recruit, data["recruitment"])),
                "newcomer_prices": _by_number(data["newcomer_prices"]),
                "local_prices": _by_number(data["local_prices"]),
            }
        )


def _pair(data: dict[str, Any]) -> Pair:
    return Pair(**{**data, "points": tuple(data["points"])})


def _match(data: dict[str, Any]) -> Match:
    alternatives = tuple(map(_pair, data["alternatives"]))
    return Match(**{**data, "pair": _pair(data["pair"]), "alternatives": alternatives})


def _unmatched(data: dict[str, Any]) -> Unmatched:
    blocked = tuple(
        Blocked(_by(each["by"]), each["others"], each["alone"])
        for each in data["blocked"]
    )
    return Unmatched(**{**data, "reason": _by(data["reason"]), "blocked": blocked})


def _by(name: str) -> Rule | Obstacle:
    return Rule(name) if name in set(Rule) else Obstacle(name)


def _recruit(data: dict[str, Any]) -> Recruit:
    found = {each.name: data[each.name] for each in fields(Recruit)}
    for name in ("slots", "newcomers"):
        found[name] = tuple(found[name])
    return Recruit(**{**found, "genders": tuple(map(Gender, found["genders"]))})


def _by_number(data: dict[str, int]) -> dict[int, int]:
    return {int(number): price for number, price in data.items()}
