"""The facts of a place that files can have, as plain values that can be compared.

Every value is text, a truth value, or a list of such: what JSON keeps as it is. Points
have six decimals, days are written as ISO 8601 has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from use_it_map.records import FIELDS, PlaceRecord

Values = dict[str, Any]

WORDS = ("name", "description", "opening_hours_note", "benefit", "why_listed")
"""What each language has for itself; all else is the same in every language."""

_ELSEWHERE = {"categories", "osm_tags", "languages", "verified_on", "name"}
PLAIN = tuple(name for name in FIELDS if name not in _ELSEWHERE)
"""The fields that a page has under the same name."""


def text(value: Any) -> Any:
    """Return a value as it is compared: numbers and days as text, None as none."""
    if value is None:
        return ""
    if isinstance(value, str | bool):
        return value
    return str(value)


def values_of_record(record: PlaceRecord, categories: list[str]) -> Values:
    """Return what a file says of a place in these categories, the main one first.

    What it leaves out is left out; only a name, a point and the origin are always said.
    """
    said: Values = {"name": record.name, "categories": categories}
    said |= {name: text(getattr(record, name)) for name in PLAIN}
    said["languages"] = [[each.tag, each.level, each.who] for each in record.languages]
    said["verified_on"] = text(record.verified_on)
    always = {"is_commercial", "state"}
    return {name: value for name, value in said.items() if value or name in always}


def values_of_row(
    row: Mapping[str, Any], languages: Iterable[list[str]], categories: Iterable[str]
) -> Values:
    """Return what a page says, from its columns or its draft's content."""
    values: Values = {name: text(row[name]) for name in PLAIN}
    values["name"] = row["title"]
    values["verified_on"] = text(row["verified_on"])
    values["languages"] = [list(each) for each in languages]
    values["categories"] = list(categories)
    return values
