"""Forgetting what isn't needed any more, each thing on its own."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from buddy_program.choices import ParticipantState
from buddy_program.messages import MessageKind
from buddy_program.models import Concern, Message, Participant, PersonalLink
from buddy_program.models.participant import OVER, UNSENT
from buddy_program.selectors.due import switched_off
from buddy_program.services.locks import city_lock, people_lock
from buddy_program.services.moves import participant_move
from buddy_program.services.outbox import message_note
from buddy_program.services.own_data import DEALT_WITH, logs_forget, participant_erase


@transaction.atomic
def draft_delete(participant: Participant, now: dt.datetime) -> None:
    """Delete an application that was never sent, with all that belongs to it."""
    city_lock(site_id=participant.site_id)
    people_lock(participant)
    if participant.state in UNSENT:
        participant.delete()


@transaction.atomic
def person_forget(participant: Participant, now: dt.datetime) -> None:
    """Anonymise somebody who is over; the row stays for the counts."""
    city_lock(site_id=participant.site_id)
    people_lock(participant)
    if participant.state in OVER and participant.erased_at is None:
        participant_erase(participant=participant, now=now)


@transaction.atomic
def reserve_end(participant: Participant, now: dt.datetime) -> None:
    """Decline somebody who has waited in reserve too long, and tell them.

    Their data go with those of others who were declined. A city that has the programme
    switched off writes to nobody.
    """
    city_lock(site_id=participant.site_id)
    people_lock(participant)
    if participant.state != ParticipantState.RESERVE:
        return
    reason = _("The longest time in reserve is over.")
    to = ParticipantState.DECLINED
    participant_move(participant=participant, to=to, now=now, decline_reason=reason)
    if not switched_off([participant.site]):
        message_note(kind=MessageKind.DECLINED, to=participant, now=now)


@transaction.atomic
def concern_forget(concern: Concern, now: dt.datetime) -> None:
    """Empty a concern that was dealt with; that there was one stays for the counts."""
    told = Concern.objects.filter(pk=concern.pk, forgotten_at=None)
    emptied = told.exclude(handled_at=None).update(
        **dict.fromkeys(("text", "email"), ""),
        **dict.fromkeys(("reporter", "pair", "handled_by"), None),
        outcome=DEALT_WITH,
        forgotten_at=now,
    )
    if emptied:
        logs_forget(Concern.objects.filter(pk=concern.pk))


def row_delete(row: Message | PersonalLink, now: dt.datetime) -> None:
    """Delete a message or a link that is over."""
    row.delete()
