"""Who may not be brought together any more, and who not at all."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from buddy_program.choices import EndReason
from buddy_program.digests import email_digests
from buddy_program.models import Pair, Participant, SafeguardingBlock

FAILED = (
    EndReason.DECLINED,
    EndReason.NO_CONTACT,
    EndReason.NOT_FITTING,
    EndReason.SAFEGUARDING,
)
"""After these, the same two are never matched again."""


def failed_pairs(people: Iterable[int]) -> set[tuple[int, int]]:
    """Return (newcomer, local) of the pairs of these people that have failed."""
    ids = list(people)
    found = Pair.objects.filter(end_reason__in=FAILED).filter(
        Q(newcomer__in=ids) | Q(local__in=ids)
    )
    return set(found.values_list("newcomer", "local"))


def blocked(people: Iterable[Participant]) -> set[int]:
    """Return the ids of those whom the safeguarding role keeps out of matching.

    Somebody who was blocked, erased, and applied again is among them.
    """
    given = list(people)
    ids = {each.pk for each in given}
    digests = {
        (each.site_id, digest): each.pk
        for each in given
        if each.email
        for digest in email_digests(each.email)
    }
    named = Q(email_digest__in=[digest for _site, digest in digests])
    found = SafeguardingBlock.objects.filter(
        Q(participant__in=ids) | named, lifted_at=None
    ).values_list("participant", "site", "email_digest")
    return ids & {
        person
        for participant, site, digest in found
        for person in (participant, digests.get((site, digest)))
        if person is not None
    }
