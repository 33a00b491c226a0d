"""Which groups work for which city."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class CityRole(models.Model):
    """Says that the members of a group work for a city, and as what."""

    class Kind(models.TextChoices):
        EDITOR = "editor", _("Editor")
        MODERATOR = "moderator", _("Moderator")

    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, related_name="city_role"
    )
    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="city_roles"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)

    class Meta:
        verbose_name = _("role in a city")
        verbose_name_plural = _("roles in cities")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "kind"], name="one_group_for_each_role_in_a_city"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.get_kind_display()}"
