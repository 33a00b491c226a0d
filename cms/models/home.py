"""The first page of a city, in one language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.fields import BodyField
from cms.models.base import CityPage
from cms.models.media import image_field


class CityHomePage(CityPage):
    """The home of a city in one language; all its other pages lie below."""

    headline = models.CharField(
        _("headline"),
        max_length=120,
        blank=True,
        help_text=_("The first words a visitor reads."),
    )
    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences under the headline.")
    )
    hero_image = image_field(_("main picture"))
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("hero_image"),
        InlinePanel(
            "featured_links",
            heading=_("Featured pages"),
            label=_("Page"),
            help_text=_("Guides, posts or other pages shown first, in this order."),
            max_num=12,
        ),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("headline"),
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("city home")
        verbose_name_plural = _("city homes")


class FeaturedPage(Orderable):
    """A page that a home shows first."""

    home = ParentalKey(
        CityHomePage, on_delete=models.CASCADE, related_name="featured_links"
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels: ClassVar[list[Any]] = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("featured page")
        verbose_name_plural = _("featured pages")
