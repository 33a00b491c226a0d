"""Topics: what guides are about."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.models.snippet import TranslatableSnippet


class Topic(TranslatableSnippet):
    """A life situation that guides are sorted by, the same in all cities."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        help_text=_("Stands in addresses and filters; the same in all languages."),
    )
    description = models.TextField(_("description"), blank=True)
    icon = models.SlugField(
        _("icon"), max_length=40, blank=True, help_text=_("The name of an icon.")
    )
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Smaller numbers come first.")
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("icon"),
        FieldPanel("sort_order"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("icon", overridable=False),
        SynchronizedField("sort_order", overridable=False),
    ]

    class Meta(TranslatableSnippet.Meta):
        ordering = ["sort_order", "name", "pk"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="unique_topic_slug",
                violation_error_message=_("Another topic has this slug."),
            )
        ]

    def __str__(self) -> str:
        return self.name
