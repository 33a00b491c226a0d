"""Relay connections whose cursors are keys, so that a new row shifts no page.

Source: GraphQL Cursor Connections Specification (Relay).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import (
    Tuple,
    TupleGreaterThan,
    TupleLessThan,
)
from django.utils.translation import gettext as _

from city_api.engine.errors import ApiError
from city_api.engine.peers import Node, nodes
from city_api.engine.texts import is_whole
from cms.selectors.reader import Reader

LARGEST_PAGE = 100


@dataclass(frozen=True)
class Edge:
    """A node and the cursor that continues after it."""

    node: Any
    cursor: str


@dataclass(frozen=True)
class Connection:
    """A page of a list."""

    edges: Sequence[Edge] = ()
    has_next_page: bool = False
    has_previous_page: bool = False
    count: Callable[[], int] = field(default=lambda: 0)


def page_size(first: int | None) -> int:
    """Return a page's size.

    Raises:
        ApiError: PAGE_SIZE, if it lies outside 1..100.
    """
    size = 20 if first is None else first
    if not 1 <= size <= LARGEST_PAGE:
        raise ApiError(
            "PAGE_SIZE",
            _("`first` must lie between 1 and %(largest)d.")
            % {"largest": LARGEST_PAGE},
        )
    return size


def keyset(  # noqa: PLR0913 (a list, its order and its page)
    reader: Reader,
    rows: QuerySet[Any],
    keys: Sequence[str],
    *,
    first: int | None,
    after: str | None,
    descending: bool = False,
) -> Connection:
    """Return the page of `rows`, ordered by `keys` and id, that follows a cursor.

    Raises:
        ApiError: PAGE_SIZE or BAD_CURSOR.
    """
    size = page_size(first)
    order = [*keys, "pk"]
    sign = "-" if descending else ""
    page = rows.order_by(*(f"{sign}{key}" for key in order))
    if after:
        lookup = TupleLessThan if descending else TupleGreaterThan
        columns = Tuple(*(F(key) for key in order))
        page = page.filter(lookup(columns, _decoded(rows, order, after)))
    found = list(page[: size + 1])
    return Connection(
        edges=[
            Edge(node, encode([getattr(node.row, key) for key in order]))
            for node in nodes(reader, found[:size])
        ],
        has_next_page=len(found) > size,
        has_previous_page=bool(after),
        count=rows.count,
    )


def capped(
    found: Sequence[Node], *, first: int | None, after: str | None
) -> Connection:
    """Return the page of a short ranked list that follows a cursor into it.

    Raises:
        ApiError: PAGE_SIZE or BAD_CURSOR.
    """
    size = page_size(first)
    start = _position(after) if after else 0
    page = found[start : start + size]
    return Connection(
        edges=[
            Edge(node, encode([start + number]))
            for number, node in enumerate(page, start=1)
        ],
        has_next_page=start + size < len(found),
        has_previous_page=start > 0,
        count=lambda: len(found),
    )


def encode(values: Sequence[Any]) -> str:
    """Return a cursor for the values of a row's keys."""
    text = json.dumps(values, default=str, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError) as error:
        raise _bad_cursor() from error
    if not isinstance(values, list) or not is_whole(values):
        raise _bad_cursor()
    return values


def _decoded(rows: QuerySet[Any], order: Sequence[str], cursor: str) -> tuple[Any, ...]:
    values = _decode(cursor)
    if len(values) != len(order):
        raise _bad_cursor()
    fields = [_column(rows.model, key) for key in order]
    try:
        keys = tuple(
            field.to_python(value) for field, value in zip(fields, values, strict=True)
        )
        for field, key in zip(fields, keys, strict=True):
            field.run_validators(key)
    except (ValidationError, TypeError, ValueError, OverflowError) as error:
        raise _bad_cursor() from error
    return keys


def _column(model: Any, key: str) -> Any:
    """Return the field that holds a key; a page's own key is that of its parent."""
    field = model._meta.pk if key == "pk" else model._meta.get_field(key)
    return getattr(field, "target_field", field)


def _position(cursor: str) -> int:
    values = _decode(cursor)
    if len(values) != 1 or not isinstance(values[0], int) or values[0] < 0:
        raise _bad_cursor()
    return values[0]


def _bad_cursor() -> ApiError:
    return ApiError(
        "BAD_CURSOR", _("`after` must be a cursor that this list has given.")
    )
