"""Inserts rows of one table at a time, which Django's `bulk_create` won't for pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

VALUES = 10_000
"""How many one statement carries; every database that we run on takes these."""


def insert(
    model: type[Model],
    rows: Sequence[Any],
    columns: Sequence[Any],
    *,
    ids: bool = False,
) -> list[Any]:
    """Insert some columns of rows into a model's own table, in a few statements.

    With `ids`, the database chooses the primary keys; they are returned, in the order
    of the rows.
    """
    found: list[Any] = []
    size = VALUES // len(columns)
    returned = [model._meta.pk] if ids else None
    for start in range(0, len(rows), size):
        result = model._base_manager._insert(  # type: ignore[attr-defined] # noqa: SLF001
            rows[start : start + size],
            fields=columns,
            returning_fields=returned,
            using="default",
        )
        found += [row[0] for row in result or ()]
    return found
