"""The list of all places of the user's cities, with filters and bulk actions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
)
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale, Site

from cms import access
from cms.choices import Freshness
from use_it_map.choices import PlaceSource, PlaceState
from use_it_map.models import PlaceCategory, PlacePage
from use_it_map.selectors.verification import of_freshness


def my_cities(request: Any) -> QuerySet[Site]:
    return access.cities_of(request.user) if request else Site.objects.none()


def main_categories(_request: Any) -> QuerySet[PlaceCategory]:
    """Return each category once, in the hub's first language."""
    return PlaceCategory.objects.filter(locale=Locale.get_default())


class PlaceFilterSet(WagtailFilterSet):
    """Narrows places down."""

    city = django_filters.ModelChoiceFilter(
        queryset=my_cities, method="in_city", label=_("City")
    )
    category = django_filters.ModelChoiceFilter(
        queryset=main_categories, method="of_category", label=_("Category")
    )
    state = django_filters.ChoiceFilter(
        choices=PlaceState.choices, label=pgettext_lazy("of a place", "State")
    )
    freshness = django_filters.ChoiceFilter(
        choices=Freshness.choices, method="standing", label=_("Freshness")
    )
    locale = django_filters.ModelChoiceFilter(
        queryset=Locale.objects.all(), label=_("Language of the page")
    )
    spoken = django_filters.CharFilter(
        field_name="languages__tag",
        lookup_expr="iexact",
        label=_("Language spoken there, such as uk"),
    )
    source = django_filters.ChoiceFilter(choices=PlaceSource.choices, label=_("Source"))

    class Meta:
        model = PlacePage
        fields = ["maintainer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = access.colleagues_in(my_cities(self.request))
        self.filters["maintainer"].queryset = colleagues

    def in_city(self, found: QuerySet[Any], _name: str, city: Site) -> QuerySet[Any]:
        return found.filter(access.pages_in(self.request.user, city))

    def of_category(
        self, found: QuerySet[Any], _name: str, category: PlaceCategory
    ) -> QuerySet[Any]:
        """Keep those of a category, or of one that belongs to it, in any language."""
        all_ = PlaceCategory.objects.all()
        wide = all_.filter(translation_key=category.translation_key)
        return found.filter(category__in=wide | all_.filter(parent__in=wide))

    def standing(self, found: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return found.filter(of_freshness(value, today=timezone.localdate()))


def listed_places(request: Any) -> set[int]:
    """Return the ids of the places that the list shows for a query, on all pages.

    A filter that can't be read shows them all, as in the list.
    """
    mine = PlacePage.objects.filter(access.pages_of(request.user))
    filters = PlaceFilterSet(request.GET, queryset=mine, request=request)
    found = filters.qs if filters.is_valid() else mine
    words = request.GET.get("q", "").strip()
    if words:
        return {page.pk for page in found.autocomplete(words)}
    return set(found.values_list("pk", flat=True))


class PlaceIndexView(IndexView):
    """Lists the places of the user's cities, drafts included."""

    page_title = _("Places")
    default_ordering = "title"

    def get_base_queryset(self) -> QuerySet[Any]:
        mine = PlacePage.objects.filter(access.pages_of(self.request.user))
        return self.annotate_queryset(mine)

    def annotate_queryset(self, pages: Any) -> QuerySet[Any]:
        """Add what the columns show. They are places already: nothing more specific."""
        found: QuerySet[Any] = (
            pages.select_related("category", "maintainer", "locale")
            .prefetch_related("content_type", "sites_rooted_here")
            .prefetch_workflow_states()
            .annotate_site_root_state()
            .annotate_approved_schedule()
        )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The bulk actions are those of places, not of any page.
        return super().get_context_data(**kwargs) | {"model_opts": PlacePage._meta}


class PlaceListing(PageListingViewSet):
    """The list in the admin."""

    model = PlacePage
    name = "use_it_map_places"
    url_prefix = "map/places"
    icon = "site"
    menu_label = _("Places")
    index_view_class = PlaceIndexView
    filterset_class = PlaceFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"),
        # Wagtail's own column asks for each page what may be done to it.
        TitleColumn(
            "title",
            label=_("Title"),
            sort_key="title",
            get_url=lambda place: reverse("wagtailadmin_pages:edit", args=[place.pk]),
        ),
        Column("locale", label=_("Language")),
        Column("category", label=_("Category")),
        Column(
            "state",
            accessor="get_state_display",
            label=pgettext_lazy("of a place", "State"),
        ),
        DateColumn("verified_on", label=_("Verified on"), sort_key="verified_on"),
        Column("maintainer", label=pgettext_lazy("of a place", "Maintainer")),
        Column("source", accessor="get_source_display", label=_("Source")),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
    ]
