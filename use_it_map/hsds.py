"""Places as the Human Services Data Specification 3.0 has them: tables in a ZIP file.

A place is an organisation (who runs it, or the place itself), its service and its
location, with the same key. Hours that are more than a plain week stand in the
schedule's `description` alone, in OpenStreetMap's syntax. `assurer_email` stays out:
whom we ask is private.

Source: the tables of HSDS 3.0 at docs.openreferral.org (original not seen; the columns
are those of the specification as commonly cited, checked by no validator).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from use_it_map.exporting.places import ExportedPlace, Source
from use_it_map.exporting.tables import csv_line
from use_it_map.hours.weekly import weekly

TABLES: dict[str, tuple[str, ...]] = {
    "organization": ("id", "name", "description", "website"),
    "service": (
        *("id", "organization_id", "name", "description", "url", "email", "status"),
        *("fees_description", "assured_date", "last_modified"),
    ),
    "location": (
        *("id", "location_type", "organization_id", "name", "url", "latitude"),
        *("longitude", "external_identifier", "external_identifier_type"),
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
    "language": ("id", "location_id", "name", "code", "note"),
    "accessibility": ("id", "location_id", "description"),
    "taxonomy": ("id", "name", "description"),
    "taxonomy_term": ("id", "taxonomy_id", "code", "name", "description"),
    "attribute": (
        *("id", "link_id", "link_entity", "link_type", "taxonomy_term_id"),
        "value",
    ),
}
STATUS = {"open": "active", "temporarily_closed": "temporarily closed"}
Row = dict[str, Any]


def hsds_package(places: Iterable[ExportedPlace], source: Source) -> bytes:
    """Return the tables and their `datapackage.json` as a ZIP file."""
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    names: dict[str, str] = {}
    for place in places:
        names |= place.category_names
        for table, row in _rows(place):
            tables[table].append(row)
    tables["taxonomy"] = [{"id": "categories", "name": "Categories of places"}]
    tables["taxonomy_term"] = [
        {"id": slug, "taxonomy_id": "categories", "code": slug, "name": name}
        for slug, name in sorted(names.items())
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_file("datapackage.json"), _package(source))
        for name, rows in tables.items():
            archive.writestr(_file(f"{name}s.csv"), _table(TABLES[name], rows))
    return packed.getvalue()


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
                "path": f"{name}s.csv",
                "profile": "tabular-data-resource",
                "schema": {"fields": [{"name": each} for each in columns]},
            }
            for name, columns in TABLES.items()
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=1)


def _rows(place: ExportedPlace) -> Iterator[tuple[str, Row]]:
    record, key = place.record, place.key
    here = {"id": key, "location_id": key}
    said = {"name": record.name, "description": record.description}
    runs = place.organisation or record.name
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
            "url": place.url,
            "latitude": record.latitude,
            "longitude": record.longitude,
            "external_identifier": record.external_id,
            "external_identifier_type": record.external_source,
        },
    )
    yield "service_at_location", {**here, "service_id": key}
    if record.street or record.municipality:
        yield (
            "address",
            {
                **here,
                "address_1": f"{record.street} {record.house_number}".strip(),
                "city": record.municipality,
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
                "id": f"{key}-{each.tag}",
                "location_id": key,
                "code": each.tag,
                "note": " ".join(filter(None, (each.level, each.who))),
            },
        )
    for slug in record.categories:
        yield (
            "attribute",
            {
                "id": f"{key}-{slug}",
                "link_id": key,
                "link_entity": "service",
                "link_type": "category",
                "taxonomy_term_id": slug,
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
        yield "schedule", {"id": f"{key}-hours", **said}
        return
    for number, span in enumerate(spans):
        yield (
            "schedule",
            {
                "id": f"{key}-{number}",
                **said,
                "freq": "WEEKLY",
                "byday": ",".join(day.upper() for day in span.days),
                "opens_at": span.opens,
                "closes_at": span.closes,
            },
        )
