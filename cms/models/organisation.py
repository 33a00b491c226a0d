"""Organisations: offices, partners, funders."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.cz import dic
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.choices import OrganisationKind, OrganisationRole
from cms.models.media import image_field
from cms.models.snippet import TranslatableSnippet
from cms.sorting import SortKeyField


def validate_ico(value: str) -> None:
    """Refuse what is no IČO: eight digits, the last of them a check digit."""
    # A DIČ of eight digits is an IČO, with the same check digit.
    if not (len(value) == 8 and value.isdigit() and dic.is_valid(value)):
        raise ValidationError(
            _("This is no valid IČO; it has eight digits, such as 25379631."),
            code="invalid_ico",
        )


class Organisation(TranslatableSnippet):
    """An organisation of one city, or, without a city, one that all cities share."""

    site = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The city it belongs to; empty for one that all cities share."),
    )
    name = models.CharField(_("name"), max_length=200)
    sort_key = SortKeyField(source="name")
    ico = models.CharField(
        _("IČO"),
        max_length=8,
        blank=True,
        validators=[validate_ico],
        help_text=_("The Czech company number: eight digits."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=OrganisationKind.choices,
        default=OrganisationKind.OTHER,
    )
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=OrganisationRole.choices,
        default=OrganisationRole.PARTNER,
        help_text=_("What it is to the centre."),
    )
    description = models.TextField(_("description"), blank=True)
    street_address = models.CharField(
        _("street and number"), max_length=160, blank=True
    )
    postal_code = models.CharField(_("postcode"), max_length=10, blank=True)
    address_locality = models.CharField(_("town"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    logo = image_field(_("logo"))

    panels: ClassVar[list[Any]] = [
        FieldPanel("site", required_on_save=True),
        FieldPanel("name"),
        FieldPanel("ico"),
        FieldPanel("kind"),
        FieldPanel("role"),
        FieldPanel("description"),
        MultiFieldPanel(
            [
                FieldPanel("street_address"),
                FieldPanel("postal_code"),
                FieldPanel("address_locality"),
            ],
            heading=_("Address"),
        ),
        MultiFieldPanel(
            [FieldPanel("website"), FieldPanel("email"), FieldPanel("phone")],
            heading=_("Contact"),
        ),
        FieldPanel("logo"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("site_id"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("site", overridable=False),
        *(
            SynchronizedField(name)
            for name in (
                "ico",
                "street_address",
                "postal_code",
                "address_locality",
                "phone",
            )
        ),
    ]

    class Meta(TranslatableSnippet.Meta):
        ordering = ["name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name
