"""Who decides about the programme's rows, of which city."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permissions import register_permission_policy

from buddy_program import access
from buddy_program.choices import TeamRole
from buddy_program.models import (
    Cohort,
    Concern,
    MatchRun,
    Message,
    Pair,
    Participant,
    Programme,
    SafeguardingBlock,
)
from cms.access import CityPermissionPolicy


class TeamPermissionPolicy(CityPermissionPolicy):
    """What is a team's, who works for a city otherwise neither sees nor changes."""

    role = TeamRole.COORDINATOR

    def cities(self, user: Any, actions: Iterable[str]) -> set[int]:
        return set(access.cities_coordinated_by(user).values_list("pk", flat=True))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        granted = Q(groups__buddy_team__role=self.role)
        return (
            get_user_model()
            ._default_manager.filter(Q(is_superuser=True) | granted, is_active=True)
            .distinct()
        )


class SafeguardingPermissionPolicy(TeamPermissionPolicy):
    """What only the safeguarding role knows, coordinators don't."""

    role = TeamRole.SAFEGUARDING

    def cities(self, user: Any, actions: Iterable[str]) -> set[int]:
        return set(access.cities_safeguarded_by(user).values_list("pk", flat=True))


def register() -> None:
    """Say it to Wagtail, before anything has asked."""
    teams: list[type[Model]] = [Cohort, MatchRun, Message, Pair, Participant, Programme]
    for model in teams:
        register_permission_policy(model, TeamPermissionPolicy(model))
    safeguards: list[type[Model]] = [Concern, SafeguardingBlock]
    for model in safeguards:
        register_permission_policy(model, SafeguardingPermissionPolicy(model))
