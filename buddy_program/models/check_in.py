"""What is asked of pairs while they last, and what they tell by themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CheckIn(models.Model):
    """One question to one of a pair: did you meet, how was it, are you worried?"""

    pair = models.ForeignKey(
        "buddy_program.Pair", on_delete=models.CASCADE, related_name="check_ins"
    )
    participant = models.ForeignKey(
        "buddy_program.Participant", on_delete=models.CASCADE, related_name="check_ins"
    )
    day = models.PositiveSmallIntegerField(_("day"), help_text=_("Since the start."))
    due_at = models.DateTimeField(_("due"))
    asked_at = models.DateTimeField(_("asked"), null=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    met = models.BooleanField(_("they met"), null=True)
    mood = models.PositiveSmallIntegerField(
        _("how it was"), null=True, help_text=_("1, bad, to 5, very good.")
    )
    worried = models.BooleanField(_("worried"), null=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    seen_at = models.DateTimeField(_("seen by a coordinator"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(answered_at=None),
                name="buddy_check_in_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "participant", "day"], name="buddy_check_in_once"
            ),
            models.CheckConstraint(
                condition=Q(mood=None) | Q(mood__gte=1, mood__lte=5),
                name="buddy_check_in_mood",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(met__isnull=False),
                name="buddy_check_in_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {self.day}"


class Meeting(models.Model):
    """A meeting that one of a pair has put down."""

    pair = models.ForeignKey(
        "buddy_program.Pair", on_delete=models.CASCADE, related_name="meetings"
    )
    told_by = models.ForeignKey(
        "buddy_program.Participant", on_delete=models.CASCADE, related_name="+"
    )
    held_on = models.DateField(_("held"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    told_at = models.DateTimeField(_("put down"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "told_by", "held_on"], name="buddy_meeting_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pair}, {self.held_on}"
