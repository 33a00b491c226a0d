"""Tokens by which somebody without an account reads and changes what is theirs.

A token is made when a mail is sent. It opens the area as often as one likes until it
expires; the first change uses it up and gives a fresh one in return, which lasts no
longer than the first would have.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from buddy_program.messages import MessageKind
from buddy_program.models import Message, Participant, PersonalLink
from buddy_program.models.link import digest_of
from buddy_program.models.participant import OVER, UNCONFIRMED
from buddy_program.services.locks import city_lock
from buddy_program.services.outbox import message_note

MAX_TOKEN = 200
TOKEN_BYTES = 32
LINK_KINDS = (MessageKind.CONFIRM_EMAIL, MessageKind.PERSONAL_LINK)
LINK_PAUSE = dt.timedelta(minutes=10)
"""How long nobody is sent another link, whoever asks for it."""

MOST_LINKS_A_DAY = 5


class BadToken(Exception):
    """Forged, expired, used, ended, another's or too long: nobody is told which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Whose token was used for a change, and the one that takes its place."""

    participant: Participant
    token: str


@transaction.atomic
def link_issue(*, participant: Participant, now: dt.datetime) -> str:
    """Return a new token for somebody; only its digest is stored."""
    lifetime = dt.timedelta(days=settings.VITEJ_BUDDY_LINK_DAYS)
    return _issue(participant, now=now, until=now + lifetime)


def link_open(*, token: str, site_id: int, now: dt.datetime) -> PersonalLink:
    """Return the link of a token, which reads and changes nothing.

    Raises:
        BadToken
    """
    if not token or len(token) > MAX_TOKEN:
        raise BadToken
    links = PersonalLink.objects.opening(now).select_related("participant")
    link = links.filter(
        digest=digest_of(token),
        participant__site=site_id,
        participant__erased_at=None,
    ).first()
    if link is None:
        raise BadToken
    return link


@transaction.atomic
def link_use(*, token: str, site_id: int, now: dt.datetime) -> Used:
    """Use a token up for a change in the same transaction, and give a fresh one.

    Called within the transaction of the change: if that fails, the token is as it was.
    The city's lock is taken first, as by all that may end in a change of pairs.

    Raises:
        BadToken: nothing has changed then.
    """
    city_lock(site_id=site_id)
    link = link_open(token=token, site_id=site_id, now=now)
    if not PersonalLink.objects.changing(now).filter(pk=link.pk).update(used_at=now):
        raise BadToken
    fresh = _issue(link.participant, now=now, until=link.expires_at)
    return Used(participant=link.participant, token=fresh)


@transaction.atomic
def link_request(*, site: Site, email: str, now: dt.datetime) -> None:
    """Mail a link to whoever applied with an address; for others nothing happens.

    The caller learns nothing of which it was.
    """
    address = email.strip().lower()
    people = Participant.objects.filter(site=site, email=address, erased_at=None)
    # Somebody who applied again after an end is shown what runs.
    ordered = sorted(people, key=lambda each: (each.state in OVER, -each.pk))
    if ordered:
        link_mail(participant=ordered[0], now=now)


@transaction.atomic
def link_mail(*, participant: Participant, now: dt.datetime) -> Message | None:
    """Note the mail with a link; None if there were enough of them of late."""
    sent = participant.messages.filter(kind__in=LINK_KINDS)
    if sent.filter(created_at__gt=now - LINK_PAUSE).exists():
        return None
    today = sent.filter(created_at__gt=now - dt.timedelta(days=1))
    if today.count() >= MOST_LINKS_A_DAY:
        return None
    unconfirmed = participant.state in UNCONFIRMED
    kind = MessageKind.CONFIRM_EMAIL if unconfirmed else MessageKind.PERSONAL_LINK
    return message_note(kind=kind, to=participant, now=now)


@transaction.atomic
def links_end(*, participant: Participant, now: dt.datetime) -> int:
    """End all links of somebody at once; return how many still opened something."""
    links = PersonalLink.objects.opening(now).filter(participant=participant)
    return links.update(ended_at=now)


def _issue(participant: Participant, *, now: dt.datetime, until: dt.datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    PersonalLink.objects.create(
        participant=participant,
        digest=digest_of(token),
        created_at=now,
        expires_at=until,
    )
    return token
