"""What an export says of a place, and under which licence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from use_it_map.records import FIELDS, PlaceRecord


@dataclass(frozen=True)
class ExportedPlace:
    """A public place. `record` holds nothing private; categories are slugs.

    `category_names` are by slug, in the language of the export. `organisation` is who
    runs it. `key` is the place's own, the same in all languages.
    """

    key: str
    record: PlaceRecord
    url: str
    licence: str
    category_names: Mapping[str, str] = field(default_factory=dict)
    verified_by: str = ""
    organisation: str = ""
    changed_at: dt.datetime | None = None


@dataclass(frozen=True)
class Source:
    """Whose places an export has, and what whoever uses them must say.

    `region` is the city's, by ISO 3166-2.
    """

    title: str
    attribution: str
    licence: str
    licence_url: str
    language: str
    url: str = ""
    region: str = ""


COLUMNS = tuple(name for name in FIELDS if name not in ("owner_email", "osm_tags"))
"""The fields of a place that everybody may see."""

Plain = str | bool | Decimal | list[str] | list[dict[str, str]]


def plain_fields(place: ExportedPlace) -> dict[str, Plain]:
    """Return a place's fields that aren't empty, as JSON has them."""
    record = place.record
    values: dict[str, Plain] = {}
    for name in COLUMNS:
        value = getattr(record, name)
        if isinstance(value, str | bool | Decimal):
            values[name] = value
        elif isinstance(value, dt.date):
            values[name] = value.isoformat()
    values["categories"] = list(record.categories)
    values["languages"] = [
        {"tag": each.tag, "level": each.level, "who": each.who}
        for each in record.languages
    ]
    values |= {
        "verified_by": place.verified_by,
        "page_url": place.url,
        "data_licence": place.licence,
    }
    return {name: value for name, value in values.items() if value or value is False}
