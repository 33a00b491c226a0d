"""Groups of participants who go through the programme together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models import CityScoped


class Cohort(CityScoped):
    """A round of a city's programme. Its rules are frozen when it starts."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("cohort", "planned")
        RUNNING = "running", pgettext_lazy("cohort", "running")
        CLOSED = "closed", pgettext_lazy("cohort", "closed")

    name = models.CharField(_("name"), max_length=80)
    pilot = models.BooleanField(
        _("pilot"),
        default=False,
        help_text=_("Tried out; it is told apart where cohorts are compared."),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.PLANNED
    )
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    rules = models.ForeignKey(
        "buddy_program.RulesVersion",
        verbose_name=_("rules"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="cohorts",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"], name="buddy_cohort_name_once_in_a_city"
            ),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(rules__isnull=False),
                name="buddy_cohort_that_runs_has_its_rules",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="buddy_cohort_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CohortStep(models.Model):
    """What a coordinator did with a cohort, or with somebody in it. It never changes.

    Who goes from one cohort to another has left the one and joined the other.
    """

    class Kind(models.TextChoices):
        STARTED = "started", _("started; its rules are frozen")
        UNSTARTED = "unstarted", _("start taken back; its rules are open again")
        CLOSED = "closed", pgettext_lazy("cohort", "closed")
        REOPENED = "reopened", _("opened again")
        JOINED = "joined", _("joined")
        LEFT = "left", _("left")

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.CASCADE, related_name="steps"
    )
    participant = models.ForeignKey(
        "buddy_program.Participant",
        null=True,
        on_delete=models.CASCADE,
        related_name="cohort_steps",
    )
    kind = models.CharField(_("what"), max_length=9, choices=Kind.choices)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of a cohort")
        verbose_name_plural = _("steps of cohorts")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["joined", "left"], participant__isnull=False)
                | Q(
                    kind__in=["started", "unstarted", "closed", "reopened"],
                    participant=None,
                ),
                name="buddy_cohort_step_of_it_or_of_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort}: {self.kind}"
