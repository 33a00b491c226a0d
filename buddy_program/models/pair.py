"""A newcomer and a local, from the proposal to the end."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import EndReason, PairState, Side
from buddy_program.models.participant import Participant
from cms.models import CityScoped

OPEN = (PairState.PROPOSED, PairState.ACTIVE, PairState.PAUSED)
MOST_SEATS = 5


class PairQuerySet(models.QuerySet["Pair"]):
    def open(self) -> Self:
        """Keep what takes a local's room: proposed, active or paused."""
        return self.filter(state__in=OPEN)

    def of(self, participant: Participant) -> Self:
        """Keep those that somebody is or was in."""
        return self.filter(**{participant.side: participant})


class Pair(CityScoped):
    """A match. Contacts are shown only once both have said yes.

    `seat` is which of the local's places it takes, from 0: one open pair a seat, so
    that a local never has more newcomers than places, however many approve at once.
    """

    newcomer = models.ForeignKey(
        "buddy_program.Participant",
        verbose_name=_("newcomer"),
        on_delete=models.PROTECT,
        related_name="pairs_as_newcomer",
    )
    local = models.ForeignKey(
        "buddy_program.Participant",
        verbose_name=_("local"),
        on_delete=models.PROTECT,
        related_name="pairs_as_local",
    )
    seat = models.PositiveSmallIntegerField(default=0)
    run = models.ForeignKey(
        "buddy_program.MatchRun",
        verbose_name=_("match run"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="pairs",
    )
    state = models.CharField(
        _("state"), max_length=8, choices=PairState.choices, default=PairState.PROPOSED
    )
    score = models.PositiveIntegerField(_("score"), default=0)
    points = models.JSONField(_("points by criterion"), default=list)
    proposed_at = models.DateTimeField(_("proposed"))
    answer_by = models.DateTimeField(_("to be answered by"))
    newcomer_agreed_at = models.DateTimeField(_("newcomer agreed"), null=True)
    local_agreed_at = models.DateTimeField(_("local agreed"), null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    end_reason = models.CharField(
        _("why it ended"), max_length=12, blank=True, choices=EndReason.choices
    )
    ended_by = models.CharField(
        _("who ended it"), max_length=8, blank=True, choices=Side.choices
    )

    objects = PairQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        indexes = [
            models.Index(fields=["site", "state", "answer_by"], name="buddy_pair_due")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["newcomer"],
                condition=Q(state__in=OPEN),
                name="buddy_one_open_pair_a_newcomer",
            ),
            models.UniqueConstraint(
                fields=["local", "seat"],
                condition=Q(state__in=OPEN),
                name="buddy_one_open_pair_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(seat__lt=MOST_SEATS), name="buddy_pair_seat"
            ),
            models.CheckConstraint(
                condition=~Q(newcomer=F("local")), name="buddy_pair_of_two"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PairState.values), name="buddy_pair_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PairState.ACTIVE, PairState.PAUSED])
                | Q(
                    newcomer_agreed_at__isnull=False,
                    local_agreed_at__isnull=False,
                    started_at__isnull=False,
                ),
                name="buddy_pair_starts_when_both_agree",
            ),
            models.CheckConstraint(
                condition=Q(state=PairState.CLOSED, ended_at__isnull=False)
                & ~Q(end_reason="")
                | ~Q(state=PairState.CLOSED) & Q(ended_at=None, end_reason=""),
                name="buddy_pair_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newcomer}, {self.local}"

    @property
    def contacts_shown(self) -> bool:
        """Whether each may see how to reach the other."""
        return self.state in (PairState.ACTIVE, PairState.PAUSED)

    def of_side(self, side: str) -> Participant:
        """Return who is on a side."""
        found: Participant = getattr(self, side)
        return found

    def other(self, participant: Participant) -> Participant:
        """Return whom somebody is paired with."""
        return self.local if participant.is_newcomer else self.newcomer
