"""Noting which mails are to be sent, in the transaction of what they tell of."""

from __future__ import annotations

import datetime as dt

from wagtail.models import Site

from buddy_program.messages import MessageKind
from buddy_program.models import CheckIn, Message, Pair, Participant
from buddy_program.tasks import ring_when_committed


def message_note(
    *,
    kind: MessageKind,
    to: Participant | Site,
    now: dt.datetime,
    pair: Pair | None = None,
    check_in: CheckIn | None = None,
) -> Message:
    """Note a mail to a participant, or to the coordinators of a city."""
    participant = to if isinstance(to, Participant) else None
    message = Message.objects.create(
        kind=kind,
        site_id=participant.site_id if participant else to.pk,
        participant=participant,
        pair=pair,
        check_in=check_in,
        created_at=now,
        next_try_at=now,
    )
    ring_when_committed()
    return message
