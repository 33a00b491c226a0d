"""The queue of suggestions: a list, what each would change, accept or decline."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Site

from cms import access
from use_it_map.models import PlaceSuggestion
from use_it_map.models.suggestion import WAITING
from use_it_map.selectors.suggestions import differences, suggestions_for
from use_it_map.services.suggestions import (
    AlreadyDecided,
    NoMap,
    NotAllowed,
    suggestion_accept,
    suggestion_decline,
)

LIST = "use_it_map_suggestions:index"


def my_cities(request: Any) -> QuerySet[Site]:
    return access.cities_of(request.user) if request else Site.objects.none()


class SuggestionFilterSet(WagtailFilterSet):
    """Narrows suggestions down; only those that wait, unless asked otherwise."""

    site = django_filters.ModelChoiceFilter(
        queryset=my_cities, label=gettext_lazy("City")
    )

    class Meta:
        model = PlaceSuggestion
        fields = ["state", "kind", "source", "site"]


class SuggestionIndexView(generic.IndexView):
    """Lists the suggestions for the user's cities, those that wait longest first."""

    any_permission_required = ["change"]

    def none(self, *_instance: Any) -> None:
        """Return the address of what is not there: a suggestion is decided only."""

    get_add_url = get_edit_url = get_copy_url = get_delete_url = get_inspect_url = none

    def get_base_queryset(self) -> QuerySet[Any]:
        return suggestions_for(self.request.user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().filter_queryset(queryset)
        return found if "state" in self.request.GET else found.filter(state=WAITING)


class SuggestionViewSet(ModelViewSet):
    """The queue in the admin; nothing is added or edited there."""

    model = PlaceSuggestion
    name = "use_it_map_suggestions"
    url_prefix = "map/suggestions"
    icon = "comment"
    menu_label = gettext_lazy("Suggestions")
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = SuggestionIndexView
    filterset_class = SuggestionFilterSet
    ordering = ("created_at", "pk")
    form_fields = ("reason",)
    list_display = [
        TitleColumn(
            "__str__",
            label=gettext_lazy("Suggestion"),
            accessor=str,
            get_url=lambda each: reverse(
                "use_it_map_suggestions:review", args=[each.pk]
            ),
        ),
        Column("source", accessor="get_source_display", label=gettext_lazy("From")),
        Column("site", label=gettext_lazy("City")),
        Column("state", accessor="get_state_display", label=gettext_lazy("State")),
        DateColumn("created_at", label=gettext_lazy("Since")),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", review, name="review"),
        ]

    def get_permissions_to_register(self) -> QuerySet[Any]:
        """Return none: whoever works for a city deals with its suggestions."""
        return super().get_permissions_to_register().none()

    def register_admin_url_finder(self) -> None:
        """Nothing: there is no view to edit one."""


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a suggestion would change; accept or decline it."""
    suggestion = get_object_or_404(suggestions_for(request.user), pk=pk)
    errors: list[str] = []
    if request.method == "POST":
        try:
            return _decide(request, suggestion)
        except (NotAllowed, PermissionDenied):
            raise PermissionDenied from None
        except ValidationError as error:
            errors = list(error.messages)
        except NoMap:
            errors = [_("The city has no map in this language yet; add one first.")]
        except AlreadyDecided:
            messages.warning(request, _("Somebody has decided about it already."))
            return redirect(LIST)
    return _page(request, suggestion, errors)


def _page(
    request: HttpRequest, suggestion: PlaceSuggestion, errors: list[str]
) -> HttpResponse:
    context = {
        "suggestion": suggestion,
        "differences": differences(suggestion),
        "errors": errors,
        "reason": request.POST.get("reason", ""),
        "page_title": str(suggestion),
        "page_subtitle": suggestion.get_state_display(),
        "header_title": str(suggestion),
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(LIST), "label": _("Suggestions")},
            {"url": "", "label": str(suggestion)},
        ],
    }
    return render(request, "use_it_map/admin/suggestion.html", context)


def _decide(request: HttpRequest, suggestion: PlaceSuggestion) -> HttpResponse:
    now = timezone.now()
    if request.POST.get("do") != "accept":
        reason = request.POST.get("reason", "")
        suggestion_decline(
            suggestion=suggestion, user=request.user, reason=reason, now=now
        )
        messages.success(request, _("Declined; nothing has changed."))
        return redirect(LIST)
    page = suggestion_accept(suggestion=suggestion, user=request.user, now=now)
    if page is None:
        messages.success(request, _("Noted as dealt with."))
        return redirect(LIST)
    messages.success(request, _("It stands in the draft. Look at it and publish."))
    return redirect("wagtailadmin_pages:edit", page.pk)
