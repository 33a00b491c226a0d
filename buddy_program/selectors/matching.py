"""Who waits, who has room and what was, as the matching is given it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Site

from buddy_program.choices import ParticipantState, Side
from buddy_program.matching.inputs import Inputs, Pairs
from buddy_program.matching.people import (
    SLOTS,
    AgeBand,
    FamilyStage,
    Gender,
    Level,
    Local,
    Newcomer,
)
from buddy_program.matching.results import Run
from buddy_program.matching.run import match
from buddy_program.matching.scores import Weights
from buddy_program.matching.whatif import Difference, whatif
from buddy_program.models import MatchRun, Pair, Participant, Programme
from buddy_program.rules import ProgrammeRules
from buddy_program.selectors.history import blocked, failed_pairs

WITH_ROOM = (ParticipantState.AVAILABLE, ParticipantState.MATCHED)
"""The states of locals who may be given one more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a coordinator has set for one run."""

    weights: Weights | None = None
    """None: those of the programme's rules."""

    pins: Pairs = frozenset()
    forbidden: Pairs = frozenset()


@dataclass(frozen=True, slots=True)
class People:
    """The rows that stand behind the inputs."""

    newcomers: list[Participant]
    locals: list[Participant]
    existing: Pairs
    failed: set[tuple[int, int]] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)


def matching_inputs(
    *, site: Site, now: dt.datetime, wishes: Wishes | None = None
) -> Inputs:
    """Return what a run of a city's matching is given now.

    Eight queries, however many people there are.

    Raises:
        WrongInputs: if a wish names somebody who isn't there.
    """
    wishes = wishes or Wishes()
    people = _people(site)
    rules = programme_rules(site)
    return Inputs(
        newcomers=[_newcomer(each, people, now) for each in people.newcomers],
        locals=[_local(each, people) for each in people.locals],
        rules=rules.matching,
        weights=wishes.weights or rules.weights,
        pins=wishes.pins,
        forbidden=wishes.forbidden,
        existing=people.existing,
    )


def programme_rules(site: Site) -> ProgrammeRules:
    """Return the rules that hold in a city today."""
    programme = Programme.objects.filter(site=site).first()
    return programme.rules if programme else ProgrammeRules()


def is_up_to_date(run: MatchRun) -> bool:
    """Tell whether the same run made again would be given the same."""
    try:
        inputs = matching_inputs(site=run.site, now=run.made_at, wishes=wishes_of(run))
    except ValueError:
        return False
    return inputs.digest() == run.digest


def wishes_of(run: MatchRun) -> Wishes:
    """Return what the coordinator had set for a run."""
    return Wishes(
        weights=Weights(**run.weights),
        pins=as_pairs(run.pins),
        forbidden=as_pairs(run.forbidden),
    )


def as_pairs(stored: Iterable[Iterable[int]]) -> Pairs:
    """Return pairs as they are stored in the form in which they are matched."""
    return frozenset((newcomer, local) for newcomer, local in stored)


def what_if(
    *, run: MatchRun, now: dt.datetime, changes: Mapping[str, Any]
) -> tuple[Run, Difference]:
    """Match today's people with other weights, rules or pins; nothing is stored.

    `changes` are fields of `Inputs`.

    Raises:
        What `Inputs` and `match` raise.
    """
    inputs = matching_inputs(site=run.site, now=now, wishes=wishes_of(run))
    return whatif(inputs, match(inputs), **changes)


def _people(site: Site) -> People:
    pairs = Pair.objects.filter(site=site).open().values_list("newcomer", "local")
    busy = dict(pairs)
    there = Participant.objects.filter(site=site).there().prefetch_related("languages")
    found = there.filter(state__in=WITH_ROOM)
    locals_ = [each for each in found if each.side == Side.LOCAL]
    known = {each.pk for each in locals_}
    existing = frozenset((new, loc) for new, loc in busy.items() if loc in known)
    guests = {newcomer for newcomer, _local in existing}
    newcomers = [
        each
        for each in found
        if each.side == Side.NEWCOMER
        and (each.pk in guests or (_waits(each) and each.pk not in busy))
    ]
    here = {each.pk for each in newcomers}
    everybody = [*newcomers, *locals_]
    return People(
        newcomers,
        locals_,
        frozenset(pair for pair in existing if pair[0] in here),
        failed_pairs(each.pk for each in everybody),
        blocked(everybody),
    )


def _waits(participant: Participant) -> bool:
    return participant.state == ParticipantState.AVAILABLE


def _newcomer(row: Participant, people: People, now: dt.datetime) -> Newcomer:
    since = row.waiting_since or now
    others = {local for newcomer, local in people.failed if newcomer == row.pk}
    return Newcomer(
        **_person(row, people, others), waiting_days=max((now - since).days, 0)
    )


def _local(row: Participant, people: People) -> Local:
    others = {newcomer for newcomer, local in people.failed if local == row.pk}
    return Local(**_person(row, people, others), capacity=row.capacity)


def _person(row: Participant, people: People, others: set[int]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "city": row.site_id,
        "languages": tuple(
            (spoken.tag, Level(spoken.level)) for spoken in row.languages.all()
        ),
        "slots": frozenset(row.slots) & frozenset(SLOTS),
        "district": row.district,
        "reach": frozenset(row.reach),
        "interests": frozenset(row.interests),
        "dislikes": frozenset(row.dislikes),
        "goals": frozenset(row.goals),
        "family": FamilyStage(row.family),
        "age": AgeBand(row.age),
        "gender": Gender(row.gender),
        "wants_gender": frozenset(map(Gender, row.wants_gender)),
        "never_with": frozenset(others),
        "safeguarding_block": row.pk in people.blocked,
    }
