"""What somebody has told of their or another's safety."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models import CityScoped


class Concern(CityScoped):
    """A worry about somebody's safety, for the safeguarding role alone.

    Once it is forgotten, the row stays without anything that was said, for the counts.
    """

    pair = models.ForeignKey(
        "buddy_program.Pair",
        verbose_name=_("pair"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="concerns",
    )
    reporter = models.ForeignKey(
        "buddy_program.Participant",
        verbose_name=_("told by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="concerns",
        help_text=_("Empty: somebody from outside."),
    )
    text = models.TextField(_("what happened"), max_length=5000)
    email = models.EmailField(_("e-mail for questions"), blank=True)
    told_at = models.DateTimeField(_("told"))
    outcome = models.TextField(_("what was done"), blank=True, max_length=5000)
    handled_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dealt with by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    forgotten_at = models.DateTimeField(_("emptied"), null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["told_at", "pk"]
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at=None) | ~Q(outcome=""),
                name="buddy_concern_that_is_dealt_with_says_how",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None)
                | Q(handled_at__isnull=False, text="", email="")
                & Q(reporter=None, pair=None, handled_by=None),
                name="buddy_concern_that_is_forgotten_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.told_at:%Y-%m-%d}"
