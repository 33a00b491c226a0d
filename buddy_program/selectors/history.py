"""Who may not be brought together any more, and who not at all."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from buddy_program.choices import EndReason, Side
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
    """Return (newcomer, local) of the pairs of these people that have failed.

    Who has left and applied again has another row; the address tells that they are the
    same. Two queries.
    """
    ids = list(people)
    rows = Participant.objects.filter(pk__in=ids).exclude(email="")
    now = {
        (site, side, email): pk
        for pk, site, side, email in rows.values_list("pk", "site", "side", "email")
    }
    emails = {email for _site, _side, email in now}
    theirs = (
        Q(newcomer__in=ids)
        | Q(local__in=ids)
        | Q(newcomer__email__in=emails)
        | Q(local__email__in=emails)
    )
    found = Pair.objects.filter(theirs, end_reason__in=FAILED).values_list(
        "newcomer", "local", "site", "newcomer__email", "local__email"
    )
    return {
        pair
        for newcomer, local, site, *of in found
        for pair in (
            (newcomer, local),
            (
                now.get((site, Side.NEWCOMER, of[0]), newcomer),
                now.get((site, Side.LOCAL, of[1]), local),
            ),
        )
    }


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
