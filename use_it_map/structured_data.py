"""A place as schema.org has it, in JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from use_it_map.exporting.places import ExportedPlace
from use_it_map.hours.weekly import weekly
from use_it_map.records import PlaceRecord

TYPES: Mapping[str, str] = {
    "amenity=bank": "BankOrCreditUnion",
    "amenity=cafe": "CafeOrCoffeeShop",
    "amenity=college": "CollegeOrUniversity",
    "amenity=dentist": "Dentist",
    "amenity=doctors": "Physician",
    "amenity=hospital": "Hospital",
    "amenity=kindergarten": "Preschool",
    "amenity=library": "Library",
    "amenity=pharmacy": "Pharmacy",
    "amenity=police": "PoliceStation",
    "amenity=post_office": "PostOffice",
    "amenity=restaurant": "Restaurant",
    "amenity=school": "School",
    "amenity=townhall": "CityHall",
    "amenity=university": "CollegeOrUniversity",
    "amenity=veterinary": "VeterinaryCare",
    "office=government": "GovernmentOffice",
    "office=lawyer": "LegalService",
    "tourism=museum": "Museum",
}
"""The types of schema.org for OpenStreetMap's tags, such as categories have."""

DAYS = {
    "Mo": "Monday",
    "Tu": "Tuesday",
    "We": "Wednesday",
    "Th": "Thursday",
    "Fr": "Friday",
    "Sa": "Saturday",
    "Su": "Sunday",
}


def place_json_ld(place: ExportedPlace, *, osm_tag: str = "") -> dict[str, Any]:
    """Return a place in schema.org's words; what isn't known is left out.

    `osm_tag` is that of its main category. Hours that are more than a plain week stay
    out: schema.org has no words for them, and half of them would be wrong.

    Source: https://schema.org/Place, https://schema.org/openingHoursSpecification
    """
    record = place.record
    usual = "LocalBusiness" if record.is_commercial else "Place"
    said = {
        "@context": "https://schema.org",
        "@type": TYPES.get(osm_tag, usual),
        "@id": place.url,
        "name": record.name,
        "description": record.description,
        "url": record.website or place.url,
        "telephone": record.phone,
        "email": record.email,
        "address": _address(record),
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": float(record.latitude),
            "longitude": float(record.longitude),
        },
        "openingHoursSpecification": _hours(record),
        "knowsLanguage": [each.tag for each in record.languages],
        "isAccessibleForFree": record.price_level == "free" or None,
        "amenityFeature": _wheelchair(record),
        "license": place.licence,
    }
    return {name: value for name, value in said.items() if value not in ("", None, [])}


def _address(record: PlaceRecord) -> dict[str, str] | None:
    street = f"{record.street} {record.house_number}".strip()
    address = {
        "streetAddress": street,
        "postalCode": record.postcode,
        "addressLocality": record.municipality,
    }
    known = {name: text for name, text in address.items() if text}
    if not known:
        return None
    return {"@type": "PostalAddress", **known, "addressCountry": "CZ"}


def _hours(record: PlaceRecord) -> list[dict[str, Any]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{DAYS[day]}" for day in span.days],
            "opens": span.opens,
            "closes": "23:59" if span.closes == "24:00" else span.closes,
        }
        for span in weekly(record.opening_hours) or ()
    ]


def _wheelchair(record: PlaceRecord) -> dict[str, Any] | None:
    if not record.wheelchair:
        return None
    return {
        "@type": "LocationFeatureSpecification",
        "name": "wheelchair access",
        "value": {"yes": True, "no": False}.get(record.wheelchair, "limited"),
    }
