"""The map's part of the admin's menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms import access
from cms.memory import once_a_request


@once_a_request
def works_for_a_city(request: HttpRequest) -> bool:
    """Tell whether who asks works for any city; it is read once for all items."""
    return access.cities_of(request.user).exists()


class DeskMenuItem(MenuItem):
    """Shown to those who work for a city."""

    def is_shown(self, request: HttpRequest) -> bool:
        return works_for_a_city(request)


def map_menu() -> SubmenuMenuItem:
    """Return the menu of all that is done with places."""
    items: list[Any] = [
        _item(_("Places"), "use_it_map_places:index", "list-ul", 10),
        _item(_("Map of places"), "use_it_map_map", "site", 20),
        _item(_("Places to verify"), "use_it_map_verification", "check", 30),
        _item(_("Suggestions"), "use_it_map_suggestions:index", "comment", 40),
        _item(
            _("Categories"), "wagtailsnippets_use_it_map_placecategory:list", "tag", 50
        ),
        _item(_("Import places"), "use_it_map_import", "upload", 60),
    ]
    return SubmenuMenuItem(
        _("Use It Map"),
        Menu(items=items),
        name="use-it-map",
        icon_name="site",
        order=155,
    )


def _item(label: Any, url: str, icon: str, order: int) -> DeskMenuItem:
    name = url.replace("_", "-").replace(":", "-")
    return DeskMenuItem(label, reverse(url), name=name, icon_name=icon, order=order)
