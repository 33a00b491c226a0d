"""Answered questionnaires."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import Wave


class Answers(models.Model):
    """What somebody answered to an instrument in a wave, and what it came to.

    Instrument, version and the texts as they were shown stay with the answers.
    """

    participant = models.ForeignKey(
        "buddy_program.Participant",
        on_delete=models.CASCADE,
        related_name="answers",
    )
    wave = models.CharField(_("wave"), max_length=9, choices=Wave.choices)
    instrument = models.CharField(_("instrument"), max_length=20)
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=12)
    values = models.JSONField(_("answers"))
    texts = models.JSONField(_("texts as they were shown"))
    scores = models.JSONField(_("scores"), help_text=_("Fractions as “3/2”, or null."))
    due_at = models.DateTimeField(_("due"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("answered questionnaire")
        verbose_name_plural = _("answered questionnaires")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "wave", "instrument"],
                name="buddy_answers_once_a_wave",
            ),
            models.CheckConstraint(
                condition=Q(wave__in=Wave.values), name="buddy_answers_wave"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}, {self.instrument}, {self.wave}"
