"""A city site: a Wagtail site and all that is set for it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from cms.choices import Channel, Region, Weekday
from cms.fields import BodyField
from cms.forms import CitySettingsForm
from cms.models.media import image_field
from cms.navigation import MenuBlock
from cms.origins import origin_of
from cms.preview_address import check_preview_address
from cms.translated_text import TranslatedTextField

COLOUR = RegexValidator(
    r"^#[0-9a-fA-F]{6}\Z", _("Write the colour as # and six digits, such as #0a5c8a.")
)
MUNICIPALITY_CODE = RegexValidator(
    r"^[0-9]{6}\Z", _("A municipality code has six digits, such as 554821.")
)


def degrees(label: Any, limit: int) -> Any:
    """Return a field for a coordinate in degrees of WGS 84, within ±limit."""
    return models.DecimalField(
        label,
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-limit), MaxValueValidator(limit)],
    )


@register_setting(icon="site", order=100)
class CitySettings(BaseSiteSetting, ClusterableModel):
    """What is set for a city: its region, languages, brand, contact, funders, menus."""

    slug = models.SlugField(
        _("short name"),
        max_length=40,
        unique=True,
        help_text=_("How programs call the city, such as ostrava."),
    )
    name = TranslatedTextField(
        _("name"), help_text=_("The name of the city, such as Prague, Praha.")
    )
    tagline = TranslatedTextField(
        _("tagline"), blank=True, help_text=_("A few words under the name.")
    )
    region = models.CharField(_("region"), max_length=5, choices=Region.choices)
    municipality_code = models.CharField(
        _("municipality code"),
        max_length=6,
        validators=[MUNICIPALITY_CODE],
        help_text=_("The code of the town in the Czech register RÚIAN."),
    )
    microsite_url = models.URLField(
        _("address of the web site"),
        blank=True,
        help_text=_("If another program shows this city; empty: the hub shows it."),
    )
    preview_url = models.CharField(
        _("address of previews"),
        max_length=300,
        blank=True,
        help_text=_(
            "Where that program shows what isn't public yet, with {token} in it;"
            " empty: the hub shows previews."
        ),
    )
    api_origins = models.TextField(
        _("further web sites that may send forms"),
        blank=True,
        help_text=_(
            "Addresses such as https://app.example.com, one a line. The city's own web"
            " site needn't stand here."
        ),
    )
    disabled_features = models.JSONField(
        _("features switched off"), default=list, blank=True
    )

    latitude = degrees(_("latitude of the centre"), 90)
    longitude = degrees(_("longitude of the centre"), 180)
    zoom = models.PositiveSmallIntegerField(
        _("zoom"), default=12, validators=[MaxValueValidator(22)]
    )
    south = degrees(_("southern bound"), 90)
    west = degrees(_("western bound"), 180)
    north = degrees(_("northern bound"), 90)
    east = degrees(_("eastern bound"), 180)

    colour_primary = models.CharField(
        _("main colour"), max_length=7, default="#0a5c8a", validators=[COLOUR]
    )
    colour_accent = models.CharField(
        _("accent colour"), max_length=7, default="#f2a900", validators=[COLOUR]
    )
    logo = image_field(_("logo"))

    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("operator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The organisation that runs the centre."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    street_address = models.CharField(
        _("street and number"), max_length=160, blank=True
    )
    postal_code = models.CharField(_("postcode"), max_length=10, blank=True)
    address_locality = models.CharField(_("town"), max_length=120, blank=True)
    opening_note = TranslatedTextField(
        _("note on opening hours"),
        blank=True,
        help_text=_("For example: by appointment only in July."),
    )

    main_navigation = BodyField(
        MenuBlock(required=False), verbose_name=_("main menu"), blank=True
    )
    footer_navigation = BodyField(
        MenuBlock(required=False), verbose_name=_("menu in the footer"), blank=True
    )

    base_form_class = CitySettingsForm
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldPanel("tagline"),
                    FieldPanel("slug"),
                    FieldRowPanel(
                        [FieldPanel("region"), FieldPanel("municipality_code")]
                    ),
                    FieldPanel("microsite_url"),
                    FieldPanel("preview_url"),
                    FieldPanel("api_origins"),
                    InlinePanel(
                        "languages",
                        heading=_("Languages"),
                        label=_("Language"),
                        min_num=1,
                        help_text=_(
                            "What is missing in a language is shown in the first one"
                            " below it that has it, beginning at the top."
                        ),
                    ),
                    FieldPanel("disabled_features"),
                ],
                heading=_("City"),
            ),
            ObjectList(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("latitude"),
                            FieldPanel("longitude"),
                            FieldPanel("zoom"),
                        ],
                        heading=_("Centre of the map"),
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("south"),
                            FieldPanel("west"),
                            FieldPanel("north"),
                            FieldPanel("east"),
                        ],
                        heading=_("Bounds of the map"),
                    ),
                ],
                heading=_("Map"),
            ),
            ObjectList(
                [
                    FieldPanel("logo"),
                    FieldPanel("colour_primary"),
                    FieldPanel("colour_accent"),
                    InlinePanel(
                        "channels", heading=_("Social channels"), label=_("Channel")
                    ),
                ],
                heading=_("Brand"),
            ),
            ObjectList(
                [
                    FieldPanel("organisation"),
                    FieldPanel("email"),
                    FieldPanel("phone"),
                    MultiFieldPanel(
                        [
                            FieldPanel("street_address"),
                            FieldPanel("postal_code"),
                            FieldPanel("address_locality"),
                        ],
                        heading=_("Address"),
                    ),
                    InlinePanel(
                        "opening_hours",
                        heading=_("Opening hours"),
                        label=_("Span of hours"),
                    ),
                    FieldPanel("opening_note"),
                ],
                heading=_("Contact"),
            ),
            ObjectList(
                [
                    InlinePanel("fundings", heading=_("Funders"), label=_("Funder")),
                ],
                heading=_("Funding"),
            ),
            ObjectList(
                [FieldPanel("main_navigation"), FieldPanel("footer_navigation")],
                heading=_("Menus"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("city settings")
        verbose_name_plural = _("city settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(south=None) | Q(north=None) | Q(south__lt=F("north")),
                name="city_south_below_north",
                violation_error_message=_(
                    "The southern bound lies above the northern."
                ),
            ),
            models.CheckConstraint(
                condition=Q(west=None) | Q(east=None) | Q(west__lt=F("east")),
                name="city_west_before_east",
                violation_error_message=_("The western bound lies after the eastern."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if _reversed(self.south, self.north):
            errors["north"] = _("It must lie above the southern bound.")
        if _reversed(self.west, self.east):
            errors["east"] = _("It must lie after the western bound.")
        if any(origin_of(each) != each for each in self.api_origins.split()):
            errors["api_origins"] = _(
                "Write each as https://app.example.com, without a path."
            )
        if not isinstance(self.disabled_features, list):
            errors["disabled_features"] = _("Give a list of plugins.")
        if self.preview_url:
            try:
                check_preview_address(
                    self.preview_url,
                    microsite_url=self.microsite_url,
                    allowed=settings.VITEJ_PREVIEW_ORIGINS,
                )
            except ValidationError as error:
                errors["preview_url"] = error
        if errors:
            raise ValidationError(errors)


def _reversed(low: Any, high: Any) -> bool:
    return low is not None and high is not None and low >= high


class SiteLanguage(Orderable):
    """A language that a city offers; the first is its default."""

    settings = ParentalKey(
        CitySettings, on_delete=models.CASCADE, related_name="languages"
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels: ClassVar[list[Any]] = [FieldPanel("locale")]

    class Meta(Orderable.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [
            models.UniqueConstraint(
                fields=["settings", "locale"], name="unique_language_of_a_city"
            )
        ]


class SocialChannel(Orderable):
    """Where a centre speaks to its readers."""

    settings = ParentalKey(
        CitySettings, on_delete=models.CASCADE, related_name="channels"
    )
    kind = models.CharField(_("channel"), max_length=20, choices=Channel.choices)
    url = models.URLField(_("address"))

    panels: ClassVar[list[Any]] = [FieldPanel("kind"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("social channel")
        verbose_name_plural = _("social channels")


class OpeningSpan(Orderable):
    """A span of opening hours on a weekday, local time."""

    settings = ParentalKey(
        CitySettings, on_delete=models.CASCADE, related_name="opening_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    panels: ClassVar[list[Any]] = [
        FieldRowPanel(
            [FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")]
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("span of hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="closes_after_it_opens"
            )
        ]

    def clean(self) -> None:
        super().clean()
        spans = (self.opens, self.closes)
        if None not in spans and self.closes <= self.opens:
            raise ValidationError(
                {"closes": _("Closing time must be later than opening time.")}
            )


class Funding(Orderable):
    """Who pays for a centre, and what must be published about it."""

    settings = ParentalKey(
        CitySettings, on_delete=models.CASCADE, related_name="fundings"
    )
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("funder"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    programme = models.CharField(_("programme"), max_length=200, blank=True)
    registration_number = models.CharField(
        _("registration number"),
        max_length=60,
        blank=True,
        help_text=_("Such as CZ.03.03.01/00/22_021/0002004."),
    )
    publicity = TranslatedTextField(
        _("what must be said"),
        blank=True,
        help_text=_("The sentence that the funder asks for."),
    )
    logo = image_field(_("logo"), help_text=_("Empty: the logo of the funder."))

    panels: ClassVar[list[Any]] = [
        FieldPanel("organisation"),
        FieldPanel("programme"),
        FieldPanel("registration_number"),
        FieldPanel("publicity"),
        FieldPanel("logo"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("funder")
        verbose_name_plural = _("funders")
