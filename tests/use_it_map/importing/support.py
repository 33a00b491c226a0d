"""What tests of importing say often."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from use_it_map.importing.convert import Placed, Rules, records
from use_it_map.importing.files import read_file
from use_it_map.importing.rows import RawRow, RowError
from use_it_map.records import PlaceRecord

TODAY = dt.date(2026, 11, 20)
OSTRAVA = SimpleNamespace(
    south=Decimal("49.7"),
    west=Decimal(18),
    north=Decimal("49.95"),
    east=Decimal("18.45"),
)


def rows(data: bytes | str, name: str) -> list[Any]:
    """Return what a reader yields for a file."""
    return list(read_file(data.encode() if isinstance(data, str) else data, name))


def texts(row: Any) -> dict[str, str]:
    """Return the texts of a raw row by field."""
    assert isinstance(row, RawRow), row
    return {name: cell.text for name, cell in row.cells.items()}


def converted(
    data: bytes | str, name: str, *, city: Any = OSTRAVA, source: str = "test"
) -> list[Placed | RowError]:
    return list(records(rows(data, name), Rules(TODAY, city, source)))


def one(data: bytes | str, name: str, **options: Any) -> PlaceRecord:
    [placed] = converted(data, name, **options)
    assert isinstance(placed, Placed), placed
    return placed.record


def errors(data: bytes | str, name: str) -> list[tuple[int, int, str, str]]:
    """Return line, column, field and code of all errors."""
    return [
        (found.position.line, found.position.column, found.field, found.code)
        for found in converted(data, name)
        if isinstance(found, RowError)
    ]
