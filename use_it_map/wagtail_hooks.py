"""What the map adds to the admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.content_security import let_admin_show, let_sites_show
from use_it_map.admin.address_search import search_address
from use_it_map.admin.bulk import ACTIONS
from use_it_map.admin.categories import CategoryViewSet
from use_it_map.admin.duplicates import find_duplicates
from use_it_map.admin.importing import import_places
from use_it_map.admin.map_view import map_of_places
from use_it_map.admin.menu import map_menu
from use_it_map.admin.places import PlaceListing
from use_it_map.admin.printing import print_map
from use_it_map.admin.suggestions import SuggestionViewSet
from use_it_map.admin.verification import VerificationQueue, place_act
from use_it_map.conf import tile_origins
from use_it_map.services.import_writing import IMPORTED
from use_it_map.services.owner_links import ASKED, CORRECTED, ENDED
from use_it_map.services.place import VERIFIED
from use_it_map.services.suggestions import ACCEPT, DECLINE

let_admin_show(tile_origins)
let_sites_show(tile_origins)
register_snippet(CategoryViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [
        path("map/address/", search_address, name="use_it_map_search_address"),
        path("map/import/", import_places, name="use_it_map_import"),
        path("map/print/", print_map, name="use_it_map_print"),
        path("map/duplicates/", find_duplicates, name="use_it_map_duplicates"),
        path("map/overview/", map_of_places, name="use_it_map_map"),
        path(
            "map/verification/",
            VerificationQueue.as_view(),
            name="use_it_map_verification",
        ),
        path(
            "map/verification/results/",
            VerificationQueue.as_view(results_only=True),
            name="use_it_map_verification_results",
        ),
        path("map/verification/<int:page_id>/", place_act, name="use_it_map_place_act"),
    ]


@hooks.register("insert_global_admin_css")
def style() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("use_it_map/css/desk.css")
    )


@hooks.register("register_admin_viewset")
def suggestions() -> SuggestionViewSet:
    return SuggestionViewSet()


@hooks.register("register_admin_viewset")
def places() -> PlaceListing:
    return PlaceListing()


@hooks.register("register_admin_menu_item")
def menu() -> Any:
    return map_menu()


for action in ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(VERIFIED, _("Verify a place"), _("Verified the place"))
    actions.register_action(IMPORTED, _("Import a place"), _("Imported the place"))
    actions.register_action(ACCEPT, _("Accept a suggestion"), _("Suggestion accepted"))
    actions.register_action(
        DECLINE, _("Decline a suggestion"), _("Suggestion declined")
    )
    actions.register_action(ASKED, _("Ask the owner"), _("Owner asked"))
    actions.register_action(
        ENDED, _("End a link to the owner"), _("Link to the owner ended")
    )
    actions.register_action(
        CORRECTED, _("Correct a place as its owner"), _("Owner sent a correction")
    )
