"""Categories: what kind of place it is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.models.snippet import TranslatableSnippet
from use_it_map.choices import CategoryIcon

OSM_TAG = RegexValidator(
    r"^[a-z][a-z0-9_:]*=[^=\s][^=]*\Z",
    _("Write the tag as OpenStreetMap does, such as amenity=doctors."),
)


class PlaceCategory(TranslatableSnippet):
    """A kind of place, the same in all cities; at most one level below another."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        help_text=_("Stands in addresses and filters; the same in all languages."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("The wider category; empty for one of the widest."),
    )
    icon = models.CharField(
        _("icon"),
        max_length=20,
        choices=CategoryIcon.choices,
        default=CategoryIcon.PLACE,
    )
    osm_tag = models.CharField(
        _("OpenStreetMap tag"),
        max_length=80,
        blank=True,
        validators=[OSM_TAG],
        help_text=_("What such places are called there, such as amenity=doctors."),
    )
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Smaller numbers come first.")
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("parent"),
        FieldPanel("icon"),
        FieldPanel("osm_tag"),
        FieldPanel("sort_order"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField(name, overridable=False)
        for name in ("slug", "parent", "icon", "osm_tag", "sort_order")
    ]

    class Meta(TranslatableSnippet.Meta):
        ordering = ["sort_order", "name", "pk"]
        verbose_name = _("category of places")
        verbose_name_plural = _("categories of places")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="unique_place_category_slug",
                violation_error_message=_("Another category has this slug."),
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="place_category_not_below_itself",
                violation_error_message=_("A category can't belong to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.parent is None:
            return
        if self.parent.parent_id is not None:
            message = _("Choose one of the widest categories.")
            raise ValidationError({"parent": message})
        if self.pk and self.children.exists():
            message = _("Others belong to this category; it must be one of the widest.")
            raise ValidationError({"parent": message})
