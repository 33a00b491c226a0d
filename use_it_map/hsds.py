"""Places as the Human Services Data Specification 3.0 has them: tables in a ZIP file.

A place is an organisation (who runs it, or the place itself), its service and its
location, with the same key. Hours that are more than a plain week stand in the
schedule's `description` alone, in OpenStreetMap's syntax. An address without a town or
a postcode, which the table of addresses requires, stands in the location's
`description`. `assurer_email` stays out: whom we ask is private.

Source: datapackage.json of the release v3.0 at github.com/openreferral/specification.
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from use_it_map.exporting.places import ExportedPlace, Source
from use_it_map.exporting.tables import csv_line
from use_it_map.hours.weekly import weekly

FILES = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "location": "locations.csv",
    "service_at_location": "service_at_location.csv",
    "address": "addresses.csv",
    "phone": "phones.csv",
    "schedule": "schedules.csv",
    "language": "languages.csv",
    "accessibility": "accessibility.csv",
    "taxonomy": "taxonomies.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "attribute": "attributes.csv",
}
TABLES: dict[str, tuple[str, ...]] = {
    "organization": ("id", "name", "description", "website"),
    "service": (
        *("id", "organization_id", "name", "description", "url", "email", "status"),
        *("fees_description", "assured_date", "last_modified"),
    ),
    "location": (
        *("id", "location_type", "organization_id", "name", "description", "url"),
        *("latitude", "longitude"),
        *("external_identifier", "external_identifier_type"),
    ),
    "service_at_location": ("id", "service_id", "location_id"),
    "address": (
        *("id", "location_id", "address_1", "city", "state_province"),
        *("postal_code", "country", "address_type"),
    ),
    "phone": ("id", "location_id", "number"),
    "schedule": (
        *("id", "location_id", "description", "freq", "byday", "opens_at"),
        *("closes_at", "timezone", "notes"),
    ),
    "language": ("id", "location_id", "code", "note"),
    "accessibility": ("id", "location_id", "description"),
    "taxonomy": ("id", "name", "description"),
    "taxonomy_term": ("id", "taxonomy_id", "code", "name", "description", "taxonomy"),
    "attribute": (
        *("id", "link_id", "link_entity", "link_type", "taxonomy_term_id"),
        "value",
    ),
}
CATEGORIES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:vitej:use_it_map:categories")
STATUS = {"open": "active", "temporarily_closed": "temporarily closed"}
Row = dict[str, Any]


def hsds_package(places: Iterable[ExportedPlace], source: Source) -> bytes:
    """Return the tables and their `datapackage.json` as a ZIP file."""
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    names: dict[str, str] = {}
    for place in places:
        names |= place.category_names
        for table, row in _rows(place, source):
            tables[table].append(row)
    title = "Categories of places"
    tables["taxonomy"] = [{"id": CATEGORIES, "name": title, "description": title}]
    tables["taxonomy_term"] = [
        {
            "id": _term(slug),
            "taxonomy_id": CATEGORIES,
            "taxonomy": title,
            "code": slug,
            "name": name,
            "description": name,
        }
        for slug, name in sorted(names.items())
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_file("datapackage.json"), _package(source))
        for name, rows in tables.items():
            archive.writestr(_file(FILES[name]), _table(TABLES[name], rows))
    return packed.getvalue()


def _term(slug: str) -> uuid.UUID:
    return uuid.uuid5(CATEGORIES, slug)


def _part(place: ExportedPlace, name: str) -> uuid.UUID:
    """Return the id of one of several rows of a place."""
    return uuid.uuid5(uuid.UUID(place.key), name)


def _file(name: str) -> zipfile.ZipInfo:
    # One date for all, so that the same places are the same bytes.
    info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _table(columns: Iterable[str], rows: Iterable[Row]) -> str:
    columns = list(columns)
    lines = [csv_line(columns)]
    lines += [csv_line(str(row.get(name, "")) for name in columns) for row in rows]
    return "".join(lines)


def _package(source: Source) -> str:
    package = {
        "name": "hsds",
        "title": source.title,
        "profile": "tabular-data-package",
        "licenses": [{"name": source.licence, "path": source.licence_url}],
        "contributors": [{"title": source.attribution, "role": "publisher"}],
        "languages": [source.language],
        "resources": [
            {
                "name": name,
                "path": FILES[name],
                "profile": "tabular-data-resource",
                "schema": {"fields": [{"name": each} for each in columns]},
            }
            for name, columns in TABLES.items()
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=1)


def _rows(place: ExportedPlace, source: Source) -> Iterator[tuple[str, Row]]:
    record, key = place.record, place.key
    here = {"id": key, "location_id": key}
    said = {"name": record.name, "description": record.description}
    runs = place.organisation or record.name
    street = f"{record.street} {record.house_number}".strip()
    address = (street, record.municipality, record.postcode)
    yield (
        "organization",
        {
            "id": key,
            "name": runs,
            "description": record.description or runs,
            "website": record.website,
        },
    )
    yield (
        "service",
        {
            "id": key,
            "organization_id": key,
            **said,
            "url": record.booking_url or record.website or place.url,
            "email": record.email,
            "status": STATUS.get(record.state, "defunct"),
            "fees_description": record.price_level,
            "assured_date": record.verified_on or "",
            "last_modified": place.changed_at.isoformat() if place.changed_at else "",
        },
    )
    yield (
        "location",
        {
            "id": key,
            "location_type": "physical",
            "organization_id": key,
            "name": record.name,
            "description": "" if all(address) else " ".join(filter(None, address)),
            "url": place.url,
            "latitude": record.latitude,
            "longitude": record.longitude,
            "external_identifier": record.external_id,
            "external_identifier_type": record.external_source,
        },
    )
    yield "service_at_location", {**here, "service_id": key}
    if all(address):
        yield (
            "address",
            {
                **here,
                "address_1": street,
                "city": record.municipality,
                "state_province": source.region,
                "postal_code": record.postcode,
                "country": "CZ",
                "address_type": "physical",
            },
        )
    if record.phone:
        yield "phone", {**here, "number": record.phone}
    if record.wheelchair:
        yield "accessibility", {**here, "description": record.wheelchair}
    yield from _schedules(place)
    for each in record.languages:
        yield (
            "language",
            {
                "id": _part(place, f"language {each.tag}"),
                "location_id": key,
                "code": each.tag,
                "note": " ".join(filter(None, (each.level, each.who))),
            },
        )
    for slug in record.categories:
        yield (
            "attribute",
            {
                "id": _part(place, f"category {slug}"),
                "link_id": key,
                "link_entity": "service",
                "link_type": "category",
                "taxonomy_term_id": _term(slug),
            },
        )


def _schedules(place: ExportedPlace) -> Iterator[tuple[str, Row]]:
    record, key = place.record, place.key
    if not record.opening_hours:
        return
    said = {
        "location_id": key,
        "description": record.opening_hours,
        "timezone": "Europe/Prague",
        "notes": record.opening_hours_note,
    }
    spans = weekly(record.opening_hours)
    if not spans:
        yield "schedule", {"id": key, **said}
        return
    for number, span in enumerate(spans):
        yield (
            "schedule",
            {
                "id": _part(place, f"hours {number}"),
                **said,
                "freq": "WEEKLY",
                "byday": ",".join(day.upper() for day in span.days),
                "opens_at": span.opens,
                "closes_at": span.closes,
            },
        )
