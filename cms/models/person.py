"""People that readers meet: authors, advisers, contacts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.languages import cleaned_languages
from cms.models.city import CityScoped
from cms.models.media import image_field
from cms.models.snippet import TranslatableSnippet
from cms.sorting import SortKeyField


class Person(CityScoped, TranslatableSnippet):
    """Somebody of a city who writes, advises or can be asked. All of it is public."""

    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=120)
    sort_key = SortKeyField(source="name")
    job_title = models.CharField(_("job title"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    bio = models.TextField(
        _("about"), blank=True, help_text=_("A few sentences shown beside posts.")
    )
    photo = image_field(_("photo"))
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Shown to the public.")
    )
    phone = models.CharField(
        _("phone"), max_length=40, blank=True, help_text=_("Shown to the public.")
    )
    languages = models.CharField(
        _("languages"),
        max_length=120,
        blank=True,
        help_text=_("Codes of the languages they serve people in, such as: en, cs, uk"),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("site", required_on_save=True),
        FieldPanel("name"),
        FieldPanel("job_title"),
        FieldPanel("organisation"),
        FieldPanel("bio"),
        FieldPanel("photo"),
        MultiFieldPanel(
            [FieldPanel("email"), FieldPanel("phone"), FieldPanel("languages")],
            heading=_("Contact"),
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("job_title"),
        index.FilterField("site_id"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("site", overridable=False),
        SynchronizedField("name"),
        SynchronizedField("phone"),
        SynchronizedField("languages"),
        SynchronizedField("organisation", overridable=False),
    ]

    class Meta(TranslatableSnippet.Meta):
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.languages = cleaned_languages(self.languages)
