"""Where a city's web sites are told that its content has changed."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cms.models.city import CityScoped
from cms.outside import Unusable, checked
from cms.webhook_signature import shown_secret

SALT = "cms.webhook"
REFUSALS = {
    "address": _("This is no web address."),
    "insecure": _("The address must begin with https://."),
    "private": _("The address must be one of the public internet."),
}


def new_seed() -> str:
    return secrets.token_urlsafe(24)


def check_webhook_address(url: str) -> None:
    """Refuse an address that nothing would be sent to.

    Raises:
        ValidationError: saying what is wrong with it.
    """
    try:
        checked(url, anywhere=settings.VITEJ_WEBHOOK_PRIVATE)
    except Unusable as error:
        raise ValidationError(REFUSALS[error.reason], code=error.reason) from None


class WebhookEndpoint(CityScoped):
    """An address of a city's web site that hears of each change.

    The secret is not stored: it follows from `seed` and the hub's secret key, so that
    a copy of the database signs nothing.
    """

    url = models.CharField(
        _("address"),
        max_length=500,
        validators=[check_webhook_address],
        help_text=_(
            "Where your web site hears of changes, such as https://ostrava.example.com/hooks/vitej."
        ),
    )
    note = models.CharField(
        _("note"),
        max_length=80,
        blank=True,
        help_text=_("A reminder for your team, such as: test site."),
    )
    active = models.BooleanField(
        _("active"), default=True, help_text=_("Whether changes are told there.")
    )
    seed = models.CharField(max_length=64, default=new_seed, editable=False)

    class Meta:
        ordering = ["site", "url", "pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "url"],
                name="one_webhook_of_a_city_and_address",
                violation_error_message=_("The city has a webhook at this address."),
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def key(self) -> bytes:
        """The 32 bytes that deliveries are signed with."""
        digest: bytes = salted_hmac(SALT, self.seed, algorithm="sha256").digest()
        return digest

    @property
    def secret(self) -> str:
        """The key as it is shown to those who may manage the webhook."""
        return shown_secret(self.key)
