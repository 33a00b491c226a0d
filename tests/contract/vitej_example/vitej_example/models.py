"""A language café, and who comes."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.fields import BodyField
from cms.models import CityPage, CityScoped


class LanguageCafePage(CityPage):
    """A regular meeting where people practise a language."""

    language = models.CharField(_("language"), max_length=40)
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("language"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.CityHomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("language café")
        verbose_name_plural = _("language cafés")


class Phrase(index.Indexed, CityScoped):
    """A phrase of the week, which is no page and still has an address."""

    text = models.CharField(_("text"), max_length=120)
    slug = models.SlugField(_("slug"), unique=True)

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("text"),
        index.FilterField("site_id"),
    ]

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")

    def __str__(self) -> str:
        return self.text


class Guest(CityScoped):
    """Somebody who wants to come to a café."""

    cafe = models.ForeignKey(
        LanguageCafePage, on_delete=models.CASCADE, related_name="guests"
    )
    email = models.EmailField(_("e-mail"))

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints = [
            models.UniqueConstraint(fields=["cafe", "email"], name="guest_comes_once")
        ]

    def __str__(self) -> str:
        return self.email
