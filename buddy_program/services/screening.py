"""From an application to a decision about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from buddy_program.access import check_coordinates
from buddy_program.choices import ParticipantState as State
from buddy_program.messages import MessageKind
from buddy_program.models import Interview, Participant, Programme, RulesVersion
from buddy_program.models.participant import OVER
from buddy_program.services.moves import WrongPath, participant_move
from buddy_program.services.outbox import message_note

MOST_POINTS = 4
INTERVIEWED = (State.INTERVIEW, State.RESERVE, State.ACCEPTED)
"""The states in which an interview can be noted; a second look is one, too."""


class Erased(Exception):
    """Their data are gone: there is nobody to take back."""


class AppliedAgain(Exception):
    """Under the same address there is another application that is open."""


@transaction.atomic
def screening_begin(*, participant: Participant, by: Any, now: dt.datetime) -> None:
    """Take an application up.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        WrongPath, MovedMeanwhile: if it isn't an application that has just come.
    """
    _move(participant, State.SCREENING, by, now)


@transaction.atomic
def interview_invite(*, participant: Participant, by: Any, now: dt.datetime) -> None:
    """Ask somebody to a conversation.

    Raises:
        NotAllowed, WrongPath, MovedMeanwhile
    """
    _move(participant, State.INTERVIEW, by, now)
    message_note(kind=MessageKind.INTERVIEW_INVITED, to=participant, now=now)


@transaction.atomic
def interview_note(
    *,
    participant: Participant,
    by: Any,
    now: dt.datetime,
    scores: Mapping[str, int],
    **told: str,
) -> Interview:
    """Note what came out of a conversation: points by the rubric of today's rules.

    `told` are `notes` and `red_flags`.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
        WrongPath: if they weren't invited.
        ValidationError: by field, if points are missing, unknown or not 0 to 4.
    """
    check_coordinates(by, participant.site_id)
    participant.refresh_from_db()
    if participant.state not in INTERVIEWED:
        raise WrongPath(participant.state)
    programme = Programme.objects.get(site=participant.site_id)
    interview = Interview(
        participant=participant,
        held_at=now,
        held_by=by,
        rules=RulesVersion.objects.filter(programme=programme).first(),
        scores=_checked(scores, programme.rules.rubric),
        **told,
    )
    interview.full_clean(exclude=["scores"])
    interview.save()
    return interview


def _checked(scores: Mapping[str, int], rubric: tuple[str, ...]) -> dict[str, int]:
    errors = {
        name: ValidationError(_("0 to %(most)d points.") % {"most": MOST_POINTS})
        for name in rubric
        if scores.get(name) not in range(MOST_POINTS + 1)
    }
    errors |= {
        name: ValidationError(_("This isn't part of the rubric."))
        for name in set(scores) - set(rubric)
    }
    if errors:
        raise ValidationError(errors)
    return {name: scores[name] for name in rubric}


@transaction.atomic
def participant_accept(*, participant: Participant, by: Any, now: dt.datetime) -> None:
    """Take somebody into the programme; next they agree to the code of conduct.

    Raises:
        NotAllowed, WrongPath, MovedMeanwhile
    """
    _move(participant, State.ACCEPTED, by, now)
    message_note(kind=MessageKind.ACCEPTED, to=participant, now=now)


@transaction.atomic
def participant_reserve(*, participant: Participant, by: Any, now: dt.datetime) -> None:
    """Keep somebody in reserve, until there is a place.

    Raises:
        NotAllowed, WrongPath, MovedMeanwhile
    """
    _move(participant, State.RESERVE, by, now)
    message_note(kind=MessageKind.RESERVE, to=participant, now=now)


@transaction.atomic
def participant_decline(
    *, participant: Participant, by: Any, now: dt.datetime, reason: str
) -> None:
    """Offer no place, for a reason that the team keeps to itself.

    Raises:
        ValidationError: if no reason is given.
        NotAllowed, WrongPath, MovedMeanwhile
    """
    reason = reason.strip()
    if not reason or len(reason) > 500:
        text = _("Give a reason, at most 500 characters.")
        raise ValidationError({"reason": text})
    _move(participant, State.DECLINED, by, now, decline_reason=reason)
    message_note(kind=MessageKind.DECLINED, to=participant, now=now)


@transaction.atomic
def decline_take_back(*, participant: Participant, by: Any, now: dt.datetime) -> None:
    """Look at somebody again who was declined.

    Raises:
        Erased: if their data are gone.
        AppliedAgain: if they have applied once more meanwhile.
        NotAllowed, WrongPath, MovedMeanwhile
    """
    check_coordinates(by, participant.site_id)
    participant.refresh_from_db()
    if participant.erased_at is not None:
        raise Erased
    others = Participant.objects.filter(
        site=participant.site_id, email=participant.email
    ).exclude(pk=participant.pk)
    if others.exclude(state__in=OVER).exists():
        raise AppliedAgain
    _move(participant, State.SCREENING, by, now, decline_reason="")


def _move(
    participant: Participant, to: str, by: Any, now: dt.datetime, **facts: Any
) -> None:
    check_coordinates(by, participant.site_id)
    participant_move(participant=participant, to=to, now=now, by=by, **facts)
