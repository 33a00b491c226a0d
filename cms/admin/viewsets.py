"""How snippets are listed, edited and chosen in the admin."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.models import Site
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms import access
from cms.admin.choosers import CityChooserViewSet
from cms.models import CrisisNotice, MediaMention, Organisation, Person, Topic


def my_cities(request: Any) -> QuerySet[Site]:
    return access.cities_of(request.user) if request else Site.objects.none()


class InstancePermissionMixin:
    """Asks for a permission on the object at hand, not on any of its kind."""

    request: Any
    model: Any

    def user_has_permission(self, permission: str) -> bool:
        instance = getattr(self, "object", None)
        if not isinstance(instance, Model) or instance.pk is None:
            return bool(super().user_has_permission(permission))  # type: ignore[misc]
        policy = policy_registry.get_by_type(self.model)
        allowed: bool = policy.user_has_permission_for_instance(
            self.request.user, permission, instance
        )
        return allowed


class CityIndexView(snippets.IndexView):
    """Lists what the user may see; links to what the user may change."""

    def get_edit_url(self, instance: Model) -> str | None:
        return self._if_allowed("change", instance, super().get_edit_url(instance))

    def get_delete_url(self, instance: Model) -> str | None:
        return self._if_allowed("delete", instance, super().get_delete_url(instance))

    def _if_allowed(self, action: str, instance: Model, url: Any) -> str | None:
        policy = self.permission_policy
        user = self.request.user
        allowed = policy.user_has_permission_for_instance(user, action, instance)
        return url if allowed else None


class CityCreateView(snippets.CreateView):
    """Publishes at once only in a city in which the user may publish."""

    def is_valid(self, form: Any) -> bool:
        valid = bool(super().is_valid(form))
        if valid and self.action == "publish":
            for name, field in form.fields.items():
                chosen = form.cleaned_data.get(name)
                if getattr(getattr(field, "queryset", None), "model", None) is Site:
                    valid = valid and self._may_publish(form, name, chosen)
        if not valid and getattr(self, "produced_error_message", None) is None:
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
        return valid

    def _may_publish(self, form: Any, name: str, chosen: Any) -> bool:
        user = self.request.user
        allowed = access.cities_where(user, self.model, ["publish"])
        cities = {chosen.pk} if isinstance(chosen, Site) else {s.pk for s in chosen}
        if cities <= set(allowed.values_list("pk", flat=True)):
            return True
        form.add_error(name, _("You may not publish in this city."))
        return False


class CityCopyView(snippets.CopyView, CityCreateView):
    pass


class CityEditView(InstancePermissionMixin, snippets.EditView):
    """Publishes only what the user may publish, not just some of its kind."""

    def get_available_actions(self) -> list[str]:
        actions: list[str] = super().get_available_actions()
        if self.user_has_permission("publish"):
            return actions
        return [action for action in actions if action != "publish"]


class CityViewSet(SnippetViewSet):
    """The admin of a kind of snippet that belongs to cities."""

    chooser_viewset_class = CityChooserViewSet
    index_view_class = CityIndexView
    add_view_class = CityCreateView
    copy_view_class = CityCopyView
    edit_view_class = CityEditView
    inspect_view_enabled = True
    inspect_view_fields_exclude: ClassVar[list[str]] = [
        *("latest_revision", "live_revision", "sort_key", "translation_key")
    ]
    list_per_page = 50

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return access.visible(request.user, self.model)


class CityFilterSet(WagtailFilterSet):
    """Narrows a list down to a city of the user's."""

    site = django_filters.ModelChoiceFilter(queryset=my_cities, label=_("City"))


class PersonFilterSet(CityFilterSet):
    class Meta:
        model = Person
        fields = ["site", "live"]


class OrganisationFilterSet(CityFilterSet):
    class Meta:
        model = Organisation
        fields = ["site", "kind", "role", "live"]


class MediaMentionFilterSet(CityFilterSet):
    class Meta:
        model = MediaMention
        fields = ["site", "published_on", "language", "live"]


class CrisisNoticeFilterSet(WagtailFilterSet):
    cities = django_filters.ModelChoiceFilter(
        queryset=my_cities, method="in_city", label=_("City")
    )

    def in_city(self, found: QuerySet[Any], _name: str, city: Site) -> QuerySet[Any]:
        shown = CrisisNotice.objects.filter(cities=city)
        return found.filter(pk__in=shown.values("pk"))

    class Meta:
        model = CrisisNotice
        fields = ["cities", "severity", "live"]


class PersonViewSet(CityViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    list_display = [
        "name",
        "job_title",
        "site",
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    list_export = ["name", "job_title", "organisation", "email", "phone", "languages"]
    filterset_class = PersonFilterSet


class OrganisationViewSet(CityViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    list_display = ["name", "kind", "role", "site", LiveStatusTagColumn()]
    list_export = ["name", "ico", "kind", "role", "address_locality", "website"]
    filterset_class = OrganisationFilterSet


class TopicViewSet(CityViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["name", "slug", "sort_order", LiveStatusTagColumn()]


class CrisisNoticeViewSet(CityViewSet):
    model = CrisisNotice
    icon = "warning"
    menu_label = _("Crisis notices")
    list_display = ["title", "severity", "starts_at", "ends_at", LiveStatusTagColumn()]
    list_filter = ["severity"]
    filterset_class = CrisisNoticeFilterSet


class MediaMentionViewSet(CityViewSet):
    model = MediaMention
    icon = "openquote"
    menu_label = _("Media mentions")
    list_display = ["title", "outlet", "published_on", "site", LiveStatusTagColumn()]
    list_export = ["title", "outlet", "published_on", "url", "language"]
    filterset_class = MediaMentionFilterSet


class ContentGroup(SnippetViewSetGroup):
    menu_label = _("Content")
    menu_name = "content"
    menu_icon = "doc-full-inverse"
    menu_order = 150
    items = (CrisisNoticeViewSet, TopicViewSet, MediaMentionViewSet)


class PeopleGroup(SnippetViewSetGroup):
    menu_label = _("People and partners")
    menu_name = "people-and-partners"
    menu_icon = "group"
    menu_order = 160
    items = (PersonViewSet, OrganisationViewSet)
