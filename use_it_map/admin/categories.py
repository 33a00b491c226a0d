"""Categories in the admin: shared by all cities, so changed by hub administrators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from use_it_map.admin.labels import indented
from use_it_map.models import PlaceCategory


class CategoryIndexView(IndexView):
    """Lists each wide category with those that belong to it below it."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("parent")


class CategoryViewSet(SnippetViewSet):
    """The admin of categories."""

    model = PlaceCategory
    icon = "tag"
    menu_label = _("Categories")
    add_to_admin_menu = False
    add_to_settings_menu = False
    list_per_page = 100
    index_view_class = CategoryIndexView
    list_display = [
        "name",
        Column("path", accessor=indented, label=_("Belongs to")),
        "icon",
        "osm_tag",
        "sort_order",
        LiveStatusTagColumn(),
    ]
