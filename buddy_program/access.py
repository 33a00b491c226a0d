"""Who may see and do what with participants, of which city. Everything asks here.

An editor sees none of it; only the teams of a city do, and hub administrators. What
the safeguarding role knows, coordinators don't.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site

from buddy_program.choices import TeamRole
from buddy_program.models import Team
from cms.access import is_hub_administrator


class NotAllowed(Exception):
    """The user doesn't work for that city's programme, or not in that role."""


def cities_coordinated_by(user: Any) -> QuerySet[Site]:
    """Return the cities whose participants a user looks after."""
    return _cities(user, TeamRole.COORDINATOR)


def cities_safeguarded_by(user: Any) -> QuerySet[Site]:
    """Return the cities whose concerns a user deals with."""
    return _cities(user, TeamRole.SAFEGUARDING)


def roles_of(user: Any) -> frozenset[str]:
    """Return what a user does for the programme of any city; one query."""
    if is_hub_administrator(user):
        return frozenset(TeamRole.values)
    if not user.is_active or user.is_anonymous:
        return frozenset()
    teams = Team.objects.filter(group__user=user)
    return frozenset(teams.values_list("role", flat=True))


def check_coordinates(user: Any, site_id: int) -> None:
    """Refuse who doesn't coordinate a city's programme.

    Raises:
        NotAllowed
    """
    if not cities_coordinated_by(user).filter(pk=site_id).exists():
        raise NotAllowed


def check_safeguards(user: Any, site_id: int) -> None:
    """Refuse who doesn't deal with a city's concerns.

    Raises:
        NotAllowed
    """
    if not cities_safeguarded_by(user).filter(pk=site_id).exists():
        raise NotAllowed


def _cities(user: Any, role: str) -> QuerySet[Site]:
    if is_hub_administrator(user):
        return Site.objects.all()
    if not user.is_active or user.is_anonymous:
        return Site.objects.none()
    teams = Team.objects.filter(group__user=user, role=role)
    return Site.objects.filter(pk__in=teams.values("site"))
