"""What an import would do, row by row, before anything is written. Pure.

A row with an external id belongs to the place that has it. Field by field, three
things are compared: what the file says now, what an import last wrote, and what stands
there. What the file says as before is left alone, so the editors' changes stay; what
it says anew is written where nobody else has changed it since, and otherwise kept as
it is and reported, unless the import is to overwrite.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import Any

from use_it_map.importing.categories import Categories, CategoryUnknown
from use_it_map.importing.convert import Placed
from use_it_map.importing.duplicates import Neighbours
from use_it_map.importing.rows import Position, RowError
from use_it_map.importing.values import Values, values_of_record

Key = tuple[str, str]


class Action(Enum):
    """What becomes of a row."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    DUPLICATE = "duplicate"
    DELETED = "deleted"


@dataclass(frozen=True)
class Change:
    """A field of a place, what stands there and what the file says."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Existing:
    """A place that is there: its page, what it says, whether a draft waits."""

    page_id: int
    values: Values
    in_draft: bool = False


@dataclass(frozen=True)
class Known:
    """All that is known of a city's places before an import.

    `written` is what imports last wrote, by external id, and whether the place is
    still there.
    """

    places: Mapping[Key, Existing]
    unnamed: Iterable[Existing] = ()
    written: Mapping[Key, tuple[Values, bool]] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """What whoever imports has chosen."""

    publish: bool = False
    overwrite: bool = False
    duplicates: bool = False


@dataclass(frozen=True)
class Planned:
    """What a row would do. `kept` are differences that editors made and that stay.

    `unmarked`: the place is there, and nothing is kept yet of what imports wrote to it.
    """

    position: Position
    action: Action
    values: Values
    key: Key = ("", "")
    existing: Existing | None = None
    changes: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    twin: str = ""
    unmarked: bool = False


def plan(
    rows: Iterable[Placed | RowError],
    *,
    known: Known,
    categories: Categories,
    choices: Choices,
) -> Iterator[Planned | RowError]:
    """Yield what would become of each row, in the order of the file."""
    neighbours = Neighbours()
    for existing in [*known.places.values(), *known.unnamed]:
        _add(neighbours, existing.values, existing.values["name"])
    for row in rows:
        if isinstance(row, RowError):
            yield row
            continue
        try:
            slugs = categories.find(row.record)
        except CategoryUnknown as unknown:
            params = {"text": str(unknown)[:80]}
            where = row.row.where("categories")
            yield RowError(where, "category_unknown", "categories", params)
            continue
        found = _planned(row, slugs, known, choices, neighbours)
        yield found
        if isinstance(found, Planned) and found.action is Action.ADD:
            _add(neighbours, found.values, found.values["name"])


def _planned(
    row: Placed, slugs: list[str], known: Known, choices: Choices, near: Neighbours
) -> Planned | RowError:
    values = values_of_record(row.record, slugs)
    key = (row.record.external_source, row.record.external_id)
    existing = known.places.get(key) if key[1] else None
    written, there = known.written.get(key, ({}, True))
    if existing is not None:
        planned = Planned(
            row.position, Action.SAME, values, key, existing, unmarked=not written
        )
        return _compared(planned, existing.values, written, choices)
    if not there and not choices.overwrite:
        return Planned(row.position, Action.DELETED, values, key)
    twin = near.find(row.record.name, row.record.latitude, row.record.longitude)
    if twin is not None and not choices.duplicates:
        return Planned(row.position, Action.DUPLICATE, values, key, twin=twin)
    if choices.publish and (problem := _unfinished(values)):
        where = row.row.where("categories" if problem == "category" else problem)
        return RowError(where, f"{problem}_missing", problem)
    return Planned(row.position, Action.ADD, values, key)


def _unfinished(values: Values) -> str | None:
    """Return what a place needs to be public and doesn't have."""
    if not values.get("categories"):
        return "category"
    return None if values.get("description") else "description"


def _compared(
    row: Planned, there: Values, written: Values, choices: Choices
) -> Planned:
    changes: list[Change] = []
    kept: list[Change] = []
    for name, new in row.values.items():
        old = there.get(name, "")
        if new == old or (name == "verified_on" and str(new) <= str(old)):
            continue
        if name in written and written[name] == new and not choices.overwrite:
            continue
        edited = name != "verified_on" and _before(name, written, old) != old
        change = Change(name, old, new)
        (kept if edited and not choices.overwrite else changes).append(change)
    action = Action.CHANGE if changes else Action.SAME
    return replace(row, action=action, changes=tuple(changes), kept=tuple(kept))


def _before(name: str, written: Values, old: Any) -> Any:
    """Return what an import last wrote; what it left out is empty."""
    if not written:
        return None
    return written.get(name, type(old)())


def _add(neighbours: Neighbours, values: Values, label: str) -> None:
    if values.get("latitude") and values.get("longitude"):
        latitude, longitude = Decimal(values["latitude"]), Decimal(values["longitude"])
        neighbours.add(values["name"], latitude, longitude, label)
