"""A place as files have it: plain data, without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class LanguageRecord:
    """A language that a place serves people in: BCP 47, how well, and who."""

    tag: str
    level: str = "good"
    who: str = ""


@dataclass(frozen=True)
class PlaceRecord:
    """A place; empty where a file doesn't say.

    Degrees are WGS 84 with at most six decimals. `categories` are slugs or names of
    categories, `osm_tags` such as "amenity=doctors" stand in for them. The pair of
    `external_source` and `external_id` names the place in the system that it is from.
    """

    name: str
    latitude: Decimal
    longitude: Decimal
    description: str = ""
    categories: tuple[str, ...] = ()
    osm_tags: tuple[str, ...] = ()
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    municipality: str = ""
    ruian_code: str = ""
    opening_hours: str = ""
    opening_hours_note: str = ""
    languages: tuple[LanguageRecord, ...] = ()
    wheelchair: str = ""
    price_level: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    booking_url: str = ""
    benefit: str = ""
    why_listed: str = ""
    is_commercial: bool = False
    state: str = "open"
    source: str = ""
    source_url: str = ""
    external_source: str = ""
    external_id: str = ""
    owner_email: str = ""
    verified_on: dt.date | None = None


TEXTS = (
    *("name", "description", "street", "house_number", "postcode", "municipality"),
    *("ruian_code", "opening_hours", "opening_hours_note", "phone", "benefit"),
    *("why_listed", "external_source", "external_id"),
)
CHOICES = ("wheelchair", "price_level", "state", "source")
ADDRESSES = ("website", "booking_url", "source_url")
MAILS = ("email", "owner_email")

FIELDS = tuple(PlaceRecord.__dataclass_fields__)
"""The names of all fields; those of the columns of a file, too."""
