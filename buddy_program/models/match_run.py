"""A run of the matching, as it was found and decided upon."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buddy_program.matching.results import Run
from cms.models import CityScoped


class MatchRun(CityScoped):
    """A result of the matching with the hash of its inputs, until somebody approves it.

    `result` is `matching.results.Run` as JSON: numbers of participants, no names.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("match run", "to be decided")
        APPROVED = "approved", pgettext_lazy("match run", "approved")
        DISCARDED = "discarded", pgettext_lazy("match run", "discarded")

    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT
    )
    rules = models.ForeignKey(
        "buddy_program.RulesVersion", null=True, on_delete=models.PROTECT
    )
    digest = models.CharField(_("hash of the inputs"), max_length=64)
    weights = models.JSONField(_("weights"))
    pins = models.JSONField(_("pinned pairs"), default=list, blank=True)
    forbidden = models.JSONField(_("forbidden pairs"), default=list, blank=True)
    result = models.JSONField(_("result"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("match run")
        verbose_name_plural = _("match runs")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", decided_at=None)
                | ~Q(state="draft") & Q(decided_at__isnull=False),
                name="buddy_run_that_is_decided_has_its_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def run(self) -> Run:
        """The result as the matching gave it."""
        return Run.from_data(self.result)
