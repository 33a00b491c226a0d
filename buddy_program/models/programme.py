"""A city's programme, and the versions of its rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from buddy_program.rules import ProgrammeRules


def page_field(
    label: Any, help_text: Any
) -> models.ForeignKey[Page | None, Page | None]:
    """Return a field for a page that is read in the visitor's language."""
    return models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=label,
        help_text=help_text,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


FROM = _("Empty: at once. Until that day everybody is told when they may apply.")


class Programme(models.Model):
    """The buddy programme of one city: who may join, and what they are given to read.

    What decides about people stands in its rules, of which every version is kept.
    """

    site = models.OneToOneField(
        "wagtailcore.Site",
        verbose_name=_("city"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    newcomers_welcome = models.BooleanField(_("newcomers may apply"), default=False)
    locals_welcome = models.BooleanField(_("locals may apply"), default=False)
    newcomers_from = models.DateField(
        _("newcomers may apply from"), null=True, blank=True, help_text=FROM
    )
    locals_from = models.DateField(
        _("locals may apply from"), null=True, blank=True, help_text=FROM
    )
    contact_email = models.EmailField(
        _("e-mail of the coordinators"),
        help_text=_("Shown to the public, and where participants' replies go."),
    )
    districts = models.JSONField(
        _("districts"),
        default=list,
        blank=True,
        help_text=_("The names of the parts of the city where people can meet."),
    )
    about = page_field(
        _("page about the programme"), _("Who can join, and what it is like.")
    )
    newcomer_pack = page_field(
        _("onboarding of newcomers"), _("What they read before they meet anybody.")
    )
    local_pack = page_field(
        _("onboarding of locals"), _("What they read before they meet anybody.")
    )
    code_of_conduct = page_field(
        _("code of conduct"), _("What both sides agree to; its version is kept.")
    )
    first_meeting = page_field(
        _("guide to the first meeting"), _("Sent to both when they get in touch.")
    )

    class Meta:
        verbose_name = _("buddy programme")
        verbose_name_plural = _("buddy programmes")

    def __str__(self) -> str:
        return str(self.site)

    @property
    def rules(self) -> ProgrammeRules:
        """The rules that hold now; what a programme begins with if it has set none."""
        latest = self.versions.order_by("-version").first()
        return latest.rules if latest else ProgrammeRules()

    def welcomes(self, side: str, today: dt.date) -> bool:
        """Tell whether people of a side may apply on a day."""
        wanted = bool(getattr(self, f"{side}s_welcome"))
        return wanted and self.opens_on(side, today) is None

    def opens_on(self, side: str, today: dt.date) -> dt.date | None:
        """Return the day to come from which people of a side may apply; else None."""
        first: dt.date | None = getattr(self, f"{side}s_from")
        announced = getattr(self, f"{side}s_welcome") and first and first > today
        return first if announced else None


class RulesVersion(models.Model):
    """The rules of a programme as they stood from a moment on. It never changes."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="versions"
    )
    version = models.PositiveIntegerField(_("version"))
    data = models.JSONField(_("rules"))
    note = models.CharField(_("why"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["-version"]
        verbose_name = _("version of the rules")
        verbose_name_plural = _("versions of the rules")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="buddy_rules_version_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def rules(self) -> ProgrammeRules:
        return ProgrammeRules.from_data(self.data)
