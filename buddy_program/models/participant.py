"""The people of the programme, on both sides."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import HeardFrom, ParticipantState, Side
from buddy_program.matching.people import AgeBand, FamilyStage, Level
from buddy_program.vocabulary import (
    AGE_LABELS,
    FAMILY_LABELS,
    GENDER_LABELS,
    LEVEL_LABELS,
)
from cms.models import CityScoped

UNCONFIRMED = (ParticipantState.DRAFT,)
UNSENT = (ParticipantState.DRAFT, ParticipantState.CONFIRMED)
OVER = (
    ParticipantState.DECLINED,
    ParticipantState.FINISHED,
    ParticipantState.WITHDRAWN,
)
BOUND = (
    ParticipantState.ONBOARDED,
    ParticipantState.AVAILABLE,
    ParticipantState.MATCHED,
    ParticipantState.PAUSED,
)
"""The states in which somebody has agreed to the code of conduct and takes part."""


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def side(self, side: str) -> Self:
        """Keep one side."""
        return self.filter(side=side)

    def applied(self) -> Self:
        """Keep whose application was sent: the rest is nobody's business yet."""
        return self.exclude(state__in=UNSENT)

    def there(self) -> Self:
        """Keep whose data are still held."""
        return self.filter(erased_at=None)


class Participant(CityScoped):
    """Somebody who applied to a city's programme; no account, and no public page.

    After an erasure the row stays without anything that was said, so that counts
    still add up.
    """

    cohort = models.ForeignKey(
        "buddy_program.Cohort",
        verbose_name=_("cohort"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participants",
    )
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ParticipantState.choices,
        default=ParticipantState.DRAFT,
    )
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(
        _("language of messages"), max_length=12, help_text=_("Such as en, cs or uk.")
    )
    district = models.CharField(_("district"), max_length=60, blank=True)
    reach = models.JSONField(_("also meets in"), default=list, blank=True)
    slots = models.JSONField(_("free times"), default=list, blank=True)
    interests = models.JSONField(_("interests"), default=list, blank=True)
    dislikes = models.JSONField(_("dislikes"), default=list, blank=True)
    goals = models.JSONField(_("goals"), default=list, blank=True)
    family = models.PositiveSmallIntegerField(
        _("family"), choices=list(FAMILY_LABELS.items()), default=FamilyStage.UNSAID
    )
    age = models.PositiveSmallIntegerField(
        _("age"), choices=list(AGE_LABELS.items()), default=AgeBand.UNSAID
    )
    gender = models.CharField(
        _("gender"), max_length=6, blank=True, choices=list(GENDER_LABELS.items())
    )
    wants_gender = models.JSONField(_("would meet"), default=list, blank=True)
    experience = models.TextField(_("experience"), blank=True, max_length=2000)
    expectations = models.TextField(_("expectations"), blank=True, max_length=2000)
    heard_from = models.CharField(
        _("heard of the programme"),
        max_length=10,
        blank=True,
        choices=HeardFrom.choices,
    )
    capacity = models.PositiveSmallIntegerField(
        _("newcomers at once"), default=1, help_text=_("Only locals may have several.")
    )
    created_at = models.DateTimeField(_("began"))
    state_since = models.DateTimeField(_("in this state since"))
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("applied"), null=True, blank=True)
    onboarded_at = models.DateTimeField(_("onboarded"), null=True, blank=True)
    waiting_since = models.DateTimeField(
        _("waiting since"),
        null=True,
        blank=True,
        help_text=_("Since when they could be matched; kept if a match fails early."),
    )
    decline_reason = models.CharField(_("why declined"), max_length=500, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        indexes = [
            models.Index(
                fields=["site", "state", "state_since"], name="buddy_people_by_state"
            ),
            models.Index(fields=["email"], name="buddy_people_by_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="buddy_participant_side"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ParticipantState.values),
                name="buddy_participant_state",
            ),
            models.CheckConstraint(
                condition=Q(capacity=1, side=Side.NEWCOMER)
                | Q(capacity__gte=1, capacity__lte=5, side=Side.LOCAL),
                name="buddy_participant_capacity",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*UNCONFIRMED, ParticipantState.WITHDRAWN])
                | Q(confirmed_at__isnull=False),
                name="buddy_participant_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*UNSENT, ParticipantState.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                name="buddy_participant_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BOUND) | Q(onboarded_at__isnull=False),
                name="buddy_participant_onboarded",
            ),
            models.CheckConstraint(
                condition=~Q(state=ParticipantState.DECLINED)
                | ~Q(decline_reason="")
                | Q(erased_at__isnull=False),
                name="buddy_participant_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(email="", name="", phone="", state__in=OVER),
                name="buddy_participant_erased",
            ),
            models.UniqueConstraint(
                fields=["site", "email"],
                condition=~Q(state__in=OVER),
                name="buddy_participant_once_in_a_city",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.reference

    @property
    def reference(self) -> str:
        """What they are called where their name isn't needed, such as "N-17"."""
        return f"{self.side[:1].upper()}-{self.pk}"

    @property
    def is_newcomer(self) -> bool:
        return self.side == Side.NEWCOMER


class ParticipantLanguage(models.Model):
    """A language that somebody speaks, and how well."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="languages"
    )
    tag = models.CharField(_("language"), max_length=12)
    level = models.PositiveSmallIntegerField(
        _("level"), choices=list(LEVEL_LABELS.items())
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-level", "tag"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "tag"], name="buddy_language_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=Level.A1, level__lte=Level.NATIVE),
                name="buddy_language_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tag} {Level(self.level).name}"
