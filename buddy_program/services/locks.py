"""One at a time: whoever changes pairs, or people who may be in some."""

from __future__ import annotations

from buddy_program.models import Participant, Programme


def city_lock(*, site_id: int) -> None:
    """Let nobody else change the pairs of a city until the transaction is over.

    Taken before anything else is read or changed: what is taken in the same order by
    all can't wait in a circle. SQLite has one writer at a time anyway.
    """
    programmes = Programme.objects.select_for_update(no_key=True)
    list(programmes.filter(site=site_id).values_list("pk"))


def people_lock(*people: Participant) -> None:
    """Read people anew, and let nobody move them until the transaction is over."""
    ids = sorted({each.pk for each in people})
    rows = Participant.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(rows.order_by("pk").values_list("pk"))
    for each in people:
        each.refresh_from_db()
