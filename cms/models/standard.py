"""A page that is neither a guide nor a post: about us, contact, privacy."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.fields import BodyField
from cms.models.base import CityPage
from cms.models.media import image_field


class StandardPage(CityPage):
    """A page of free content."""

    intro = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("One or two sentences; also shown where others link here."),
    )
    hero_image = image_field(_("main picture"))
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("hero_image"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.CityHomePage", "cms.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
