"""Reminding those who haven't answered a proposal."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from buddy_program.choices import PairState
from buddy_program.messages import MessageKind
from buddy_program.models import Pair, Participant
from buddy_program.services.locks import city_lock
from buddy_program.services.outbox import message_note


@transaction.atomic
def proposal_remind(*, pair: Pair, participant: Participant, now: dt.datetime) -> bool:
    """Remind one of a proposed pair, once; return whether they were reminded."""
    city_lock(site_id=pair.site_id)
    pair.refresh_from_db(fields=["state", "newcomer_agreed_at", "local_agreed_at"])
    agreed = getattr(pair, f"{participant.side}_agreed_at")
    kind = MessageKind.PROPOSAL_REMINDER
    reminded = participant.messages.filter(kind=kind, pair=pair).exists()
    if pair.state != PairState.PROPOSED or agreed or reminded:
        return False
    message_note(kind=kind, to=participant, pair=pair, now=now)
    return True
