"""Places that the centre knows and has looked at."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms import freshness
from cms.choices import Freshness, Licence
from cms.models import CityPage
from cms.models.media import image_field
from cms.sorting import SortKeyField
from use_it_map import geography
from use_it_map.admin.forms import PlaceForm
from use_it_map.admin.panels import PointPanel
from use_it_map.admin.widgets import OpeningHoursInput
from use_it_map.choices import PlaceSource, PlaceState, PriceLevel, Verifier, Wheelchair


def _degrees_help(example: str) -> str:
    return gettext("Degrees, such as %(example)s.") % {"example": example}


def degrees(label: Any, limit: int, example: str) -> Any:
    """Return a field for a coordinate in degrees of WGS 84, within ±limit."""
    return models.DecimalField(
        label,
        max_digits=9,
        decimal_places=6,
        null=True,
        validators=[MinValueValidator(-limit), MaxValueValidator(limit)],
        help_text=lazy(_degrees_help, str)(example),
    )


class PlacePage(CityPage):
    """A place on the Use It Map, the same in all languages but for its words."""

    description = models.TextField(
        _("description"), help_text=_("What newcomers find there, in a few sentences.")
    )
    category = models.ForeignKey(
        "use_it_map.PlaceCategory",
        verbose_name=_("category"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("What it is first of all."),
    )
    further_categories = ParentalManyToManyField(
        "use_it_map.PlaceCategory",
        verbose_name=_("further categories"),
        blank=True,
        related_name="+",
    )
    hero_image = image_field(_("main picture"))

    street = models.CharField(_("street"), max_length=120, blank=True)
    house_number = models.CharField(
        _("house number"),
        max_length=20,
        blank=True,
        help_text=_("Such as 372/2, the second being the one of the street."),
    )
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    municipality = models.CharField(_("town"), max_length=120, blank=True)
    ruian_code = models.CharField(
        _("RÚIAN code"),
        max_length=9,
        blank=True,
        help_text=_("The number of the address in the Czech register, if known."),
    )
    latitude = degrees(_("latitude"), 90, "49.834967")
    longitude = degrees(_("longitude"), 180, "18.282084")

    opening_hours = models.CharField(
        _("opening hours"),
        max_length=1000,
        blank=True,
        help_text=_("As OpenStreetMap writes them; empty where they aren't known."),
    )
    opening_hours_note = models.CharField(
        _("note on the opening hours"), max_length=250, blank=True
    )
    wheelchair = models.CharField(
        _("wheelchair access"),
        max_length=10,
        choices=Wheelchair.choices,
        blank=True,
    )
    price_level = models.CharField(
        _("prices"), max_length=10, choices=PriceLevel.choices, blank=True
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Shown to the public.")
    )
    website = models.URLField(_("website"), blank=True)
    booking_url = models.URLField(_("address for bookings"), blank=True)

    benefit = models.TextField(
        _("benefit"), blank=True, help_text=_("What newcomers get there, if anything.")
    )
    why_listed = models.TextField(
        _("why it is listed"), blank=True, help_text=_("What makes it worth a visit.")
    )
    listed_by = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("listed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who recommends it."),
    )
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who runs it."),
    )
    is_commercial = models.BooleanField(
        _("commercial"),
        default=False,
        help_text=_("It earns money with what it offers; readers are told."),
    )
    state = models.CharField(
        pgettext_lazy("of a place", "state"),
        max_length=20,
        choices=PlaceState.choices,
        default=PlaceState.OPEN,
    )

    source = models.CharField(
        _("source"),
        max_length=10,
        choices=PlaceSource.choices,
        default=PlaceSource.OWN,
        help_text=_("Where what stands here comes from."),
    )
    source_url = models.URLField(_("address of the source"), blank=True)
    external_source = models.CharField(max_length=40, blank=True, editable=False)
    external_id = models.CharField(max_length=120, blank=True, editable=False)
    data_licence = models.CharField(
        _("licence of the data"),
        max_length=20,
        choices=Licence.choices,
        default=Licence.CC_BY_4_0,
        help_text=_("What comes from OpenStreetMap stays under ODbL 1.0."),
    )

    owner_email = models.EmailField(
        _("e-mail of the owner"),
        blank=True,
        help_text=_("Whom to ask whether all of it is right. Never shown to anybody."),
    )
    maintainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("of a place", "maintainer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who keeps it true. Never shown to the public."),
    )
    verified_on = models.DateField(
        _("verified on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last looked whether all of it is right."),
    )
    verified_by = models.CharField(
        _("verified by"), max_length=10, choices=Verifier.choices, blank=True
    )
    review_cycle_months = models.PositiveSmallIntegerField(
        _("review cycle in months"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    review_due_on = models.DateField(null=True, editable=False, db_index=True)
    sort_key = SortKeyField(source="title")

    base_form_class = PlaceForm

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("description"),
        MultiFieldPanel(
            [
                FieldPanel("category"),
                FieldPanel("further_categories", widget=CheckboxSelectMultiple),
            ],
            heading=_("What it is"),
        ),
        FieldPanel("hero_image"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("street"), FieldPanel("house_number")]),
                FieldRowPanel([FieldPanel("postcode"), FieldPanel("municipality")]),
                FieldPanel("ruian_code"),
                PointPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Where it is"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("opening_hours", widget=OpeningHoursInput),
                FieldPanel("opening_hours_note"),
            ],
            heading=_("When it is open"),
        ),
        InlinePanel("languages", heading=_("Languages"), label=_("Language")),
        FieldRowPanel([FieldPanel("wheelchair"), FieldPanel("price_level")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldRowPanel([FieldPanel("website"), FieldPanel("booking_url")]),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("benefit"),
                FieldPanel("why_listed"),
                FieldPanel("listed_by"),
                FieldPanel("organisation"),
                FieldPanel("is_commercial"),
                FieldPanel("state"),
            ],
            heading=_("Why it stands here"),
        ),
        InlinePanel("photos", heading=_("Photos"), label=_("Photo")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("source"), FieldPanel("data_licence")]),
                FieldPanel("source_url"),
            ],
            heading=_("Where it comes from"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("maintainer"), FieldPanel("owner_email")]),
                FieldRowPanel(
                    [
                        FieldPanel("verified_on"),
                        FieldPanel("verified_by"),
                        FieldPanel("review_cycle_months"),
                    ]
                ),
            ],
            heading=_("Keeping it true"),
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("description"),
        index.SearchField("benefit"),
        index.SearchField("why_listed"),
        index.SearchField("street"),
        index.FilterField("state"),
        index.FilterField("review_due_on"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        *CityPage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                *("category", "further_categories", "hero_image", "street"),
                *("house_number", "postcode", "municipality", "ruian_code"),
                *("latitude", "longitude", "opening_hours", "wheelchair"),
                *("price_level", "phone", "email", "booking_url"),
                *("listed_by", "organisation", "is_commercial", "state"),
                *("source", "source_url", "external_source", "external_id"),
                *("data_licence", "owner_email", "maintainer", "verified_on"),
                *("verified_by", "review_cycle_months"),
            )
        ),
        SynchronizedField("website"),
    ]
    parent_page_types: ClassVar[list[str]] = ["use_it_map.MapPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [
            models.Index(
                fields=["external_source", "external_id"], name="place_external_id"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source="osm") | models.Q(data_licence="ODbL-1.0"),
                name="place_from_osm_is_under_odbl",
                violation_error_message=_(
                    "What comes from OpenStreetMap stays under ODbL 1.0."
                ),
            )
        ]

    def clean(self) -> None:
        super().clean()
        errors = geography.errors(self.latitude, self.longitude)
        if self.verified_on and self.verified_on > timezone.localdate():
            errors["verified_on"] = ValidationError(
                _("A place can't be verified in the future.")
            )
        if self.source == PlaceSource.OSM and self.data_licence != Licence.ODBL_1_0:
            errors["data_licence"] = ValidationError(
                _("What comes from OpenStreetMap stays under ODbL 1.0.")
            )
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.set_review_due()
        return super().save(*args, **kwargs)

    def set_review_due(self) -> None:
        """Set when the next review is due, as saving does."""
        self.review_due_on = freshness.review_due_on(
            self.verified_on, self.review_cycle_months
        )

    def freshness(self, *, today: dt.date) -> Freshness:
        """Return whether it was verified within its review cycle."""
        return freshness.freshness(self.review_due_on, today=today)
