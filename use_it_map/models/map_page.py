"""The map of a city."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.models import CityPage


class MapPage(CityPage):
    """The Use It Map of a city; its places lie below it."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("intro"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.CityHomePage"]
    subpage_types: ClassVar[list[str]] = ["use_it_map.PlacePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("map")
        verbose_name_plural = _("maps")
