"""What visitors and owners of places say that the map should say."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models import CityScoped

WAITING, ACCEPTED, DECLINED = "waiting", "accepted", "declined"


class PlaceSuggestionQuerySet(models.QuerySet["PlaceSuggestion"]):
    def waiting(self) -> Self:
        return self.filter(state=WAITING)

    def decided_before(self, moment: Any) -> Self:
        return self.exclude(state=WAITING).filter(decided_at__lt=moment)


class PlaceSuggestion(CityScoped):
    """A place to add, a change of one, or a report about one, until somebody decides.

    `proposed` holds the values that should stand there, by the name of the field (see
    `use_it_map.proposals`); a report has none.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("a new place")
        CHANGE = "change", _("a change")
        CLOSED = "closed", _("it is closed")
        WRONG = "wrong", _("something is wrong")
        DUPLICATE = "duplicate", _("it is there twice")

    class Source(models.TextChoices):
        VISITOR = "visitor", _("a visitor")
        OWNER = "owner", _("the place itself")

    class State(models.TextChoices):
        WAITING = WAITING, _("waiting")
        ACCEPTED = ACCEPTED, _("accepted")
        DECLINED = DECLINED, _("declined")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    source = models.CharField(
        _("from"), max_length=10, choices=Source.choices, default=Source.VISITOR
    )
    state = models.CharField(
        pgettext_lazy("of a suggestion", "state"),
        max_length=10,
        choices=State.choices,
        default=State.WAITING,
    )
    place = models.ForeignKey(
        "use_it_map.PlacePage",
        verbose_name=_("place"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The place it is about; of an accepted new one, its draft."),
    )
    duplicate_of = models.ForeignKey(
        "use_it_map.PlacePage",
        verbose_name=_("the same place as"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    proposed = models.JSONField(
        _("what should stand there"), default=dict, encoder=DjangoJSONEncoder
    )
    message = models.TextField(_("message"), blank=True, max_length=2000)
    email = models.EmailField(
        _("e-mail of the person"),
        blank=True,
        help_text=_("For questions. Deleted some time after the decision."),
    )
    created_at = models.DateTimeField(_("since"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = PlaceSuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("suggestion for the map")
        verbose_name_plural = _("suggestions for the map")
        indexes = [
            models.Index(
                fields=["site", "state", "created_at"], name="suggestions_of_city"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="suggestion_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind="new") | Q(place__isnull=False),
                name="suggestion_is_about_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="suggestion_declined_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        name = self.proposed.get("title") or (self.place.title if self.place else "")
        return f"{self.get_kind_display()}: {name}"

    @property
    def is_waiting(self) -> bool:
        return self.state == WAITING
