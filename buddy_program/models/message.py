"""The programme's outbox: mails that are to be sent, until they have been."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models import CityScoped

OUTDATED = "outdated"
"""Why a mail wasn't sent whose news were no news any more."""


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: dt.datetime) -> Self:
        """Keep what a worker may take: what waits and is due, or was left half-way."""
        return self.filter(
            Q(state=Message.State.WAITING, next_try_at__lte=now)
            | Q(state=Message.State.LEASED, leased_until__lte=now)
        )

    def undelivered(self) -> Self:
        """Keep what was refused or given up, though it still held."""
        lost = [Message.State.BOUNCED, Message.State.FAILED]
        return self.filter(state__in=lost).exclude(last_reason=OUTDATED)

    def gone(self) -> Self:
        """Keep what can't be called back: what was sent, or is being sent."""
        return self.filter(state__in=[Message.State.SENT, Message.State.LEASED])


class Message(CityScoped):
    """A mail to one participant, or to the coordinators where there is none.

    It is written when it is sent, from the rows as they are then: here stands only
    which it is. `message_id` stays the same over all tries.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("message", "waiting")
        LEASED = "leased", pgettext_lazy("message", "being sent")
        SENT = "sent", pgettext_lazy("message", "sent")
        FAILED = "failed", pgettext_lazy("message", "given up")
        BOUNCED = "bounced", pgettext_lazy("message", "bounced")

    kind = models.CharField(_("kind"), max_length=30)
    participant = models.ForeignKey(
        "buddy_program.Participant",
        verbose_name=_("to"),
        null=True,
        on_delete=models.CASCADE,
        related_name="messages",
    )
    pair = models.ForeignKey(
        "buddy_program.Pair", null=True, on_delete=models.CASCADE, related_name="+"
    )
    check_in = models.ForeignKey(
        "buddy_program.CheckIn", null=True, on_delete=models.CASCADE, related_name="+"
    )
    message_id = models.UUIDField(
        _("message id"), unique=True, default=uuid.uuid4, editable=False
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("since"))
    next_try_at = models.DateTimeField(_("next try"))
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("sent or given up"), null=True)
    last_reason = models.CharField(_("last error"), max_length=20, blank=True)
    seen_at = models.DateTimeField(
        _("seen"),
        null=True,
        help_text=_("When a coordinator took it off the list, if it didn't arrive."),
    )

    objects = MessageQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="buddy_message_due"),
            models.Index(fields=["site", "-created_at"], name="buddy_message_city"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="leased", leased_until__isnull=False)
                | ~Q(state="leased") & Q(leased_until=None),
                name="buddy_message_is_leased_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["sent", "failed", "bounced"], finished_at__isnull=False
                )
                | Q(state__in=["waiting", "leased"], finished_at=None),
                name="buddy_message_that_is_over_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.created_at:%Y-%m-%d %H:%M}"
