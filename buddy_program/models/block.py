"""Who may not be matched, by decision of the safeguarding role."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.models import CityScoped


class SafeguardingBlock(CityScoped):
    """That somebody is kept out of matching. Lifting it takes two people.

    `email_digest` knows an address again after its person has been erased; the digest
    is keyed, so that nobody can try addresses without the hub's secret.
    """

    participant = models.ForeignKey(
        "buddy_program.Participant",
        verbose_name=_("participant"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="blocks",
    )
    email_digest = models.CharField(max_length=64)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    blocked_at = models.DateTimeField(_("since"))
    blocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lift_asked_at = models.DateTimeField(_("lifting asked for"), null=True)
    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-blocked_at", "-pk"]
        verbose_name = _("safeguarding block")
        verbose_name_plural = _("safeguarding blocks")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "email_digest"],
                condition=Q(lifted_at=None),
                name="buddy_one_block_a_person",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None)
                | Q(lifted_by__isnull=False, lift_asked_by__isnull=False)
                & ~Q(lifted_by=F("lift_asked_by")),
                name="buddy_block_is_lifted_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant or '-'}, {self.blocked_at:%Y-%m-%d}"
