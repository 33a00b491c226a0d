"""Noting that a coordinator has seen a check-in, or a mail that didn't arrive."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from buddy_program.access import check_coordinates
from buddy_program.models import CheckIn, Message


@transaction.atomic
def check_in_see(
    *, check_in: CheckIn, by: Any, now: dt.datetime, seen: bool = True
) -> None:
    """Take a check-in off the coordinator's list, or put it back there.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
    """
    check_coordinates(by, check_in.pair.site_id)
    check_in.seen_at = now if seen else None
    check_in.save(update_fields=["seen_at"])


@transaction.atomic
def message_see(
    *, message: Message, by: Any, now: dt.datetime, seen: bool = True
) -> None:
    """Take a mail that didn't arrive off the coordinator's list, or put it back there.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
    """
    check_coordinates(by, message.site_id)
    message.seen_at = now if seen else None
    message.save(update_fields=["seen_at"])
