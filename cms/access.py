"""Who may see and change what, of which city. Written once; everything asks here.

A group works for a city through its `CityRole`. What its members may do with
pages, collections and settings, Wagtail's own permissions say, which `city_add`
grants on the city's branch alone. What belongs to a city and is none of these
goes through `CityPermissionPolicy`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_permission_codename, get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page, Site
from wagtail.permission_policies import ModelPermissionPolicy


def is_hub_administrator(user: Any) -> bool:
    """Return whether the user works for the hub as a whole: every city is theirs."""
    return bool(user.is_active and user.is_superuser)


def cities_of(user: Any) -> QuerySet[Site]:
    """Return the cities whose unpublished content and data a user may see."""
    if is_hub_administrator(user):
        return Site.objects.all()
    if not user.is_active or user.is_anonymous:
        return Site.objects.none()
    return Site.objects.filter(city_roles__group__user=user).distinct()


def cities_where(
    user: Any, model: type[Model], actions: Iterable[str]
) -> QuerySet[Site]:
    """Return the cities in which a user may do any of the actions to a model."""
    if is_hub_administrator(user):
        return Site.objects.all()
    codenames = [get_permission_codename(action, model._meta) for action in actions]
    return (
        cities_of(user)
        .filter(
            city_roles__group__user=user,
            city_roles__group__permissions__codename__in=codenames,
            city_roles__group__permissions__content_type=content_type_of(model),
        )
        .distinct()
    )


def content_type_of(model: type[Model]) -> ContentType:
    """Return the content type that a model's permissions belong to."""
    return ContentType.objects.get_for_model(model, for_concrete_model=False)


def homes_of(user: Any) -> QuerySet[Page]:
    """Return the home pages, in every language, of the cities a user works for."""
    keys = cities_of(user).values("root_page__translation_key")
    return Page.objects.filter(translation_key__in=keys, depth=2)


def pages_of(user: Any) -> Q:
    """Return the condition on pages that they lie in a city the user works for.

    The root is among them, since choosers begin there.
    """
    if is_hub_administrator(user):
        return Q()
    condition = Q(depth=1)
    for path in homes_of(user).values_list("path", flat=True):
        condition |= Q(path__gte=path, path__lt=path_end(path))
    return condition


def path_end(path: str) -> str:
    """Return the first tree path after all that begin with `path`.

    A range on `path` is served by its index on every database; a prefix is not.
    """
    return path[:-1] + chr(ord(path[-1]) + 1)


class CityPermissionPolicy(ModelPermissionPolicy):
    """Permissions on what belongs to a city: granted in that city only.

    `field` names the relation to `Site`: a foreign key, or many to many. Something
    without a city is shared: all who work in a city may choose it, and only hub
    administrators may change it.
    """

    def __init__(self, model: type[Model], field: str = "site") -> None:
        super().__init__(model)
        self.field = field

    def cities(self, user: Any, actions: Iterable[str]) -> set[int]:
        """Return the ids of the cities in which the user may do any of the actions."""
        wanted = set(actions)
        if wanted & {"choose", "view"}:
            wanted |= {"add", "change", "delete", "publish"}
        return set(cities_where(user, self.model, wanted).values_list("pk", flat=True))

    def cities_of_instance(self, instance: Model) -> set[int]:
        related = getattr(instance, self.field)
        if related is None:
            return set()
        if isinstance(related, Site):
            return {related.pk}
        return {site.pk for site in related.all()}

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        if is_hub_administrator(user):
            return True
        return bool(self.cities(user, actions))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        model = self.model
        codenames = [get_permission_codename(action, model._meta) for action in actions]
        granted = Q(
            groups__city_role__isnull=False,
            groups__permissions__codename__in=codenames,
            groups__permissions__content_type=content_type_of(model),
        )
        return (
            get_user_model()
            ._default_manager.filter(Q(is_superuser=True) | granted, is_active=True)
            .distinct()
        )

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Model
    ) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Model
    ) -> bool:
        if is_hub_administrator(user):
            return True
        actions = list(actions)
        allowed = self.cities(user, actions)
        cities = self.cities_of_instance(instance)
        if instance.pk is None and not cities:
            return bool(allowed)
        if not cities:
            return bool(allowed) and set(actions) <= {"choose", "view"}
        # What stands in several cities takes somebody who works for all of them.
        return cities <= allowed

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        everything = self.model._default_manager.all()
        if is_hub_administrator(user):
            return everything
        actions = list(actions)
        allowed = self.cities(user, actions)
        if not allowed:
            return everything.none()
        mine = Q(**{f"{self.field}__in": allowed})
        if set(actions) & {"choose", "view"}:
            return everything.filter(mine | Q(**{self.field: None})).distinct()
        several = self.model._meta.get_field(self.field).many_to_many
        beyond = self._reaching_beyond(allowed) if several else everything.none()
        return everything.filter(mine).exclude(pk__in=beyond.values("pk")).distinct()

    def instances_user_has_permission_for(
        self, user: Any, action: str
    ) -> QuerySet[Any]:
        return self.instances_user_has_any_permission_for(user, [action])

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Model
    ) -> QuerySet[Any]:
        actions = list(actions)
        users = self.users_with_any_permission(actions)
        allowed = [
            user.pk
            for user in users
            if self.user_has_any_permission_for_instance(user, actions, instance)
        ]
        return users.filter(pk__in=allowed)

    def _reaching_beyond(self, allowed: set[int]) -> QuerySet[Any]:
        """Return the instances that also belong to a city outside `allowed`."""
        beyond = Site.objects.exclude(pk__in=allowed)
        return self.model._default_manager.filter(**{f"{self.field}__in": beyond})
