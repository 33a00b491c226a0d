"""Pausing, coming back, and leaving, with what that does to somebody's pairs."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

from django.db import transaction

from buddy_program.access import check_coordinates
from buddy_program.choices import EndReason, PairState, ParticipantState
from buddy_program.messages import MessageKind
from buddy_program.models import Pair, Participant
from buddy_program.models.participant import OVER, UNCONFIRMED
from buddy_program.services.application import NotNow
from buddy_program.services.locks import city_lock, people_lock
from buddy_program.services.moves import participant_move
from buddy_program.services.outbox import message_note
from buddy_program.services.pairs import (
    STARTED,
    StillPaused,
    pair_close,
    pair_pause,
    pair_resume,
)

MAY_PAUSE = (ParticipantState.AVAILABLE, ParticipantState.MATCHED)


@transaction.atomic
def participant_pause(
    *, participant: Participant, now: dt.datetime, by: Any = None
) -> None:
    """Let somebody rest: their pairs rest with them, a proposal comes to nothing.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        NotNow: if they can't be matched anyway. Nothing has changed then.
    """
    _begin(participant, by)
    if participant.state not in MAY_PAUSE:
        raise NotNow
    for pair in _pairs(participant, PairState.PROPOSED):
        # No failure of the two: they may be proposed to each other again.
        pair_close(
            pair=pair, reason=EndReason.NO_TIME, now=now, ended_by=participant.side
        )
    participant.refresh_from_db()
    participant_move(
        participant=participant, to=ParticipantState.PAUSED, now=now, by=by
    )
    active = _pairs(participant, PairState.ACTIVE)
    for pair in active:
        pair_pause(pair=pair, now=now)
    if not active:
        message_note(kind=MessageKind.PAUSED, to=participant, now=now)


@transaction.atomic
def participant_resume(
    *, participant: Participant, now: dt.datetime, by: Any = None
) -> None:
    """Let somebody go on, with the pairs whose other side doesn't rest.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        NotNow: if they haven't paused. Nothing has changed then.
    """
    _begin(participant, by)
    if participant.state != ParticipantState.PAUSED:
        raise NotNow
    matched = _pairs(participant, *STARTED)
    to = ParticipantState.MATCHED if matched else ParticipantState.AVAILABLE
    participant_move(participant=participant, to=to, now=now, by=by)
    resumed = 0
    for pair in _pairs(participant, PairState.PAUSED):
        with contextlib.suppress(StillPaused):
            pair_resume(pair=pair, now=now)
            resumed += 1
    if not resumed:
        message_note(kind=MessageKind.RESUMED, to=participant, now=now)


@transaction.atomic
def participant_withdraw(
    *,
    participant: Participant,
    now: dt.datetime,
    by: Any = None,
    reason: str = "",
    tell: bool = True,
) -> None:
    """Let somebody leave for good. Whom they leave behind keeps their place in line.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        NotNow: if they have left, finished or were declined. Nothing has changed then.
    """
    _begin(participant, by)
    if participant.state in OVER:
        raise NotNow
    for pair in _pairs(participant, *STARTED, PairState.PROPOSED):
        pair_close(pair=pair, reason=EndReason.LEFT, now=now, ended_by=participant.side)
    participant.refresh_from_db()
    known = participant.state not in UNCONFIRMED
    participant_move(
        participant=participant,
        to=ParticipantState.WITHDRAWN,
        now=now,
        by=by,
        reason=reason,
    )
    participant.answers.filter(answered_at=None).delete()
    if tell and known:
        message_note(kind=MessageKind.WITHDRAWN, to=participant, now=now)


def _begin(participant: Participant, by: Any) -> None:
    """Check the rights, lock, and read anew."""
    if by is not None:
        check_coordinates(by, participant.site_id)
    city_lock(site_id=participant.site_id)
    people_lock(participant)


def _pairs(participant: Participant, *states: str) -> list[Pair]:
    found = Pair.objects.of(participant).filter(state__in=states)
    return list(found.order_by("pk").select_related("newcomer", "local"))
