"""What the safeguarding role does: deal with concerns, stop at once, keep apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from buddy_program.access import check_safeguards
from buddy_program.choices import EndReason
from buddy_program.digests import email_digest, email_digests
from buddy_program.models import Concern, Pair, Participant, SafeguardingBlock
from buddy_program.services.locks import city_lock
from buddy_program.services.pairs import pair_close


class AlreadyHandled(Exception):
    """Somebody has dealt with the concern before."""


class NotBlocked(Exception):
    """The block was lifted before."""


class NotAsked(Exception):
    """Nobody has asked to lift the block yet."""


class SamePerson(Exception):
    """Who has asked to lift a block can't be the one who lifts it."""


@transaction.atomic
def concern_handle(
    *, concern: Concern, outcome: str, by: Any, now: dt.datetime
) -> None:
    """Note what was done about a concern.

    Raises:
        NotAllowed: if the user doesn't safeguard the city's programme.
        ValidationError: if it isn't said what was done.
        AlreadyHandled: nothing has changed then.
    """
    check_safeguards(by, concern.site_id)
    outcome = outcome.strip()
    if not outcome or len(outcome) > 5000:
        text = _("Say what was done, in at most 5000 characters.")
        raise ValidationError({"outcome": text})
    waiting = Concern.objects.filter(pk=concern.pk, handled_at=None)
    if not waiting.update(outcome=outcome, handled_at=now, handled_by=by):
        raise AlreadyHandled
    concern.refresh_from_db()


@transaction.atomic
def participant_stop(
    *, participant: Participant, by: Any, now: dt.datetime, reason: str = ""
) -> SafeguardingBlock:
    """Stop somebody at once: all their pairs end, contacts are hidden, none is made.

    Raises:
        NotAllowed: if the user doesn't safeguard the city's programme.
    """
    check_safeguards(by, participant.site_id)
    city_lock(site_id=participant.site_id)
    participant.refresh_from_db()
    for pair in Pair.objects.of(participant).open():
        pair_close(pair=pair, reason=EndReason.SAFEGUARDING, now=now, by=by)
    return _blocked(participant, by, now, reason)


@transaction.atomic
def participant_block(
    *, participant: Participant, by: Any, now: dt.datetime, reason: str = ""
) -> SafeguardingBlock:
    """Keep somebody out of matching; the pairs they are in go on.

    Raises:
        NotAllowed: if the user doesn't safeguard the city's programme.
    """
    check_safeguards(by, participant.site_id)
    city_lock(site_id=participant.site_id)
    participant.refresh_from_db()
    return _blocked(participant, by, now, reason)


def _blocked(
    participant: Participant, by: Any, now: dt.datetime, reason: str
) -> SafeguardingBlock:
    """Block somebody who isn't yet, or wasn't under this row."""
    digests = email_digests(participant.email) if participant.email else []
    holding = SafeguardingBlock.objects.filter(site=participant.site_id, lifted_at=None)
    known = holding.filter(participant=participant).first()
    known = known or holding.filter(email_digest__in=digests).first()
    if known is not None:
        if known.participant_id is None:
            known.participant = participant
            known.save(update_fields=["participant"])
        return known
    return SafeguardingBlock.objects.create(
        site_id=participant.site_id,
        participant=participant,
        email_digest=_digest_of(participant),
        reason=reason.strip()[:2000],
        blocked_at=now,
        blocked_by=by,
    )


def _digest_of(participant: Participant) -> str:
    # Who is erased has no address; the digest of none would be everybody's.
    return email_digest(participant.email or f"erased-{participant.pk}")


@transaction.atomic
def block_ask_to_lift(*, block: SafeguardingBlock, by: Any, now: dt.datetime) -> None:
    """Ask a colleague to lift a block: it takes two.

    Raises:
        NotAllowed: if the user doesn't safeguard the city's programme.
        NotBlocked: if it was lifted before.
    """
    check_safeguards(by, block.site_id)
    _hold(block)
    block.lift_asked_at, block.lift_asked_by = now, by
    block.save(update_fields=["lift_asked_at", "lift_asked_by"])


@transaction.atomic
def block_lift(*, block: SafeguardingBlock, by: Any, now: dt.datetime) -> None:
    """Lift a block, as the second of two.

    Raises:
        NotAllowed: if the user doesn't safeguard the city's programme.
        NotBlocked, NotAsked, SamePerson: nothing has changed then.
    """
    check_safeguards(by, block.site_id)
    _hold(block)
    if block.lift_asked_by_id is None:
        raise NotAsked
    if block.lift_asked_by_id == by.pk:
        raise SamePerson
    block.lifted_at, block.lifted_by = now, by
    block.save(update_fields=["lifted_at", "lifted_by"])


@transaction.atomic
def block_keep(*, block: SafeguardingBlock, by: Any) -> None:
    """Refuse, or take back, that a block is lifted.

    Raises:
        NotAllowed: if the user doesn't safeguard the city's programme.
        NotBlocked, NotAsked: nothing has changed then.
    """
    check_safeguards(by, block.site_id)
    _hold(block)
    if block.lift_asked_by_id is None:
        raise NotAsked
    block.lift_asked_at = block.lift_asked_by = None
    block.save(update_fields=["lift_asked_at", "lift_asked_by"])


def _hold(block: SafeguardingBlock) -> None:
    """Read a block anew, locked; refuse one that was lifted."""
    city_lock(site_id=block.site_id)
    block.refresh_from_db()
    if block.lifted_at is not None:
        raise NotBlocked
