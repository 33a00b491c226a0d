"""Plays days of a programme: people come, are matched, agree or not, and part."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from buddy_program.matching.inputs import Inputs
from buddy_program.matching.people import Local, Newcomer
from buddy_program.simulation.policies import Pairs, Policy
from buddy_program.simulation.population import Population


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a programme is like. Rates are guesses to be edited, but for one.

    `early_ending` is the share of matches that end before their time: 38 % in a study
    of 6,468 matches of a mentoring programme (original not seen).
    """

    days: int = 365
    newcomers_a_week: float = 5.0
    locals_a_week: float = 4.0
    acceptance: float = 0.85
    """The share of proposals to which both agree."""

    early_ending: float = 0.38
    match_days: int = 180
    """How long a match takes that doesn't end early."""

    patience_days: int = 120
    """After so long without a match a newcomer gives up."""


@dataclass(slots=True)
class Outcome:
    """What came of a policy."""

    policy: str
    arrived: int = 0
    matched: int = 0
    """Newcomers who were matched at least once."""

    matches: int = 0
    ended_early: int = 0
    given_up: int = 0
    still_waiting: int = 0
    waits: list[int] = field(default_factory=list)
    """Days before each newcomer's first match."""

    @property
    def matched_share(self) -> float:
        return self.matched / self.arrived if self.arrived else 0.0


@dataclass(slots=True)
class _Programme:
    setting: Setting
    policy: Policy
    seed: int
    outcome: Outcome
    arrivals: Random
    people: Population
    since: dict[int, int] = field(default_factory=dict)
    """The day since when a newcomer waits."""

    newcomers: dict[int, Newcomer] = field(default_factory=dict)
    locals: dict[int, Local] = field(default_factory=dict)
    active: dict[tuple[int, int], tuple[int, bool]] = field(default_factory=dict)
    """The day on which a match ends, and whether early."""

    met: set[int] = field(default_factory=set)


def play(setting: Setting, policy: Policy, seed: int) -> Outcome:
    """Play a policy; the same seed brings the same people on the same days."""
    people, arrivals = Random(f"{seed} people"), Random(f"{seed} days")  # noqa: S311
    programme = _Programme(
        setting, policy, seed, Outcome(policy.name), arrivals, Population(people)
    )
    for day in range(setting.days):
        _arrive(programme)
        _start_waiting(programme, day)
        _part(programme, day)
        _give_up(programme, day)
        if day % policy.every_days == 0:
            _propose(programme, day)
    programme.outcome.still_waiting = len(programme.since)
    return programme.outcome


def _arrive(programme: _Programme) -> None:
    setting, random = programme.setting, programme.arrivals
    for _each in range(_count(random, setting.newcomers_a_week / 7)):
        newcomer = programme.people.newcomer()
        programme.newcomers[newcomer.id] = newcomer
        programme.outcome.arrived += 1
    for _each in range(_count(random, setting.locals_a_week / 7)):
        local = programme.people.local()
        programme.locals[local.id] = local


def _start_waiting(programme: _Programme, day: int) -> None:
    known = programme.since.keys() | programme.met
    known |= {newcomer for newcomer, _local in programme.active}
    for id_ in programme.newcomers.keys() - known:
        programme.since[id_] = day


def _count(random: Random, rate: float) -> int:
    """Draw a number of arrivals in a day: Poisson, as sums of exponential gaps."""
    count, time = 0, random.expovariate(1.0)
    while time < rate:
        count, time = count + 1, time + random.expovariate(1.0)
    return count


def _part(programme: _Programme, day: int) -> None:
    """End matches; who is left early waits again, and not for the same person."""
    for pair, (end, early) in sorted(programme.active.items()):
        if end > day:
            continue
        del programme.active[pair]
        newcomer, local = pair
        if early:
            programme.outcome.ended_early += 1
            _never_again(programme, newcomer, local)
            programme.since[newcomer] = day
        else:
            del programme.newcomers[newcomer]


def _never_again(programme: _Programme, newcomer: int, local: int) -> None:
    person = programme.newcomers[newcomer]
    programme.newcomers[newcomer] = replace(
        person, never_with=person.never_with | {local}
    )


def _give_up(programme: _Programme, day: int) -> None:
    limit = day - programme.setting.patience_days
    for newcomer, since in sorted(programme.since.items()):
        if since < limit:
            del programme.since[newcomer], programme.newcomers[newcomer]
            programme.outcome.given_up += 1


def _propose(programme: _Programme, day: int) -> None:
    pairs: Pairs = programme.policy.choose(_inputs(programme, day))
    setting, outcome = programme.setting, programme.outcome
    for newcomer, local in sorted(pairs):
        # What becomes of two people doesn't depend on the policy that joins them.
        fate = Random(f"{programme.seed} {newcomer} {local}")  # noqa: S311
        if fate.random() >= setting.acceptance:
            _never_again(programme, newcomer, local)
            continue
        early = fate.random() < setting.early_ending
        lasts = fate.randint(7, setting.match_days - 1)
        programme.active[newcomer, local] = (
            day + (lasts if early else setting.match_days), early,
        )  # fmt: skip
        outcome.matches += 1
        waited = day - programme.since.pop(newcomer)
        if newcomer not in programme.met:
            programme.met.add(newcomer)
            outcome.matched += 1
            outcome.waits.append(waited)


def _inputs(programme: _Programme, day: int) -> Inputs:
    """Return who waits, everybody who has room, and the matches that go on."""
    waiting = [
        replace(programme.newcomers[id_], waiting_days=day - since)
        for id_, since in sorted(programme.since.items())
    ]
    busy = [programme.newcomers[newcomer] for newcomer, _local in programme.active]
    return Inputs(
        newcomers=[*waiting, *busy],
        locals=list(programme.locals.values()),
        existing=frozenset(programme.active),
    )
