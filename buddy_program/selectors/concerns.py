"""What the safeguarding role has to know of its own mails."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site

from buddy_program.messages import ABOUT_CONCERNS
from buddy_program.models import Message


def lost_mails(cities: QuerySet[Site]) -> list[Message]:
    """Return the mails about concerns that didn't arrive, the latest first.

    One that was refused is forgotten once a later one to the same has arrived. One
    that is still tried, after it couldn't be sent, is among them.
    """
    mails = (
        Message.objects.filter(site__in=cities, kind__in=ABOUT_CONCERNS)
        .select_related("site", "participant")
        .order_by("created_at", "pk")
    )
    waiting = mails.filter(state=Message.State.WAITING).exclude(last_reason="")
    sent = mails.filter(state=Message.State.SENT)
    last: dict[Any, Message] = {}
    for each in mails.undelivered() | waiting | sent:
        last[each.site_id, each.participant_id] = each
    lost = [each for each in last.values() if each.state != Message.State.SENT]
    return lost[::-1]
