"""Webhooks of a city: managed, tried out; and what became of each delivery."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Site

from cms import access
from cms.models import Delivery, WebhookEndpoint
from cms.services.outbox import (
    NotAllowed,
    StillOnItsWay,
    delivery_send_again,
    endpoint_renew_secret,
    endpoint_test,
)

REASONS = {
    "address": _("unusable address"),
    "insecure": _("not https"),
    "private": _("private address"),
    "name": _("unknown host"),
    "tls": _("no valid certificate"),
    "timeout": _("no answer in time"),
    "connection": _("no connection"),
    "inactive": _("switched off"),
}


def my_cities(request: Any) -> QuerySet[Site]:
    return access.cities_set_up_by(request.user) if request else Site.objects.none()


class WebhookForm(WagtailAdminModelForm):
    """A new webhook, of a city that the user sets up."""

    class Meta:
        model = WebhookEndpoint
        fields = ["site", "url", "note", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = access.cities_set_up_by(self.for_user)
        self.fields["site"].queryset = cities
        if not self.initial.get("site") and cities.count() == 1:
            self.initial["site"] = cities.get()


class WebhookEditForm(WagtailAdminModelForm):
    """A webhook that is there: it stays with its city."""

    class Meta:
        model = WebhookEndpoint
        fields = ["url", "note", "active"]


class WebhookIndexView(generic.IndexView):
    """Lists the webhooks of the user's cities."""

    def get_base_queryset(self) -> QuerySet[Any]:
        found = access.visible(self.request.user, WebhookEndpoint)
        return found.select_related("site")


class WebhookEditView(generic.EditView):
    """Shows the secret beside the form."""

    template_name = "cms/admin/webhook.html"


class WebhookViewSet(ModelViewSet):
    """The admin of webhooks."""

    model = WebhookEndpoint
    name = "webhooks"
    icon = "link-external"
    menu_label = _("Webhooks")
    menu_order = 120
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = WebhookIndexView
    edit_view_class = WebhookEditView
    list_display = ["url", "site", "note", BooleanColumn("active", label=_("Active"))]
    list_filter = ["active"]
    ordering = ("site", "url")

    def get_form_class(self, for_update: bool = False) -> Any:
        return WebhookEditForm if for_update else WebhookForm

    def get_permissions_to_register(self) -> QuerySet[Any]:
        """Return none: who may change a city's settings may do all of this."""
        return super().get_permissions_to_register().none()


@access.looks_after_itself
@require_POST
def webhook_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a webhook a test, or give it another secret."""
    endpoint = get_object_or_404(access.visible(request.user, WebhookEndpoint), pk=pk)
    try:
        if request.POST.get("do") == "secret":
            endpoint_renew_secret(user=request.user, endpoint=endpoint)
            messages.success(request, _("Give the web site the new secret."))
        else:
            endpoint_test(user=request.user, endpoint=endpoint, now=timezone.now())
            messages.success(request, _("The test is on its way. The list shows it."))
            return redirect("deliveries")
    except NotAllowed:
        raise PermissionDenied from None
    return redirect("webhooks:edit", endpoint.pk)


class DeliveryFilterSet(WagtailFilterSet):
    """Narrows deliveries down by city, by what they are and how they stand."""

    site = django_filters.ModelChoiceFilter(queryset=my_cities, label=_("City"))

    class Meta:
        model = Delivery
        fields = ["site", "state", "kind"]


class DeliveriesReport(ReportView):
    """What was told, or is to be told, to the outside; the newest first."""

    model = Delivery
    page_title = _("Deliveries")
    header_icon = "mail"
    filterset_class = DeliveryFilterSet
    results_template_name = "cms/admin/deliveries_results.html"
    index_url_name = "deliveries"
    index_results_url_name = "deliveries_results"
    any_permission_required = ("change",)
    list_export = (
        "message_id",
        "kind",
        "site",
        "state",
        "attempts",
        "last_status",
        "last_reason",
        "created_at",
        "finished_at",
    )

    def get_queryset(self) -> QuerySet[Any]:
        found = access.visible(self.request.user, Delivery)
        self.queryset = found.select_related("site", "endpoint").order_by(
            "-created_at", "-pk"
        )
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        for delivery in object_list:
            delivery.trouble = REASONS.get(delivery.last_reason, "")
        return object_list

    def get_filename(self) -> str:
        return "deliveries"


@access.looks_after_itself
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a delivery that is over be sent once more."""
    delivery = get_object_or_404(access.visible(request.user, Delivery), pk=pk)
    try:
        delivery_send_again(user=request.user, delivery=delivery, now=timezone.now())
        messages.success(request, _("It will be sent again at once."))
    except NotAllowed:
        raise PermissionDenied from None
    except StillOnItsWay:
        messages.warning(request, _("It is still on its way."))
    return redirect("deliveries")


class DeliveriesMenuItem(MenuItem):
    """Shown to those who set up a city."""

    def __init__(self) -> None:
        super().__init__(
            _("Deliveries"),
            reverse("deliveries"),
            name="deliveries",
            icon_name="mail",
            order=600,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return access.cities_set_up_by(request.user).exists()
