"""The audit record of every step on a participant's or a pair's way."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import PairState, ParticipantState


class Transition(models.Model):
    """A state that followed another: of a participant, or of a pair."""

    participant = models.ForeignKey(
        "buddy_program.Participant",
        null=True,
        on_delete=models.CASCADE,
        related_name="transitions",
    )
    pair = models.ForeignKey(
        "buddy_program.Pair",
        null=True,
        on_delete=models.CASCADE,
        related_name="transitions",
    )
    before = models.CharField(_("before"), max_length=10, blank=True)
    after = models.CharField(_("after"), max_length=10)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: the participant, or the programme by itself."),
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    undoes = models.OneToOneField(
        "self",
        verbose_name=_("takes back"),
        null=True,
        on_delete=models.CASCADE,
        related_name="undone_by",
        help_text=_("The step that was a mistake; each is taken back once at most."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.CheckConstraint(
                condition=Q(participant=None, pair__isnull=False)
                | Q(participant__isnull=False, pair=None),
                name="buddy_transition_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def after_label(self) -> str:
        """Where it led, in words."""
        states = PairState if self.pair_id else ParticipantState
        return str(states(self.after).label)
