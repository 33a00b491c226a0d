"""The queue of places to look at again; one click says that a place is still right."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Site

from cms import access
from use_it_map.models import OwnerLink, PlacePage
from use_it_map.selectors.verification import places_to_verify
from use_it_map.services.owner_links import (
    AskedAlready,
    NoAddress,
    owner_ask,
    owner_link_revoke,
)
from use_it_map.services.owner_links import NotAllowed as NotAllowedToAsk
from use_it_map.services.place import NotAllowed, place_verify


def my_cities(request: Any) -> QuerySet[Site]:
    return access.cities_of(request.user) if request else Site.objects.none()


class VerificationFilterSet(WagtailFilterSet):
    """Narrows the queue down by city and by who keeps a place true."""

    city = django_filters.ModelChoiceFilter(
        queryset=my_cities, method="in_city", label=gettext_lazy("City")
    )

    class Meta:
        model = PlacePage
        fields = ["maintainer", "state"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = access.colleagues_in(my_cities(self.request))
        self.filters["maintainer"].queryset = colleagues

    def in_city(self, found: QuerySet[Any], _name: str, city: Site) -> QuerySet[Any]:
        return found.filter(access.pages_in(self.request.user, city))


class VerificationQueue(PageReportView):
    """The public places of the user's cities that are due, the longest first."""

    page_title = gettext_lazy("Places to verify")
    header_icon = "check"
    filterset_class = VerificationFilterSet
    results_template_name = "use_it_map/admin/verification_results.html"
    index_url_name = "use_it_map_verification"
    index_results_url_name = "use_it_map_verification_results"
    any_permission_required = ("add", "change", "publish")
    list_export = ("title", "standing", "verified_on", "review_due_on", "maintainer")
    export_headings = {
        "title": gettext_lazy("Title"),
        "standing": gettext_lazy("Freshness"),
        "verified_on": gettext_lazy("Verified on"),
        "review_due_on": gettext_lazy("Review due on"),
        "maintainer": pgettext_lazy("of a place", "Maintainer"),
    }

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        places = places_to_verify(user, today=timezone.localdate())
        asked = OwnerLink.objects.filter(place=OuterRef("pk")).open(timezone.now())
        self.queryset = places.annotate(is_asked=Exists(asked))
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        today = timezone.localdate()
        for place in object_list:
            place.standing = place.freshness(today=today).label
        return object_list

    def get_filename(self) -> str:
        return "places-to-verify"


@require_POST
def place_act(request: HttpRequest, page_id: int) -> HttpResponse:
    """Note that a place is still right, ask its owner, or end the link to the owner."""
    place = get_object_or_404(PlacePage, pk=page_id)
    act = ACTS.get(request.POST.get("do", ""), _verify)
    try:
        act(request, place)
    except (NotAllowed, NotAllowedToAsk):
        raise PermissionDenied from None
    back = get_valid_next_url_from_request(request)
    return redirect(back or reverse("use_it_map_verification"))


def _verify(request: HttpRequest, place: PlacePage) -> None:
    place_verify(place=place, user=request.user, today=timezone.localdate())
    message = _("“%(title)s” is verified as of today.")
    messages.success(request, message % {"title": place.title})


def _ask(request: HttpRequest, place: PlacePage) -> None:
    try:
        owner_ask(place=place, user=request.user, now=timezone.now())
        message = _("The owner of “%(title)s” is asked by mail.")
        messages.success(request, message % {"title": place.title})
    except AskedAlready:
        messages.warning(request, _("The owner was asked and hasn't answered yet."))
    except NoAddress:
        text = _("The place isn't public, or nobody knows its owner's e-mail.")
        messages.warning(request, text)


def _end(request: HttpRequest, place: PlacePage) -> None:
    if not access.may_edit_page(request.user, place):
        raise NotAllowed
    now = timezone.now()
    for link in OwnerLink.objects.filter(place=place).open(now).select_related("place"):
        owner_link_revoke(link=link, user=request.user, now=now)
    messages.success(request, _("The link to the owner opens nothing any more."))


ACTS = {"verify": _verify, "ask": _ask, "end": _end}
