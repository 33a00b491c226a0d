"""Mistakes of the desk, taken back where that harms nobody. What was done stays kept.

A mail that waits is stopped; one that has gone out can't be called back, so whoever
takes a step back is told of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from buddy_program.access import check_coordinates
from buddy_program.choices import EndReason, PairState
from buddy_program.choices import ParticipantState as State
from buddy_program.messages import MessageKind
from buddy_program.models import Interview, Message, Pair, Participant, Transition
from buddy_program.models.message import OUTDATED, MessageQuerySet
from buddy_program.services.locks import city_lock, people_lock
from buddy_program.services.moves import participant_move_back

MAIL_OF: Mapping[str, MessageKind] = {
    State.INTERVIEW: MessageKind.INTERVIEW_INVITED,
    State.RESERVE: MessageKind.RESERVE,
    State.ACCEPTED: MessageKind.ACCEPTED,
    State.DECLINED: MessageKind.DECLINED,
}
"""Which mail a decision of the desk sends."""
CORRECTABLE = (
    *(EndReason.NO_CONTACT, EndReason.NOT_FITTING),
    *(EndReason.NO_TIME, EndReason.MOVED),
)
"""Reasons to close a pair that move neither of the two differently."""

TAKEN_BACK = (State.INTERVIEW, State.RESERVE, State.ACCEPTED)


class NothingToTakeBack(Exception):
    """Their last step isn't one that the desk can take back."""


class ReasonStays(Exception):
    """The pair isn't closed by the desk, or for a reason that decided more."""


class StruckAlready(Exception):
    """The interview was struck out before."""


class NotStruck(Exception):
    """The interview counts."""


def step_to_take_back(participant: Participant) -> Transition | None:
    """Return the decision of the desk that somebody stands at; None if it's final."""
    if participant.state not in TAKEN_BACK or participant.erased_at is not None:
        return None
    steps = participant.transitions.select_related("participant")
    last = steps.filter(undoes=None, undone_by=None).order_by("-at", "-pk").first()
    if last is None or last.by_id is None or last.after != participant.state:
        return None
    return last


def mail_has_gone(step: Transition) -> bool:
    """Tell whether the mail that a decision sent has left."""
    return _mails(step).gone().exists()


def _mails(step: Transition) -> MessageQuerySet:
    return Message.objects.filter(
        participant=step.participant_id,
        kind=MAIL_OF[State(step.after)],
        created_at=step.at,
    )


@transaction.atomic
def step_take_back(*, participant: Participant, by: Any, now: dt.datetime) -> bool:
    """Put somebody back to where they stood before the desk's last decision.

    Return whether its mail has gone out; if not, it doesn't go any more.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        NothingToTakeBack: if they have gone on since. Nothing has changed then.
    """
    check_coordinates(by, participant.site_id)
    people_lock(participant)
    step = step_to_take_back(participant)
    if step is None:
        raise NothingToTakeBack
    _mails(step).filter(state=Message.State.WAITING).update(
        state=Message.State.FAILED, last_reason=OUTDATED, finished_at=now
    )
    participant_move_back(step=step, since=_since(step), now=now, by=by)
    participant.refresh_from_db()
    return mail_has_gone(step)


def _since(step: Transition) -> dt.datetime:
    """Return since when somebody stood where a step found them."""
    steps = Transition.objects.filter(participant=step.participant_id)
    into = steps.filter(after=step.before, undoes=None, at__lte=step.at)
    before = into.exclude(pk=step.pk).order_by("-at", "-pk").first()
    return before.at if before else step.at


def may_correct_reason(pair: Pair) -> bool:
    """Tell whether the reason why a pair was closed can be put right."""
    if pair.state != PairState.CLOSED or pair.end_reason not in CORRECTABLE:
        return False
    return pair.transitions.filter(after=PairState.CLOSED, by__isnull=False).exists()


@transaction.atomic
def end_reason_correct(*, pair: Pair, reason: str, by: Any, now: dt.datetime) -> None:
    """Put right why the desk has closed a pair: it decides whether they meet again.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        ReasonStays: nothing has changed then.
    """
    check_coordinates(by, pair.site_id)
    city_lock(site_id=pair.site_id)
    pair.refresh_from_db()
    if not may_correct_reason(pair) or reason not in CORRECTABLE:
        raise ReasonStays
    if reason == pair.end_reason:
        return
    told = f"{EndReason(pair.end_reason).label} → {EndReason(reason).label}"
    Transition.objects.create(
        pair=pair, before=pair.state, after=pair.state, at=now, by=by, reason=told[:500]
    )
    pair.end_reason = reason
    pair.save(update_fields=["end_reason"])


@transaction.atomic
def interview_strike(*, interview: Interview, by: Any, now: dt.datetime) -> None:
    """Let an interview that was noted wrongly count no more; it stays to be read.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        StruckAlready: nothing has changed then.
    """
    check_coordinates(by, interview.participant.site_id)
    counts = Interview.objects.filter(pk=interview.pk, struck_at=None)
    if not counts.update(struck_at=now, struck_by=by):
        raise StruckAlready
    interview.refresh_from_db()


@transaction.atomic
def interview_restore(*, interview: Interview, by: Any) -> None:
    """Let an interview that was struck out count again.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        NotStruck: nothing has changed then.
    """
    check_coordinates(by, interview.participant.site_id)
    struck = Interview.objects.filter(pk=interview.pk, struck_at__isnull=False)
    if not struck.update(struck_at=None, struck_by=None):
        raise NotStruck
    interview.refresh_from_db()
