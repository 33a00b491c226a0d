"""Keeping guides true: panels on the dashboard, a button, a report."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Site

from cms import access
from cms.choices import Freshness
from cms.models import GuidePage
from cms.selectors import guide as selectors
from cms.services.guide import NotAllowed, guide_mark_verified

SHOWN = 8


class GuidesToVerifyPanel(Component):
    """Guides that nobody has verified within their review cycle."""

    name = "guides_to_verify"
    template_name = "cms/admin/guides_to_verify.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        today = timezone.localdate()
        guides = selectors.guides_to_verify(request.user, today=today)
        rows = [
            {
                "guide": guide,
                "freshness": guide.freshness(today=today),
                "may_edit": access.may_edit_page(request.user, guide),
            }
            for guide in guides[:SHOWN]
        ]
        return {
            "rows": rows,
            "more": max(guides.count() - SHOWN, 0),
            "csrf_token": parent_context["csrf_token"],
            "request": request,
        }


class MissingTranslationsPanel(Component):
    """How much is not there in the languages that a city offers."""

    name = "missing_translations"
    template_name = "cms/admin/missing_translations.html"
    order = 160

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {"gaps": selectors.missing_translations(request.user)}


@require_POST
def mark_verified(request: HttpRequest, page_id: int) -> HttpResponse:
    """Note that a guide is still right, and go back."""
    guide = get_object_or_404(GuidePage, pk=page_id)
    try:
        guide_mark_verified(guide=guide, user=request.user, today=timezone.localdate())
    except NotAllowed:
        raise PermissionDenied from None
    message = _("“%(title)s” is verified as of today.")
    messages.success(request, message % {"title": guide.title})
    back = get_valid_next_url_from_request(request)
    return redirect(back or reverse("wagtailadmin_home"))


def my_cities(request: Any) -> QuerySet[Site]:
    return access.cities_of(request.user) if request else Site.objects.none()


class GuideFilterSet(WagtailFilterSet):
    """Narrows guides down by city and by how they stand."""

    city = django_filters.ModelChoiceFilter(
        queryset=my_cities, method="in_city", label=gettext_lazy("City")
    )
    freshness = django_filters.ChoiceFilter(
        choices=Freshness.choices, method="standing", label=gettext_lazy("Freshness")
    )

    class Meta:
        model = GuidePage
        fields = ["phase", "maintainer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = access.colleagues_in(my_cities(self.request))
        self.filters["maintainer"].queryset = colleagues

    def in_city(self, found: QuerySet[Any], _name: str, city: Site) -> QuerySet[Any]:
        return found.filter(access.pages_in(self.request.user, city))

    def standing(self, found: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return found.filter(selectors.of_freshness(value, today=timezone.localdate()))


class GuideFreshnessReport(PageReportView):
    """All public guides of the user's cities, the longest unverified first."""

    page_title = gettext_lazy("Guides by freshness")
    header_icon = "time"
    filterset_class = GuideFilterSet
    results_template_name = "cms/admin/guide_freshness_results.html"
    index_url_name = "guide_freshness"
    index_results_url_name = "guide_freshness_results"
    any_permission_required = ("add", "change", "publish")
    list_export = (
        "title",
        "standing",
        "verified_on",
        "review_due_on",
        "review_cycle_months",
        "maintainer",
    )
    export_headings = {
        "title": gettext_lazy("Title"),
        "standing": gettext_lazy("Freshness"),
        "verified_on": gettext_lazy("Verified on"),
        "review_due_on": gettext_lazy("Review due on"),
        "review_cycle_months": gettext_lazy("Review cycle in months"),
        "maintainer": pgettext_lazy("of a guide", "Owner"),
    }

    def get_queryset(self) -> QuerySet[Any]:
        guides = selectors.source_guides(self.request.user)
        self.queryset = guides.select_related("maintainer", "locale").order_by(
            selectors.longest_first(), "title", "pk"
        )
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        today = timezone.localdate()
        for guide in object_list:
            guide.standing = guide.freshness(today=today).label
        return object_list

    def get_filename(self) -> str:
        return "guides"


class GuideFreshnessMenuItem(MenuItem):
    """Shown to those who work for a city."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Guides by freshness"),
            reverse("guide_freshness"),
            name="guides-by-freshness",
            icon_name="time",
            order=500,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return access.cities_of(request.user).exists()
