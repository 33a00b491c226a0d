"""Relay connections whose cursors are keys, so that a new row shifts no page.

Source: GraphQL Cursor Connections Specification (Relay).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import (
    Tuple,
    TupleGreaterThan,
    TupleLessThan,
)
from django.utils.translation import gettext as _
from graphql import GraphQLResolveInfo

from city_api.engine.columns import list_columns
from city_api.engine.errors import ApiError
from city_api.engine.limits import LARGEST_PAGE
from city_api.engine.peers import Node, Peers
from city_api.engine.texts import is_whole
from cms.selectors.links import narrowed
from cms.selectors.reader import Reader

STEPS = (1, 5, 10, 20, 50, LARGEST_PAGE)
"""The sizes of page that lists are read in: each is an SQL of its own to keep."""
LARGEST_NUMBER = 1 << 63


@dataclass(frozen=True)
class Edge:
    """A node and the cursor that continues after it."""

    node: Any
    cursor: str


@dataclass(frozen=True)
class Listing:
    """The rows of a list, whose SQL is kept (`cms.statements`).

    `key` names everything that decides about the SQL besides the city, the language
    and the page; `values` are those of the `Param`s in the query set.
    """

    key: Hashable
    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    values: Mapping[str, Any] = field(default_factory=dict)


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


def rounded(size: int) -> int:
    """Return the next of a few sizes, in which a page is read and then cut."""
    return next(step for step in STEPS if step >= size)


def keyset(  # noqa: PLR0913 (a list, its order and its page)
    reader: Reader,
    listed: QuerySet[Any] | Listing,
    keys: Sequence[str],
    *,
    first: int | None,
    after: str | None,
    descending: bool = False,
    info: GraphQLResolveInfo | None = None,
) -> Connection:
    """Return the page of a list, ordered by `keys` and id, that follows a cursor.

    `info` is that of the connection's field: only the columns are read that are asked
    for below it; without it, all.

    Raises:
        ApiError: PAGE_SIZE or BAD_CURSOR.
    """
    size = page_size(first)
    most = rounded(size)
    sign = "-" if descending else ""
    columns = list_columns(info, listed.model, keys) if info else None

    def rows() -> QuerySet[Any]:
        found = listed.rows() if isinstance(listed, Listing) else listed
        order = [f"{sign}{key}" for key in (*keys, "pk")]
        page = behind(found, keys, after, descending=descending).order_by(*order)
        # SQLite sorts whole rows: long texts are read for those of the page alone.
        chosen = page[: most + 1].values("pk")
        whole = listed.model._default_manager.filter(pk__in=chosen).order_by(*order)
        return narrowed(whole, columns)

    if isinstance(listed, Listing) and not after:
        order = (tuple(keys), most, descending, columns)
        key = ("page", listed.model, listed.key, order)
        found = reader.rows(key, rows, **listed.values)
    else:
        found = list(rows())
    peers = Peers(reader, found[:size])
    if info:
        peers.read_together()
    more = len(found) > size
    count = partial(_count, listed)
    return connection(peers.nodes(), keys, more=more, after=after, count=count)


def _count(listed: QuerySet[Any] | Listing) -> int:
    rows = listed.rows() if isinstance(listed, Listing) else listed
    return rows.count()


def behind(
    rows: QuerySet[Any],
    keys: Sequence[str],
    after: str | None,
    *,
    descending: bool = False,
) -> QuerySet[Any]:
    """Return the rows behind a cursor, all without one.

    Raises:
        ApiError: BAD_CURSOR.
    """
    if not after:
        return rows
    order = [*keys, "pk"]
    lookup = TupleLessThan if descending else TupleGreaterThan
    columns = Tuple(*(F(key) for key in order))
    return rows.filter(lookup(columns, _decoded(rows, order, after)))


def connection(
    found: Sequence[Node],
    keys: Sequence[str],
    *,
    more: bool,
    after: str | None,
    count: Callable[[], int],
) -> Connection:
    """Return a page of a list by its nodes; `more` says that others follow."""
    return Connection(
        edges=[
            Edge(node, encode([getattr(node.row, key) for key in (*keys, "pk")]))
            for node in found
        ],
        has_next_page=more,
        has_previous_page=bool(after),
        count=count,
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


def keys_in(cursor: str, kinds: Sequence[type]) -> list[Any]:
    """Return the values in a cursor of a list that isn't ordered by the database.

    `kinds` are their types; whole numbers have 63 bits at most.

    Raises:
        ApiError: BAD_CURSOR.
    """
    values = _decode(cursor)
    fits = [type(each) for each in values] == list(kinds) and all(
        abs(each) < LARGEST_NUMBER for each in values if isinstance(each, int)
    )
    if not fits:
        raise _bad_cursor()
    return values


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
    (position,) = keys_in(cursor, [int])
    if position < 0:
        raise _bad_cursor()
    return int(position)


def _bad_cursor() -> ApiError:
    return ApiError(
        "BAD_CURSOR", _("`after` must be a cursor that this list has given.")
    )
