"""The outbox: what the hub has to tell the outside, until it has been told."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

WAITING, LEASED, DELIVERED, FAILED = "waiting", "leased", "delivered", "failed"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: dt.datetime) -> Self:
        """Keep what a worker may take: what waits and is due, or was left half-way."""
        return self.filter(
            Q(state=WAITING, next_try_at__lte=now)
            | Q(state=LEASED, leased_until__lte=now)
        )

    def joinable(self) -> Self:
        """Keep what one more change can be told with: what nobody has tried to send.

        What was tried may have arrived, and whoever got it takes the next try of it
        for something known.
        """
        return self.filter(state=WAITING, joinable_still=True)


class Delivery(models.Model):
    """One message to one place. `message_id` stays the same over all tries.

    Of a webhook it is the body that is sent; of a purge it is the keys, or the
    addresses of pages. Neither
    relation is a constraint of the database, so that a city that is deleted can still
    be purged, and rows can be noted while it is on its way out.
    """

    class Kind(models.TextChoices):
        WEBHOOK = "webhook", _("webhook")
        PURGE = "purge", _("purge of the CDN")
        PURGE_PAGES = "purge_pages", _("purge of pages")

    class State(models.TextChoices):
        WAITING = WAITING, _("waiting")
        LEASED = LEASED, _("being sent")
        DELIVERED = DELIVERED, _("delivered")
        FAILED = FAILED, _("failed")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    site = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("city"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    endpoint = models.ForeignKey(
        "cms.WebhookEndpoint",
        verbose_name=_("webhook"),
        null=True,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="deliveries",
    )
    message_id = models.UUIDField(
        _("delivery id"), unique=True, default=uuid.uuid4, editable=False
    )
    payload = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    joinable_still = models.BooleanField(default=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    leased_until = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(_("last status"), null=True)
    last_reason = models.CharField(_("last error"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("since"))
    finished_at = models.DateTimeField(_("delivered or given up"), null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="delivery_due"),
            models.Index(fields=["site", "-created_at"], name="delivery_of_city"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="webhook", endpoint__isnull=False, site__isnull=False)
                | Q(kind__in=["purge", "purge_pages"], endpoint__isnull=True),
                name="delivery_of_a_webhook_has_its_endpoint",
            ),
            models.CheckConstraint(
                condition=Q(state="leased", leased_until__isnull=False)
                | ~Q(state="leased") & Q(leased_until__isnull=True),
                name="delivery_is_leased_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["delivered", "failed"], finished_at__isnull=False
                )
                | Q(state__in=["waiting", "leased"], finished_at__isnull=True),
                name="delivery_that_is_over_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.message_id)

    @property
    def keys(self) -> list[str]:
        """The surrogate keys of the answers that have changed; none for a test."""
        data: dict[str, Any] = self.payload
        found: list[str] = data.get("data", data).get("keys", [])
        return found

    @property
    def addresses(self) -> list[str]:
        """The addresses of pages that have changed; none of other kinds."""
        found: list[str] = self.payload.get("addresses", [])
        return found

    @property
    def is_over(self) -> bool:
        return self.state in (DELIVERED, FAILED)
