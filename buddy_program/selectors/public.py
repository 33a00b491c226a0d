"""What anybody may know of a programme: numbers too large to point at somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from buddy_program.choices import EndReason, PairState, ParticipantState, Side
from buddy_program.models import Pair, Participant

LEAST_SHOWN = 5
"""A smaller number could point at somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNumbers:
    """Counts that share nobody, so that no difference of two tells of a third.

    None stands for fewer than `LEAST_SHOWN`, nobody included.
    """

    newcomers_waiting: int | None
    locals_waiting: int | None
    pairs_active: int | None
    pairs_completed: int | None


def public_numbers(site_id: int) -> PublicNumbers:
    """Return the numbers of a city; two queries."""
    waiting = dict(
        Participant.objects.filter(site=site_id, state=ParticipantState.AVAILABLE)
        .order_by()
        .values_list("side")
        .annotate(count=Count("pk"))
    )
    pairs = {
        (state, reason): count
        for state, reason, count in Pair.objects.filter(site=site_id)
        .order_by()
        .values_list("state", "end_reason")
        .annotate(count=Count("pk"))
    }
    return PublicNumbers(
        newcomers_waiting=_shown(waiting.get(Side.NEWCOMER, 0)),
        locals_waiting=_shown(waiting.get(Side.LOCAL, 0)),
        pairs_active=_shown(pairs.get((PairState.ACTIVE, ""), 0)),
        pairs_completed=_shown(pairs.get((PairState.CLOSED, EndReason.COMPLETED), 0)),
    )


def _shown(count: int) -> int | None:
    return count if count >= LEAST_SHOWN else None
