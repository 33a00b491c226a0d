"""Cohorts: started, closed, and who is in them. Each step is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q

from buddy_program.access import check_coordinates
from buddy_program.models import Cohort, CohortStep, Pair, Participant, Programme
from buddy_program.models.pair import OPEN
from buddy_program.selectors.rules import rules_by_participant
from buddy_program.services.locks import city_lock

Kind = CohortStep.Kind


class NotPlanned(Exception):
    """The cohort has started already."""


class NotRunning(Exception):
    """The cohort doesn't run, or not any more."""


class NotClosed(Exception):
    """The cohort isn't closed."""


class CohortInUse(Exception):
    """Somebody in the cohort was matched already, by its rules."""


class NotEmpty(Exception):
    """Somebody is or was in the cohort."""


class CohortClosed(Exception):
    """Nobody joins a cohort that is over."""


class Refusal(StrEnum):
    """Why somebody stays in the cohort that they are in."""

    OTHER_CITY = "other_city"
    ERASED = "erased"
    IN_PAIR = "in_pair"


@dataclass(slots=True)
class Put:
    """Who is in another cohort now, and who isn't, and why."""

    moved: list[Participant] = field(default_factory=list)
    refused: list[tuple[Participant, Refusal]] = field(default_factory=list)


@transaction.atomic
def cohort_put(
    *, people: Collection[int], cohort: Cohort | None, by: Any, now: dt.datetime
) -> Put:
    """Put people into a cohort, from whichever they were in; with None into none.

    The rules that hold for an open pair never change under it: who is in one goes only
    where the same rules hold. Who is there already isn't moved, and unsent applications
    are nobody's. As many queries however many there are.

    Raises:
        NotAllowed: if the user doesn't coordinate the programme of all their cities.
        CohortClosed: nothing has changed then.
    """
    rows = Participant.objects.filter(pk__in=people).applied()
    sites = set(rows.order_by().values_list("site", flat=True))
    for site_id in sorted(sites | ({cohort.site_id} if cohort else set())):
        check_coordinates(by, site_id)
        city_lock(site_id=site_id)
    if cohort is not None:
        cohort.refresh_from_db()
        if cohort.state == Cohort.State.CLOSED:
            raise CohortClosed
    there = {"cohort": cohort} if cohort else {"cohort__isnull": True}
    elsewhere = rows.select_for_update(no_key=True).exclude(**there)
    put = _sorted_out(list(elsewhere.order_by("pk")), cohort)
    _move(put.moved, cohort, by, now)
    return put


def _sorted_out(people: list[Participant], cohort: Cohort | None) -> Put:
    bound = _in_open_pairs(people)
    before = rules_by_participant(people)
    after = rules_by_participant(
        Participant(pk=each.pk, site_id=each.site_id, cohort=cohort) for each in people
    )
    put = Put()
    for each in people:
        if cohort is not None and each.site_id != cohort.site_id:
            put.refused.append((each, Refusal.OTHER_CITY))
        elif each.erased_at is not None:
            put.refused.append((each, Refusal.ERASED))
        elif each.pk in bound and before[each.pk] != after[each.pk]:
            put.refused.append((each, Refusal.IN_PAIR))
        else:
            put.moved.append(each)
    return put


def _in_open_pairs(people: list[Participant]) -> set[int]:
    ids = [each.pk for each in people]
    pairs = Pair.objects.filter(Q(newcomer__in=ids) | Q(local__in=ids), state__in=OPEN)
    return {pk for pair in pairs.values_list("newcomer", "local") for pk in pair}


def _move(
    people: list[Participant], cohort: Cohort | None, by: Any, now: dt.datetime
) -> None:
    steps = []
    for each in people:
        about: dict[str, Any] = {"participant": each, "at": now, "by": by}
        if each.cohort_id:
            left = CohortStep(cohort_id=each.cohort_id, kind=Kind.LEFT, **about)
            steps.append(left)
        if cohort is not None:
            steps.append(CohortStep(cohort=cohort, kind=Kind.JOINED, **about))
    ids = [each.pk for each in people]
    Participant.objects.filter(pk__in=ids).update(cohort=cohort)
    CohortStep.objects.bulk_create(steps)


@transaction.atomic
def cohort_start(*, cohort: Cohort, by: Any, now: dt.datetime) -> None:
    """Start a cohort: the rules that hold now are its rules to the end.

    Raises:
        NotAllowed: if the user doesn't coordinate the programme.
        NotPlanned: if it has started.
    """
    _begin(cohort, by)
    if cohort.state != Cohort.State.PLANNED:
        raise NotPlanned
    programme = Programme.objects.get(site=cohort.site_id)
    cohort.rules = programme.versions.order_by("-version").first()
    _keep(cohort, Cohort.State.RUNNING, Kind.STARTED, by, now)


@transaction.atomic
def cohort_unstart(*, cohort: Cohort, by: Any, now: dt.datetime) -> None:
    """Take the start of a cohort back, as long as nobody was matched by its rules.

    Raises:
        NotAllowed: if the user doesn't coordinate the programme.
        NotRunning, CohortInUse: nothing has changed then.
    """
    _begin(cohort, by)
    if cohort.state != Cohort.State.RUNNING:
        raise NotRunning
    if is_in_use(cohort):
        raise CohortInUse
    cohort.rules = None
    _keep(cohort, Cohort.State.PLANNED, Kind.UNSTARTED, by, now)


def is_in_use(cohort: Cohort) -> bool:
    """Tell whether somebody who is in a cohort was ever matched."""
    members = cohort.participants.values("pk")
    pairs = Pair.objects.filter(Q(newcomer__in=members) | Q(local__in=members))
    return pairs.exists()


@transaction.atomic
def cohort_close(*, cohort: Cohort, by: Any, now: dt.datetime) -> None:
    """Let nobody join a cohort any more; who is in it goes on by its rules.

    Raises:
        NotAllowed: if the user doesn't coordinate the programme.
        NotRunning: if it hasn't started, or is closed.
    """
    _begin(cohort, by)
    if cohort.state != Cohort.State.RUNNING:
        raise NotRunning
    _keep(cohort, Cohort.State.CLOSED, Kind.CLOSED, by, now)


@transaction.atomic
def cohort_reopen(*, cohort: Cohort, by: Any, now: dt.datetime) -> None:
    """Take the closing of a cohort back.

    Raises:
        NotAllowed: if the user doesn't coordinate the programme.
        NotClosed: if it isn't closed.
    """
    _begin(cohort, by)
    if cohort.state != Cohort.State.CLOSED:
        raise NotClosed
    _keep(cohort, Cohort.State.RUNNING, Kind.REOPENED, by, now)


@transaction.atomic
def cohort_delete(*, cohort: Cohort, by: Any) -> None:
    """Delete a cohort that was planned by mistake.

    Raises:
        NotAllowed: if the user doesn't coordinate the programme.
        NotPlanned: if it has started.
        NotEmpty: if somebody is or was in it. Nothing has changed then.
    """
    _begin(cohort, by)
    if cohort.state != Cohort.State.PLANNED:
        raise NotPlanned
    if cohort.steps.exclude(participant=None).exists() or cohort.participants.exists():
        raise NotEmpty
    cohort.delete()


def _begin(cohort: Cohort, by: Any) -> None:
    check_coordinates(by, cohort.site_id)
    city_lock(site_id=cohort.site_id)
    cohort.refresh_from_db()


def _keep(cohort: Cohort, state: str, kind: str, by: Any, now: dt.datetime) -> None:
    cohort.state = state
    cohort.save(update_fields=["state", "rules"])
    CohortStep.objects.create(cohort=cohort, kind=kind, at=now, by=by)
