"""Who may see and change what, of which city. Written once; everything asks here.

A group works for a city through its `CityRole`. What its members may do with
pages, collections and settings, Wagtail's own permissions say, which `city_add`
grants on the city's branch alone. What belongs to a city and is none of these
goes through `CityPermissionPolicy`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib.auth import get_permission_codename, get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page, Site
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

View = TypeVar("View", bound=Callable[..., Any])

READING = frozenset({"choose", "view"})
CHANGING = frozenset({"add", "change", "delete", "publish", "lock", "unlock"})


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


def cities_set_up_by(user: Any) -> QuerySet[Site]:
    """Return the cities whose settings a user may change, their webhooks included."""
    if is_hub_administrator(user):
        return Site.objects.all()
    return (
        cities_of(user)
        .filter(
            group_permissions__group__user=user,
            group_permissions__permission__codename="change_citysettings",
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


def city_of_page(page: Page) -> Site | None:
    """Return the city that a page belongs to, in whatever language."""
    home = Page.objects.filter(path=page.path[: Page.steplen * 2], depth=2)
    keys = home.values("translation_key")
    return Site.objects.filter(root_page__translation_key__in=keys).first()


def may_edit_page(user: Any, page: Page) -> bool:
    """Return whether the user may change a page, which is never the tree's root."""
    return not page.is_root() and bool(page.permissions_for_user(user).can_edit())


def colleagues_in(cities: Iterable[Site] | QuerySet[Site]) -> QuerySet[Any]:
    """Return the people who work for any of the cities."""
    return (
        get_user_model()
        .objects.filter(groups__city_role__site__in=cities, is_active=True)
        .distinct()
    )


def choosable(
    user: Any, model: type[Model], *, city: Site | None = None
) -> QuerySet[Any] | None:
    """Return the instances of a model that the user may refer to in a city's content.

    Without `city`, in that of any city the user works for. None where the model
    holds nothing that belongs to a city, such as languages.
    """
    if issubclass(model, Page):
        return model._default_manager.filter(pages_in(user, city), depth__gt=1)
    if issubclass(model, get_user_model()):
        return colleagues_in([city] if city else cities_of(user))
    policy = policy_registry.get_by_type(model)
    if type(policy) is ModelPermissionPolicy:
        return None
    found: QuerySet[Any] = policy.instances_user_has_any_permission_for(
        user, ["choose"]
    )
    if city is not None and isinstance(policy, CityPermissionPolicy):
        found = found.filter(Q(**{policy.field: city}) | Q(**{policy.field: None}))
    return found


def pages_in(user: Any, city: Site | None) -> Q:
    """Return the condition on pages that they lie in that city of the user's."""
    mine = pages_of(user)
    if city is None:
        return mine
    keys = Site.objects.filter(pk=city.pk).values("root_page__translation_key")
    homes = Page.objects.filter(translation_key__in=keys, depth=2)
    condition = Q(pk__in=[])
    for path in homes.values_list("path", flat=True):
        condition |= Q(path__gte=path, path__lt=path_end(path))
    return mine & condition


def visible(user: Any, model: type[Model]) -> QuerySet[Any]:
    """Return the instances of a model that the user may look at in the admin."""
    if is_hub_administrator(user):
        return model._default_manager.all()
    if issubclass(model, Page):
        return model._default_manager.filter(pages_of(user))
    policy = policy_registry.get_by_type(model)
    found: QuerySet[Any] = policy.instances_user_has_any_permission_for(
        user, [*READING, *CHANGING]
    )
    return found


def may_change(user: Any, instance: Model) -> bool:
    """Return whether the user may change a page, a snippet or a file."""
    if isinstance(instance, Page):
        return may_edit_page(user, instance)
    policy = policy_registry.get_by_type(type(instance))
    return bool(policy.user_has_permission_for_instance(user, "change", instance))


def may_add(user: Any, instance: Model, *, parent: Page | None = None) -> bool:
    """Return whether the user may add a snippet, or a page below `parent`."""
    if isinstance(instance, Page):
        if parent is None:
            return False
        return bool(parent.permissions_for_user(user).can_add_subpage())
    policy = policy_registry.get_by_type(type(instance))
    return bool(policy.user_has_permission_for_instance(user, "add", instance))


def looks_after_itself(view: View) -> View:
    """Mark a view of the admin that checks whose things it shows.

    The gate before the admin's views lets it through; else it refuses an address that
    names something it doesn't know how to look up.
    """
    view.looks_after_itself = True  # type: ignore[attr-defined]
    return view


def works_here(user: Any) -> bool:
    """Return whether somebody may open the admin at all."""
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))


def path_end(path: str) -> str:
    """Return the first tree path after all that begin with `path`.

    A range on `path` is served by its index on every database; a prefix is not.
    """
    return path[:-1] + chr(ord(path[-1]) + 1)


class CityPermissionPolicy(ModelPermissionPolicy):
    """Permissions on what belongs to a city: granted in that city only.

    `field` names the relation to `Site`: a foreign key, or many to many. Where the
    foreign key is empty, it is shared: all who work with its kind in a city may
    choose it, and only hub administrators may change it. What stands in several
    cities is seen in each of them and changed by those who work for them all.
    """

    def __init__(self, model: type[Model], field: str = "site") -> None:
        super().__init__(model)
        self.field = field

    def cities(self, user: Any, actions: Iterable[str]) -> set[int]:
        """Return the ids of the cities in which the user may do any of the actions."""
        wanted = set(actions)
        if wanted & READING:
            wanted |= CHANGING
        return set(cities_where(user, self.model, wanted).values_list("pk", flat=True))

    @property
    def several(self) -> bool:
        """Whether an instance may stand in several cities; then none is not "all"."""
        return bool(self.model._meta.get_field(self.field).many_to_many)

    def cities_of_instance(self, instance: Model) -> set[int]:
        if self.several:
            return {site.pk for site in getattr(instance, self.field).all()}
        site = getattr(instance, f"{self.field}_id")
        return set() if site is None else {site}

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
        actions = set(actions)
        if instance.pk is None and not self._has_city(instance):
            return self.user_has_any_permission(user, actions)
        if actions & READING and self._may_read(user, instance):
            return True
        # What stands in several cities takes somebody who works for all of them.
        cities = self.cities_of_instance(instance)
        return bool(cities) and cities <= self.cities(user, actions - READING)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        everything = self.model._default_manager.all()
        if is_hub_administrator(user):
            return everything
        actions = set(actions)
        allowed = self.cities(user, actions)
        if not allowed:
            return everything.none()
        mine = Q(**{f"{self.field}__in": allowed})
        if actions & READING:
            shared = Q() if self.several else Q(**{self.field: None})
            return self._searchable(
                everything.filter(mine | shared if shared else mine)
            )
        beyond = self._reaching_beyond(allowed) if self.several else everything.none()
        found = everything.filter(mine).exclude(pk__in=beyond.values("pk"))
        return self._searchable(found)

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

    def _has_city(self, instance: Model) -> bool:
        if self.several:
            return bool(self.cities_of_instance(instance))
        return getattr(instance, f"{self.field}_id") is not None

    def _may_read(self, user: Any, instance: Model) -> bool:
        allowed = self.cities(user, READING)
        cities = self.cities_of_instance(instance)
        if not cities:
            return bool(allowed) and not self.several
        return bool(cities & allowed)

    def _searchable(self, found: QuerySet[Any]) -> QuerySet[Any]:
        # The search index can filter by key, but not through many to many.
        if not self.several:
            return found
        return self.model._default_manager.filter(pk__in=found.values("pk"))

    def _reaching_beyond(self, allowed: set[int]) -> QuerySet[Any]:
        """Return the instances that also belong to a city outside `allowed`."""
        beyond = Site.objects.exclude(pk__in=allowed)
        return self.model._default_manager.filter(**{f"{self.field}__in": beyond})


class SettingsPermissionPolicy(CityPermissionPolicy):
    """Permissions on what belongs to how a city is set up: as its settings.

    What belongs to no city is hub administrators' alone, to look at, too.
    """

    def cities(self, user: Any, actions: Iterable[str]) -> set[int]:
        return set(cities_set_up_by(user).values_list("pk", flat=True))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        granted = Q(
            groups__city_role__isnull=False,
            groups__site_permissions__permission__codename="change_citysettings",
        )
        return (
            get_user_model()
            ._default_manager.filter(Q(is_superuser=True) | granted, is_active=True)
            .distinct()
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        everything = self.model._default_manager.all()
        if is_hub_administrator(user):
            return everything
        return everything.filter(site__in=self.cities(user, actions))

    def _may_read(self, user: Any, instance: Model) -> bool:
        cities = self.cities_of_instance(instance)
        return bool(cities) and cities <= self.cities(user, READING)


class SharedPermissionPolicy(ModelPermissionPolicy):
    """Permissions on what all cities share: chosen in each, changed for all."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        actions = set(actions)
        if "choose" in actions and cities_of(user).exists():
            return True
        return any(
            user.has_perm(self._get_permission_name(action))
            for action in actions - {"choose"}
        )
