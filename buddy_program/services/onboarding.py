"""Agreeing to the code of conduct: the last step before somebody can be matched."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from buddy_program.choices import ParticipantState, Wave
from buddy_program.conduct import conduct_in
from buddy_program.messages import MessageKind
from buddy_program.models import Agreement, Participant, Programme
from buddy_program.services.answers import questionnaires_ask
from buddy_program.services.application import NotNow
from buddy_program.services.moves import participant_move
from buddy_program.services.outbox import message_note


class OtherText(Exception):
    """The code of conduct isn't the one that was shown any more: read it again."""


@transaction.atomic
def conduct_agree(
    *, participant: Participant, digest: str, language: str, now: dt.datetime
) -> Agreement:
    """Note that somebody agrees to what they were shown; they wait for a match then.

    `digest` names the text, and `language` is the one that it was read in.

    Raises:
        NotNow: if they aren't accepted, or have agreed already.
        OtherText: if it has changed since. Nothing has changed then.
    """
    if participant.state != ParticipantState.ACCEPTED:
        raise NotNow
    programme = Programme.objects.get(site=participant.site_id)
    conduct = conduct_in(programme, [language])
    if conduct.digest != digest:
        raise OtherText
    agreement = Agreement.objects.create(
        participant=participant,
        page=conduct.page,
        revision=conduct.revision,
        digest=conduct.digest,
        language=language if language in dict(settings.LANGUAGES) else "",
        agreed_at=now,
    )
    participant_move(
        participant=participant,
        to=ParticipantState.ONBOARDED,
        now=now,
        onboarded_at=now,
    )
    participant_move(
        participant=participant,
        to=ParticipantState.AVAILABLE,
        now=now,
        waiting_since=now,
    )
    message_note(kind=MessageKind.ONBOARDED, to=participant, now=now)
    questionnaires_ask(participant=participant, wave=Wave.BASELINE, now=now)
    return agreement
