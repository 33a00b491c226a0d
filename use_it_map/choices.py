"""Lists of codes of places, by OpenStreetMap's values where it has them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Wheelchair(models.TextChoices):
    """Whether one gets in with a wheelchair; OpenStreetMap's key `wheelchair`."""

    YES = "yes", pgettext_lazy("wheelchair access", "Yes")
    LIMITED = "limited", pgettext_lazy("wheelchair access", "Partly")
    NO = "no", pgettext_lazy("wheelchair access", "No")


class PriceLevel(models.TextChoices):
    """What it costs beside other places of its kind."""

    FREE = "free", _("Free of charge")
    LOW = "low", _("Low prices")
    MEDIUM = "medium", _("Usual prices")
    HIGH = "high", _("High prices")


class LanguageLevel(models.TextChoices):
    """How well a language is spoken."""

    BASIC = "basic", _("The basics")
    GOOD = "good", _("Well")
    NATIVE = "native", _("Native speaker")


class PlaceState(models.TextChoices):
    """Whether the place still exists."""

    OPEN = "open", _("In operation")
    TEMPORARILY_CLOSED = "temporarily_closed", _("Temporarily closed")
    CLOSED = "closed", _("Closed for good")


class PlaceSource(models.TextChoices):
    """Where what is known of a place comes from."""

    OWN = "own", _("The centre")
    OWNER = "owner", _("The place itself")
    PARTNER = "partner", _("A partner")
    OSM = "osm", _("OpenStreetMap")


class Verifier(models.TextChoices):
    """Who said last that all of it is right."""

    CENTRE = "centre", _("The centre")
    OWNER = "owner", _("The place itself")


class CategoryIcon(models.TextChoices):
    """Pictograms of categories; microsites draw them by these names."""

    ADVICE = "advice", _("Advice")
    BANK = "bank", _("Bank")
    CAFE = "cafe", _("Café")
    CHILD = "child", _("Child")
    COMMUNITY = "community", _("Community")
    CULTURE = "culture", _("Culture")
    DENTIST = "dentist", _("Dentist")
    DOCTOR = "doctor", _("Doctor")
    FAITH = "faith", _("Faith")
    FOOD = "food", _("Food")
    HOSPITAL = "hospital", _("Hospital")
    HOUSING = "housing", _("Housing")
    LANGUAGE = "language", _("Language course")
    LAW = "law", _("Law")
    LIBRARY = "library", _("Library")
    MONEY = "money", _("Money")
    OFFICE = "office", _("Public office")
    PHARMACY = "pharmacy", _("Pharmacy")
    PLACE = "place", _("Place")
    POST = "post", _("Post")
    SCHOOL = "school", _("School")
    SHOP = "shop", _("Shop")
    SPORT = "sport", _("Sport")
    TRANSPORT = "transport", _("Transport")
    UNIVERSITY = "university", _("University")
    VET = "vet", _("Veterinary")
    WORK = "work", _("Work")
