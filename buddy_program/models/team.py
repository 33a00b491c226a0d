"""Who works for a city's programme."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import TeamRole
from cms.models import CityScoped


class Team(CityScoped):
    """Says that the members of a group work for a city's programme, and as what."""

    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, related_name="buddy_team"
    )
    role = models.CharField(_("role"), max_length=12, choices=TeamRole.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "role"], name="buddy_one_team_for_each_role_in_a_city"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=TeamRole.values), name="buddy_team_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.get_role_display()}"
