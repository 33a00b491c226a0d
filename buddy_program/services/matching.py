"""Runs of the matching: made, looked at, approved as a whole or discarded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from wagtail.models import Site

from buddy_program.access import check_coordinates
from buddy_program.matching import results
from buddy_program.matching.rules import Rule
from buddy_program.matching.run import broken_rules, match
from buddy_program.models import MatchRun, Pair, Participant, RulesVersion
from buddy_program.selectors.matching import Wishes, matching_inputs, wishes_of
from buddy_program.services.locks import city_lock
from buddy_program.services.pairs import CannotPair, Found, pair_propose

State = MatchRun.State


class AlreadyDecided(Exception):
    """Somebody has approved or discarded the run before."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A pair that can't be any more. Without a rule, one of the two is not there."""

    newcomer: int
    local: int
    rule: Rule | None


class Overtaken(Exception):
    """Since the run was made, some of its pairs have become impossible."""

    def __init__(self, lost: Iterable[Lost]) -> None:
        self.lost = tuple(lost)
        pairs = ", ".join(f"{each.newcomer}-{each.local}" for each in self.lost)
        super().__init__(f"Not possible any more: {pairs}")


@transaction.atomic
def run_make(
    *, site: Site, now: dt.datetime, by: Any, wishes: Wishes | None = None
) -> MatchRun:
    """Match all of a city who wait, and store the result for a decision.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        WrongInputs, PinRefused: if a wish can't be; nothing is stored.
    """
    check_coordinates(by, site.pk)
    wishes = wishes or Wishes()
    inputs = matching_inputs(site=site, now=now, wishes=wishes)
    result = match(inputs)
    versions = RulesVersion.objects.filter(programme__site=site)
    stored = orjson.loads(result.to_json())
    return MatchRun.objects.create(
        site=site,
        rules=versions.order_by("-version").first(),
        digest=result.digest,
        weights=stored["weights"],
        pins=sorted(wishes.pins),
        forbidden=sorted(wishes.forbidden),
        result=stored,
        made_at=now,
        made_by=by,
    )


@transaction.atomic
def run_approve(*, run: MatchRun, now: dt.datetime, by: Any) -> list[Pair]:
    """Propose all pairs of a run, or none of them.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        AlreadyDecided, Overtaken: nothing has changed then.
    """
    check_coordinates(by, run.site_id)
    city_lock(site_id=run.site_id)
    _decide(run, State.APPROVED, now, by)
    pairs = [each.pair for each in run.run.matches]
    if lost := _lost(run, pairs, now):
        raise Overtaken(lost)
    ids = {each for pair in pairs for each in (pair.newcomer, pair.local)}
    people = Participant.objects.filter(site=run.site_id).in_bulk(ids)
    made, lost = [], []
    for pair in pairs:
        try:
            made.append(
                pair_propose(
                    newcomer=people[pair.newcomer],
                    local=people[pair.local],
                    now=now,
                    by=by,
                    found=Found(run, pair.score, pair.points),
                )
            )
        except CannotPair:
            lost.append(Lost(pair.newcomer, pair.local, None))
    if lost:
        raise Overtaken(lost)
    return made


def _lost(run: MatchRun, pairs: list[results.Pair], now: dt.datetime) -> list[Lost]:
    """Return the pairs that the rules and the people of today don't allow any more."""
    wishes = Wishes(weights=wishes_of(run).weights)
    inputs = matching_inputs(site=run.site, now=now, wishes=wishes)
    busy = {newcomer for newcomer, _local in inputs.existing}
    newcomers = {each.id for each in inputs.newcomers} - busy
    locals_ = {each.id for each in inputs.locals}
    wanted = {(each.newcomer, each.local) for each in pairs}
    there = {pair for pair in wanted if pair[0] in newcomers and pair[1] in locals_}
    gone = [Lost(*pair, None) for pair in sorted(wanted - there)]
    broken = broken_rules(inputs, frozenset(there))
    return [*gone, *(Lost(*pair, rule) for pair, rule in broken)]


@transaction.atomic
def run_discard(*, run: MatchRun, now: dt.datetime, by: Any) -> None:
    """Put a run aside; nobody hears of it.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        AlreadyDecided: nothing has changed then.
    """
    check_coordinates(by, run.site_id)
    _decide(run, State.DISCARDED, now, by)


def _decide(run: MatchRun, state: str, now: dt.datetime, by: Any) -> None:
    waiting = MatchRun.objects.filter(pk=run.pk, state=State.DRAFT)
    if not waiting.update(state=state, decided_at=now, decided_by=by):
        raise AlreadyDecided
    run.refresh_from_db()
