"""Links by which a place's owner says, without an account, whether all is right."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.models import CityScoped


def digest_of(token: str) -> str:
    """Return what is stored of a token: enough to know it again, not to make it."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class OwnerLinkQuerySet(models.QuerySet["OwnerLink"]):
    def usable(self, now: dt.datetime) -> Self:
        """Keep those that open something: sent, not used, not ended, not expired."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now).exclude(
            digest=None
        )

    def open(self, now: dt.datetime) -> Self:
        """Keep those that open something, or will once their mail is sent."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now)

    def to_send(self, now: dt.datetime) -> Self:
        """Keep those whose mail waits and is due, or was left half-way."""
        return self.open(now).filter(sent_at=None, next_try_at__lte=now)


class OwnerLink(CityScoped):
    """A question to a place's owner, its mail and its link: an outbox of one row each.

    The token is made when the mail is sent and stands in the mail alone; here is its
    SHA-256. A mail that is sent again has another one, and the earlier link ends.
    """

    place = models.ForeignKey(
        "use_it_map.PlacePage",
        verbose_name=_("place"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    email = models.EmailField(_("to"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  several have none
    created_at = models.DateTimeField(_("since"))
    expires_at = models.DateTimeField(_("until"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    used_at = models.DateTimeField(_("answered"), null=True)
    revoked_at = models.DateTimeField(_("ended"), null=True)

    objects = OwnerLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("question to an owner")
        verbose_name_plural = _("questions to owners")
        indexes = [models.Index(fields=["sent_at", "next_try_at"], name="link_to_send")]
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(used_at=None, revoked_at=None),
                name="one_open_question_a_place",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="owner_link_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(digest__isnull=False),
                name="owner_link_that_was_sent_has_a_token",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.created_at:%Y-%m-%d}"
