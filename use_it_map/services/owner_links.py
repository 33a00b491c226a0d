"""Asking places' owners: the question, its link, and what comes back by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms import access
from use_it_map.choices import Verifier
from use_it_map.models import OwnerLink, PlacePage, PlaceSuggestion
from use_it_map.models.owner_link import digest_of
from use_it_map.services.place import place_note_verified
from use_it_map.services.suggestions import NewSuggestion, suggestion_add

ASKED = "use_it_map.owner.asked"
ENDED = "use_it_map.owner.ended"
CORRECTED = "use_it_map.owner.corrected"
MAX_TOKEN = 200


class NotAllowed(Exception):
    """The user may not change the place."""


class NoAddress(Exception):
    """Nobody knows the owner's e-mail, or the place isn't public."""


class AskedAlready(Exception):
    """The owner has a question that isn't answered yet."""


class BadToken(Exception):
    """The link is forged, expired, ended or used; nobody is told which."""


@transaction.atomic
def owner_ask(*, place: PlacePage, user: Any | None, now: dt.datetime) -> OwnerLink:
    """Note that a place's owner is to be asked; the mail is sent soon afterwards.

    `user` is None where the hub itself asks, as the time for it has come. The question
    and the need for its mail are one row: what is committed is sent, again if need be.

    Raises:
        NotAllowed, NoAddress, AskedAlready: nothing has changed then.
    """
    if user is not None and not access.may_edit_page(user, place):
        raise NotAllowed
    city = access.city_of_page(place)
    if not place.owner_email or not place.live or city is None:
        raise NoAddress
    PlacePage.objects.select_for_update().get(pk=place.pk)
    own = OwnerLink.objects.filter(place__translation_key=place.translation_key)
    if own.open(now).filter(email__iexact=place.owner_email).exists():
        raise AskedAlready
    # Expired, or another's.
    own.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    link = OwnerLink.objects.create(
        site=city,
        place=place,
        email=place.owner_email,
        asked_by=user,
        created_at=now,
        expires_at=now + dt.timedelta(days=settings.VITEJ_MAP_LINK_DAYS),
        next_try_at=now,
    )
    log(instance=place, action=ASKED, user=user)
    return link


@transaction.atomic
def owner_link_revoke(*, link: OwnerLink, user: Any, now: dt.datetime) -> None:
    """End a link at once, sent or not.

    Raises:
        NotAllowed: if the user may not change the place.
    """
    if not access.may_edit_page(user, link.place):
        raise NotAllowed
    OwnerLink.objects.filter(pk=link.pk, used_at=None).update(revoked_at=now)
    log(instance=link.place, action=ENDED, user=user)


def owner_link_of(token: str, *, now: dt.datetime) -> OwnerLink:
    """Return the link that a token belongs to.

    It ends when the place is given another owner's address, or none.

    Raises:
        BadToken: if there is none that works, for whatever reason.
    """
    if not token or len(token) > MAX_TOKEN:
        raise BadToken
    usable = OwnerLink.objects.usable(now).select_related(
        "place__locale", "site__citysettings"
    )
    link = usable.filter(digest=digest_of(token)).first()
    if link is None or not link.place.live:
        raise BadToken
    if link.email.lower() != link.place.owner_email.lower():
        raise BadToken
    return link


@transaction.atomic
def owner_confirm(
    *, token: str, now: dt.datetime, site_id: int | None = None
) -> PlacePage:
    """Note that the owner says that all is right, today. The link ends.

    `site_id` is the city that the place must be of, where one was named.

    Raises:
        BadToken: if the link doesn't work (any more); nothing has changed then.
    """
    link = _used(token, now, site_id=site_id)
    place: PlacePage = link.place
    today = timezone.localdate(now)
    place_note_verified(place=place, by=Verifier.OWNER, user=None, today=today)
    return place


@transaction.atomic
def owner_correct(
    *,
    token: str,
    proposed: Mapping[str, Any],
    message: str,
    now: dt.datetime,
) -> PlaceSuggestion:
    """Take the owner's correction, for the centre to look at. The link ends.

    Raises:
        BadToken: if the link doesn't work (any more).
        ValidationError: by field; the link goes on working.
        Nothing has changed then.
    """
    link = _used(token, now)
    said = NewSuggestion(
        site=link.site,
        locale=link.place.locale,
        kind=PlaceSuggestion.Kind.CHANGE,
        source=PlaceSuggestion.Source.OWNER,
        place=link.place,
        proposed=proposed,
        message=message,
        email=link.email,
    )
    suggestion = suggestion_add(said=said, now=now)
    log(instance=link.place, action=CORRECTED)
    return suggestion


def _used(token: str, now: dt.datetime, *, site_id: int | None = None) -> OwnerLink:
    """Use a link, if nobody else does at the same moment."""
    link = owner_link_of(token, now=now)
    if site_id not in (None, link.site_id):
        raise BadToken
    if not OwnerLink.objects.usable(now).filter(pk=link.pk).update(used_at=now):
        raise BadToken
    return link


@transaction.atomic
def owner_links_forget(*, now: dt.datetime) -> int:
    """Delete links that have opened nothing for long; return how many."""
    before = now - dt.timedelta(days=settings.VITEJ_MAP_CONTACT_DAYS)
    deleted, _by_model = OwnerLink.objects.filter(expires_at__lt=before).delete()
    return deleted
