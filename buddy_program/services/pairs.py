"""Pairs from the proposal to the end. Nobody is in more of them than there is room.

Every service here takes the city's lock first. Whoever moves a participant and closes
their pairs in one transaction takes it before (`services.locks.city_lock`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from buddy_program.access import check_coordinates, check_safeguards
from buddy_program.choices import EndReason, PairState, ParticipantState, Side
from buddy_program.messages import MessageKind
from buddy_program.models import (
    MatchRun,
    Message,
    Pair,
    Participant,
    Programme,
    RulesVersion,
    Transition,
)
from buddy_program.rules import ProgrammeRules
from buddy_program.selectors.history import blocked, failed_pairs
from buddy_program.services.check_ins import check_ins_cancel, check_ins_plan
from buddy_program.services.locks import city_lock, people_lock
from buddy_program.services.moves import pair_move, participant_move
from buddy_program.services.outbox import message_note

STARTED = (PairState.ACTIVE, PairState.PAUSED)


@dataclass(frozen=True, slots=True)
class Found:
    """Which run of the matching found a pair, and what it scores."""

    run: MatchRun | None = None
    score: int = 0
    points: Sequence[int] = ()


class CannotPair(Exception):
    """These two can't be brought together now; nothing has changed."""


class NoRoom(CannotPair):
    """Every place of the local is taken."""


class AlreadyPaired(CannotPair):
    """The newcomer is in another pair that is open."""


class NotAvailable(CannotPair):
    """One of them has paused, left, or isn't so far yet."""


class NotTogether(CannotPair):
    """They have failed before, or one of them is kept out of matching."""


class ProposalOver(Exception):
    """The proposal was answered, has run out, or was taken back."""


class NotOfPair(Exception):
    """The participant isn't one of the two."""


class StillPaused(Exception):
    """One of the two has paused their part in the programme."""


@transaction.atomic
def pair_propose(
    *,
    newcomer: Participant,
    local: Participant,
    now: dt.datetime,
    by: Any,
    found: Found | None = None,
) -> Pair:
    """Propose two people to each other: it takes the local's lowest free place.

    `by` is the coordinator; None where the programme does so by itself.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        CannotPair: NotAvailable, NotTogether, AlreadyPaired or NoRoom.
    """
    if by is not None:
        check_coordinates(by, newcomer.site_id)
    city_lock(site_id=newcomer.site_id)
    people_lock(newcomer, local)
    _check_possible(newcomer, local)
    found = found or Found()
    pair = _seated(
        Pair(
            site_id=newcomer.site_id,
            newcomer=newcomer,
            local=local,
            run=found.run,
            score=found.score,
            points=list(found.points),
            proposed_at=now,
            answer_by=now + dt.timedelta(days=rules_of(newcomer).answer_days),
        )
    )
    Transition.objects.create(pair=pair, after=pair.state, at=now, by=by)
    _tell(MessageKind.PROPOSED, pair, now, newcomer, local)
    return pair


def rules_of(participant: Participant) -> ProgrammeRules:
    """Return the rules that hold for somebody: their cohort's, or today's."""
    versions = RulesVersion.objects.filter(cohorts=participant.cohort_id)
    if participant.cohort_id and (frozen := versions.first()):
        return frozen.rules
    programme = Programme.objects.filter(site=participant.site_id).first()
    return programme.rules if programme else ProgrammeRules()


def _check_possible(newcomer: Participant, local: Participant) -> None:
    sides = (newcomer.side, local.side) == (Side.NEWCOMER, Side.LOCAL)
    if not sides or newcomer.site_id != local.site_id:
        raise NotTogether
    if not _may_begin(newcomer) or not _may_begin(local):
        raise NotAvailable
    failed = (newcomer.pk, local.pk) in failed_pairs([newcomer.pk, local.pk])
    if failed or blocked([newcomer, local]):
        raise NotTogether


def _may_begin(participant: Participant) -> bool:
    """Tell whether somebody may be in one more pair, as far as their state goes."""
    if participant.is_newcomer:
        return participant.state == ParticipantState.AVAILABLE
    return participant.state in (ParticipantState.AVAILABLE, ParticipantState.MATCHED)


def _seated(pair: Pair) -> Pair:
    """Store a pair on the lowest free place of its local.

    Raises:
        AlreadyPaired, NoRoom
    """
    if Pair.objects.open().filter(newcomer=pair.newcomer).exists():
        raise AlreadyPaired
    taken = Pair.objects.open().filter(local=pair.local)
    used = set(taken.values_list("seat", flat=True))
    # Pairs that were made before the capacity was lowered keep their places.
    free = [seat for seat in range(pair.local.capacity) if seat not in used]
    if not free or len(used) >= pair.local.capacity:
        raise NoRoom
    pair.seat = free[0]
    try:
        with transaction.atomic():
            pair.save(force_insert=True)
    except IntegrityError as error:
        # Somebody took the place without the lock; the constraints have held.
        open_pairs = Pair.objects.open().filter(newcomer=pair.newcomer)
        raise AlreadyPaired if open_pairs.exists() else NoRoom from error
    return pair


@transaction.atomic
def pair_answer(
    *, pair: Pair, participant: Participant, agrees: bool, now: dt.datetime
) -> None:
    """Note the answer of one of the two. With the second yes the pair starts.

    Saying yes once more changes nothing.

    Raises:
        NotOfPair, ProposalOver: nothing has changed then.
        NotAvailable: if one of them has paused or left.
    """
    _locked(pair)
    if participant.pk != pair.of_side(participant.side).pk:
        raise NotOfPair
    if pair.state == PairState.ACTIVE and agrees:
        return
    if pair.state != PairState.PROPOSED or now >= pair.answer_by:
        raise ProposalOver
    if not agrees:
        _close(pair, EndReason.DECLINED, now, ended_by=participant.side)
        return
    if not _may_begin(pair.newcomer) or not _may_begin(pair.local):
        raise NotAvailable
    _agree(pair, participant.side, now)
    if pair.newcomer_agreed_at and pair.local_agreed_at:
        _start(pair, now)


def _agree(pair: Pair, side: str, now: dt.datetime) -> None:
    field = f"{side}_agreed_at"
    if getattr(pair, field) is None:
        setattr(pair, field, now)
        pair.save(update_fields=[field])


def _start(pair: Pair, now: dt.datetime) -> None:
    pair_move(pair=pair, to=PairState.ACTIVE, now=now, started_at=now)
    for each in (pair.newcomer, pair.local):
        if each.state != ParticipantState.MATCHED:
            participant_move(participant=each, to=ParticipantState.MATCHED, now=now)
    check_ins_plan(pair=pair, rules=rules_of(pair.newcomer), now=now)
    _tell(MessageKind.INTRODUCED, pair, now, pair.newcomer, pair.local)


@transaction.atomic
def pair_expire(*, pair: Pair, now: dt.datetime) -> None:
    """Close a proposal that wasn't answered by both in time.

    Raises:
        ProposalOver: if it isn't open any more, or its time isn't up yet.
    """
    _locked(pair)
    if pair.state != PairState.PROPOSED or now < pair.answer_by:
        raise ProposalOver
    silent = [side for side in Side if getattr(pair, f"{side}_agreed_at") is None]
    ended_by = silent[0] if len(silent) == 1 else ""
    _close(pair, EndReason.EXPIRED, now, ended_by=ended_by)


@transaction.atomic
def proposal_take_back(*, pair: Pair, by: Any, now: dt.datetime) -> set[str]:
    """Take back a proposal that was a mistake; the two may be proposed again.

    Return the sides that had got its mail: they are told that it has come to nothing,
    the others never hear of it.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        ProposalOver: if both have agreed, or it is closed. Nothing has changed then.
    """
    check_coordinates(by, pair.site_id)
    _locked(pair)
    if pair.state != PairState.PROPOSED:
        raise ProposalOver
    told = sides_asked(pair)
    _end(pair, EndReason.TAKEN_BACK, now, by=by)
    people = [pair.of_side(side) for side in Side if side in told]
    _tell(MessageKind.PROPOSAL_OVER, pair, now, *people)
    return told


def sides_asked(pair: Pair) -> set[str]:
    """Return the sides to which the mail that proposes a pair has gone out."""
    mails = Message.objects.gone().filter(pair=pair, kind=MessageKind.PROPOSED)
    return set(mails.values_list("participant__side", flat=True))


@transaction.atomic
def pair_pause(*, pair: Pair, now: dt.datetime, by: Any = None) -> None:
    """Let an active pair rest. Both keep each other's contact.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        WrongPath, MovedMeanwhile: if it isn't active.
    """
    if by is not None:
        check_coordinates(by, pair.site_id)
    _locked(pair)
    pair_move(pair=pair, to=PairState.PAUSED, now=now, by=by)
    _tell(MessageKind.PAUSED, pair, now, pair.newcomer, pair.local)


@transaction.atomic
def pair_resume(*, pair: Pair, now: dt.datetime, by: Any = None) -> None:
    """Let a pair that rested go on.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        StillPaused: if one of the two has paused themselves.
        WrongPath, MovedMeanwhile: if it isn't paused.
    """
    if by is not None:
        check_coordinates(by, pair.site_id)
    _locked(pair)
    both = (pair.newcomer, pair.local)
    if ParticipantState.PAUSED in [each.state for each in both]:
        raise StillPaused
    if pair.state == PairState.PROPOSED:
        raise ProposalOver
    pair_move(pair=pair, to=PairState.ACTIVE, now=now, by=by)
    _tell(MessageKind.RESUMED, pair, now, *both)


@transaction.atomic
def pair_close(
    *,
    pair: Pair,
    reason: str,
    now: dt.datetime,
    by: Any = None,
    ended_by: str = "",
) -> None:
    """End a pair. Who isn't in another one waits again, before those who came later.

    `by` is the coordinator, `ended_by` the side that ended it, where one did. After a
    pair that was completed the newcomer has finished. Who left is told so elsewhere.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme, or doesn't
            safeguard it where the reason is somebody's safety.
        WrongPath, MovedMeanwhile: if it was closed before.
    """
    if by is not None:
        stops = reason == EndReason.SAFEGUARDING
        (check_safeguards if stops else check_coordinates)(by, pair.site_id)
    _locked(pair)
    _close(pair, reason, now, by=by, ended_by=ended_by)


def _close(
    pair: Pair, reason: str, now: dt.datetime, *, by: Any = None, ended_by: str = ""
) -> None:
    proposal = pair.state == PairState.PROPOSED
    _end(pair, reason, now, by=by, ended_by=ended_by)
    knows = ended_by if reason in (EndReason.DECLINED, EndReason.LEFT) else ""
    told = [pair.of_side(side) for side in Side if side != knows]
    kind = MessageKind.PROPOSAL_OVER if proposal else MessageKind.PAIR_CLOSED
    _tell(kind, pair, now, *told)


def _end(
    pair: Pair, reason: str, now: dt.datetime, *, by: Any = None, ended_by: str = ""
) -> None:
    """Close a pair without telling anybody of it."""
    facts: dict[str, Any] = {
        "ended_at": now,
        "end_reason": reason,
        "ended_by": ended_by,
    }
    pair_move(pair=pair, to=PairState.CLOSED, now=now, by=by, **facts)
    check_ins_cancel(pair=pair)
    for side in Side:
        _release(pair.of_side(side), reason, now)


def _release(participant: Participant, reason: str, now: dt.datetime) -> None:
    """Let somebody wait again, or finish, who was in no other pair."""
    if participant.state != ParticipantState.MATCHED:
        return
    if Pair.objects.of(participant).filter(state__in=STARTED).exists():
        return
    if participant.is_newcomer:
        # Whose match failed keeps the place in the queue: `waiting_since` stays.
        completed = reason == EndReason.COMPLETED
        to = ParticipantState.FINISHED if completed else ParticipantState.AVAILABLE
        participant_move(participant=participant, to=to, now=now)
    else:
        to = ParticipantState.AVAILABLE
        participant_move(participant=participant, to=to, now=now, waiting_since=now)


def _locked(pair: Pair) -> None:
    """Take the city's lock and read the pair and its people anew."""
    city_lock(site_id=pair.site_id)
    pair.refresh_from_db()
    people_lock(pair.newcomer, pair.local)


def _tell(
    kind: MessageKind, pair: Pair, now: dt.datetime, *people: Participant
) -> None:
    for each in people:
        message_note(kind=kind, to=each, pair=pair, now=now)
