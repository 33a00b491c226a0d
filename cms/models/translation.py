"""How far things are translated, kept so that many can be asked at once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TranslationProgress(models.Model):
    """The state of one translation of a page or a snippet into one language.

    Slugs don't count: the hub makes them itself.
    """

    translation = models.OneToOneField(
        "wagtail_localize.Translation",
        on_delete=models.CASCADE,
        related_name="progress",
    )
    total = models.PositiveIntegerField(_("texts"), default=0)
    translated = models.PositiveIntegerField(_("translated texts"), default=0)
    published = models.PositiveIntegerField(
        _("translated texts that readers see"), default=0
    )
    behind_source = models.BooleanField(
        _("the source has changed since"), default=False
    )

    class Meta:
        verbose_name = _("progress of a translation")
        verbose_name_plural = _("progress of translations")
        constraints = [
            models.CheckConstraint(
                condition=Q(translated__lte=F("total"), published__lte=F("total")),
                name="no_more_translated_than_there_is",
            )
        ]

    def __str__(self) -> str:
        return f"{self.translated}/{self.total}"
