"""Links by which somebody without an account comes to their own area."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def digest_of(token: str) -> str:
    """Return what is stored of a token: enough to know it again, not to make it."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    def opening(self, now: dt.datetime) -> Self:
        """Keep those that still open something: neither expired nor ended."""
        return self.filter(ended_at=None, expires_at__gt=now)

    def changing(self, now: dt.datetime) -> Self:
        """Keep those that may still change something, once."""
        return self.opening(now).filter(used_at=None)


class PersonalLink(models.Model):
    """A token that opens a participant's area, and changes something in it once.

    Here is its SHA-256 alone; the token stands in a mail, or in the answer to the
    change before.
    """

    participant = models.ForeignKey(
        "buddy_program.Participant", on_delete=models.CASCADE, related_name="links"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("since"))
    expires_at = models.DateTimeField(_("until"))
    used_at = models.DateTimeField(_("used for a change"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = PersonalLinkQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        indexes = [models.Index(fields=["expires_at"], name="buddy_link_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="buddy_link_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}, {self.created_at:%Y-%m-%d}"
