"""Where the hub joins the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.snippets.models import register_snippet

from cms import access
from cms.admin import localize
from cms.admin.cities import AddCityMenuItem, AddCityView
from cms.admin.guides import (
    GuideFreshnessMenuItem,
    GuideFreshnessReport,
    GuidesToVerifyPanel,
    MissingTranslationsPanel,
    mark_verified,
)
from cms.admin.sharing import ShareDraftView, share_button
from cms.admin.summary import CityPagesSummaryItem
from cms.admin.viewsets import ContentGroup, PeopleGroup
from cms.admin.webhooks import (
    DeliveriesMenuItem,
    DeliveriesReport,
    WebhookViewSet,
    send_again,
    webhook_act,
)
from cms.content_security import style_nonce
from cms.services.guide import VERIFIED
from cms.services.preview import REVOKED, SHARED

register_snippet(ContentGroup)
register_snippet(PeopleGroup)


@hooks.register("insert_global_admin_js")
def start_widgets() -> str:
    """Bring what starts widgets in place of scripts inside the page."""
    return format_html(
        '<script src="{}" nonce="{}"></script>',
        static("cms/js/start.js"),
        style_nonce(),
    )


@hooks.register("construct_page_chooser_queryset")
def choose_among_own_pages(pages: QuerySet[Any], request: Any) -> QuerySet[Any]:
    return pages.filter(access.pages_of(request.user))


@hooks.register("construct_explorer_page_queryset")
def explore_own_pages(parent: Any, pages: QuerySet[Any], request: Any) -> QuerySet[Any]:
    return pages.filter(access.pages_of(request.user))


@hooks.register("construct_homepage_summary_items", order=100)
def count_own_pages(request: Any, items: list[Any]) -> None:
    items[:] = [
        CityPagesSummaryItem(request) if type(item) is PagesSummaryItem else item
        for item in items
    ]


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [
        *localize.url_patterns(),
        path(
            "pages/<int:page_id>/share-draft/",
            ShareDraftView.as_view(),
            name="share_draft",
        ),
        path("cities/add/", AddCityView.as_view(), name="add_city"),
        path(
            "guides/<int:page_id>/verified/", mark_verified, name="guide_mark_verified"
        ),
        path("reports/guides/", GuideFreshnessReport.as_view(), name="guide_freshness"),
        path(
            "reports/guides/results/",
            GuideFreshnessReport.as_view(results_only=True),
            name="guide_freshness_results",
        ),
        path("webhooks/act/<int:pk>/", webhook_act, name="webhook_act"),
        path("reports/deliveries/", DeliveriesReport.as_view(), name="deliveries"),
        path(
            "reports/deliveries/results/",
            DeliveriesReport.as_view(results_only=True),
            name="deliveries_results",
        ),
        path("reports/deliveries/again/<int:pk>/", send_again, name="send_again"),
    ]


@hooks.register("register_admin_viewset")
def webhooks() -> WebhookViewSet:
    return WebhookViewSet()


@hooks.register("register_reports_menu_item")
def deliveries_menu_item() -> DeliveriesMenuItem:
    return DeliveriesMenuItem()


@hooks.register("register_settings_menu_item")
def add_city_menu_item() -> AddCityMenuItem:
    return AddCityMenuItem()


@hooks.register("register_reports_menu_item")
def guide_freshness_menu_item() -> GuideFreshnessMenuItem:
    return GuideFreshnessMenuItem()


@hooks.register("construct_reports_menu")
def leave_out_reports_of_the_hub(request: Any, items: list[Any]) -> None:
    if not access.is_hub_administrator(request.user):
        hidden = {"page-types-usage", "site-history"}
        items[:] = [item for item in items if item.name not in hidden]


@hooks.register("construct_homepage_panels")
def add_panels(_request: Any, panels: list[Any]) -> None:
    panels += [GuidesToVerifyPanel(), MissingTranslationsPanel()]


@hooks.register("register_page_header_buttons")
def share_a_draft(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Any]:
    button = share_button(page, user)
    if button is not None:
        yield button


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what stands in the history beside Wagtail's own actions."""
    actions.register_action(
        "cms.demo_loaded", _("Load the demo content"), _("Demo content loaded")
    )
    actions.register_action(SHARED, _("Share a draft"), _("Link to the draft made"))
    actions.register_action(
        REVOKED, _("Stop sharing a draft"), _("Link to the draft ended")
    )
    actions.register_action(VERIFIED, _("Verify a guide"), _("Verified as still right"))
