"""What a place has several of: languages and photos."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.languages import LANGUAGE_CODE
from cms.models.media import image_field
from use_it_map.choices import LanguageLevel


class PlaceLanguage(TranslatableMixin, Orderable):
    """A language that a place serves people in."""

    place = ParentalKey(
        "use_it_map.PlacePage", on_delete=models.CASCADE, related_name="languages"
    )
    tag = models.CharField(
        _("language"), max_length=20, help_text=_("Its BCP 47 code, such as en or uk.")
    )
    level = models.CharField(
        _("how well"),
        max_length=10,
        choices=LanguageLevel.choices,
        default=LanguageLevel.GOOD,
    )
    who = models.CharField(
        _("who"),
        max_length=120,
        blank=True,
        help_text=_("Who speaks it there, such as “the receptionist”."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("tag"),
        FieldPanel("level"),
        FieldPanel("who"),
    ]
    translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("tag", overridable=False),
        SynchronizedField("level", overridable=False),
        TranslatableField("who"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("language of a place")
        verbose_name_plural = _("languages of places")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "tag"], name="place_names_a_language_once"
            )
        ]

    def __str__(self) -> str:
        return self.tag

    def clean(self) -> None:
        super().clean()
        if not LANGUAGE_CODE.fullmatch(self.tag):
            message = _("“%(code)s” is no language code; write one like: en")
            error = ValidationError(message, params={"code": self.tag})
            raise ValidationError({"tag": error})


class PlacePhoto(TranslatableMixin, Orderable):
    """A picture of a place beside its main one."""

    place = ParentalKey(
        "use_it_map.PlacePage", on_delete=models.CASCADE, related_name="photos"
    )
    image = image_field(_("photo"))
    caption = models.CharField(_("caption"), max_length=200, blank=True)

    panels: ClassVar[list[Any]] = [FieldPanel("image"), FieldPanel("caption")]
    translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("image", overridable=False),
        TranslatableField("caption"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("photo of a place")
        verbose_name_plural = _("photos of places")
