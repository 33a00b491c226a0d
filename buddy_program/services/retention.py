"""Forgetting what isn't needed any more, each thing on its own."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from buddy_program.models import Message, Participant, PersonalLink
from buddy_program.models.participant import OVER, UNSENT
from buddy_program.services.locks import city_lock, people_lock
from buddy_program.services.own_data import participant_erase


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


def row_delete(row: Message | PersonalLink, now: dt.datetime) -> None:
    """Delete a message or a link that is over."""
    row.delete()
