"""Images and documents, with the words and rights that belong to them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from cms.choices import Licence
from cms.translated_text import TranslatedTextField


def uploader_field() -> Any:
    """Return a reference to whoever uploaded a file; like Wagtail's, but nameless.

    Wagtail's own image and document models stay installed beside ours, and
    their reverse names would clash.
    """
    field: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    field.wagtail_reference_index_ignore = True
    return field


def tags_field(related_name: str) -> Any:
    """Return the tags that editors find files by."""
    return TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name=related_name
    )


class Licensed(models.Model):
    """Who made a file and how others may use it."""

    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Whom to name beside it, for example the photographer."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence.choices,
        default=Licence.CC_BY_4_0,
        help_text=_("Under which licence others may use it."),
    )
    source_url = models.URLField(
        _("source"), blank=True, help_text=_("Where it was found, if on the web.")
    )

    class Meta:
        abstract = True


class Image(Licensed, AbstractImage):  # type: ignore[django-manager-missing]
    """A picture; `description` is its alternative text in English."""

    tags = tags_field("hub_images")
    uploaded_by_user = uploader_field()
    alt_translations = TranslatedTextField(
        _("alternative text in other languages"),
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )

    admin_form_fields = (
        *(name for name in WagtailImage.admin_form_fields if name != "tags"),
        "alt_translations",
        "credit",
        "licence",
        "source_url",
        "tags",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def alt_in(self, languages: list[str]) -> str:
        """Return the alternative text in the first of the languages that has one."""
        texts = {**self.alt_translations, "en": self.description}
        return next((texts[code] for code in languages if texts.get(code)), "")


class Rendition(AbstractRendition):
    """A drawn size of an image."""

    image = models.ForeignKey(
        Image, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="unique_rendition",
            )
        ]


class Document(Licensed, AbstractDocument):  # type: ignore[django-manager-missing]
    """A file to download: a form, a leaflet."""

    tags = tags_field("hub_documents")
    uploaded_by_user = uploader_field()
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("The code of the language it is written in, such as cs."),
    )

    admin_form_fields = (
        *(name for name in WagtailDocument.admin_form_fields if name != "tags"),
        "language",
        "credit",
        "licence",
        "source_url",
        "tags",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]


def image_field(label: Any = None, **options: Any) -> Any:
    """Return an optional reference to an image."""
    return models.ForeignKey(
        "cms.Image",
        verbose_name=label or _("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        **options,
    )
