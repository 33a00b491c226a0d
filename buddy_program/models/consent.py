"""What somebody has agreed to, and to which version of the text."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import Purpose


class Consent(models.Model):
    """An agreement that data are used for a purpose. Taking it back ends it."""

    participant = models.ForeignKey(
        "buddy_program.Participant", on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    text_version = models.PositiveIntegerField(_("version of the text"))
    language = models.CharField(_("language"), max_length=12)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["given_at", "pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "purpose"],
                condition=Q(withdrawn_at=None),
                name="buddy_one_consent_for_each_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="buddy_consent_taken_back_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()


class Agreement(models.Model):
    """That somebody agreed to the code of conduct, as it read at that moment."""

    participant = models.ForeignKey(
        "buddy_program.Participant", on_delete=models.CASCADE, related_name="agreements"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = models.PositiveBigIntegerField(
        _("version"), null=True, help_text=_("The page's revision; empty without one.")
    )
    digest = models.CharField(
        max_length=64, help_text=_("SHA-256 of the text that was shown.")
    )
    language = models.CharField(_("language"), max_length=12)
    agreed_at = models.DateTimeField(_("agreed"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-agreed_at", "-pk"]
        verbose_name = _("agreement to the code of conduct")
        verbose_name_plural = _("agreements to the code of conduct")

    def __str__(self) -> str:
        return f"{self.participant}, {self.agreed_at:%Y-%m-%d}"
