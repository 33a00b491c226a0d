"""Sending the questions to owners: a new token, one try, and what became of it.

A link's row is its own outbox. The token's hash is committed before the mail leaves, so
that a link that has arrived works; if the process dies in between, another mail with
another token follows, and the earlier link is no good.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from use_it_map.models import OwnerLink
from use_it_map.models.owner_link import digest_of

LANGUAGES = ("cs", "en")
"""Owners are asked in both: nobody knows which one they read."""
LEASE = dt.timedelta(minutes=5)
"""Longer than any try takes."""
TIMEOUT_S = 20
DELAYS = tuple(dt.timedelta(minutes=each) for each in (5, 30, 120, 600, 1440))
"""How long to wait after each failed try; then daily, until the link expires."""

logger = logging.getLogger("vitej.map")


def owner_mails_send(*, now: dt.datetime) -> int:
    """Send what is due; return how many mails were handed over.

    One that can't be sent is tried again later, and holds up no other.
    """
    sent = 0
    while (taken := _take(now)) is not None:
        link, token = taken
        try:
            message(link, token).send()
        except (SMTPException, OSError, ValueError):
            # Not the reason in full: a mail server's words name the address.
            logger.warning("The mail of owner link %s could not be sent.", link.pk)
            continue
        OwnerLink.objects.filter(pk=link.pk, digest=digest_of(token)).update(
            sent_at=timezone.now()
        )
        sent += 1
    return sent


def _take(now: dt.datetime) -> tuple[OwnerLink, str] | None:
    """Take what is due for the longest time, give it a token, and commit that."""
    with transaction.atomic():
        due = OwnerLink.objects.to_send(now).filter(
            place__live=True, email__iexact=F("place__owner_email")
        )
        link = due.order_by("next_try_at", "pk").first()
        if link is None:
            return None
        token = secrets.token_urlsafe(32)
        delay = DELAYS[min(link.attempts, len(DELAYS) - 1)]
        taken = OwnerLink.objects.to_send(now).filter(
            pk=link.pk, attempts=link.attempts
        )
        if not taken.update(
            digest=digest_of(token),
            attempts=link.attempts + 1,
            next_try_at=now + max(delay, LEASE),
        ):
            return None
        found = OwnerLink.objects.select_related("place", "site__citysettings")
        return found.get(pk=link.pk), token


def message(link: OwnerLink, token: str) -> EmailMessage:
    """Return the mail with a link, in Czech and English."""
    facts = {
        "place": link.place,
        "city": link.site.site_name,
        "centre": link.site.citysettings.email,
        "url": owner_url(token),
        "until": timezone.localdate(link.expires_at),
    }
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            parts.append(render_to_string("use_it_map/owner/mail.txt", facts).strip())
    with translation.override(LANGUAGES[0]):
        subject = _("Is everything about %(place)s right?")
    return EmailMessage(
        " ".join((subject % {"place": link.place.title}).split()),
        "\n\n---\n\n".join(parts) + "\n",
        to=[link.email],
        reply_to=[link.site.citysettings.email] if facts["centre"] else None,
        connection=get_connection(timeout=TIMEOUT_S),
    )


def owner_url(token: str) -> str:
    """Return the address of a link's page, on the hub's own host."""
    base: str = settings.WAGTAILADMIN_BASE_URL
    return base + reverse("use_it_map:owner", args=[token])
