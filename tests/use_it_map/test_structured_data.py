from __future__ import annotations

from decimal import Decimal

from use_it_map.exporting.places import ExportedPlace
from use_it_map.records import LanguageRecord, PlaceRecord
from use_it_map.structured_data import place_json_ld


def exported(**fields: object) -> ExportedPlace:
    record = PlaceRecord("A", Decimal("49.83"), Decimal("18.28"), **fields)  # type: ignore[arg-type]
    return ExportedPlace("k", record, "https://example.com/en/map/a/", "CC-BY-4.0")


def test_what_is_not_known_is_left_out() -> None:
    assert place_json_ld(exported()) == {
        "@context": "https://schema.org",
        "@type": "Place",
        "@id": "https://example.com/en/map/a/",
        "name": "A",
        "url": "https://example.com/en/map/a/",
        "geo": {"@type": "GeoCoordinates", "latitude": 49.83, "longitude": 18.28},
        "license": "CC-BY-4.0",
    }


def test_a_doctor_is_one_with_hours_address_and_languages() -> None:
    said = place_json_ld(
        exported(
            street="Nádražní",
            house_number="1",
            opening_hours="Mo,Tu 08:00-24:00; PH closed",
            languages=(LanguageRecord("uk"),),
            owner_email="me@example.com",
        ),
        osm_tag="amenity=doctors",
    )
    assert said["@type"] == "Physician"
    assert said["address"]["streetAddress"] == "Nádražní 1"
    assert said["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Tuesday"],
            "opens": "08:00",
            "closes": "23:59",
        }
    ]
    assert said["knowsLanguage"] == ["uk"]
    assert "me@example.com" not in str(said)


def test_hours_that_schema_org_cannot_say_stay_out() -> None:
    said = place_json_ld(exported(opening_hours="Jun-Aug Mo 08:00-10:00"))
    assert "openingHoursSpecification" not in said
