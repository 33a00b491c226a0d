"""Lists of codes that models, forms and the City API share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """Licences of content and media, by their SPDX identifiers where they have one."""

    CC_BY_4_0 = "CC-BY-4.0", _("CC BY 4.0")
    CC_BY_SA_4_0 = "CC-BY-SA-4.0", _("CC BY-SA 4.0")
    CC0_1_0 = "CC0-1.0", _("CC0 1.0 (public domain)")
    ODBL_1_0 = "ODbL-1.0", _("ODbL 1.0")
    ALL_RIGHTS_RESERVED = "all-rights", _("All rights reserved")


class Region(models.TextChoices):
    """The regions of Czechia, by ISO 3166-2:CZ."""

    PRAHA = "CZ-10", _("Prague")
    STREDOCESKY = "CZ-20", _("Central Bohemian Region")
    JIHOCESKY = "CZ-31", _("South Bohemian Region")
    PLZENSKY = "CZ-32", _("Plzeň Region")
    KARLOVARSKY = "CZ-41", _("Karlovy Vary Region")
    USTECKY = "CZ-42", _("Ústí nad Labem Region")
    LIBERECKY = "CZ-51", _("Liberec Region")
    KRALOVEHRADECKY = "CZ-52", _("Hradec Králové Region")
    PARDUBICKY = "CZ-53", _("Pardubice Region")
    VYSOCINA = "CZ-63", _("Vysočina Region")
    JIHOMORAVSKY = "CZ-64", _("South Moravian Region")
    OLOMOUCKY = "CZ-71", _("Olomouc Region")
    ZLINSKY = "CZ-72", _("Zlín Region")
    MORAVSKOSLEZSKY = "CZ-80", _("Moravian-Silesian Region")


class Audience(models.TextChoices):
    """For whom a guide is written."""

    INDIVIDUAL = "individual", _("Individuals")
    EMPLOYEE = "employee", _("Employees")
    STUDENT = "student", _("Students")
    RESEARCHER = "researcher", _("Researchers")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    FOUNDER = "founder", _("Founders")
    EMPLOYER = "employer", _("Employers")
    SPOUSE = "spouse", _("Spouses")
    FAMILY = "family", _("Families")
    TEMPORARY_PROTECTION = "temporary_protection", _("Temporary protection")


class Phase(models.TextChoices):
    """When in the course of a move a guide is needed."""

    BEFORE_ARRIVAL = "before_arrival", _("Before arrival")
    FIRST_DAYS = "first_days", _("First days")
    FIRST_MONTHS = "first_months", _("First months")
    SETTLED = "settled", _("Settled")
    LEAVING = "leaving", _("Leaving")


class Freshness(models.TextChoices):
    """Whether a guide has been verified within its review cycle."""

    FRESH = "fresh", _("Fresh")
    DUE = "due", _("Due for review")
    OVERDUE = "overdue", _("Overdue")


class OrganisationKind(models.TextChoices):
    """What kind of partner an organisation is."""

    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    CITY_DISTRICT = "city_district", _("City district")
    OFFICE = "office", _("Public office")
    INNOVATION_CENTRE = "innovation_centre", _("Innovation centre")
    UNIVERSITY = "university", _("University")
    SCHOOL = "school", _("School")
    EDUCATION_DEPARTMENT = "education_department", _("Education department")
    EMPLOYER = "employer", _("Employer")
    TAX_ADVISER = "tax_adviser", _("Tax adviser")
    MORTGAGE_ADVISER = "mortgage_adviser", _("Mortgage adviser")
    LAW_ADVISER = "law_adviser", _("Lawyer")
    ACCOUNTING_ADVISER = "accounting_adviser", _("Accountant")
    DOCTOR = "doctor", _("Doctor")
    COMMUNITY_CENTRE = "community_centre", _("Community centre")
    NGO = "ngo", _("Non-profit organisation")
    EU_PROGRAMME = "eu_programme", _("European programme")
    OTHER = "other", _("Other")


class OrganisationRole(models.TextChoices):
    """What an organisation is to the expat centre."""

    OPERATOR = "operator", _("Runs the centre")
    FUNDER = "funder", _("Funds the centre")
    PARTNER = "partner", _("Partner")
    AUTHORITY = "authority", _("Authority")
    PROVIDER = "provider", _("Provider of services")


class Severity(models.TextChoices):
    """How much a notice matters."""

    INFO = "info", _("Information")
    WARNING = "warning", _("Warning")
    EMERGENCY = "emergency", _("Emergency")


class Channel(models.TextChoices):
    """Where a centre speaks to its readers."""

    FACEBOOK = "facebook", _("Facebook")
    INSTAGRAM = "instagram", _("Instagram")
    LINKEDIN = "linkedin", _("LinkedIn")
    YOUTUBE = "youtube", _("YouTube")
    TELEGRAM = "telegram", _("Telegram")
    MASTODON = "mastodon", _("Mastodon")
    PODCAST = "podcast", _("Podcast")


class Weekday(models.IntegerChoices):
    """Days of the week, by ISO 8601."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")
