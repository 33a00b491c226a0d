"""Which content a city publishes at the moment: a name for it that never comes back."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

TOKEN_BITS = 63
"""As many as fit into a signed integer of 8 bytes and leave it positive."""


def new_token() -> int:
    """Return a number that no content has been named with before."""
    return secrets.randbits(TOKEN_BITS)


class ContentVersion(models.Model):
    """The name of what a city publishes now; without a city, of what cities share.

    A token is random, not a count: a transaction that is rolled back, or a backup
    that is restored, brings the old token back together with the old content, and a
    count would then give the same number to two contents.
    """

    site = models.OneToOneField(
        "wagtailcore.Site",
        verbose_name=_("city"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    token = models.BigIntegerField(_("token"), default=new_token)

    class Meta:
        verbose_name = _("content version")
        verbose_name_plural = _("content versions")
        constraints = [
            models.UniqueConstraint(
                Coalesce("site", 0), name="one_content_version_for_each_city"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_id or '-'}: {self.token:x}"
