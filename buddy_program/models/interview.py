"""What a coordinator noted of a conversation with somebody who applied."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Interview(models.Model):
    """Scores by the programme's rubric, notes, and what speaks against somebody."""

    participant = models.ForeignKey(
        "buddy_program.Participant", on_delete=models.CASCADE, related_name="interviews"
    )
    held_at = models.DateTimeField(_("held"))
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("held by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    rules = models.ForeignKey(
        "buddy_program.RulesVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The rubric is that of these rules."),
    )
    scores = models.JSONField(_("points"), default=dict)
    notes = models.TextField(_("notes"), blank=True, max_length=5000)
    red_flags = models.TextField(_("red flags"), blank=True, max_length=2000)
    struck_at = models.DateTimeField(
        _("struck out"),
        null=True,
        blank=True,
        help_text=_("Noted wrongly; it doesn't count."),
    )
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("struck out by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-held_at", "-pk"]
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")

    def __str__(self) -> str:
        return f"{self.participant}, {self.held_at:%Y-%m-%d}"

    @property
    def points(self) -> int:
        return sum(self.scores.values())
