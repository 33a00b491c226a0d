"""Who decides about the map's rows, of which city."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.permissions import register_permission_policy

from cms import access
from cms.access import CityPermissionPolicy, SharedPermissionPolicy
from use_it_map.models import OwnerLink, PlaceCategory, PlaceSuggestion


class DeskPermissionPolicy(CityPermissionPolicy):
    """Whoever works for a city deals with what comes in for its map.

    What they then do to pages, the permissions on those pages decide.
    """

    def cities(self, user: Any, actions: Iterable[str]) -> set[int]:
        return set(access.cities_of(user).values_list("pk", flat=True))


def register() -> None:
    """Say it to Wagtail, before anything has asked."""
    for model in (OwnerLink, PlaceSuggestion):
        register_permission_policy(model, DeskPermissionPolicy(model))
    register_permission_policy(PlaceCategory, SharedPermissionPolicy(PlaceCategory))
